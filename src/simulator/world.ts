import type { BankAccount, Card, Institution } from './accounts.js';
import { defaultInstitution, openAccounts } from './accounts.js';
import type { AvailableConnection, ExchangeRecord, Grant } from './dwolla-records.js';
import type { ExchangeAccess } from './partner-grant.js';
import type { PartnerName, PartnerSession } from './partner-session.js';
import { DwollaState } from './dwolla/state.js';
import { PartnerSessions } from './partner-sessions.js';
import { mxConnectionToken } from './partners/mx/connection-token.js';
import type { PartnerWorld } from './partners/partner-world.js';
import { partners } from './partners/registry.js';
import type { Owner } from './session-record.js';

export type { BankAccount, Card, Institution } from './accounts.js';
export type { CreatedSession, WorldOptions } from './partner-sessions.js';
export type { PartnerName, PartnerSession } from './partner-session.js';
export { partnerNames, isPartnerName } from './partner-session.js';
export type { ScenarioName } from './scenarios.js';
export { scenarioNames, isScenarioName } from './scenarios.js';
export type { Owner, Refusal, SessionRequest } from './session-record.js';

/** Half an hour in milliseconds: the life of Plaid's public tokens, and of what else waits to be exchanged. */
const grantLifetime = 30 * 60_000;

/**
 * Everything the simulated partners and the simulated Dwolla know, in memory. Partners' pages start sessions and record
 * what the user did; the Dwolla API reads it from here.
 */
export class World extends PartnerSessions implements PartnerWorld<PartnerName> {
  /** Permissions given out by partners, by their token (`public-sandbox-…`, `pay_…`, MX connection tokens, ...). */
  readonly grants = new Map<string, Grant>();
  readonly exchanges = new Map<string, ExchangeRecord>();

  /** What only Dwolla knows: customers, external parties, exchange sessions, funding sources, access tokens. */
  readonly dwolla = new DwollaState();

  readonly #visaExchanges = new Map<string, string>();
  readonly #connections = new Map<string, AvailableConnection[]>();
  readonly #mxUsers = new Map<string, string>();

  /** Plaid: the user linked a bank. The public token is good for one exchange within 30 minutes. */
  linkPlaid(
    session: PartnerSession,
    institution: Institution = defaultInstitution,
  ): { publicToken: string; institution: Institution; accounts: readonly BankAccount[] } {
    const accounts = openAccounts(this.newId);
    const publicToken = `public-sandbox-${this.newId()}`;
    this.finish(session, publicToken, { kind: 'bank', institution, accounts });
    return { publicToken, institution, accounts };
  }

  /** MX: the user connected a bank. Each of its accounts becomes an available exchange connection of the owner. */
  linkMx(
    session: PartnerSession,
    institutionName: string,
  ): { userGuid: string; memberGuid: string; sessionGuid: string } {
    const institution = { id: institutionName.toLowerCase().replaceAll(' ', '_'), name: institutionName };
    const memberGuid = `MBR-${this.newId()}`;
    for (const account of openAccounts(this.newId)) {
      const token = mxConnectionToken(`ACT-${account.id}`, memberGuid);
      this.finish(session, token, { kind: 'bank', institution, accounts: [account] });
      if (session.owner !== null && session.reauthOf === null)
        this.#connectionsOf(session.owner).push({ token, name: `${institutionName} - ${account.name}` });
    }
    return { userGuid: this.mxUserGuid(session), memberGuid, sessionGuid: `SES-${session.id}` };
  }

  /** A person that a platform made at MX itself (`POST /users`); the guid of it, which is also the id of its sessions' owner. */
  addMxUser(): string {
    const guid = `USR-${this.newId()}`;
    this.#mxUsers.set(ownerKey({ type: 'account', id: guid }), guid);
    return guid;
  }

  /** MX's name for the person behind a session: the same for every session of an owner. */
  mxUserGuid(session: PartnerSession): string {
    const key = session.owner === null ? session.id : ownerKey(session.owner);
    const known = this.#mxUsers.get(key);
    if (known !== undefined) return known;
    const guid = `USR-${this.newId()}`;
    this.#mxUsers.set(key, guid);
    return guid;
  }

  /** Checkout: a payment of zero that verified the card. The payment id is good for one exchange. */
  payCheckout(session: PartnerSession, card: Card): { paymentId: string } {
    const paymentId = `pay_${this.newId().replaceAll('-', '').slice(0, 26)}`;
    this.finish(session, paymentId, {
      kind: 'card',
      card: { ...card, number: card.number.replace(/\s/g, '') },
    });
    return { paymentId };
  }

  /**
   * Visa: the user agreed at the bank; the exchange exists at Dwolla from now on. The simulated partner then sends the browser to
   * the URL's `redirect_uri` with `?state=…`, where Dwolla looks the exchange up; a failure goes there as
   * `?state=…&error=USER_CANCELLED` and the like, without this call.
   */
  linkVisa(session: PartnerSession, institution: Institution = defaultInstitution): { exchangeId: string } {
    const access: ExchangeAccess = { kind: 'bank', institution, accounts: openAccounts(this.newId) };
    this.finish(session, null, access);
    const exchangeId =
      session.reauthOf ??
      (session.owner === null ? this.newId() : this.addExchange('visa', session.owner, access).id);
    this.#visaExchanges.set(session.id, exchangeId);
    return { exchangeId };
  }

  /** The exchange that a Visa session (its `state`) made, or undefined: Dwolla's `/redirect/tink` asks. */
  visaExchangeOf(sessionId: string): string | undefined {
    return this.#visaExchanges.get(sessionId);
  }

  /** Flinks: the user logged in and chose an account. The backend turns `loginId` into a token for Dwolla. */
  linkFlinks(
    session: PartnerSession,
    institution: Institution = { id: '14', name: 'FlinksCapital' },
  ): { loginId: string; accountId: string; institution: Institution; requestId: string } {
    const loginId = this.newId();
    const accounts = openAccounts(this.newId);
    this.finish(session, loginId, { kind: 'bank', institution, accounts });
    return { loginId, accountId: accounts[0]?.id ?? loginId, institution, requestId: this.newId() };
  }

  /** Mastercard: the user shared accounts; the backend lists them by its customer id and asks for a receipt. */
  linkMastercard(session: PartnerSession): {
    reportData: readonly { portfolioId: string; type: string; reportId: string }[];
  } {
    const institution = { id: '102105', name: 'FinBank Profiles - A' };
    this.finish(session, session.id, { kind: 'bank', institution, accounts: openAccounts(this.newId) });
    return {
      reportData: [{ portfolioId: `${this.newId()}-port`, type: 'voa', reportId: this.newId() }],
    };
  }

  /** A processor token, as Plaid's and MX's own APIs give one to a platform with a contract of its own. */
  giveProcessorToken(partner: 'plaid' | 'mx'): string {
    const token = partner === 'plaid' ? `processor-sandbox-${this.newId()}` : `mx-processor-${this.newId()}`;
    this.grants.set(token, {
      partner,
      owner: null,
      // A processor token is for one account.
      access: {
        kind: 'bank',
        institution: defaultInstitution,
        accounts: openAccounts(this.newId).slice(0, 1),
      },
      expiresAt: Number.MAX_SAFE_INTEGER,
      foreign: false,
      exchangeable: true,
      reusable: false,
      exchangeId: null,
    });
    return token;
  }

  /** A new exchange at Dwolla. */
  addExchange(partner: PartnerName, owner: Owner, access: ExchangeAccess): ExchangeRecord {
    const exchange: ExchangeRecord = {
      id: this.newId(),
      partner,
      owner,
      access,
      createdAt: this.now(),
      status: 'active',
      needsUpdate: false,
      tokenValid: true,
    };
    this.exchanges.set(exchange.id, exchange);
    return exchange;
  }

  /**
   * The bank wants a new login for an exchange: its balance and its new funding sources are refused with `UpdateCredentials`
   * until the exchange is re-authenticated, and a customer's platform gets the webhook `customer_exchange_reauth_required`.
   * False for an id that there is not.
   */
  requireLogin(exchangeId: string): boolean {
    const exchange = this.exchanges.get(exchangeId);
    if (exchange === undefined) return false;
    exchange.needsUpdate = true;
    this.dwolla.onChange({ kind: 'reauth-required', exchange });
    return true;
  }

  /** The accounts that MX shared for this owner and that were not exchanged yet. */
  availableConnections(owner: Owner): readonly AvailableConnection[] {
    return this.#connectionsOf(owner).filter(({ token }) => this.grants.get(token)?.exchangeId === null);
  }

  #connectionsOf(owner: Owner): AvailableConnection[] {
    const known = this.#connections.get(ownerKey(owner));
    if (known !== undefined) return known;
    const made: AvailableConnection[] = [];
    this.#connections.set(ownerKey(owner), made);
    return made;
  }

  /**
   * Ends a session with success. A first link leaves a grant under the partner's token, which Dwolla turns into an exchange;
   * a re-authentication restores its exchange.
   */
  finish(session: PartnerSession, token: string | null, access: ExchangeAccess): void {
    session.finished = true;
    const refreshed = session.reauthOf === null ? undefined : this.exchanges.get(session.reauthOf);
    if (refreshed !== undefined) {
      refreshed.needsUpdate = false;
      refreshed.tokenValid = true;
    }
    if (token === null) return;
    // Where the platform's backend converts the login first, what it makes of it is for any owner.
    const direct = partners[session.partner].dwolla.isDirect;
    this.grants.set(token, {
      partner: session.partner,
      owner: direct ? session.owner : null,
      access,
      expiresAt: this.now() + grantLifetime,
      foreign: session.owner === null,
      exchangeable: direct && session.owner !== null && session.reauthOf === null,
      reusable: false,
      exchangeId: null,
    });
  }
}

/** One string per owner, for maps. */
export const ownerKey = ({ type, id }: Owner): string => `${type} ${id}`;
