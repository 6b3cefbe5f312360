import type { ScenarioName } from './scenarios.js';

/** Whose bank or card is linked: a customer of the platform, an external party, or the platform's own account. */
export interface Owner {
  readonly type: 'customer' | 'external-party' | 'account';
  readonly id: string;
}

/** One session as its partner sees it, from the creation of its credential. */
export interface SessionRecord {
  readonly id: string;
  /** The name of the partner. */
  readonly partner: string;
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

/** What a session is made for. */
export interface SessionRequest {
  readonly owner: Owner | null;
  readonly redirectUrl?: string | null;
  readonly reauthOf?: string | null;
  /** Instead of the world's scenario of that partner. */
  readonly scenario?: ScenarioName;
  /** The partner's own id of the person, where the caller chooses it (Mastercard's `customerId`). */
  readonly partnerUser?: string;
}

/** Why a partner does not start a session; each partner says it in its own words. */
export type Refusal = 'malformed' | 'used' | 'expired';
