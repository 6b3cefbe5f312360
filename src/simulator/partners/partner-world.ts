import type { BankAccount, Card, Institution } from '../accounts.js';
import type { ExchangeAccess, PartnerGrant } from '../partner-grant.js';
import type { ScenarioName } from '../scenarios.js';
import type { Refusal, SessionRecord, SessionRequest } from '../session-record.js';
import type { Origins, PartnerCredential } from './session-rules.js';

/**
 * What a partner's site and API may use of the world; `World` says more of each member. `Name` is the partner's own name,
 * so that they start and find no sessions of others. An interface, because `World` imports the partners.
 */
export interface PartnerWorld<Name extends string> {
  /** The clock, in milliseconds since 1970. */
  readonly now: () => number;
  /** Makes a UUID. */
  readonly newId: () => string;
  /** Permissions given out by partners, by their token. */
  readonly grants: Map<string, PartnerGrant>;

  /** How the next session of this partner will behave. */
  scenarioFor(partner: Name): ScenarioName;
  /** Every session so far, oldest first. */
  sessions(): readonly SessionRecord[];
  /** The session that a credential belongs to, or undefined. */
  find(partner: Name, credential: string): SessionRecord | undefined;
  /** The partner's UI is starting with this credential: allowed once, and in time. */
  start(partner: Name, credential: string): { session: SessionRecord } | { refused: Refusal };
  /** Makes a session, as the platform's own backend does at the partner's API. */
  createSession(partner: Name, origins: Origins<Name>, request: SessionRequest): PartnerCredential;
  /** The partner's own id of the person behind a session, or undefined. */
  partnerUserOf(session: SessionRecord): string | undefined;
  /** Ends a session with success, and leaves a grant under the partner's token if there is one. */
  finish(session: SessionRecord, token: string | null, access: ExchangeAccess): void;

  /** Plaid: the user linked a bank. */
  linkPlaid(
    session: SessionRecord,
    institution?: Institution,
  ): { publicToken: string; institution: Institution; accounts: readonly BankAccount[] };
  /** MX: the user connected a bank. */
  linkMx(
    session: SessionRecord,
    institutionName: string,
  ): { userGuid: string; memberGuid: string; sessionGuid: string };
  /** MX: a person that a platform made. Returns the guid. */
  addMxUser(): string;
  /** MX's name for the person behind a session. */
  mxUserGuid(session: SessionRecord): string;
  /** Checkout: a payment of zero that verified the card. */
  payCheckout(session: SessionRecord, card: Card): { paymentId: string };
  /** Visa: the user agreed at the bank. */
  linkVisa(session: SessionRecord, institution?: Institution): { exchangeId: string };
  /** Flinks: the user logged in and chose an account. */
  linkFlinks(
    session: SessionRecord,
    institution?: Institution,
  ): { loginId: string; accountId: string; institution: Institution; requestId: string };
  /** Mastercard: the user shared accounts. */
  linkMastercard(session: SessionRecord): {
    reportData: readonly { portfolioId: string; type: string; reportId: string }[];
  };
}
