/** The six exchange partners, by the names that `<dwolla-exchange-link>` uses. */
export const partnerNames = ['checkout', 'plaid', 'mx', 'visa', 'flinks', 'mastercard'] as const;

/** One name out of {@link partnerNames}. */
export type PartnerName = (typeof partnerNames)[number];

/** The two partners that Dwolla runs no sessions for: the platform mints their URLs itself. */
export type SelfMintedPartner = 'flinks' | 'mastercard';

/** Whether the platform itself mints this partner's URL. */
export function isSelfMinted(partner: PartnerName): partner is SelfMintedPartner {
  return partner === 'flinks' || partner === 'mastercard';
}

/** Dwolla's names for them, in lower case; Mastercard is listed under its old one. */
const namesAtDwolla: Readonly<Record<string, PartnerName>> = {
  mx: 'mx',
  plaid: 'plaid',
  flinks: 'flinks',
  finicity: 'mastercard',
  mastercard: 'mastercard',
  'checkout.com': 'checkout',
  checkout: 'checkout',
  visa: 'visa',
};

/** Our name for a partner that Dwolla calls so (`GET /exchange-partners`, `name`), or null for one we do not know. */
export function partnerCalled(nameAtDwolla: string): PartnerName | null {
  return namesAtDwolla[nameAtDwolla.trim().toLowerCase()] ?? null;
}
