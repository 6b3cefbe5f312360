import type { ScenarioName } from '../../scenarios.js';

/** What the issuer says to a card. */
export type CardVerdict =
  | { readonly type: 'approved' }
  | { readonly type: 'declined'; readonly reasons: readonly string[] }
  | { readonly type: 'failed' }
  | { readonly type: 'challenge' };

/** Checkout.com's documented test cards that are not simply approved; every other valid number is. */
const testCards: Readonly<Record<string, CardVerdict>> = {
  '4544249167673670': { type: 'declined', reasons: ['not_enough_funds'] },
  '4000000000000002': { type: 'declined', reasons: ['try_again'] },
  '4111111111111129': { type: 'declined', reasons: ['invalid_customer_data'] },
  '4095254802642505': { type: 'failed' },
  '4000000000003220': { type: 'challenge' },
};

/**
 * Approves, declines or challenges a card. The `three-ds` scenario challenges every card; the result of a challenge
 * then decides.
 */
export function judgeCard(
  number: string,
  scenario: ScenarioName,
  challenge: 'passed' | 'failed' | null,
): CardVerdict {
  if (challenge === 'failed') return { type: 'declined', reasons: ['payment_cancelled'] };
  const verdict = testCards[number] ?? { type: 'approved' };
  if (challenge === 'passed') return verdict.type === 'challenge' ? { type: 'approved' } : verdict;
  return scenario === 'three-ds' && verdict.type === 'approved' ? { type: 'challenge' } : verdict;
}
