// @ts-check
import { visitBankInWindow } from '/simulator/shared/bank-visit.js';
import { makeNoise } from '/simulator/shared/host.js';
import { PartnerScreen, pause } from '/simulator/shared/screen.js';
import { post, readSession } from '/simulator/shared/session.js';
import { listenToHost, moveTo, mxMessage, pingWhileActive, tell } from './messages.js';

/** @typedef {{ code: string, guid: string, name: string, url: string | null, oauth: boolean }} Bank */

const { credential, scenario } = readSession();

/** @type {Bank[]} */
const banks = [
  {
    code: 'mxbank',
    guid: 'INS-1572a04c-912b-59bf-5841-332c7dfafaef',
    name: 'MX Bank',
    url: 'https://www.mx.com',
    oauth: false,
  },
  {
    code: 'mx_bank_oauth',
    guid: 'INS-68e96dd6-eabd-42d3-9f05-416897f0746c',
    name: 'MX Bank (OAuth)',
    url: null,
    oauth: true,
  },
];
/** MX Bank takes any password but these: the connection status each of them ends in. */
/** @type {Record<string, number>} */
const refusedPasswords = { UNAUTHORIZED: 2, LOCKED: 5, SERVER_ERROR: 14, DISABLED: 16 };
const asksFurther = new Set(['challenge', 'options', 'image']);
const status = { created: 0, denied: 2, challenged: 3, connected: 6, pending: 21 };
/** Between the last job and the step that says so, as in MX's widget; in milliseconds. */
const untilConnected = 1500;

/** What a scenario does by itself: which bank, and which password first. Others are played by hand. */
/** @type {Record<string, { bank: number, password: string, others?: boolean }>} */
const plans = {
  success: { bank: 0, password: 'simulated' },
  slow: { bank: 0, password: 'simulated' },
  'bad-credentials': { bank: 0, password: 'UNAUTHORIZED' },
  'duplicate-messages': { bank: 0, password: 'simulated' },
  oauth: { bank: 1, password: '' },
  'popup-blocked': { bank: 1, password: '' },
};
const newGuid = () => `MBR-${crypto.randomUUID()}`;

/** The latest member, for what is chosen by hand. */
let member = newGuid();
/** One round is one way from the search to "connected"; starting another leaves the one before waiting for ever. */
let round = 0;

const screen = new PartnerScreen({
  partner: 'mx',
  label: 'MX Connect',
  scenario,
  // As MX's widget 2.10.1, which focuses a heading or a button at each step without a look at where the focus is.
  takesFocus: true,
  outcomes: [
    { name: 'succeed', label: 'Connect and finish', run: () => connect(banks[0], null, true) },
    { name: 'connect-only', label: 'Connect, do not press Done', run: () => connect(banks[0], null, false) },
    { name: 'finish-only', label: 'Finish without a member', run: () => finish() },
    {
      name: 'delete-member',
      label: 'Delete the member',
      run: () => tell('connect/memberDeleted', { member_guid: member }),
    },
    { name: 'bad-credentials', label: 'Bank refuses the login', run: () => refuse(banks[0], status.denied) },
    { name: 'create-member-error', label: 'Member cannot be made', run: () => createMemberError(banks[0]) },
    { name: 'oauth-error', label: 'Bank window fails', run: () => oauthFailed(banks[1], 'DENIED') },
    { name: 'timeout', label: 'Bank takes too long', run: () => timeOut() },
  ],
});

if (scenario === 'never-ready') screen.show({ heading: 'One moment', busy: true });
else start();

function start() {
  // In the order of MX's widget 2.10.1: it tells of its first step before it says that it has loaded.
  tell('load');
  moveTo('search');
  tell('connect/loaded', { initial_step: 'search' });
  listenToHost(goBack);
  pingWhileActive();
  void search(plans[scenario] ?? null);
}

/** @param {{ bank: number, password: string } | null} plan */
async function search(plan = null) {
  round += 1;
  const mine = round;
  moveTo('search');
  const { action } = await screen.ask(
    {
      heading: 'Find your bank',
      choices: banks.map(({ code, name }) => ({ name: code, label: name })),
      hint: 'MX Bank takes the user mxuser and any password. A password of UNAUTHORIZED, LOCKED, SERVER_ERROR, DISABLED or challenge makes it act up.',
    },
    plan && { action: banks[plan.bank]?.code ?? '' },
  );
  const bank = banks.find(({ code }) => code === action);
  if (mine !== round || bank === undefined) return;
  const { code, guid, name, url } = bank;
  tell('connect/selectedInstitution', { code, guid, name, url });
  if (bank.oauth) await signInAtBank(bank, plan !== null);
  else await enterCredentials(bank, plan);
}

/**
 * @param {Bank} bank
 * @param {{ password: string } | null} plan
 * @param {string} [problem]
 */
async function enterCredentials(bank, plan, problem) {
  const mine = round;
  moveTo('enterCreds');
  tell('connect/enterCredentials', { institution: { code: bank.code, guid: bank.guid } });
  const { action, values } = await screen.ask(
    {
      heading: `Sign in to ${bank.name}`,
      ...(problem === undefined ? {} : { problem }),
      fields: [
        { name: 'user', label: 'User name', value: 'mxuser' },
        { name: 'password', label: 'Password', type: 'password' },
      ],
      submit: 'Continue',
      others: [{ name: 'back', label: 'Choose another bank' }],
    },
    plan && { action: 'submit', values: { user: 'mxuser', password: plan.password } },
  );
  if (mine !== round) return;
  if (action === 'back') return backToSearch();
  const { user = '', password = '' } = values;
  member = newGuid();
  if (user !== 'mxuser' || password === '') return refuse(bank, status.denied);
  const refused = refusedPasswords[password];
  if (refused !== undefined) return refuse(bank, refused);
  if (asksFurther.has(password)) await answerChallenge();
  if (mine === round) await connect(bank, plan, false);
}

async function answerChallenge() {
  moveTo('mfa');
  tell('connect/memberStatusUpdate', { member_guid: member, connection_status: status.challenged });
  await screen.ask({
    heading: 'One more question',
    fields: [{ name: 'answer', label: 'What city were you born in?' }],
    submit: 'Continue',
    hint: 'Any answer will do.',
  });
  tell('connect/submitMFA', { member_guid: member });
}

/**
 * The bank in a window of its own, which this frame opens by itself on the user's click.
 * @param {Bank} bank
 * @param {boolean} byItself
 */
async function signInAtBank(bank, byItself) {
  const mine = round;
  moveTo('enterCreds');
  member = newGuid();
  tell('connect/oauthRequested', {
    url: new URL('/simulator/bank', location.href).href,
    member_guid: member,
  });
  const refuseWindow = scenario === 'popup-blocked';
  const play = scenario === 'oauth' ? 'approved' : null;
  const first = byItself && !refuseWindow ? await visitBankInWindow(play) : 'blocked';
  for (let decision = first; mine === round; decision = await visitBankInWindow(play)) {
    if (decision === 'approved') return connect(bank, byItself ? { password: '' } : null, false);
    if (decision !== 'blocked') return oauthFailed(bank, decision === 'denied' ? 'DENIED' : 'CANCELLED');
    await screen.ask({
      heading: `Sign in at ${bank.name}`,
      text: byItself ? 'Your browser blocked the window of your bank.' : 'Your bank opens in a new window.',
      submit: 'Go to my bank',
    });
  }
}

/**
 * @param {Bank | undefined} bank
 * @param {unknown} plan when there is one, Done is pressed by itself
 * @param {boolean} finishNow
 */
async function connect(bank, plan, finishNow) {
  round += 1;
  const mine = round;
  const name = bank?.name ?? '';
  moveTo('connecting');
  screen.show({ heading: `Connecting to ${name}`, busy: true });
  const { memberGuid } = await post('/simulator/link', { credential, institution: name });
  member = memberGuid;
  for (const connection_status of [status.created, status.pending, status.connected])
    tell('connect/memberStatusUpdate', { member_guid: member, connection_status });
  if (scenario === 'duplicate-messages') await sayTooMuch();
  tell('connect/memberConnected', { member_guid: member });
  if (finishNow) return finish();
  await pause(untilConnected);
  if (mine !== round) return;
  moveTo('connected');
  await screen.ask(
    { heading: `${name} is connected`, text: 'You can go on now.', submit: 'Done' },
    plan ? { action: 'submit' } : null,
  );
  if (mine === round) finish();
}

/** The user has pressed Done. MX then goes back to its search: taking the widget away is the host's part. */
function finish() {
  tell('connect/connected/primaryAction');
  if (scenario === 'duplicate-messages') tell('connect/connected/primaryAction');
  tell('connect/backToSearch');
  void search();
}

function backToSearch() {
  tell('connect/backToSearch');
  void search();
}

/** @returns {boolean} */
function goBack() {
  if (screen.view.querySelector('[data-action="mxbank"]') !== null) return false;
  backToSearch();
  return true;
}

/**
 * @param {Bank | undefined} bank
 * @param {number} connection_status
 */
function refuse(bank, connection_status) {
  if (bank === undefined) return;
  round += 1;
  tell('connect/memberStatusUpdate', { member_guid: member, connection_status });
  tell('connect/memberError', { member: { guid: member, connection_status } });
  void enterCredentials(bank, null, 'The bank did not accept this login. Try again.');
}

/** @param {Bank | undefined} bank */
function createMemberError(bank) {
  if (bank === undefined) return;
  round += 1;
  tell('connect/createMemberError', { institution_guid: bank.guid, institution_code: bank.code });
  void enterCredentials(bank, null, 'Something went wrong at MX. Try again.');
}

/**
 * @param {Bank | undefined} bank
 * @param {string} error_reason
 */
async function oauthFailed(bank, error_reason) {
  if (bank === undefined) return;
  round += 1;
  const mine = round;
  moveTo('oauthError');
  tell('connect/oauthError', { member_guid: member, error_reason });
  const { action } = await screen.ask({
    heading: 'You are not signed in',
    text: `${bank.name} did not confirm that you want to share your accounts.`,
    submit: 'Try again',
    others: [{ name: 'back', label: 'Choose another bank' }],
  });
  if (mine !== round) return;
  if (action === 'back') return backToSearch();
  await signInAtBank(bank, false);
}

async function timeOut() {
  round += 1;
  const mine = round;
  moveTo('timeOut');
  tell('connect/invalidData', { member_guid: member, code: 1 });
  await screen.ask({ heading: 'This takes longer than usual', submit: 'Choose another bank' });
  if (mine === round) backToSearch();
}

/** What hosts must bear: a second member, shapes of other versions, and look-alikes from other windows. */
async function sayTooMuch() {
  tell('connect/memberConnected', { member_guid: newGuid() });
  await makeNoise(mxMessage('connect/memberConnected', { member_guid: 'MBR-forged' }), [
    { mx: true },
    mxMessage('connect/selectedInstitution', { code: 'mxbank', guid: 'INS-1', name: 'MX Bank', url: null }),
    mxMessage('connect/invalidData', { member: { guid: member, code: 1 } }),
    mxMessage('connect/initialDataReady'),
    mxMessage('connect/somethingNew', { anything: true }),
    mxMessage('connect/oauthError', { error_reason: 'IMPEDED' }),
  ]);
}
