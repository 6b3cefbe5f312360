/** What can be chosen on the page, in the words it is shown with. */
import type { PartnerName } from './exchange-link.js';

export type { PartnerName } from './exchange-link.js';

/** The six partners in the order of the picker. */
export const partnerNames = [
  'plaid',
  'mx',
  'checkout',
  'visa',
  'flinks',
  'mastercard',
] as const satisfies readonly PartnerName[];

/** Whose bank or card is linked. */
export const ownerNames = ['customer', 'external-party', 'account'] as const;
export type OwnerName = (typeof ownerNames)[number];

export const languages = ['en', 'es', 'fr'] as const;
export type Language = (typeof languages)[number];

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const launches = ['auto', 'manual'] as const;
export type Launch = (typeof launches)[number];

export interface PartnerCard {
  readonly label: string;
  /** Two letters for its tile; the partners' logos are theirs. */
  readonly monogram: string;
  /** What is linked: decides which details the host page asks for afterwards. */
  readonly links: 'bank' | 'card';
  /** How the partner shows itself, in two words. */
  readonly surface: string;
  /** For whom a session can be had: Dwolla has none for its own accounts, and not every partner for external parties. */
  readonly owners: readonly OwnerName[];
  /** Whether Dwolla re-authenticates its exchanges. */
  readonly renews: boolean;
}

const everybody = ownerNames;
const platformUsers = ['customer', 'external-party'] as const;

export const partnerCards: Readonly<Record<PartnerName, PartnerCard>> = {
  plaid: {
    label: 'Plaid',
    monogram: 'Pl',
    links: 'bank',
    surface: 'Overlay',
    owners: ['customer'],
    renews: true,
  },
  mx: { label: 'MX', monogram: 'MX', links: 'bank', surface: 'Frame', owners: platformUsers, renews: true },
  checkout: {
    label: 'Checkout.com',
    monogram: 'Ch',
    links: 'card',
    surface: 'Inline card form',
    owners: ['customer'],
    renews: false,
  },
  visa: {
    label: 'Visa',
    monogram: 'Vi',
    links: 'bank',
    surface: 'Redirect',
    owners: platformUsers,
    renews: true,
  },
  flinks: {
    label: 'Flinks',
    monogram: 'Fl',
    links: 'bank',
    surface: 'Frame',
    owners: everybody,
    renews: false,
  },
  mastercard: {
    label: 'Mastercard',
    monogram: 'Mc',
    links: 'bank',
    surface: 'Frame',
    owners: everybody,
    renews: false,
  },
};

export interface OwnerCard {
  readonly label: string;
  /** The word for several of them. */
  readonly many: string;
  /** Who is signed in to the host page. */
  readonly person: string;
}

export const ownerCards: Readonly<Record<OwnerName, OwnerCard>> = {
  customer: { label: 'Customer', many: 'customers', person: 'Ada Lovelace' },
  'external-party': { label: 'External party', many: 'external parties', person: 'Paper & Ink LLC' },
  account: { label: 'Account', many: 'accounts', person: 'Northwind Inc.' },
};

/** What each scenario of the simulator does. A name that is not here is shown as it is. */
export const scenarioHints: Readonly<Record<string, string>> = {
  manual: 'You decide in the partner’s screen.',
  success: 'The partner goes through to its success by itself.',
  cancel: 'The user leaves without finishing.',
  'bad-credentials': 'The bank refuses the first login.',
  'expired-session': 'The session has died before its first use.',
  'script-blocked': 'The partner’s script or page is not served.',
  'never-ready': 'The partner loads and then never says a word.',
  slow: 'Everything works, slowly.',
  'three-ds': 'Checkout.com: a 3DS challenge comes first.',
  'popup-blocked': 'The browser refuses the bank’s window.',
  oauth: 'The login happens at the bank itself.',
  declined: 'Checkout.com: the issuer declines the card.',
  'temporary-error': 'A passing fault at the partner.',
  'authentication-error': 'The partner gives up.',
  'duplicate-messages': 'The success comes twice, with noise around it.',
};
