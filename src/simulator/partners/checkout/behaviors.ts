import type { PartnerSwitches } from '../partner.js';

/** What each switch does is in the table of `src/simulator/README.md`. */
export const behaviors = {
  script: ['normal', 'hang', 'late', 'no-global'],
  factory: ['resolves', 'rejects'],
  mountErrors: ['throw', 'callback'],
  challenge: ['overlay', 'leaves-page'],
  status: ['Approved', 'Card Verified', 'Pending', 'Declined', 'none'],
  available: [true, false],
} as const satisfies PartnerSwitches;
