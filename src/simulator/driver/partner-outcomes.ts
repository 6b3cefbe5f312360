/**
 * What can be chosen on each partner's screen, under "Simulator: choose what happens". For checkout: test cards to fill in.
 * The first of `fails` is what `fail()` takes.
 */
export const partnerOutcomes = {
  plaid: {
    fails: [
      'internal-server-error',
      'invalid-credentials',
      'institution-down',
      'invalid-link-token',
      'rate-limit-exceeded',
    ],
    others: ['succeed', 'cancel'],
  },
  checkout: {
    fails: ['fill-declined', 'fill-failing'],
    others: ['fill-approved', 'fill-three-ds'],
  },
  mx: {
    fails: ['bad-credentials', 'create-member-error', 'oauth-error', 'timeout'],
    others: ['succeed', 'connect-only', 'finish-only', 'delete-member'],
  },
  visa: {
    fails: ['authentication-error', 'temporary-error', 'something-new'],
    others: ['succeed', 'user-cancelled'],
  },
  flinks: {
    fails: ['bad-credentials', 'retry-later', 'unauthorized', 'expired'],
    others: ['succeed', 'succeed-url', 'succeed-login', 'succeed-request', 'cancel'],
  },
  mastercard: {
    fails: ['error', 'timeout', 'bad-credentials'],
    others: ['succeed', 'cancel'],
  },
} as const;

/** Ways in which a partner can fail. */
export type PartnerFailure<Partner extends keyof typeof partnerOutcomes> =
  (typeof partnerOutcomes)[Partner]['fails'][number];

/** Everything that can be chosen on a partner's screen. */
export type PartnerOutcomeName<Partner extends keyof typeof partnerOutcomes> =
  PartnerFailure<Partner> | (typeof partnerOutcomes)[Partner]['others'][number];
