import '../../src/add-funding-source/index.js';
import type { DwollaAddFundingSource } from '../../src/add-funding-source/add-funding-source.js';
import type { AddFundingSourceEventMap } from '../../src/add-funding-source/events.js';
import { releaseRunRecord } from '../../src/add-funding-source/run-record.js';
import { ExchangeClientError, type ExchangeClient } from '../../src/client/index.js';
import type { Connection, ExchangeSummary } from '../../src/server/answers.js';
import { settled, until } from './exchange-link.js';
import { linkToken, plaidSession } from './sessions.js';

/** A call of one of the client's methods. */
export interface Call {
  readonly method: string;
  readonly sent: unknown;
  readonly key: string | undefined;
}

/** What the backend answers next: an error, or nothing for what it answers when all is well. */
type Answer = ExchangeClientError | null;

/** A refusal of the kit. */
export const refusal = (status: number, code: string, body: object = {}): ExchangeClientError =>
  new ExchangeClientError(status, { code, message: `The backend says ${code}.`, ...body }, ['', '']);

export const exchangeId = '11111111-2222-4333-8444-555555555555';
export const fundingSourceId = '99999999-2222-4333-8444-555555555555';

/** The kit, as far as a page meets it. It keeps what it has made, by idempotency key. */
export class FakeKit {
  readonly calls: Call[] = [];
  connections: readonly Connection[] = [{ name: 'MX Checking', availableConnectionToken: 'mx-token-1' }];
  /** Sessions so far. */
  sessions: string[] = [];
  readonly exchanges = new Set<string>();
  readonly fundingSources = new Set<string>();
  /** Whether sessions are answered; else the link waits. */
  fetchesSessions = true;
  /** The exchanges that a list has. */
  listed: readonly ExchangeSummary[] = [];
  /** Whether exchanges of earlier documents are there. */
  hasExchange = true;
  readonly #answers = new Map<string, Answer[]>();
  #held: Promise<void> | null = null;

  /** The next calls of a method get these, one after the other. */
  plan(method: keyof ExchangeClient, ...answers: readonly Answer[]): void {
    this.#answers.set(method, [...(this.#answers.get(method) ?? []), ...answers]);
  }

  /** Nothing is answered until the returned function is called. */
  hold(): () => void {
    let go!: () => void;
    this.#held = new Promise((resolve) => (go = resolve));
    return () => {
      this.#held = null;
      go();
    };
  }

  made(method: keyof ExchangeClient): readonly Call[] {
    return this.calls.filter((call) => call.method === method);
  }

  readonly client: ExchangeClient = {
    sessionUrl: ({ partner, exchangeId: of }) =>
      `/fake-kit/session?partner=${partner ?? ''}${of ? `&exchange=${of}` : ''}`,
    fetchSession: async (url) => {
      this.sessions.push(url);
      if (!this.fetchesSessions) return new Promise<never>(() => undefined);
      const { searchParams } = new URL(url, location.href);
      const token = linkToken(String(this.sessions.length));
      return Response.json(
        searchParams.get('partner') === 'mx'
          ? { _links: { 'external-provider-session': { href: 'https://int-widgets.moneydesktop.com/1' } } }
          : plaidSession(token),
      );
    },
    createExchange: (claim, options) =>
      this.#answer('createExchange', claim, options, (key) => {
        this.exchanges.add(key);
        return { id: exchangeId, partner: claim.partner };
      }),
    listConnections: (options) => this.#answer('listConnections', null, options, () => this.connections),
    createFundingSource: (source, options) =>
      this.#answer('createFundingSource', source, options, (key) => {
        this.fundingSources.add(key);
        const type = 'cardDetails' in source ? 'card' : 'bank';
        return { id: fundingSourceId, type, status: 'verified', name: source.name };
      }),
    listExchanges: (options) => this.#answer('listExchanges', null, options, () => this.listed),
    getExchange: (id, options) =>
      this.#answer('getExchange', id, options, () => {
        if (!this.hasExchange) throw refusal(404, 'NotFound');
        return { id, partner: 'plaid', status: 'active' };
      }),
    getFundingSource: (id, options) =>
      this.#answer('getFundingSource', id, options, () => ({
        id,
        type: 'bank',
        status: 'verified',
        name: 'From before',
      })),
    getBalance: () => Promise.reject(new Error('Nobody asks a balance here.')),
  };

  async #answer<Result>(
    method: string,
    sent: unknown,
    options: {
      readonly signal?: AbortSignal | null | undefined;
      readonly idempotencyKey?: string | undefined;
    } = {},
    make: (key: string) => Result,
  ): Promise<Result> {
    const { signal, idempotencyKey } = options;
    this.calls.push({ method, sent, key: idempotencyKey });
    await this.#held;
    signal?.throwIfAborted();
    const planned = this.#answers.get(method)?.shift();
    if (planned) throw planned;
    return make(idempotencyKey ?? '');
  }
}

const types = [
  'funding-source-state',
  'funding-source-added',
  'exchange-reauthenticated',
  'funding-source-exit',
  'funding-source-error',
] as const satisfies readonly (keyof AddFundingSourceEventMap)[];

/** An element, and everything that it has reported so far. */
export class WatchedFunding {
  readonly element: DwollaAddFundingSource;
  readonly kit: FakeKit;
  /** A line each: the state, or the event's name. */
  readonly story: string[] = [];
  readonly outcomes: { readonly type: string; readonly detail: unknown }[] = [];

  constructor(element: DwollaAddFundingSource, kit: FakeKit) {
    this.element = element;
    this.kit = kit;
    for (const type of types)
      element.addEventListener(type, ({ detail }) => {
        this.story.push('state' in detail ? detail.state : type);
        if (type !== 'funding-source-state') this.outcomes.push({ type, detail });
      });
  }

  async state(state: string): Promise<void> {
    await until(() => this.element.state === state, `${state}; so far: ${this.story.join(', ')}`);
    await this.element.updateComplete;
  }

  /** The details of the one outcome, of that type. */
  async outcome(type: (typeof types)[number]): Promise<unknown> {
    await until(() => this.outcomes.length > 0, `${type}; so far: ${this.story.join(', ')}`);
    await settled();
    if (this.outcomes.length !== 1 || this.outcomes[0]?.type !== type)
      throw new Error(`Not one ${type}: ${this.story.join(', ')}`);
    return this.outcomes[0].detail;
  }

  find(selector: string): HTMLInputElement | null {
    // Most of what is looked for are fields; the rest is used as any element is.
    return this.element.shadowRoot?.querySelector<HTMLInputElement>(selector) ?? null;
  }

  get link(): HTMLElementTagNameMap['dwolla-exchange-link'] | null {
    return this.element.querySelector('dwolla-exchange-link');
  }

  async press(selector = '.view [part="button"]'): Promise<void> {
    await until(() => this.find(selector), selector);
    this.find(selector)!.click();
    await this.element.updateComplete;
  }

  fill(name: string, value: string): void {
    const input = this.find(
      `input[name=${name}]${name === 'bankAccountType' || name === 'connection' ? `[value="${value}"]` : ''}`,
    );
    if (!input) throw new Error(`There is no field ${name}.`);
    if (input.type === 'radio') input.checked = true;
    else input.value = value;
  }

  /** The names of the fields of the form, in their order. */
  get fields(): readonly string[] {
    const inputs = [...(this.element.shadowRoot?.querySelectorAll('input') ?? [])];
    return [...new Set(inputs.map(({ name }) => name))];
  }

  get message(): string {
    return this.find('[part=message]')?.textContent.trim() ?? '';
  }
}

type Settings = Partial<
  Pick<
    DwollaAddFundingSource,
    | 'partner'
    | 'exchange'
    | 'accountName'
    | 'cardholder'
    | 'launch'
    | 'locale'
    | 'successUrl'
    | 'checkoutPublicKey'
  >
>;

/** An element with these properties, in the document. */
export function startFunding(settings: Settings = {}, kit = new FakeKit()): WatchedFunding {
  const element = document.createElement('dwolla-add-funding-source');
  Object.assign(element, { client: kit.client, partner: 'plaid', ...settings });
  const watched = new WatchedFunding(element, kit);
  document.body.append(element);
  return watched;
}

const recordKey = 'dwolla-add-funding-source';

/** What the element has stored in this tab, or null. */
export const storedRun = (): Record<string, unknown> | null =>
  JSON.parse(sessionStorage.getItem(recordKey) ?? 'null') as Record<string, unknown> | null;

/** As in a new document of the same tab: nothing is there but what was stored. */
export async function reloadDocument(): Promise<void> {
  for (const element of document.querySelectorAll('dwolla-add-funding-source')) element.remove();
  await settled();
  releaseRunRecord();
}
