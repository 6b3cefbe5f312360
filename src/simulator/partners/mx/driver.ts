import type { PartnerDriver, PartnerOutcomes } from '../partner.js';

const outcomes = {
  fails: ['bad-credentials', 'create-member-error', 'oauth-error', 'timeout'],
  others: ['succeed', 'connect-only', 'finish-only', 'delete-member'],
} as const satisfies PartnerOutcomes;

export const driver: PartnerDriver<typeof outcomes> = {
  hosts: /^(?:(?:int-)?widgets\.moneydesktop\.com|www\.mx\.com)$/,
  outcomes,
  cancel: null,
  steps: [
    { heading: /^Find your bank/, press: 'MX Bank' },
    { heading: /^Sign in to/, password: 'simulated', press: 'Continue' },
    { heading: /is connected$/, press: 'Done' },
  ],
};
