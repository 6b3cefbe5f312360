// @ts-check
import { PartnerScreen } from '/simulator/shared/screen.js';
import { post, readSession } from '/simulator/shared/session.js';

const { credential, scenario } = readSession();

/** The Demo Bank's users: the error each of them ends with, or null for success. */
/** @type {Record<string, { password: string, error: string | null }>} */
const users = {
  u35490150: { password: 'ckr403', error: null },
  u51613239: { password: 'cty440', error: null },
  u92721594: { password: 'nbs589', error: 'AUTHENTICATION_ERROR' },
  u91902655: { password: 'jtx720', error: 'TEMPORARY_ERROR' },
};
/** @type {Record<string, { user: string, password: string }>} */
const plans = {
  success: { user: 'u35490150', password: 'ckr403' },
  slow: { user: 'u35490150', password: 'ckr403' },
  'bad-credentials': { user: 'u35490150', password: 'wrong' },
  'temporary-error': { user: 'u91902655', password: 'jtx720' },
  'authentication-error': { user: 'u92721594', password: 'nbs589' },
};

const screen = new PartnerScreen({
  partner: 'visa',
  label: 'Visa account check',
  scenario,
  onClose: () => finish('USER_CANCELLED'),
  outcomes: [
    { name: 'succeed', label: 'Share accounts', run: () => finish(null) },
    ...['USER_CANCELLED', 'AUTHENTICATION_ERROR', 'TEMPORARY_ERROR', 'SOMETHING_NEW'].map((code) => ({
      name: code.toLowerCase().replaceAll('_', '-'),
      label: code,
      run: () => finish(code),
    })),
  ],
});

if (scenario === 'never-ready') screen.show({ heading: 'One moment', busy: true });
else if (scenario === 'cancel') await finish('USER_CANCELLED');
else await chooseBank();

async function chooseBank() {
  const plan = plans[scenario] ?? null;
  await screen.ask(
    { heading: 'Choose your bank', choices: [{ name: 'demo', label: 'Demo Bank' }] },
    plan && { action: 'demo' },
  );
  await signIn(plan);
}

/**
 * @param {{ user: string, password: string } | null} plan
 * @param {string} [problem]
 */
async function signIn(plan, problem) {
  const { values } = await screen.ask(
    {
      heading: 'Sign in to Demo Bank',
      ...(problem === undefined ? {} : { problem }),
      fields: [
        { name: 'user', label: 'User name', value: 'u35490150' },
        { name: 'password', label: 'Password', type: 'password' },
      ],
      submit: 'Continue',
      hint: 'u35490150 / ckr403 succeeds, u51613239 / cty440 too; u92721594 / nbs589 is AUTHENTICATION_ERROR, u91902655 / jtx720 TEMPORARY_ERROR.',
    },
    plan && { action: 'submit', values: plan },
  );
  const user = users[values['user'] ?? ''];
  if (user === undefined || user.password !== values['password'])
    return signIn(null, 'The bank does not know this login. Try again.');
  if (user.error !== null) return finish(user.error);
  return agree(values['user'] === 'u51613239', plan !== null);
}

/**
 * @param {boolean} isEmpty this login has no account data
 * @param {boolean} byItself
 */
async function agree(isEmpty, byItself) {
  const { action } = await screen.ask(
    {
      heading: 'Share your accounts?',
      text: isEmpty ? 'There is no account data for this login.' : 'Everyday Checking and Rainy Day Savings.',
      submit: 'Share',
      others: [{ name: 'cancel', label: 'Do not share' }],
    },
    byItself ? { action: 'submit' } : null,
  );
  return finish(action === 'cancel' ? 'USER_CANCELLED' : null);
}

/** Leaves for Dwolla, which sends the browser on. @param {string | null} error null: the user agreed */
async function finish(error) {
  screen.show({ heading: 'Going back', busy: true });
  const answer = await post('/simulator/finish', { credential, query: location.search, error }).catch(
    () => null,
  );
  if (answer === null)
    screen.show({ heading: 'This is over', text: 'The session has ended. Start again where you came from.' });
  else location.assign(answer.location);
}
