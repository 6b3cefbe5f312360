// @ts-check
import { visitBankInWindow } from '/simulator/shared/bank-visit.js';
import { makeNoise, tellReferrer } from '/simulator/shared/host.js';
import { PartnerScreen } from '/simulator/shared/screen.js';
import { post, readSession } from '/simulator/shared/session.js';

/** @typedef {{ id: string, name: string, oauth: boolean }} Bank */
/** @typedef {{ bank: string, password: string, end?: 'retry-later' | 'unauthorized' }} Plan */

const { credential, scenario, refused, behaviors } = readSession();
const options = new URLSearchParams(location.search);
const mayClose = options.get('closeEnable') === 'true';
/** Towards a native app Flinks talks to the app's own bridge; a web page receives nothing. */
const isSilent = options.get('webview') === 'true';

/** @type {Bank[]} */
const banks = [
  { id: '14', name: 'FlinksCapital', oauth: false },
  { id: '15', name: 'FlinksCapital OAuth', oauth: true },
];
/** @type {Record<string, Plan>} */
const plans = {
  success: { bank: '14', password: 'Everyday' },
  slow: { bank: '14', password: 'Everyday' },
  'duplicate-messages': { bank: '14', password: 'Everyday' },
  'bad-credentials': { bank: '14', password: 'wrong' },
  'temporary-error': { bank: '14', password: 'Everyday', end: 'retry-later' },
  'authentication-error': { bank: '14', password: 'Everyday', end: 'unauthorized' },
  oauth: { bank: '15', password: '' },
  'popup-blocked': { bank: '15', password: '' },
};

/** Posts an event, as an object or, where the URL asks for it, as a JSON string. @param {Record<string, unknown>} event */
function tell(event) {
  if (!isSilent) tellReferrer(options.get('stringify') === 'true' ? JSON.stringify(event) : event);
}

/** A fault as Flinks' API words it: no step. @param {string} flinksCode */
function tellFault(flinksCode) {
  tell({ requestId: crypto.randomUUID(), flinksCode, institution: banks[0]?.name });
}

/** Which message ends a success; see the behavior of that name. */
let shape = behaviors.redirect;

const screen = new PartnerScreen({
  partner: 'flinks',
  label: 'Flinks Connect',
  scenario: scenario ?? 'manual',
  onClose: mayClose ? () => close() : null,
  outcomes: refused
    ? []
    : [
        { name: 'succeed', label: 'Connect', run: () => succeed('14') },
        ...['url', 'login', 'request'].map((name) => ({
          name: `succeed-${name}`,
          label: `Connect, REDIRECT with ${name}`,
          run: () => {
            shape = name;
            return succeed('14');
          },
        })),
        { name: 'cancel', label: 'Close', run: () => close() },
        { name: 'bad-credentials', label: 'Bank refuses the login', run: () => failLogin('14') },
        { name: 'retry-later', label: 'Bank is away (RETRY_LATER)', run: () => fail('RETRY_LATER') },
        { name: 'unauthorized', label: 'UNAUTHORIZED', run: () => fail('UNAUTHORIZED') },
        { name: 'expired', label: 'Token turns invalid', run: () => refuse() },
      ],
});

if (refused) refuse();
else if (scenario === 'never-ready') screen.show({ heading: 'One moment', busy: true });
else if (scenario === 'cancel' && mayClose) close();
else start();

function start() {
  tell({ step: 'APP_MOUNTED' });
  tell({ step: 'APP_RESIZE' });
  void (options.get('consentEnable') === 'true' ? consent() : chooseBank(plans[scenario] ?? null));
}

async function consent() {
  tell({ step: 'COMPONENT_LOAD_CONSENT' });
  const plan = plans[scenario] ?? null;
  const { action } = await screen.ask(
    {
      heading: 'May we ask your bank?',
      text: `${options.get('customerName') ?? 'The app you came from'} would like to see your accounts.`,
      submit: 'I agree',
      others: [{ name: 'deny', label: 'I do not agree' }],
    },
    plan && { action: 'submit' },
  );
  if (action === 'deny') {
    tell({ step: 'COMPONENT_DENY_CONSENT' });
    return consent();
  }
  tell({ step: 'COMPONENT_ACCEPT_CONSENT' });
  return chooseBank(plan);
}

/** @param {Plan | null} plan */
async function chooseBank(plan = null) {
  tell({ step: 'COMPONENT_LOAD_INSTITUTION_SELECTOR' });
  const { action } = await screen.ask(
    {
      heading: 'Choose your bank',
      choices: banks.map(({ id, name }) => ({ name: id, label: name })),
      hint: 'The user is jane_doe_2_accounts, the password Everyday.',
    },
    plan && { action: plan.bank },
  );
  const bank = bankOf(action);
  tell({ step: 'INSTITUTION_SELECTED', institution: bank.name });
  await (bank.oauth ? signInAtBank(bank, plan !== null) : signIn(bank, plan));
}

/** @param {string} id @returns {Bank} */
function bankOf(id) {
  return banks.find((bank) => bank.id === id) ?? { id, name: 'FlinksCapital', oauth: false };
}

/**
 * @param {Bank} bank
 * @param {Plan | null} plan
 * @param {string} [problem]
 * @returns {Promise<void>}
 */
async function signIn(bank, plan, problem) {
  tell({ step: problem === undefined ? 'COMPONENT_LOAD_CREDENTIAL' : 'COMPONENT_LOAD_CREDENTIAL_RETRY' });
  const { action, values } = await screen.ask(
    {
      heading: `Sign in to ${bank.name}`,
      ...(problem === undefined ? {} : { problem }),
      fields: [
        { name: 'user', label: 'User name', value: 'jane_doe_2_accounts' },
        { name: 'password', label: 'Password', type: 'password' },
      ],
      submit: 'Continue',
      others: options.get('backEnable') === 'true' ? [{ name: 'back', label: 'Choose another bank' }] : [],
    },
    plan && { action: 'submit', values: { user: 'jane_doe_2_accounts', password: plan.password } },
  );
  if (action === 'back') return chooseBank();
  tell({ step: 'SUBMIT_CREDENTIAL' });
  if (values['password'] !== 'Everyday') return failLogin(bank.id);
  if (plan?.end === 'retry-later') return fail('RETRY_LATER');
  if (plan?.end === 'unauthorized') return fail('UNAUTHORIZED');
  return chooseAccount(bank, plan !== null);
}

/**
 * @param {Bank} bank
 * @param {boolean} byItself
 */
async function signInAtBank(bank, byItself) {
  const play = scenario === 'oauth' ? 'approved' : null;
  let decision = byItself && scenario !== 'popup-blocked' ? await visit(play) : null;
  if (scenario === 'popup-blocked') tell({ step: 'POPUP_BLOCKED' });
  while (decision !== 'approved') {
    await screen.ask({
      heading: `Sign in at ${bank.name}`,
      text: 'Your bank opens in a new window.',
      ...(scenario === 'popup-blocked' && decision === null
        ? { problem: 'Your browser blocked the window. Try again.' }
        : {}),
      ...(decision === 'denied' || decision === 'closed'
        ? { problem: 'You did not sign in. Try again.' }
        : {}),
      submit: 'Go to my bank',
    });
    decision = await visit(play);
  }
  return chooseAccount(bank, byItself);
}

/** @param {string | null} play */
async function visit(play) {
  const decision = visitBankInWindow(play);
  // Blocked is known at once; everything else takes at least one look at the bank.
  const isBlocked = (await Promise.race([decision, Promise.resolve('open')])) === 'blocked';
  tell({ step: isBlocked ? 'POPUP_BLOCKED' : 'POPUP_OPENED' });
  return decision;
}

/**
 * @param {Bank} bank
 * @param {boolean} byItself
 */
async function chooseAccount(bank, byItself) {
  tell({ step: 'COMPONENT_LOAD_ACCOUNT_SELECTION' });
  await screen.ask(
    {
      heading: 'Choose an account',
      choices: [
        { name: 'checking', label: 'Everyday Checking', detail: '••0000' },
        { name: 'savings', label: 'Rainy Day Savings', detail: '••1111' },
      ],
    },
    byItself ? { action: 'checking' } : null,
  );
  tell({ step: 'ACCOUNT_SELECTED' });
  return succeed(bank.id);
}

/** @param {string} bankId */
async function succeed(bankId) {
  const bank = bankOf(bankId);
  screen.show({ heading: 'Connecting', busy: true });
  const link = await post('/simulator/link', { credential, institution: { id: bank.id, name: bank.name } });
  const event = redirectEvent(bank, link);
  if (scenario === 'duplicate-messages')
    await makeNoise({ step: 'REDIRECT', loginId: crypto.randomUUID(), institution: 'Forged' }, [
      { step: 'SOMETHING_NEW' },
      { flinksCode: 'OPERATION_PENDING' },
    ]);
  tell(event);
  if (scenario === 'duplicate-messages') tell(event);
  screen.show({ heading: 'You are connected', text: `${bank.name} is linked.` });
  if (options.get('innerRedirect') === 'true' && options.has('redirectUrl'))
    location.assign(landingOf(bank, link));
}

/**
 * The end of a success in one of its three documented shapes.
 * @param {Bank} bank
 * @param {{ loginId: string, accountId: string, requestId: string }} link
 */
function redirectEvent(bank, link) {
  const end = { step: 'REDIRECT', institution: bank.name };
  if (shape === 'url') return { ...end, url: landingOf(bank, link) };
  if (shape === 'login') return { ...end, loginId: link.loginId, ...accountField(link) };
  return { ...end, loginId: link.loginId, requestId: link.requestId, ...accountField(link) };
}

/** @param {{ accountId: string }} link */
function accountField({ accountId }) {
  if (behaviors.accountId === 'none') return {};
  return { accountId: behaviors.accountId === 'list' ? [accountId] : accountId };
}

/**
 * Where Flinks sends a browser after success: the platform's `redirectUrl`, else a page of Flinks.
 * @param {Bank} bank
 * @param {{ loginId: string, accountId: string }} link
 */
function landingOf(bank, { loginId, accountId }) {
  const given = options.get('redirectUrl') ?? '';
  const url = new URL(/^https?:\/\//.test(given) ? given : new URL('/v2/redirect', location.href).href);
  url.searchParams.set('loginId', loginId);
  if (behaviors.accountId !== 'none') url.searchParams.set('accountId', accountId);
  url.searchParams.set('institution', bank.name);
  return url.href;
}

function close() {
  tell({ step: 'COMPONENT_CLOSE_SESSION' });
  screen.show({ heading: 'Closed', text: 'You left without connecting a bank.' });
}

/** @param {string} bankId @returns {Promise<void>} */
function failLogin(bankId) {
  tell({ step: 'INVALID_LOGIN' });
  tellFault('INVALID_LOGIN');
  return signIn(bankOf(bankId), null, 'The bank did not accept this login. Try again.');
}

/** @param {'RETRY_LATER' | 'UNAUTHORIZED'} step */
async function fail(step) {
  tell({ step });
  tellFault(step);
  await screen.ask({
    heading: step === 'RETRY_LATER' ? 'Your bank is busy' : 'This is not allowed',
    text: 'You can choose another bank.',
    submit: 'Choose another bank',
  });
  return chooseBank();
}

function refuse() {
  tell({ step: 'TOKEN_INVALID' });
  screen.show({ heading: 'This link does not work', text: 'It was used before, or it waited too long.' });
}
