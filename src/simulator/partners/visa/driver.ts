import type { PartnerDriver, PartnerOutcomes } from '../partner.js';

const outcomes = {
  fails: ['authentication-error', 'temporary-error', 'something-new'],
  others: ['succeed', 'user-cancelled'],
} as const satisfies PartnerOutcomes;

export const driver: PartnerDriver<typeof outcomes> = {
  hosts: /^link\.(?:visa|tink)\.com$/,
  outcomes,
  cancel: 'user-cancelled',
  steps: [
    { heading: /^Choose your bank/, press: 'Demo Bank' },
    { heading: /^Sign in to/, password: 'ckr403', press: 'Continue' },
    { heading: /^Share your accounts/, press: 'Share' },
  ],
};
