// @ts-check
import { PartnerScreen } from './screen.js';
import { post } from './session.js';

/**
 * The bank's own page: the user agrees or not. Reached by leaving the page it goes back by itself; in a window it waits
 * to be closed by whoever opened it. `play` in the address answers for the user.
 */
const parameters = new URLSearchParams(location.search);
const visit = parameters.get('visit') ?? '';
const play = parameters.get('play');
const screen = new PartnerScreen({ partner: 'bank', label: 'Platypus OAuth Bank', scenario: 'manual' });

const { action } = await screen.ask(
  {
    heading: 'Share your accounts?',
    text: 'Everyday Checking and Rainy Day Savings will be shared with the app you came from.',
    choices: [
      { name: 'approved', label: 'Share my accounts' },
      { name: 'denied', label: 'Do not share' },
    ],
  },
  play === null ? null : { action: play },
);
const { returnTo } = await post(`/simulator/bank-visits/${encodeURIComponent(visit)}`, { decision: action });
screen.show({ heading: 'Thank you', text: 'You can close this window now.' });
if (returnTo !== null) location.assign(returnTo);
