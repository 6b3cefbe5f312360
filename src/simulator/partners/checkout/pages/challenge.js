// @ts-check
import { PartnerScreen } from '/simulator/shared/screen.js';

/**
 * The issuer's question (3-D Secure), over the host's page or, with `leaves`, on a page of its own. From there the way
 * back would lead to Dwolla's pages, so that one ends here.
 */
const parameters = new URLSearchParams(location.search);
const hostOrigin = parameters.get('origin') ?? '';
const leavesPage = parameters.get('leaves') === 'true';
const play = parameters.get('play');

const screen = new PartnerScreen({ partner: 'challenge', label: 'Your bank', scenario: 'manual' });
await confirm();

/** @param {string} [problem] @returns {Promise<void>} */
async function confirm(problem) {
  const { action, values } = await screen.ask(
    {
      heading: 'Is it you?',
      text: 'Your bank asks you to confirm this card.',
      ...(problem === undefined ? {} : { problem }),
      fields: [{ name: 'password', label: 'Password', type: 'password' }],
      submit: 'Confirm',
      others: [
        { name: 'failed', label: 'It is not me' },
        ...(leavesPage ? [] : [{ name: 'leave', label: "Go to the bank's own page" }]),
      ],
      hint: 'The password is Checkout1!',
    },
    play === null ? null : { action: 'submit', values: { password: 'Checkout1!' } },
  );
  if (action === 'submit' && values['password'] !== 'Checkout1!')
    return confirm('This is not the password. Try again.');
  const answer = action === 'submit' ? 'passed' : action;
  if (leavesPage)
    screen.show({
      heading: answer === 'passed' ? 'Confirmed' : 'Not confirmed',
      text: 'From here the real bank goes on to a page of Dwolla.',
    });
  else parent.postMessage(answer, hostOrigin);
}
