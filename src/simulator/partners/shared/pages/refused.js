// @ts-check
import { PartnerScreen } from './screen.js';
import { readSession } from './session.js';

/** @type {Record<string, string>} */
const labels = { mx: 'MX Connect', visa: 'Visa account check' };
/** @type {Record<string, string>} */
const reasons = {
  malformed: 'It is not a link that was made here.',
  used: 'It was opened before, and it works only once.',
  expired: 'It waited too long.',
  altered: 'It was changed on the way here: its redirect_uri is not the one it was made with.',
};

const { partner, refusal } = readSession();
const screen = new PartnerScreen({
  partner: `${partner}-refused`,
  label: labels[partner] ?? partner,
  scenario: 'manual',
});
screen.show({ heading: 'This link does not work', text: reasons[refusal] ?? '' });
