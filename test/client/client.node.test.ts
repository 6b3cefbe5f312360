import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  createExchangeClient,
  ExchangeClientError,
  type ExchangeClaim,
  type ExchangeClient,
} from '../../src/client/index.js';
import type { ExchangeSuccessDetail } from '../../src/element/flow/outcome.js';
import { Backend, pageOrigin } from '../server/backend.js';
import { until } from '../support/until.js';

/** The client of a page, straight at the handler. */
const clientOf = (backend: Backend, as = 'jane'): ExchangeClient =>
  createExchangeClient({
    baseUrl: `${pageOrigin}/api/`,
    headers: () => ({ 'x-user': as }),
    fetch: (url, init) => backend.handler(new Request(url, init)),
  });

/** What `exchange-success` says of a Plaid visit that has gone well. */
async function plaidSuccess(backend: Backend, client: ExchangeClient): Promise<ExchangeClaim> {
  const session = await client.fetchSession(client.sessionUrl({ partner: 'plaid' }), {});
  const { publicToken } = (await backend.complete(await session.json())) as { publicToken: string };
  const detail: ExchangeSuccessDetail = {
    partner: 'plaid',
    publicToken,
    metadata: { institution: null, accounts: [], link_session_id: null },
    reauth: false,
    exchangeRequest: { plaid: { publicToken } },
  };
  // The whole detail is what a page sends.
  return detail;
}

/** What a method rejects with. */
async function errorOf(run: Promise<unknown>): Promise<ExchangeClientError> {
  const error: unknown = await run.then(
    () => assert.fail('It did not reject.'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof ExchangeClientError, String(error));
  return error;
}

interface Sent {
  readonly url: string;
  readonly key: string | null;
}

/** A client whose backend gives these answers, one after the other; the last one for good. */
function scripted(...answers: readonly (Response | Error)[]): { client: ExchangeClient; sent: Sent[] } {
  const sent: Sent[] = [];
  const client = createExchangeClient({
    baseUrl: '/api',
    fetch: (url, init) => {
      sent.push({ url, key: new Headers(init.headers).get('idempotency-key') });
      const answer = answers[Math.min(sent.length, answers.length) - 1];
      return answer instanceof Response ? Promise.resolve(answer.clone()) : Promise.reject(answer!);
    },
  });
  return { client, sent };
}

const refusal = (status: number, body: object, headers = {}): Response =>
  Response.json(body, { status, headers });
const claim = { partner: 'mx', availableConnectionToken: 'token' } as const;
const made = (): Response => Response.json({ id: 'ex-1', partner: 'mx' }, { status: 201 });

describe('the client against the kit', () => {
  test('goes from a session to a balance', () =>
    Backend.with({}, async (backend) => {
      const client = clientOf(backend);
      const exchange = await client.createExchange(await plaidSuccess(backend, client));
      assert.equal(exchange.partner, 'plaid');
      const { id, status } = await client.getExchange(exchange.id);
      assert.deepEqual([id, status], [exchange.id, 'active']);
      const listed = await client.listExchanges();
      assert.deepEqual(
        listed.map(({ id, partner }) => [id, partner]),
        [[exchange.id, 'plaid']],
      );
      assert.ok(Date.parse(listed[0]?.created ?? '') > 0);
      const source = await client.createFundingSource({
        exchangeId: exchange.id,
        name: 'My bank',
        bankAccountType: 'checking',
      });
      assert.equal(source.name, 'My bank');
      assert.deepEqual(await client.getFundingSource(source.id), source);
      const balance = await client.getBalance(source.id);
      assert.equal(balance.fundingSourceId, source.id);
      assert.ok(balance.balance);
    }));

  test('lists what MX has shared, and makes an exchange of one of them', () =>
    Backend.with({}, async (backend) => {
      const client = clientOf(backend);
      const session = await client.fetchSession(client.sessionUrl({ partner: 'mx' }), {});
      await backend.complete(await session.json());
      const [connection] = await client.listConnections();
      assert.ok(connection?.name);
      const { availableConnectionToken } = connection;
      const exchange = await client.createExchange({ partner: 'mx', availableConnectionToken });
      assert.equal(exchange.partner, 'mx');
    }));

  test('says where the bank wants a new login', () =>
    Backend.with({}, async (backend) => {
      const client = clientOf(backend);
      const { id: exchangeId } = await client.createExchange(await plaidSuccess(backend, client));
      const { id } = await client.createFundingSource({
        exchangeId,
        name: 'My bank',
        bankAccountType: 'checking',
      });
      await backend.dwolla.control('PATCH', `/exchanges/${exchangeId}`, { needsUpdate: true });
      const error = await errorOf(client.getBalance(id));
      assert.deepEqual([error.status, error.code, error.exchangeId], [409, 'UpdateCredentials', exchangeId]);
      assert.equal(
        new URL(error.sessionUrl!, pageOrigin).href,
        client.sessionUrl({ partner: 'plaid', exchangeId }),
      );
      assert.equal(error.id, undefined);
    }));

  test('names the wrong fields', () =>
    Backend.with({}, async (backend) => {
      const wrong = { exchangeId: 'no uuid', name: '', bankAccountType: 'checking' } as const;
      const error = await errorOf(clientOf(backend).createFundingSource(wrong));
      assert.deepEqual([error.status, error.code], [400, 'ValidationError']);
      assert.deepEqual(
        error.errors.map(({ path }) => path),
        ['/exchangeId', '/name'],
      );
      assert.ok(error.errors.every(({ code, message }) => code && message));
    }));

  test('names the funding source that is there already', () =>
    Backend.with({}, async (backend) => {
      const client = clientOf(backend);
      const { id: exchangeId } = await client.createExchange(await plaidSuccess(backend, client));
      const id = '11111111-2222-4333-8444-555555555555';
      await backend.plan({
        method: 'POST',
        path: '/customers/*',
        status: 409,
        body: { code: 'DuplicateResource', message: `Bank already exists: id=${id}` },
      });
      const error = await errorOf(
        client.createFundingSource({ exchangeId, name: 'My bank', bankAccountType: 'savings' }),
      );
      assert.deepEqual([error.code, error.id, error.fundingSourceId], ['DuplicateResource', id, id]);
    }));
});

describe('the tries of a request', () => {
  for (const [what, first] of [
    ['a network failure', new TypeError('Failed to fetch')],
    ['502', refusal(502, { code: 'DwollaUnreachable', message: 'Later.' })],
    ['503', refusal(503, {})],
    ['504', new Response('<html>', { status: 504 })],
  ] as const)
    test(`go on after ${what}, under the same key`, async () => {
      const { client, sent } = scripted(first, first, made());
      assert.deepEqual(await client.createExchange(claim), { id: 'ex-1', partner: 'mx' });
      assert.equal(sent.length, 3);
      assert.match(sent[0]!.key!, /^[\w.:-]{8,128}$/);
      assert.equal(new Set(sent.map(({ key }) => key)).size, 1);
    });

  test('are three in all', async () => {
    const { client, sent } = scripted(new TypeError('Failed to fetch'));
    const error = await errorOf(client.createExchange(claim));
    assert.deepEqual([error.status, error.code, sent.length], [0, 'NetworkError', 3]);
  });

  for (const status of [400, 401, 404, 409, 429, 500])
    test(`end with ${status}`, async () => {
      const { client, sent } = scripted(refusal(status, { code: 'Code', message: 'Sentence.' }), made());
      const error = await errorOf(client.createExchange(claim));
      assert.deepEqual([error.status, error.code, error.message], [status, 'Code', 'Sentence.']);
      assert.equal(sent.length, 1);
    });

  test('wait as long as the backend says, and not for minutes', async () => {
    const late = scripted(refusal(503, {}, { 'retry-after': '1' }), made());
    const before = performance.now();
    await late.client.createExchange(claim);
    assert.ok(performance.now() - before >= 990);
    const never = scripted(refusal(503, {}, { 'retry-after': '600' }), made());
    const error = await errorOf(never.client.createExchange(claim));
    assert.deepEqual([error.retryAfter, never.sent.length], [600, 1]);
  });

  test('end with the signal, in its own words', async () => {
    const controller = new AbortController();
    const { client, sent } = scripted(new TypeError('Failed to fetch'));
    const asked = client.createExchange(claim, { signal: controller.signal });
    // The first try has failed by now, and the client waits for the next.
    await until(() => sent.length === 1);
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort(new Error('gone'));
    await assert.rejects(asked, /^Error: gone$/);
    assert.equal(sent.length, 1);
  });
});

test('a key of the page is taken as it is; every call has one of its own; reads have none', async () => {
  const { client, sent } = scripted(made());
  await client.createExchange(claim, { idempotencyKey: 'mine-12345' });
  await client.createExchange(claim);
  await client.createExchange(claim);
  await client.getExchange('a/b');
  assert.equal(sent[0]!.key, 'mine-12345');
  assert.notEqual(sent[1]!.key, sent[2]!.key);
  assert.deepEqual(sent[3], { url: '/api/exchanges/a%2Fb', key: null });
});

test('a key is made where there is no crypto.randomUUID', async () => {
  Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true });
  const { client, sent } = scripted(made());
  await client.createExchange(claim).finally(() => Reflect.deleteProperty(crypto, 'randomUUID'));
  assert.equal(typeof crypto.randomUUID, 'function');
  assert.match(sent[0]!.key!, /^[\w.:-]{8,128}$/);
});

test('what is not the kit’s answer is an error, and so is an answer that only inherits its id', async () => {
  for (const body of ['<html>', '"text"', '[]', '{}', '{"id":""}', '{"id":5}']) {
    const error = await errorOf(scripted(new Response(body)).client.createExchange(claim));
    assert.equal(error.code, 'UnexpectedAnswer', body);
  }
  Object.defineProperty(Object.prototype, 'id', {
    value: 'inherited',
    configurable: true,
    writable: true,
  });
  try {
    const error = await errorOf(scripted(new Response('{}')).client.getExchange('ex-1'));
    assert.equal(error.code, 'UnexpectedAnswer');
  } finally {
    Reflect.deleteProperty(Object.prototype, 'id');
  }
});

test('no token is in an error', async () => {
  const secret = 'secret-token-1';
  const failing = createExchangeClient({
    baseUrl: '/api',
    fetch: (url, init) => Promise.reject(new TypeError(`${url} ${JSON.stringify(init)}`)),
  });
  const error = await errorOf(failing.createExchange({ partner: 'mx', availableConnectionToken: secret }));
  assert.ok(!`${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`.includes(secret));
});

test('a session URL has what it is for', () => {
  const { sessionUrl } = createExchangeClient({ baseUrl: '/api/' });
  assert.equal(sessionUrl({ partner: 'mx' }), '/api/session?partner=mx');
  assert.equal(sessionUrl({ exchangeId: 'ex-1' }), '/api/session?exchange=ex-1');
  assert.equal(
    sessionUrl({ partner: 'visa', exchangeId: 'ex-1' }),
    '/api/session?partner=visa&exchange=ex-1',
  );
});
