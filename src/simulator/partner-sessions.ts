import { randomUUID } from 'node:crypto';
import type { PartnerName, PartnerSession, PublicOrigins } from './partner-session.js';
import { isPartnerName, partnerNames } from './partner-session.js';
import { partners } from './partners/registry.js';
import type { PartnerCredential } from './partners/session-rules.js';
import type { ScenarioName } from './scenarios.js';
import { checkedScenario } from './scenarios.js';
import type { Refusal, SessionRequest } from './session-record.js';

/** How a world keeps time and makes ids; tests give their own. */
export interface WorldOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** A new UUID. */
  readonly newId?: () => string;
  readonly scenario?: ScenarioName;
}

/** A session with its credential as the partner hands it out. */
export interface CreatedSession extends PartnerCredential {
  readonly session: PartnerSession;
}

/** The sessions of all partners, in memory: created, found by their credential, and started once. */
export class PartnerSessions {
  /** The clock, in milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;

  #scenario: ScenarioName;
  readonly #partnerScenarios = new Map<PartnerName, ScenarioName>();
  readonly #sessions = new Map<string, PartnerSession>();
  readonly #partnerUsers = new Map<string, string>();

  constructor(options: WorldOptions = {}) {
    this.now = options.now ?? Date.now;
    this.newId = options.newId ?? randomUUID;
    this.#scenario = checkedScenario(options.scenario ?? 'manual');
  }

  /** How sessions made from now on behave, unless their partner has a scenario of its own. */
  get scenario(): ScenarioName {
    return this.#scenario;
  }

  set scenario(scenario: ScenarioName) {
    this.#scenario = checkedScenario(scenario);
  }

  /** How the next session of this partner will behave. */
  scenarioFor(partner: PartnerName): ScenarioName {
    return this.#partnerScenarios.get(partner) ?? this.scenario;
  }

  /** Gives one partner a scenario of its own; null takes it back. Throws a TypeError for names that there are not. */
  setScenario(partner: PartnerName, scenario: ScenarioName | null): void {
    if (!isPartnerName(partner))
      throw new TypeError(`There is no partner "${String(partner)}". There are: ${partnerNames.join(', ')}.`);
    if (scenario === null) this.#partnerScenarios.delete(partner);
    else this.#partnerScenarios.set(partner, checkedScenario(scenario));
  }

  /** Makes a session at a partner, as Dwolla (or the platform's own backend) does, with its credential. */
  createSession(partner: PartnerName, origins: PublicOrigins, request: SessionRequest): CreatedSession {
    const id = this.newId();
    const { partnerUser = id.replace(/\D/g, '').slice(0, 10) } = request;
    const created = partners[partner].session.create({
      sessionId: id,
      partnerUser,
      origins,
      now: this.now(),
      newId: this.newId,
    });
    this.#partnerUsers.set(id, partnerUser);
    const session = this.#record(partner, id, created.credential, request);
    return { ...created, session };
  }

  /** The session that a credential belongs to, without starting anything; undefined when it is unknown. */
  find(partner: PartnerName, credential: string): PartnerSession | undefined {
    return this.#sessions.get(keyOf(partner, credential));
  }

  /** The session with this id (a Visa URL's `state`), or undefined. */
  sessionById(id: string): PartnerSession | undefined {
    return this.sessions().find((session) => session.id === id);
  }

  /** The partner's own id of the person behind a session, as given to `createSession`; undefined for a foreign session. */
  partnerUserOf(session: PartnerSession): string | undefined {
    return this.#partnerUsers.get(session.id);
  }

  /** Every session so far, oldest first. */
  sessions(): readonly PartnerSession[] {
    return [...this.#sessions.values()];
  }

  /**
   * The partner's UI is starting with this credential: allowed once, and in time. A well-formed credential that was not
   * created here is adopted as a foreign session (the examples of the documentation play), but what comes out of it is
   * worth nothing at the simulated Dwolla. A reloadable page (Mastercard's) may be loaded again until the user has finished.
   */
  start(partner: PartnerName, credential: string): { session: PartnerSession } | { refused: Refusal } {
    if (!partners[partner].session.shape.test(credential)) return { refused: 'malformed' };
    const session =
      this.find(partner, credential) ?? this.#record(partner, this.newId(), credential, { owner: null });
    if (partners[partner].session.isReloadable ? session.finished : session.startedAt !== null)
      return { refused: 'used' };
    if (session.scenario === 'expired-session' || this.now() >= session.createdAt + lifetimeOf(session))
      return { refused: 'expired' };
    session.startedAt ??= this.now();
    return { session };
  }

  #record(
    partner: PartnerName,
    id: string,
    credential: string,
    { owner, redirectUrl = null, reauthOf = null, scenario }: SessionRequest,
  ): PartnerSession {
    const session: PartnerSession = {
      id,
      partner,
      credential,
      scenario: scenario === undefined ? this.scenarioFor(partner) : checkedScenario(scenario),
      createdAt: this.now(),
      startedAt: null,
      finished: false,
      reauthOf,
      redirectUrl,
      owner,
    };
    this.#sessions.set(keyOf(partner, credential), session);
    return session;
  }
}

const keyOf = (partner: PartnerName, credential: string): string => `${partner} ${credential}`;

function lifetimeOf(session: PartnerSession): number {
  const { lifetime, reauthLifetime } = partners[session.partner].session;
  return session.reauthOf === null ? lifetime : reauthLifetime;
}
