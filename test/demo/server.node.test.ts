import assert from 'node:assert/strict';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Demo } from '../../demo/server.js';
import { startDemo } from '../../demo/server.js';
import type { DwollaKeys } from '../../demo/server/environment.js';
import { readEnvironment } from '../../demo/server/environment.js';
import type { Simulator } from '../../src/simulator/index.js';
import { freePort } from '../../scripts/free-port.mjs';
import { at, text } from '../simulator/api-client.js';
import { until } from '../support/until.js';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly text: string;
}

/** A browser with the demo page open: keeps the cookie, says where its requests come from. */
class Visitor {
  readonly #demo: Demo;
  cookie: string | null = null;

  constructor(demo: Demo) {
    this.#demo = demo;
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.#demo.url}${path}`, {
      method,
      headers: {
        'sec-fetch-site': 'same-origin',
        ...(this.cookie === null ? {} : { cookie: this.cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    this.cookie = response.headers.get('set-cookie')?.split(';')[0] ?? this.cookie;
    const sent = await response.text();
    const { simulator } = this.#demo;
    for (const secret of [simulator?.secret, ...(simulator?.world.dwolla.accessTokens.keys() ?? [])])
      assert.ok(
        secret === undefined || !sent.includes(secret),
        `a secret in the answer to ${method} ${path}`,
      );
    return { status: response.status, headers: response.headers, body: parsed(sent), text: sent };
  }

  get(path: string): Promise<Answer> {
    return this.ask('GET', path);
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask('POST', path, body, headers);
  }
}

function parsed(sent: string): unknown {
  try {
    return JSON.parse(sent);
  } catch {
    return null;
  }
}

/** Lets the user go through the partner of the latest session. */
async function complete(simulator: Simulator): Promise<unknown> {
  const id = simulator.world.sessions().at(-1)?.id ?? '';
  const url = `${simulator.dwollaUrl}/simulator/exchange-sessions/${id}/complete`;
  const answer = await fetch(url, { method: 'POST' });
  assert.equal(answer.status, 200);
  return answer.json();
}

async function linkPlaid(visitor: Visitor, simulator: Simulator): Promise<string> {
  assert.equal((await visitor.get('/api/session?partner=plaid')).status, 200);
  const publicToken = text(await complete(simulator), 'publicToken');
  const detail = { partner: 'plaid', reauth: false, exchangeRequest: { plaid: { publicToken } } };
  const made = await visitor.post('/api/exchanges', detail);
  assert.equal(made.status, 201, made.text);
  return text(made.body, 'id');
}

describe('the demo with the simulator', () => {
  let demo: Demo & { simulator: Simulator };
  const signedIn = async (owner = 'customer'): Promise<Visitor> => {
    const visitor = new Visitor(demo);
    assert.equal((await visitor.post('/api/owner', { owner })).status, 204);
    return visitor;
  };
  before(async () => {
    demo = await startDemo({ port: 0, simulatorPort: 0, mode: 'built' });
  });
  after(() => demo.close());

  it('tells the page what it offers, and nothing that is secret', async () => {
    const { status, body, headers } = await new Visitor(demo).get('/api/configuration');
    assert.equal(status, 200);
    assert.equal(at(body, 'mode'), 'simulator');
    assert.deepEqual(at(body, 'element'), demo.simulator.elementConfiguration);
    assert.equal(at(body, 'checkoutPublicKey'), demo.simulator.checkoutPublicKey);
    assert.equal((at(body, 'partners') as unknown[]).length, 6);
    assert.deepEqual(at(body, 'owners'), ['customer', 'external-party', 'account']);
    assert.equal(headers.get('cache-control'), 'no-store');
  });

  it('knows its visitors by a cookie that no script can read', async () => {
    const visitor = new Visitor(demo);
    assert.equal((await visitor.get('/api/session?partner=plaid')).status, 401);
    const { headers } = await visitor.get('/api/configuration');
    assert.match(headers.get('set-cookie') ?? '', /^demo_user=[\w-]{36}; Path=\/; HttpOnly; SameSite=Lax$/);
    assert.equal((await visitor.get('/api/configuration')).headers.get('set-cookie'), null);
    assert.equal((await visitor.get('/api/session?partner=plaid')).status, 200);
    visitor.cookie = `demo_user=${crypto.randomUUID()}`;
    assert.equal((await visitor.get('/api/session?partner=plaid')).status, 401);
  });

  it('goes from a session to a balance and, when the bank forgets, to a re-authentication', async () => {
    const visitor = await signedIn();
    const exchange = await linkPlaid(visitor, demo.simulator);
    const bank = { exchangeId: exchange, name: 'Checking', bankAccountType: 'checking' };
    const source = await visitor.post('/api/funding-sources', bank);
    assert.equal(source.status, 201, source.text);
    const path = `/api/funding-sources/${text(source.body, 'id')}/balance`;
    assert.equal(text((await visitor.get(path)).body, 'balance', 'value'), '1100.00');

    assert.equal((await visitor.post('/api/simulator/require-update', { exchange })).status, 204);
    const stale = await visitor.get(path);
    assert.equal(stale.status, 409, stale.text);
    assert.equal((await visitor.get(text(stale.body, 'sessionUrl'))).status, 200);
    await complete(demo.simulator);
    assert.equal((await visitor.get(path)).status, 200);
  });

  it('shows each visitor the webhooks that are about them', async () => {
    const [ada, eve] = [await signedIn(), await signedIn()];
    await eve.get('/api/connections');
    const exchange = await linkPlaid(ada, demo.simulator);
    await ada.post('/api/funding-sources', {
      exchangeId: exchange,
      name: 'Bank',
      bankAccountType: 'checking',
    });
    await ada.post('/api/simulator/require-update', { exchange });
    const webhooks = async (visitor: Visitor): Promise<unknown[]> => {
      const { body } = await visitor.get('/api/dwolla-calls');
      return (at(body, 'calls') as unknown[]).filter((call) => at(call, 'webhook') !== undefined);
    };
    await until(async () => (await webhooks(ada)).length >= 3);
    assert.deepEqual((await webhooks(ada)).map((call) => at(call, 'webhook')).sort(), [
      'customer_exchange_reauth_required',
      'customer_funding_source_added',
      'customer_funding_source_verified',
    ]);
    const asked = (await webhooks(ada)).find((call) => text(call, 'webhook').includes('reauth'));
    assert.equal(text(asked, 'request', 'sessionUrl'), `/api/session?exchange=${exchange}`);
    assert.deepEqual(await webhooks(eve), []);
    const forged = await ada.post('/api/webhooks', { id: '1', topic: 'funding_source_added' });
    assert.equal(forged.status, 401);
  });

  it('makes one customer per visitor, at first use, and switches owners', async () => {
    const { world } = demo.simulator;
    const customers = world.dwolla.customers.size;
    const visitor = await signedIn();
    assert.equal(world.dwolla.customers.size, customers);
    await Promise.all([visitor.get('/api/connections'), visitor.get('/api/connections')]);
    await visitor.get('/api/session?partner=plaid');
    assert.equal(world.dwolla.customers.size, customers + 1);
    await visitor.post('/api/owner', { owner: 'external-party' });
    await visitor.get('/api/session?partner=mx');
    assert.equal(world.sessions().at(-1)?.owner?.type, 'external-party');
    await visitor.post('/api/owner', { owner: 'account' });
    const refused = await visitor.get('/api/session?partner=mx');
    assert.deepEqual([refused.status, at(refused.body, 'code')], [400, 'UnsupportedOwner']);
  });

  it('goes the whole way with the two partners whose URLs the platform creates, for the account', async () => {
    const visitor = await signedIn('account');
    for (const partner of ['flinks', 'mastercard']) {
      const session = await visitor.get(`/api/session?partner=${partner}`);
      const href = text(session.body, '_links', 'external-provider-session', 'href');
      assert.ok(href.startsWith(demo.simulator.partners[partner as 'flinks'].publicOrigin), href);
      const result = (await complete(demo.simulator)) as object;
      const made = await visitor.post('/api/exchanges', { partner, ...result, data: result });
      assert.equal(made.status, 201, made.text);
    }
  });

  it("keeps one visitor's exchanges from another", async () => {
    const [ada, eve] = [await signedIn(), await signedIn()];
    const exchange = await linkPlaid(ada, demo.simulator);
    const bank = { exchangeId: exchange, name: 'Mine', bankAccountType: 'checking' };
    for (const answer of [
      await eve.get(`/api/session?partner=plaid&exchange=${exchange}`),
      await eve.get(`/api/exchanges/${exchange}`),
      await eve.post('/api/funding-sources', bank),
      await eve.post('/api/exchanges', { partner: 'visa', exchangeId: exchange }),
      await eve.post('/api/simulator/require-update', { exchange }),
    ])
      assert.deepEqual([answer.status, at(answer.body, 'code')], [404, 'NotFound']);
  });

  it('comes back from Visa to the page itself, on whichever name it was opened', async () => {
    const visitor = await signedIn();
    const session = await visitor.get('/api/session?partner=visa');
    assert.equal(session.status, 200, session.text);
    assert.equal(demo.simulator.world.sessions().at(-1)?.redirectUrl, `${demo.url}/`);
    const answer = await fetch(`${demo.url.replace('localhost', '127.0.0.1')}/api/session?partner=visa`, {
      headers: { cookie: visitor.cookie ?? '' },
    });
    assert.equal(answer.status, 200);
  });

  it('lets a scenario be chosen, for a partner or for all', async () => {
    const visitor = await signedIn();
    const { world } = demo.simulator;
    assert.equal(
      (await visitor.post('/api/simulator/scenario', { partner: 'mx', scenario: 'slow' })).status,
      204,
    );
    assert.equal(world.scenarioFor('mx'), 'slow');
    assert.equal((await visitor.post('/api/simulator/scenario', { scenario: 'success' })).status, 204);
    assert.equal(world.scenario, 'success');
    await visitor.post('/api/simulator/scenario', { scenario: 'manual' });
    await visitor.post('/api/simulator/scenario', { partner: 'plaid', scenario: 'oauth' });
    await visitor.get('/api/session?partner=plaid');
    assert.equal(world.sessions().at(-1)?.redirectUrl, `${demo.url}/`);
    await visitor.post('/api/simulator/scenario', { partner: 'plaid', scenario: 'manual' });
    await visitor.get('/api/session?partner=plaid');
    assert.equal(world.sessions().at(-1)?.redirectUrl, null);
  });

  it('shows each visitor the calls to Dwolla that were made for them', async () => {
    const [ada, eve] = [await signedIn(), await signedIn()];
    const { accessTokens } = demo.simulator.world.dwolla;
    for (const token of accessTokens.keys()) accessTokens.set(token, 0);
    await ada.get('/api/session?partner=plaid');
    const { body } = await ada.get('/api/dwolla-calls');
    const calls = at(body, 'calls') as { method: string; path: string; status: number }[];
    assert.deepEqual(
      calls
        .slice(-2)
        .map(({ method, path, status }) => `${method} ${path.split('/').at(-2) ?? ''} ${status}`),
      [`POST ${String(demo.simulator.world.sessions().at(-1)?.owner?.id)} 201`, 'GET exchange-sessions 200'],
    );
    assert.ok(calls.every(({ path }) => path !== '/token'));
    const last = Number(at(body, 'last'));
    assert.equal(last, calls.length);
    const later = await ada.get(`/api/dwolla-calls?after=${last}`);
    assert.deepEqual(later.body, { calls: [], last });
    await ada.get('/api/connections');
    const next = await ada.get(`/api/dwolla-calls?after=${last}`);
    assert.match(text(next.body, 'calls', 0, 'path'), /available-exchange-connections$/);
    assert.deepEqual((await eve.get('/api/dwolla-calls')).body, { calls: [], last: 0 });
    assert.equal((await ada.get('/api/dwolla-calls?after=-1')).status, 400);
    assert.equal((await ada.get('/api/dwolla-calls?after=x')).status, 400);
  });

  it('answers bad requests with 4xx and JSON', async () => {
    const visitor = await signedIn();
    const wrong: [Promise<Answer>, number, string][] = [
      [visitor.post('/api/owner', { owner: 'root' }), 400, 'ValidationError'],
      [visitor.post('/api/owner', 'owner=account'), 400, 'InvalidJson'],
      [visitor.post('/api/owner', '{}', { 'content-type': 'text/plain' }), 415, 'UnsupportedMediaType'],
      [visitor.post('/api/owner', { owner: 'x'.repeat(70_000) }), 413, 'PayloadTooLarge'],
      [
        visitor.post('/api/owner', { owner: 'account' }, { 'sec-fetch-site': 'cross-site' }),
        403,
        'CrossSiteRequest',
      ],
      [
        visitor.post('/api/owner', { owner: 'account' }, { origin: 'https://evil.example' }),
        403,
        'CrossSiteRequest',
      ],
      [visitor.post('/api/simulator/scenario', { scenario: 'chaos' }), 400, 'ValidationError'],
      [
        visitor.post('/api/simulator/scenario', { partner: 'paypal', scenario: 'slow' }),
        400,
        'ValidationError',
      ],
      [visitor.post('/api/simulator/require-update', { exchange: 'x' }), 404, 'NotFound'],
      [visitor.post('/api/simulator/nothing', {}), 404, 'NotFound'],
      [visitor.get('/api/nothing'), 404, 'NotFound'],
      [visitor.ask('DELETE', '/api/exchanges'), 405, 'MethodNotAllowed'],
      [visitor.post('/api/exchanges', {}), 400, 'ValidationError'],
      [visitor.post('/api/exchanges', '['), 400, 'InvalidJson'],
      [visitor.get('/api/session?partner=nobody'), 400, 'ValidationError'],
      [visitor.get('/nothing.js'), 404, 'NotFound'],
      [visitor.get('/dist/..%2fpackage.json'), 404, 'NotFound'],
      [visitor.get('/dist/%E0%A4%A'), 404, 'NotFound'],
    ];
    for (const [answer, status, code] of wrong) {
      const { body, text: sent, status: answered } = await answer;
      assert.deepEqual([answered, at(body, 'code')], [status, code], sent);
      assert.match(text(body, 'message'), /\w/);
    }
  });

  it('answers to localhost only, whatever name points at this machine', async () => {
    const { port } = new URL(demo.url);
    const status = await new Promise((resolve, reject) => {
      // fetch() does not let the Host header be chosen.
      const headers = { host: 'rebound.example' };
      httpRequest({ host: '127.0.0.1', port, path: '/api/configuration', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });
    assert.equal(status, 421);
  });

  it('serves the page', async () => {
    const page = await fetch(`${demo.url}/`);
    assert.equal(page.status, 200);
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
    const script = /<script type="module"[^>]* src="([^"]+)"/.exec(await page.text())?.[1];
    const code = await fetch(`${demo.url}${script}`);
    assert.equal(code.status, 200);
    assert.match(code.headers.get('content-type') ?? '', /^text\/javascript/);
  });

  it('lets pages of every origin read the built files', async () => {
    const { headers } = await fetch(`${demo.url}/dist/dwolla-exchange-link.js`);
    assert.equal(headers.get('access-control-allow-origin'), '*');
  });
});

describe('starting the demo', () => {
  it('compiles the page on demand in development', async () => {
    const demo = await startDemo({ port: 0, simulatorPort: 0 });
    try {
      const page = await (await fetch(`${demo.url}/`)).text();
      assert.match(page, /\/@vite\/client/);
      assert.equal((await fetch(`${demo.url}/demo/main.ts`)).status, 200);
    } finally {
      await demo.close();
    }
  });

  it('lets a browser that comes too early wait until it is ready', async () => {
    const port = await freePort();
    const starting = startDemo({ port, simulatorPort: 0 });
    try {
      let started = false;
      void starting.then(() => (started = true));
      let answer: Response | null = null;
      while (answer === null) {
        assert.ok(!started, 'it answered nobody before it was ready');
        const signal = AbortSignal.timeout(20_000);
        answer = await fetch(`http://127.0.0.1:${port}/api/configuration`, { signal }).catch(() => null);
      }
      assert.equal(answer.status, 200);
    } finally {
      await (await starting).close();
    }
  });

  it('says which port is taken, and leaves nothing running', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await assert.rejects(
      startDemo({ port, simulatorPort: 0, mode: 'built' }),
      new RegExp(`Port ${port} is taken`),
    );
    await assert.rejects(
      startDemo({ port: 0, simulatorPort: port, mode: 'built' }),
      new RegExp(String(port)),
    );
    await new Promise((resolve) => other.close(resolve));
  });

  it('takes the simulator’s usual ports if they are free, else others', async () => {
    const [one, two] = [
      await startDemo({ port: 0, mode: 'built' }),
      await startDemo({ port: 0, mode: 'built' }),
    ];
    assert.notEqual(one.simulator.dwollaUrl, two.simulator.dwollaUrl);
    await Promise.all([one.close(), two.close(), two.close()]);
    await assert.rejects(fetch(one.url));
  });

  it('talks to Dwolla itself with keys, offers what they allow, and tells none of them', async () => {
    const keys: DwollaKeys = {
      environment: 'sandbox',
      key: 'key-of-the-test',
      secret: 'secret-of-the-test',
      checkoutPublicKey: 'pk_sbox_test',
      redirectUrl: null,
    };
    const demo = await startDemo({ port: 0, mode: 'built' }, keys);
    try {
      assert.equal(demo.simulator, null);
      const visitor = new Visitor(demo);
      const { body, text: sent } = await visitor.get('/api/configuration');
      assert.deepEqual(body, {
        mode: 'sandbox',
        checkoutPublicKey: 'pk_sbox_test',
        element: null,
        partners: ['plaid', 'mx', 'checkout'],
        owners: ['customer', 'external-party'],
        scenarios: [],
      });
      assert.doesNotMatch(sent, /-of-the-test/);
      assert.equal((await visitor.post('/api/owner', { owner: 'account' })).status, 400);
      assert.equal((await visitor.post('/api/simulator/scenario', { scenario: 'slow' })).status, 404);
    } finally {
      await demo.close();
    }
  });

  it('reads its settings from the environment, and says what is missing', () => {
    assert.deepEqual(readEnvironment({}), { dwolla: null, port: null });
    assert.deepEqual(readEnvironment({ PORT: ' 8080 ', DWOLLA_ENV: '' }), { dwolla: null, port: 8080 });
    const keys = { DWOLLA_ENV: 'production', DWOLLA_KEY: 'k', DWOLLA_SECRET: 's' };
    assert.deepEqual(readEnvironment({ ...keys, CHECKOUT_PUBLIC_KEY: 'pk_1' }).dwolla, {
      environment: 'production',
      key: 'k',
      secret: 's',
      checkoutPublicKey: 'pk_1',
      redirectUrl: null,
    });
    assert.throws(() => readEnvironment({ DWOLLA_KEY: 'k' }), /DWOLLA_ENV and DWOLLA_SECRET must be set/);
    assert.throws(() => readEnvironment({ ...keys, DWOLLA_ENV: 'staging' }), /sandbox/);
    for (const PORT of ['x', '-1', '70000']) assert.throws(() => readEnvironment({ PORT }), /PORT/);
  });
});
