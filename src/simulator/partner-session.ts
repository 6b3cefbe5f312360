import { partners } from './partners/registry.js';
import type { ScenarioName } from './scenarios.js';

/** The name of a partner, as the element uses it. */
export type PartnerName = keyof typeof partners;

/** The names of all partners. */
// The keys of the registry are the names.
export const partnerNames = Object.keys(partners) as readonly PartnerName[];

/** Whether a string from outside is a partner's name. */
export function isPartnerName(value: unknown): value is PartnerName {
  return partnerNames.some((name) => name === value);
}

/** Whose bank or card is linked: a customer of the platform, an external party, or the platform's own account. */
export interface Owner {
  readonly type: 'customer' | 'external-party' | 'account';
  readonly id: string;
}

/** One session at a partner, from the creation of its credential. */
export interface PartnerSession {
  readonly id: string;
  readonly partner: PartnerName;
  /**
   * What the partner's page receives and recognizes the session by: Plaid's link token, Checkout's payment session id
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
  /** Where Dwolla returns the user to (Visa), or what Plaid was given for OAuth; null when none was asked for. */
  readonly redirectUrl: string | null;
  /** Null for a foreign session: a well-formed credential that was not created here (an example of the documentation). */
  readonly owner: Owner | null;
}
