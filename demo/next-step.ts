import { balanceIn, connectionsIn, fundingSourceIn, idIn } from './answers.js';
import { BackendRefusal, type Backend } from './backend.js';
import { partnerCards } from './catalogue.js';
import type { ExchangeSuccessDetail } from './exchange-link.js';
import { problemOf, type Problem } from './problem.js';
import type { Settings } from './settings.js';

/** One of the accounts that a user shared through MX. */
export interface Connection {
  readonly token: string;
  readonly name: string;
}

/** A funding source as the backend answers it. */
export interface FundingSource {
  readonly id: string;
  readonly name: string;
  /** `bank` or `card`. */
  readonly type: string;
  /** What else is known of it (bank, brand and last digits, status), to be read in one line. */
  readonly facts: readonly string[];
}

/** Where the host page stands after the element has finished. */
export type Stage =
  | { readonly name: 'link' }
  /** MX: the user chooses one of the accounts that were shared. */
  | { readonly name: 'connections'; readonly connections: readonly Connection[] }
  /** The exchange exists; a name and the rest of the funding source are asked for. */
  | { readonly name: 'details'; readonly links: 'bank' | 'card'; readonly exchange: string }
  /** An existing exchange works again; nothing is made. */
  | { readonly name: 'renewed'; readonly exchange: string }
  | {
      readonly name: 'done';
      readonly exchange: string;
      readonly fundingSource: FundingSource;
      /** A sentence's worth of balance, or null before it was asked for. */
      readonly balance: string | null;
      /** The bank wants the user to log in again. */
      readonly stale: boolean;
    };

/**
 * What the host page and its backend do with the element's success, until there is a funding source: exchange (for MX after
 * the choice of a connection), details, funding source, balance.
 */
export class NextStep {
  stage: Stage = { name: 'link' };
  busy = false;
  /** What went wrong in the last step, or null. */
  problem: Problem | null = null;
  readonly #backend: Backend;
  readonly #changed: () => void;
  readonly #linked: (exchange: string) => void;
  #success: ExchangeSuccessDetail | null = null;
  #settings: Settings | null = null;

  /**
   * @param changed called after every step
   * @param linked told the id of each exchange that exists from now on
   */
  constructor(backend: Backend, changed: () => void, linked: (exchange: string) => void) {
    this.#backend = backend;
    this.#changed = changed;
    this.#linked = linked;
  }

  reset(): void {
    this.stage = { name: 'link' };
    this.busy = false;
    this.problem = null;
    this.#success = null;
  }

  /** The element has finished. Its word is taken to the backend, which makes the exchange where there is none yet. */
  async begin(success: ExchangeSuccessDetail, settings: Settings): Promise<void> {
    this.#success = success;
    this.#settings = settings;
    await this.#step(async () => {
      if (success.reauth) return { name: 'renewed', exchange: settings.exchange };
      if (success.partner === 'mx')
        return {
          name: 'connections',
          connections: connectionsIn(await this.#backend.ask('GET', '/api/connections')),
        };
      return this.#exchanged(idIn(await this.#backend.ask('POST', '/api/exchanges', success)));
    });
  }

  /** MX: turns the chosen account into an exchange. */
  async choose(connection: Connection): Promise<void> {
    const body = { partner: 'mx', availableConnectionToken: connection.token };
    await this.#step(async () =>
      this.#exchanged(idIn(await this.#backend.ask('POST', '/api/exchanges', body))),
    );
  }

  /** Makes the funding source. `fields` are the form's, in the names of the backend. */
  async save(exchange: string, fields: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#step(async () => {
      const answer = await this.#backend.ask('POST', '/api/funding-sources', {
        exchangeId: exchange,
        ...fields,
      });
      const path = `/api/funding-sources/${encodeURIComponent(idIn(answer))}`;
      const fundingSource = fundingSourceIn(await this.#backend.ask('GET', path));
      return { name: 'done', exchange, fundingSource, balance: null, stale: false };
    });
  }

  /** Reads the balance; the bank may want a new login first. */
  async readBalance(): Promise<void> {
    const { stage } = this;
    if (stage.name !== 'done') return;
    await this.#step(async () => {
      try {
        const path = `/api/funding-sources/${encodeURIComponent(stage.fundingSource.id)}/balance`;
        return {
          ...stage,
          balance: balanceIn(await this.#backend.ask('GET', path), this.#language),
          stale: false,
        };
      } catch (error) {
        if (!(error instanceof BackendRefusal) || error.code !== 'UpdateCredentials') throw error;
        return { ...stage, balance: null, stale: true };
      }
    });
  }

  /** Simulator only: from now on the bank wants a new login, as banks do after a changed password. */
  async letBankForget(): Promise<void> {
    const { stage } = this;
    if (stage.name !== 'done') return;
    await this.#step(async () => {
      await this.#backend.arrange('POST', '/api/simulator/require-update', { exchange: stage.exchange });
      return stage;
    });
    await this.readBalance();
  }

  get #language(): string {
    return this.#settings?.language ?? 'en';
  }

  #exchanged(exchange: string): Stage {
    this.#linked(exchange);
    const partner = this.#settings?.partner ?? 'plaid';
    return { name: 'details', links: partnerCards[partner].links, exchange };
  }

  /**
   * Runs one step, one at a time: its button stays enabled, so that the focus is not lost. An answer for an attempt that is
   * over is dropped.
   */
  async #step(run: () => Promise<Stage>): Promise<void> {
    if (this.busy) return;
    const success = this.#success;
    this.busy = true;
    this.problem = null;
    this.#changed();
    const [stage, problem] = await run().then(
      (reached) => [reached, null] as const,
      (error: unknown) => [this.stage, problemOf(error, this.stage.name === 'details')] as const,
    );
    if (success !== this.#success) return;
    this.stage = stage;
    this.problem = problem;
    this.busy = false;
    this.#changed();
  }
}
