import type { PartnerDriver, PartnerOutcomes } from '../partner.js';

const outcomes = {
  fails: [
    'internal-server-error',
    'invalid-credentials',
    'institution-down',
    'invalid-link-token',
    'rate-limit-exceeded',
  ],
  others: ['succeed', 'cancel'],
} as const satisfies PartnerOutcomes;

export const driver: PartnerDriver<typeof outcomes> = {
  hosts: /^cdn\.plaid\.com$/,
  outcomes,
  cancel: 'cancel',
  steps: [
    { heading: /^Choose your bank/, press: 'First Platypus Bank' },
    { heading: /^Sign in to/, password: 'pass_good', press: 'Submit' },
    { heading: /^Choose your accounts/, press: 'Continue' },
    { heading: /^Success/, press: 'Finish' },
  ],
};
