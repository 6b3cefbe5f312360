import type { PartnerSwitches } from '../partner.js';

/** What each switch does is in the table of `src/simulator/README.md`. */
export const behaviors = {
  script: ['normal', 'hang', 'late', 'no-global'],
  events: ['before', 'after', 'mixed'],
  exit: ['confirm', 'at-once', 'ignore'],
  destroy: ['always', 'throws-when-open'],
  exitAfterSuccess: [false, true],
  publicToken: ['normal', 'empty', 'null'],
  metadata: ['full', 'sparse'],
  oauth: ['popup', 'redirect'],
} as const satisfies PartnerSwitches;
