import assert from 'node:assert/strict';
import type { ExchangeHandlerError, ExchangeHandlerSettings, Owner } from '../../src/server/index.js';
import { createExchangeHandler } from '../../src/server/index.js';
import type { Simulator, SimulatorOptions } from '../../src/simulator/index.js';
import { startSimulator } from '../../src/simulator/index.js';
import { ApiClient, at, text } from '../simulator/api-client.js';

/** The page's origin in these tests; nothing is served there. */
export const pageOrigin = 'https://shop.example';
/** A URL registered at the simulated Dwolla. */
export const redirectUrl = 'https://shop.example/linked';

/** What the handler answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON. */
  readonly body: unknown;
  /** The body as it was sent. */
  readonly text: string;
}

/** How a request is made: by whom, and with what. */
export interface Asking {
  /** A user of the backend; null: nobody is logged in. Default: jane. */
  readonly as?: string | null;
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** A platform's backend with the handler, in front of a simulated Dwolla of its own. */
export class Backend {
  readonly simulator: Simulator;
  readonly dwolla: ApiClient;
  /** What `onError` received. */
  readonly errors: ExchangeHandlerError[] = [];
  /** The requests that went to Dwolla: method, path and header fields. */
  readonly sent: Request[] = [];
  readonly users = new Map<string, Owner>();
  readonly handler: (request: Request) => Promise<Response>;
  #dwollaIsUp = true;

  private constructor(simulator: Simulator, settings: Partial<ExchangeHandlerSettings>) {
    this.simulator = simulator;
    this.dwolla = new ApiClient(simulator);
    this.handler = createExchangeHandler({
      key: simulator.key,
      secret: simulator.secret,
      serverUrl: simulator.dwollaUrl,
      basePath: '/api',
      redirectUrl,
      processorTokens: true,
      authorize: (request) => this.users.get(request.headers.get('x-user') ?? '') ?? null,
      onError: (error) => this.errors.push(error),
      fetch: (input, init) => {
        this.sent.push(new Request(input, init));
        return fetch(input, init);
      },
      ...settings,
    });
  }

  /** Runs a test against a backend with two customers, an external party and the account as users. */
  static async with(
    settings: Partial<ExchangeHandlerSettings> | ((simulator: Simulator) => Partial<ExchangeHandlerSettings>),
    test: (backend: Backend) => Promise<void>,
    options: SimulatorOptions = {},
  ): Promise<void> {
    const simulator = await startSimulator({ redirectUrls: [redirectUrl], visa: true, ...options });
    const backend = new Backend(simulator, typeof settings === 'function' ? settings(simulator) : settings);
    try {
      for (const name of ['jane', 'john'])
        backend.users.set(name, { customerId: idOf(await backend.dwolla.createCustomer()) });
      const party = { firstName: 'Pat', lastName: 'Poe', email: 'pat@example.com' };
      backend.users.set('pat', {
        externalPartyId: idOf(await backend.dwolla.create('/external-parties', party)),
      });
      backend.users.set('platform', { account: true });
      await test(backend);
      for (const secret of [simulator.secret, ...simulator.world.dwolla.accessTokens.keys()])
        for (const error of backend.errors) assert.ok(!String(error.stack).includes(secret));
    } finally {
      await backend.stopDwolla();
    }
  }

  /** Dwolla and the partners are gone from now on. */
  async stopDwolla(): Promise<void> {
    if (this.#dwollaIsUp) await this.simulator.close();
    this.#dwollaIsUp = false;
  }

  /** Sends a request to the handler, as a page of the platform's own does. */
  async ask(method: string, path: string, asking: Asking = {}): Promise<Answer> {
    const { as = 'jane', body, headers = {} } = asking;
    const response = await this.handler(
      new Request(new URL(path, pageOrigin), {
        method,
        headers: {
          'sec-fetch-site': 'same-origin',
          ...(as === null ? {} : { 'x-user': as }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
    const sent = await response.text();
    this.#assertHarmless(response, sent);
    return {
      status: response.status,
      headers: response.headers,
      body: sent === '' ? null : (JSON.parse(sent) as unknown),
      text: sent,
    };
  }

  get(path: string, asking: Asking = {}): Promise<Answer> {
    return this.ask('GET', path, asking);
  }

  post(path: string, body: unknown, asking: Asking = {}): Promise<Answer> {
    return this.ask('POST', path, { ...asking, body });
  }

  /** Lets the user go through the partner of a session that the handler answered; what the partner hands the page. */
  async complete(session: unknown): Promise<unknown> {
    const made = this.simulator.world
      .sessions()
      .find(({ credential }) => JSON.stringify(session).includes(credential));
    assert.ok(made !== undefined, `no partner session in ${JSON.stringify(session)}`);
    const answer = await this.dwolla.post(`/simulator/exchange-sessions/${made.id}/complete`);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  }

  /** Links a bank with Plaid for a user; the id of the exchange. */
  async linkPlaid(as = 'jane'): Promise<string> {
    const session = await this.get('/api/session?partner=plaid', { as });
    const publicToken = text(await this.complete(session.body), 'publicToken');
    const made = await this.post(
      '/api/exchanges',
      { partner: 'plaid', exchangeRequest: { plaid: { publicToken } } },
      { as },
    );
    assert.equal(made.status, 201, made.text);
    return text(made.body, 'id');
  }

  /** Makes a bank account of an exchange; the id of the funding source. */
  async addBank(exchangeId: string, as = 'jane'): Promise<string> {
    const body = { exchangeId, name: 'Checking', bankAccountType: 'checking' };
    const made = await this.post('/api/funding-sources', body, { as });
    assert.equal(made.status, 201, made.text);
    return text(made.body, 'id');
  }

  /** The next request that matches gets this from Dwolla. */
  async plan(answer: {
    method: string;
    path: string;
    status: number;
    body?: unknown;
    times?: number;
  }): Promise<void> {
    await this.dwolla.control('POST', '/answers', answer);
  }

  /** Requests that reached Dwolla, by method and path. */
  sentTo(method: string, path: string): readonly Request[] {
    return this.sent.filter((request) => request.method === method && new URL(request.url).pathname === path);
  }

  /** What every answer has, and what none may have. */
  #assertHarmless(response: Response, sent: string): void {
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    if (sent !== '') assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
    const everything = `${sent} ${JSON.stringify([...response.headers])}`;
    const { key, secret, world } = this.simulator;
    for (const kept of [key, secret, ...world.dwolla.accessTokens.keys()])
      assert.ok(!everything.includes(kept), `a secret in ${everything}`);
    assert.doesNotMatch(everything, /\bat [\w.<>]+ \(|node_modules/);
  }
}

/** The id at the end of a URL. */
export function idOf(url: string): string {
  return url.split('/').at(-1) ?? '';
}

/** Fails unless an answer is this error, with a sentence. */
export function assertError(answer: Answer, status: number, code: string, message?: RegExp): void {
  assert.equal(answer.status, status, answer.text);
  assert.equal(at(answer.body, 'code'), code, answer.text);
  assert.match(text(answer.body, 'message'), message ?? /\w/);
}
