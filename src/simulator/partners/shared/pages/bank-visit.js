// @ts-check
import { pause } from './screen.js';

/** Between two looks at what the user did at the bank, in milliseconds; the real widgets ask once a second. */
const lookAgain = 250;

/** Address of the bank's page for a new visit. @param {string | null} play what the bank answers by itself */
export function newVisit(play = null) {
  const id = crypto.randomUUID();
  const answer = play === null ? '' : `&play=${play}`;
  return { id, url: new URL(`/simulator/bank?visit=${id}${answer}`, location.href).href };
}

/**
 * What was decided in a visit so far.
 * @param {string} id
 * @returns {Promise<'approved' | 'denied' | null>}
 */
export async function decisionOf(id) {
  const response = await fetch(`/simulator/bank-visits/${id}`, { cache: 'no-store' });
  return response.ok ? (await response.json()).decision : null;
}

/**
 * Opens the bank in a window, as MX, Flinks and Plaid do from their own frames, and waits for the user.
 * @param {string | null} play
 * @returns {Promise<'approved' | 'denied' | 'closed' | 'blocked'>}
 */
export async function visitBankInWindow(play = null) {
  const { id, url } = newVisit(play);
  const bank = window.open(url, '_blank', 'popup,width=600,height=600');
  if (bank === null) return 'blocked';
  for (;;) {
    const decision = await decisionOf(id);
    if (decision !== null) {
      bank.close();
      return decision;
    }
    if (bank.closed) return (await decisionOf(id)) ?? 'closed';
    await pause(lookAgain);
  }
}
