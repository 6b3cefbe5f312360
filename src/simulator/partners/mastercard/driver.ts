import type { PartnerDriver, PartnerOutcomes } from '../partner.js';

const outcomes = {
  fails: ['error', 'timeout', 'bad-credentials'],
  others: ['succeed', 'cancel'],
} as const satisfies PartnerOutcomes;

export const driver: PartnerDriver<typeof outcomes> = {
  hosts: /^(?:connect2?\.finicity\.com|connect2\.openbanking\.mastercard\.com)$/,
  outcomes,
  cancel: 'cancel',
  steps: [
    { heading: /^Find your bank/, press: 'FinBank Profiles - A' },
    { heading: /^Sign in to/, password: 'profile_09', press: 'Continue' },
    { heading: /^Choose your accounts/, press: 'Share' },
  ],
};
