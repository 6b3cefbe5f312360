import type { PartnerDriver, PartnerOutcomes } from '../partner.js';

const outcomes = {
  fails: ['fill-declined', 'fill-failing'],
  others: ['fill-approved', 'fill-three-ds'],
} as const satisfies PartnerOutcomes;

export const driver: PartnerDriver<typeof outcomes> = {
  hosts: /^checkout-web-components\.checkout\.com$/,
  outcomes,
  cancel: null,
  // A card form instead of screens: see `card-form.ts`.
  steps: [],
};
