// @ts-check
import { visitBankInWindow } from '/simulator/shared/bank-visit.js';
import { PartnerScreen } from '/simulator/shared/screen.js';
import { post } from '/simulator/shared/session.js';
import { plaidError } from './link-errors.js';
import { LinkEvents } from './link-events.js';
import { isTile, listenToHandler, sendToHandler } from './link-messages.js';

/** @typedef {{ id: string, name: string, oauth?: boolean }} Bank */
/** @typedef {{ bank: string, password?: string, end?: 'cancel' | string }} Plan */
/** @typedef {{ isUpdateMode: boolean, canLeavePage: boolean, accounts: { name: string, type: string, mask: string }[], returned: string | null }} Opening */

/** @type {Bank[]} */
const banks = [
  { id: 'ins_109508', name: 'First Platypus Bank' },
  { id: 'ins_109509', name: 'First Gingham Credit Union' },
  { id: 'ins_127287', name: 'Platypus OAuth Bank', oauth: true },
];
/** @type {Record<string, Plan>} */
const plans = {
  success: { bank: 'ins_109508', password: 'pass_good' },
  slow: { bank: 'ins_109508', password: 'pass_good' },
  'duplicate-messages': { bank: 'ins_109508', password: 'pass_good' },
  'bad-credentials': { bank: 'ins_109508', password: 'wrong' },
  cancel: { bank: '', end: 'cancel' },
  'temporary-error': { bank: 'ins_109508', end: 'INSTITUTION_DOWN' },
  'authentication-error': { bank: 'ins_109508', end: 'INTERNAL_SERVER_ERROR' },
  oauth: { bank: 'ins_127287' },
  'popup-blocked': { bank: 'ins_127287' },
};

let token = '';
let isMobile = false;
let scenario = 'manual';
/** @type {Record<string, any>} */
let behaviors = {};
/** What the server said when this session opened; null until then. A handler that is opened again goes on with it. */
/** @type {Opening | null} */
let opening = null;
/** @type {Bank} */
let bank = { id: 'ins_109508', name: 'First Platypus Bank' };
/** @type {PartnerScreen} */
let screen;
let events = new LinkEvents('before');
/** The last trouble the user met; an exit carries it. */
/** @type {object | null} */
let trouble = null;
/** Where Plaid says the user left. */
/** @type {string | null} */
let exitStatus = null;
let isOver = false;

if (isTile) showTile();
else {
  listenToHandler({ configure, open, exit: askedToExit });
  sendToHandler('hello');
}

function showTile() {
  screen = new PartnerScreen({ partner: 'plaid-tile', label: 'Plaid', scenario: 'manual' });
  void screen
    .ask({ heading: 'Choose your bank', choices: banks.map(({ id, name }) => ({ name: id, label: name })) })
    .then(() => {
      sendToHandler('select');
      showTile();
    });
}

/** @param {{ token: string, isMobile: boolean }} message */
async function configure(message) {
  token = message.token;
  isMobile = message.isMobile;
  const prepared = await post('/simulator/prepare', { token }).catch(() => null);
  // Blocked for this session, whose page had the script already: Link says so, since nobody else would.
  if (prepared === null) return end(plaidError('INTERNAL_SERVER_ERROR'), null);
  ({ scenario, behaviors } = prepared);
  if (scenario === 'never-ready') return;
  sendToHandler('ready', { strict: behaviors['destroy'] === 'throws-when-open' });
}

/** @param {{ token: string, receivedRedirectUri: string | null }} message */
async function open({ receivedRedirectUri }) {
  // What its content needs, which the handler makes the height of the page.
  if (isMobile) sendToHandler('resize', { height: '612px' });
  isOver = false;
  trouble = null;
  exitStatus = null;
  events = new LinkEvents(scenario === 'duplicate-messages' ? 'mixed' : behaviors['events']);
  screen = new PartnerScreen({
    partner: 'plaid',
    label: 'Plaid Link',
    scenario,
    onClose: () => leave(),
    outcomes: [
      { name: 'succeed', label: 'Connect', run: () => connect(['checking', 'savings']) },
      { name: 'cancel', label: 'Leave', run: () => end(null, 'institution_not_found') },
      ...[
        'INVALID_CREDENTIALS',
        'INSTITUTION_DOWN',
        'INVALID_LINK_TOKEN',
        'INTERNAL_SERVER_ERROR',
        'RATE_LIMIT_EXCEEDED',
      ].map((code) => ({
        name: code.toLowerCase().replaceAll('_', '-'),
        label: `Leave after ${code}`,
        run: () => end(plaidError(code), 'requires_credentials'),
      })),
    ],
  });
  screen.show({ heading: 'One moment', busy: true });
  if (opening === null) {
    const answer = await post('/simulator/open', { token, receivedRedirectUri });
    if (answer.error) {
      events.open(false);
      return end(plaidError(answer.error.error_code), null);
    }
    opening = /** @type {Opening} */ (answer);
  }
  events.open(opening.isUpdateMode);
  const returned = opening.returned;
  // A return from the bank counts once.
  opening = { ...opening, returned: null };
  await begin(returned);
}

/** @param {string | null} returned what was decided at the bank that the page was left for */
async function begin(returned) {
  const plan = plans[scenario] ?? null;
  if (returned === 'approved') {
    choose('ins_127287');
    return chooseAccounts(plan !== null);
  }
  if (returned !== null) return end(plaidError('INSUFFICIENT_CREDENTIALS'), 'requires_oauth');
  if (plan?.end === 'cancel') return end(null, 'institution_not_found');
  // Update mode goes straight to the bank of the Item.
  if (opening?.isUpdateMode) return signIn(plan);
  return chooseBank(plan);
}

/** @param {string} id */
function choose(id) {
  bank = banks.find((one) => one.id === id) ?? bank;
  events.institution = { name: bank.name, institution_id: bank.id };
}

/** @param {Plan | null} plan */
async function chooseBank(plan) {
  exitStatus = 'institution_not_found';
  events.institution = null;
  events.add('TRANSITION_VIEW', { view_name: 'SELECT_INSTITUTION' });
  const { action } = await screen.ask(
    { heading: 'Choose your bank', choices: banks.map(({ id, name }) => ({ name: id, label: name })) },
    plan && { action: plan.bank },
  );
  choose(action);
  events.add('SELECT_INSTITUTION');
  if (plan?.end !== undefined) return end(plaidError(plan.end), 'requires_credentials');
  return bank.oauth ? visitBank(plan !== null) : signIn(plan);
}

/**
 * @param {Plan | null} plan
 * @param {string} [problem]
 * @returns {Promise<void>}
 */
async function signIn(plan, problem) {
  exitStatus = 'requires_credentials';
  choose(bank.id);
  events.add('TRANSITION_VIEW', { view_name: 'CREDENTIAL' });
  const { values } = await screen.ask(
    {
      heading: `Sign in to ${bank.name}`,
      ...(problem === undefined ? {} : { problem }),
      fields: [
        { name: 'user', label: 'User name', value: 'user_good' },
        { name: 'password', label: 'Password', type: 'password' },
      ],
      submit: 'Submit',
      hint: 'user_good and pass_good work. mfa_device asks for a code; error_ITEM_LOCKED and the like show that error.',
    },
    plan && { action: 'submit', values: { user: 'user_good', password: plan.password ?? 'pass_good' } },
  );
  events.add('SUBMIT_CREDENTIALS');
  const password = values['password'] ?? '';
  const forced = /^error_([A-Z_]+)$/.exec(password)?.[1];
  if (forced !== undefined) return retry(forced);
  if (values['user'] !== 'user_good' || !['pass_good', 'mfa_device'].includes(password))
    return retry('INVALID_CREDENTIALS');
  if (password === 'mfa_device') await enterCode();
  return chooseAccounts(plan !== null);
}

/** The trouble is shown where it arose, and the user can try again. @param {string} code @returns {Promise<void>} */
function retry(code) {
  const error = plaidError(code);
  trouble = error;
  events.add('ERROR', { error_type: error.error_type, error_code: code, error_message: error.error_message });
  return signIn(null, error.display_message ?? `Something went wrong (${code}). Try again.`);
}

async function enterCode() {
  exitStatus = 'requires_code';
  events.add('TRANSITION_VIEW', { view_name: 'MFA', mfa_type: 'code' });
  /** @type {string | undefined} */
  let problem;
  for (;;) {
    const { values } = await screen.ask({
      heading: 'Enter the code we sent you',
      ...(problem === undefined ? {} : { problem }),
      fields: [{ name: 'code', label: 'Code' }],
      submit: 'Submit',
      hint: 'It is 123456.',
    });
    events.add('SUBMIT_MFA', { mfa_type: 'code' });
    if (values['code'] === '123456') return;
    trouble = plaidError('INVALID_MFA');
    problem = 'The code was not correct. Please try again.';
  }
}

/** OAuth: in a window, or by leaving the page where windows do not work. @param {boolean} byItself */
async function visitBank(byItself) {
  exitStatus = 'requires_oauth';
  events.add('OPEN_OAUTH');
  const play = scenario === 'oauth' ? 'approved' : null;
  const mayLeave = opening?.canLeavePage === true;
  if (byItself && scenario === 'oauth' && behaviors['oauth'] === 'redirect' && mayLeave)
    return leavePage(play);
  let decision = byItself && scenario === 'oauth' ? await visitBankInWindow(play) : null;
  while (decision !== 'approved') {
    const isBlocked = decision === 'blocked' || (decision === null && scenario === 'popup-blocked');
    if (decision === 'closed' || decision === 'denied') events.add('CLOSE_OAUTH');
    const { action } = await screen.ask({
      heading: `Continue at ${bank.name}`,
      text: 'You sign in at your bank and come back here.',
      ...(isBlocked ? { problem: 'Your browser blocked the window of your bank.' } : {}),
      ...(decision !== null && !isBlocked ? { problem: 'You did not sign in. Try again.' } : {}),
      submit: 'Open my bank',
      ...(mayLeave
        ? { others: [{ name: 'leave', label: 'Go there on this page', detail: 'As in-app browsers do' }] }
        : {}),
    });
    if (action === 'leave' || (behaviors['oauth'] === 'redirect' && mayLeave)) return leavePage(play);
    decision = await visitBankInWindow(play);
  }
  return chooseAccounts(byItself);
}

/** The page is left for the bank; no callback is called before. @param {string | null} play */
async function leavePage(play) {
  const { path } = await post('/simulator/oauth', { token });
  sendToHandler('leave', { path: play === null ? path : `${path}&play=${play}` });
}

/** @param {boolean} byItself */
async function chooseAccounts(byItself) {
  exitStatus = 'requires_account_selection';
  trouble = null;
  events.add('TRANSITION_VIEW', { view_name: 'SELECT_ACCOUNT' });
  const accounts = opening?.accounts ?? [];
  const { values } = await screen.ask(
    {
      heading: 'Choose your accounts',
      fields: accounts.map(({ name, type, mask }) => ({
        name: type,
        label: `${name} ••${mask}`,
        type: 'checkbox',
        value: 'on',
      })),
      submit: 'Continue',
    },
    byItself ? { action: 'submit', values: { checking: 'on', savings: 'on' } } : null,
  );
  const chosen = accounts.map(({ type }) => type).filter((type) => values[type] === 'on');
  events.add('TRANSITION_VIEW', { view_name: 'CONNECTED' });
  await screen.ask(
    { heading: 'Success', text: `${bank.name} is linked.`, submit: 'Finish' },
    byItself ? { action: 'submit' } : null,
  );
  return connect(chosen);
}

/** @param {string[]} types which accounts the user shares */
async function connect(types) {
  choose(bank.id);
  screen.show({ heading: 'One moment', busy: true });
  const link = await post('/simulator/link', { token, institution: { id: bank.id, name: bank.name } }).catch(
    () => null,
  );
  // The token was used by another handler meanwhile, or twice by this one.
  if (link === null) return end(plaidError('INVALID_LINK_TOKEN'), null);
  const isSparse = behaviors['metadata'] === 'sparse';
  const accounts = link.accounts
    .filter((/** @type {{ type: string }} */ { type }) => types.includes(type))
    .map(
      (/** @type {{ id: string, name: string, mask: string, type: string }} */ { id, name, mask, type }) => ({
        id,
        name,
        mask: isSparse ? null : mask,
        type: 'depository',
        subtype: type,
        verification_status: null,
        class_type: null,
      }),
    );
  const tokens = { normal: link.publicToken, empty: '', null: null };
  const publicToken = tokens[/** @type {keyof tokens} */ (behaviors['publicToken'])];
  isOver = true;
  events.connected(publicToken, accounts, isSparse);
  if (scenario !== 'duplicate-messages') return;
  events.connected(publicToken, accounts, isSparse);
  events.exitAgain();
}

/** @param {object | null} error @param {string | null} status */
function end(error, status) {
  isOver = true;
  events.exit(error, status);
}

/** The user wants to leave: at once from the list of banks, else Link asks back. */
async function leave() {
  if (exitStatus === null || exitStatus === 'institution_not_found') return end(trouble, exitStatus);
  const goOn = exitStatus;
  const { action } = await screen.ask({
    heading: 'Leave without linking?',
    submit: 'Yes, leave',
    others: [{ name: 'stay', label: 'No, go on' }],
  });
  if (action === 'submit') return end(trouble, goOn);
  return goOn === 'requires_oauth'
    ? visitBank(false)
    : goOn === 'requires_account_selection'
      ? chooseAccounts(false)
      : signIn(null);
}

/** The page's `exit()`. @param {{ force: boolean }} message */
function askedToExit({ force }) {
  if (behaviors['exit'] === 'ignore') return;
  // Link has ended, and the page asks it to leave from inside the callback.
  if (isOver) {
    if (behaviors['exitAfterSuccess']) events.exitAgain();
    return;
  }
  if (force || behaviors['exit'] === 'at-once') end(trouble, exitStatus);
  else void leave();
}
