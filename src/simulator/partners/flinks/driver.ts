import type { PartnerDriver, PartnerOutcomes } from '../partner.js';

const outcomes = {
  fails: ['bad-credentials', 'retry-later', 'unauthorized', 'expired'],
  others: ['succeed', 'succeed-url', 'succeed-login', 'succeed-request', 'cancel'],
} as const satisfies PartnerOutcomes;

export const driver: PartnerDriver<typeof outcomes> = {
  hosts: /^[\w-]+-iframe\.private\.fin\.ag$/,
  outcomes,
  cancel: 'cancel',
  steps: [
    { heading: /^May we ask/, press: 'I agree' },
    { heading: /^Choose your bank/, press: 'FlinksCapital' },
    { heading: /^Sign in to/, password: 'Everyday', press: 'Continue' },
    { heading: /^Choose an account/, press: 'Everyday Checking' },
  ],
};
