import assert from 'node:assert/strict';
import type { Simulator } from '../../src/simulator/index.js';
import { startSimulator } from '../../src/simulator/index.js';
import type { SimulatorOptions } from '../../src/simulator/simulator.js';

/** An answer with its JSON already read; `body` is null where there was none. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Plain HTTP to a simulated Dwolla, in the media type of Dwolla's reference. */
export class ApiClient {
  readonly simulator: Simulator;
  #token: string | null = null;

  constructor(simulator: Simulator) {
    this.simulator = simulator;
  }

  /** Sends a request with a token of its own; `path` may be a whole URL. */
  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer> {
    this.#token ??= await this.#fetchToken();
    const response = await fetch(new URL(path, this.simulator.dwollaUrl), {
      method,
      redirect: 'manual',
      headers: {
        accept: 'application/vnd.dwolla.v1.hal+json',
        'content-type': 'application/vnd.dwolla.v1.hal+json',
        authorization: `Bearer ${this.#token}`,
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : (JSON.parse(text) as unknown),
    };
  }

  get(path: string): Promise<ApiAnswer> {
    return this.send('GET', path);
  }

  post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.send('POST', path, body, headers);
  }

  /** Creates something and answers its URL; anything but 201 fails the test. */
  async create(path: string, body?: unknown): Promise<string> {
    const answer = await this.post(path, body);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return locationOf(answer);
  }

  /** A switch of the simulator. */
  async control(method: string, path: string, body?: unknown): Promise<void> {
    const answer = await this.send(method, `/simulator${path}`, body);
    assert.equal(answer.status, 204, JSON.stringify(answer.body));
  }

  /** The link to an exchange partner, by Dwolla's name. */
  async partnerHref(name: string): Promise<string> {
    const { body } = await this.get('/exchange-partners?visa=true');
    const partners = at(body, '_embedded', 'exchange-partners');
    assert.ok(Array.isArray(partners));
    const partner: unknown = partners.find((candidate: unknown) => at(candidate, 'name') === name);
    return text(partner, '_links', 'self', 'href');
  }

  async createCustomer(): Promise<string> {
    const email = `jane-${crypto.randomUUID()}@example.com`;
    return this.create('/customers', { firstName: 'Jane', lastName: 'Doe', email });
  }

  /** An exchange session of an owner with a partner; answers its URL. */
  async createSession(ownerUrl: string, partnerName: string, redirectUrl?: string): Promise<string> {
    return this.create(`${ownerUrl}/exchange-sessions`, {
      _links: {
        'exchange-partner': { href: await this.partnerHref(partnerName) },
        ...(redirectUrl === undefined ? {} : { 'redirect-url': { href: redirectUrl } }),
      },
    });
  }

  /** Lets the user go through the partner of a session; answers what the partner hands to the page. */
  async complete(sessionUrl: string): Promise<unknown> {
    const id = sessionUrl.split('/').at(-1) ?? '';
    const answer = await this.post(`/simulator/exchange-sessions/${id}/complete`);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  }

  /** A customer's exchange with Plaid, ready to become a funding source. */
  async createPlaidExchange(customerUrl: string): Promise<string> {
    const result = await this.complete(await this.createSession(customerUrl, 'Plaid'));
    return this.create(`${customerUrl}/exchanges`, {
      _links: { 'exchange-partner': { href: await this.partnerHref('Plaid') } },
      plaid: { publicToken: text(result, 'publicToken') },
    });
  }

  async #fetchToken(): Promise<string> {
    const { dwollaUrl, key, secret } = this.simulator;
    const response = await fetch(`${dwollaUrl}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    return text(await response.json(), 'access_token');
  }
}

/** Runs a test against a simulator of its own. */
export async function withSimulator(
  options: SimulatorOptions,
  test: (client: ApiClient, simulator: Simulator) => Promise<void>,
): Promise<void> {
  const simulator = await startSimulator(options);
  try {
    await test(new ApiClient(simulator), simulator);
  } finally {
    await simulator.close();
  }
}

/** The value at a path of property names; undefined where the path ends early. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string | number, unknown>)[key];
  }
  return current;
}

/** The properties of a value; none where it is no object. */
export function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** The string at a path; anything else fails the test. */
export function text(value: unknown, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  assert.equal(typeof found, 'string', `${path.join('.')} in ${JSON.stringify(value)}`);
  return String(found);
}

/** The `Location` of what was made. */
export function locationOf(answer: ApiAnswer): string {
  const location = answer.headers.get('location');
  assert.ok(location !== null, 'no Location header');
  return location;
}

/** Fails unless an answer is this error; the sentence may be left open. */
export function assertProblem(
  answer: ApiAnswer,
  status: number,
  code: string,
  message?: string | RegExp,
): void {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  assert.equal(at(answer.body, 'code'), code);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/vnd\.dwolla\.v1\.hal\+json/);
  if (typeof message === 'string') assert.equal(at(answer.body, 'message'), message);
  else if (message !== undefined) assert.match(text(answer.body, 'message'), message);
}
