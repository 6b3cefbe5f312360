// @ts-check
import { decisionOf, newVisit } from '/simulator/shared/bank-visit.js';
import { PartnerScreen, pause } from '/simulator/shared/screen.js';
import { post, readSession } from '/simulator/shared/session.js';
import { askForWindow, askToCloseWindow, listen, nextWindowEnd, pinged, tell } from './host.js';

/** @typedef {{ bank: 'profiles' | 'oauth', password: string }} Plan */

const { credential, scenario, refused } = readSession();
/** @type {Record<string, Plan>} */
const plans = {
  success: { bank: 'profiles', password: 'profile_09' },
  slow: { bank: 'profiles', password: 'profile_09' },
  'duplicate-messages': { bank: 'profiles', password: 'profile_09' },
  'bad-credentials': { bank: 'profiles', password: 'wrong' },
  oauth: { bank: 'oauth', password: '' },
  'popup-blocked': { bank: 'oauth', password: '' },
};
/** What is said when the bank's window came to nothing. */
/** @type {Record<string, string>} */
const problems = {
  blocked:
    'Your browser blocked the window of your bank. Use the button on the page around this, or try again.',
  closed: 'You did not sign in. Try again.',
  denied: 'You did not agree at your bank. Try again.',
};
/** Ends that a scenario goes to at once. */
/** @type {Record<string, () => void>} */
const ends = {
  cancel: () => cancel(),
  'temporary-error': () => fail(1440, 'timeout'),
  'authentication-error': () => fail(500, 'error'),
};

const screen = new PartnerScreen({
  partner: 'mastercard',
  label: 'Mastercard Connect',
  scenario: scenario ?? 'manual',
  onClose: refused ? null : () => choose(cancel),
  outcomes: refused
    ? []
    : [
        { name: 'succeed', label: 'Share accounts', run: () => choose(succeed) },
        { name: 'cancel', label: 'Leave', run: () => choose(cancel) },
        {
          name: 'bad-credentials',
          label: 'Bank refuses the login',
          run: () => choose(() => signIn(null, 'The bank did not accept this login.')),
        },
        {
          name: 'timeout',
          label: 'Session times out (1440)',
          run: () => choose(() => fail(1440, 'timeout')),
        },
        { name: 'error', label: 'Connect fails (500)', run: () => choose(() => fail(500, 'error')) },
      ],
});

/** What was chosen before the host's first ping; until then an answer would reach nobody. @type {(() => unknown) | null} */
let chosen = null;
let isPinged = false;

screen.show({ heading: 'One moment', busy: true });
listen(scenario !== 'never-ready');
await pinged;
isPinged = true;
if (refused === 'expired') fail(1440, 'timeout');
else if (refused) fail(500, 'error');
else (chosen ?? ends[scenario] ?? (() => search(plans[scenario] ?? null)))();

/** Does at once what a person has chosen, or with the first ping. @param {() => unknown} run */
function choose(run) {
  if (isPinged) run();
  else chosen = run;
}

/** @param {string} name @param {Record<string, unknown>} [params] */
function route(name, params = {}) {
  tell('route', { screen: name, params });
}

/** @param {Plan | null} plan */
async function search(plan = null) {
  route('Search');
  const { action } = await screen.ask(
    {
      heading: 'Find your bank',
      choices: [
        { name: 'profiles', label: 'FinBank Profiles - A' },
        { name: 'oauth', label: 'FinBank OAuth' },
      ],
      hint: 'User name and password are profile_09.',
    },
    plan && { action: plan.bank },
  );
  tell('user', {
    action: 'SearchInstitution',
    customerId: new URLSearchParams(location.search).get('customerId'),
  });
  await (action === 'oauth' ? signInAtBank(plan !== null) : signIn(plan));
}

/**
 * @param {Plan | null} plan
 * @param {string} [problem]
 */
async function signIn(plan, problem) {
  route('Add-Institution', { institutionId: '102105' });
  const { action, values } = await screen.ask(
    {
      heading: 'Sign in to FinBank Profiles - A',
      ...(problem === undefined ? {} : { problem }),
      fields: [
        { name: 'user', label: 'User name', value: 'profile_09' },
        { name: 'password', label: 'Password', type: 'password' },
      ],
      submit: 'Continue',
      others: [{ name: 'back', label: 'Choose another bank' }],
    },
    plan && { action: 'submit', values: { user: 'profile_09', password: plan.password } },
  );
  if (action === 'back') return search();
  if (values['password'] !== 'profile_09') {
    tell('user', { action: 'BadCredentials', code: 103 });
    return signIn(null, 'The bank did not accept this login. Try again.');
  }
  return chooseAccounts(plan !== null);
}

/** The bank in a window that the host opens for this frame. @param {boolean} byItself */
async function signInAtBank(byItself) {
  const play = scenario === 'oauth' ? 'approved' : null;
  let visit = newVisit(play);
  let decision = '';
  for (;;) {
    route('Add-Oauth-Institution', { institutionId: '102168' });
    let isPressed = false;
    const pressed = screen
      .ask(
        {
          heading: 'Sign in at FinBank OAuth',
          text: 'Your bank opens in a new window.',
          ...(problems[decision] === undefined ? {} : { problem: problems[decision] }),
          submit: 'Go to my bank',
        },
        byItself && decision === '' ? { action: 'submit' } : null,
      )
      .then(() => {
        isPressed = true;
        return 'pressed';
      });
    // A refused window may still be opened from the host's own button: the bank's answer counts either way.
    const first =
      decision === 'blocked'
        ? await Promise.race([pressed, approval(visit.id, () => isPressed)])
        : await pressed;
    decision = first === 'pressed' ? await openBank(visit) : first;
    if (first !== 'pressed') await closeBank();
    if (decision === 'approved') return chooseAccounts(byItself);
    if (decision === 'denied') visit = newVisit(play);
  }
}

/**
 * Has the host open the bank, and waits for the user there or for the window's end.
 * @param {{ id: string, url: string }} visit
 * @returns {Promise<'approved' | 'denied' | 'closed' | 'blocked'>}
 */
async function openBank({ id, url }) {
  screen.show({
    heading: 'Waiting for your bank',
    text: 'Sign in there; this page goes on by itself.',
    busy: true,
  });
  let isOver = false;
  const ended = nextWindowEnd().then(({ blocked }) => {
    isOver = true;
    return blocked ? /** @type {const} */ ('blocked') : /** @type {const} */ ('closed');
  });
  askForWindow(url);
  const first = await Promise.race([ended, approval(id, () => isOver)]);
  if (first === 'closed') return (await decisionOf(id)) ?? first;
  if (first !== 'blocked') await closeBank(ended);
  return first;
}

/** Has the host close the bank's window and waits for its report. @param {Promise<unknown>} [ended] */
async function closeBank(ended = nextWindowEnd()) {
  askToCloseWindow();
  await ended;
}

/**
 * Resolves when the user has decided at the bank; stays open for ever once the window is gone.
 * @param {string} id
 * @param {() => boolean} isOver
 * @returns {Promise<'approved' | 'denied'>}
 */
async function approval(id, isOver) {
  for (;;) {
    const decision = await decisionOf(id);
    if (decision !== null) return decision;
    if (isOver()) return new Promise(() => {});
    await pause(250);
  }
}

/** @param {boolean} byItself */
async function chooseAccounts(byItself) {
  route('Add-Accounts');
  await screen.ask(
    {
      heading: 'Choose your accounts',
      fields: [
        { name: 'checking', label: 'Everyday Checking ••0000', type: 'checkbox', value: 'on' },
        { name: 'savings', label: 'Rainy Day Savings ••1111', type: 'checkbox', value: 'on' },
      ],
      submit: 'Share',
    },
    byItself ? { action: 'submit' } : null,
  );
  return succeed();
}

async function succeed() {
  screen.show({ heading: 'Sharing', busy: true });
  const { reportData } = await post('/simulator/link', { credential });
  const data = { code: 200, reason: 'complete', reportData };
  // Twice, and a route named Done before the end: as Connect does.
  for (let times = 0; times < 2; times += 1) tell('user', { action: 'AddAccounts' });
  route('Done');
  tell('user', { action: 'End', code: 200 });
  if (scenario === 'duplicate-messages') {
    const { makeNoise } = await import('/simulator/shared/host.js');
    await makeNoise({ type: 'done', data: { ...data, reason: 'forged' } }, [
      { type: 'somethingNew', data: null },
    ]);
    tell('done', data);
  }
  tell('done', data);
  screen.show({ heading: 'You are done', text: 'Your accounts are shared.' });
}

function cancel() {
  tell('cancel', { code: 100, reason: 'exit' });
  screen.show({ heading: 'Closed', text: 'You left without sharing accounts.' });
}

/**
 * @param {number} code
 * @param {string} reason
 */
function fail(code, reason) {
  tell('error', { code, reason });
  screen.show({ heading: 'Something went wrong', text: `Connect ended with ${code} (${reason}).` });
}
