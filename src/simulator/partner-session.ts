import type { ScenarioName } from './scenarios.js';

/** The six partners, by the names the element and its registry use. */
export const partnerNames = ['checkout', 'plaid', 'mx', 'visa', 'flinks', 'mastercard'] as const;

/** One name out of {@link partnerNames}. */
export type PartnerName = (typeof partnerNames)[number];

/** Whether a string from outside is a partner's name. */
export function isPartnerName(value: unknown): value is PartnerName {
  return partnerNames.some((name) => name === value);
}

/** Whose bank or card is linked: a customer of the platform, an external party, or the platform's own account. */
export interface Owner {
  readonly type: 'customer' | 'external-party' | 'account';
  readonly id: string;
}

/** One session at a partner, from the moment its credential was minted. */
export interface PartnerSession {
  readonly id: string;
  readonly partner: PartnerName;
  /**
   * What the partner's page is handed and recognises the session by: Plaid's link token, Checkout's payment session id
   * (`ps_…`), the opaque path segment of MX, `authorization_code` of Visa, `authorizeToken` of Flinks, `signature` of
   * Mastercard.
   */
  readonly credential: string;
  readonly scenario: ScenarioName;
  /** Milliseconds since 1970, by the world's clock. */
  readonly createdAt: number;
  /** When the partner's UI was started with it, or null. */
  startedAt: number | null;
  /** The user reached the end (success); cancelled sessions stay unfinished. */
  finished: boolean;
  /** The exchange that this session refreshes, or null for a first link. */
  readonly reauthOf: string | null;
  /** Where Dwolla sends the user back to (Visa), or what Plaid was given for OAuth; null when none was asked for. */
  readonly redirectUrl: string | null;
  /** Null for a foreign session: a well-formed credential that was not minted here (an example of the documentation). */
  readonly owner: Owner | null;
}

/**
 * Shapes of the real credentials, wide enough for every example of the partners' and Dwolla's documentation.
 * What does not match is refused before anything is looked up.
 */
export const credentialShapes: Record<PartnerName, RegExp> = {
  checkout: /^ps_[A-Za-z0-9]{20,40}$/,
  plaid: /^link-(?:sandbox|production|development)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  mx: /^[A-Za-z0-9_-]{20,2000}$/,
  visa: /^[\w.-]{8,500}$/,
  flinks: /^[\w.-]{8,500}$/,
  mastercard: /^[\w.-]{8,500}$/,
};

const minute = 60_000;

/**
 * How long a credential may wait for its first use, in milliseconds: Plaid 4 hours (30 minutes in update mode, see
 * `World.start`), MX 10 minutes, Flinks 30 minutes, Mastercard 2 hours. Checkout and Visa document none; 30 minutes is
 * this simulator's own choice.
 */
export const credentialLifetimes: Record<PartnerName, number> = {
  checkout: 30 * minute,
  plaid: 240 * minute,
  mx: 10 * minute,
  visa: 30 * minute,
  flinks: 30 * minute,
  mastercard: 120 * minute,
};

/** Update mode of Plaid: a link token for an existing Item lives 30 minutes. */
export const reauthLifetime = 30 * minute;
