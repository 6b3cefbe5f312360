import type { PartnerName, PartnerSession } from '../partner-session.js';
import type { Refusal, World } from '../world.js';

/** The debit card of Dwolla's push-to-card guide. */
const testCard = { number: '4024764449971519', expirationMonth: 12, expirationYear: 2030 };

/**
 * Goes through a partner without its screen, for backend tests: starts the session (which uses it up) and records the
 * success. Answers what the partner would hand to the page, or why it refuses.
 */
export function completeSession(
  world: World,
  session: PartnerSession,
): { handedOver: Record<string, unknown> } | { refused: Refusal } {
  const started = world.start(session.partner, session.credential);
  if ('refused' in started) return started;
  const links: Record<PartnerName, () => Record<string, unknown>> = {
    checkout: () => world.payCheckout(session, testCard),
    plaid: () => world.linkPlaid(session),
    mx: () => world.linkMx(session, 'MX Bank'),
    visa: () => world.linkVisa(session),
    flinks: () => world.linkFlinks(session),
    mastercard: () => world.linkMastercard(session),
  };
  return { handedOver: links[session.partner]() };
}
