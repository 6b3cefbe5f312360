import type { PartnerSwitches } from '../partner.js';

/** What each switch does is in the table of `src/simulator/README.md`. */
export const behaviors = {
  redirect: ['request', 'login', 'url'],
  accountId: ['string', 'list', 'none'],
} as const satisfies PartnerSwitches;
