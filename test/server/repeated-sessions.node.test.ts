import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UnfinishedSessions } from '../../src/server/unfinished-sessions.js';
import { text } from '../simulator/api-client.js';
import { until } from '../support/until.js';
import type { Asking } from './backend.js';
import { assertError, Backend, redirectUrl } from './backend.js';

const plaid = '/api/session?partner=plaid';
const isCreate = ({ method, url }: Request): boolean =>
  method === 'POST' && url.endsWith('/exchange-sessions');
const isRead = ({ method, url }: Request): boolean => method === 'GET' && url.includes('/exchange-sessions/');

/** Runs a test with a way to Dwolla that does something else for a number of requests. */
function withWay(
  test: (backend: Backend, way: { next: ((request: Request) => Promise<Response>)[] }) => Promise<void>,
  applies: (request: Request) => boolean,
): Promise<void> {
  const way: { next: ((request: Request) => Promise<Response>)[] } = { next: [] };
  const send: typeof fetch = (input, init) => {
    const request = new Request(input, init);
    const turn = applies(request) ? way.next.shift() : undefined;
    return turn === undefined ? fetch(request) : turn(request);
  };
  return Backend.with({ fetch: send }, (backend) => test(backend, way));
}

/** Dwolla works on the request, and its answer never arrives. */
const answerLost = async (request: Request): Promise<Response> => {
  await fetch(request);
  throw new TypeError('connection reset');
};
const refuse = (status: number) => () => Promise.resolve(Response.json({ code: 'X' }, { status }));

const sessionsOf = (backend: Backend): number => backend.simulator.world.sessions().length;
const tokenOf = async (backend: Backend, path = plaid, asking: Asking = {}): Promise<string> => {
  const answer = await backend.get(path, asking);
  assert.equal(answer.status, 200, answer.text);
  return text(answer.body, 'externalProviderSessionToken');
};

describe('a session that could not be delivered', () => {
  it('is what the repetition gets: one session at Dwolla, however often reading it fails', () =>
    withWay(async (backend, way) => {
      for (let time = 0; time < 2; time += 1) {
        way.next = [refuse(500)];
        assertError(await backend.get(plaid), 502, 'X');
      }
      const token = await tokenOf(backend);
      assert.equal(sessionsOf(backend), 1);
      // What was delivered is nobody else's, and no next attempt's.
      assert.notEqual(await tokenOf(backend), token);
      assert.equal(sessionsOf(backend), 2);
    }, isRead));

  it('is asked for again under the same key, where nobody knows whether it was made', () =>
    withWay(async (backend, way) => {
      way.next = [answerLost, answerLost];
      assertError(await backend.get(plaid), 502, 'DwollaUnreachable');
      await tokenOf(backend);
      assert.equal(sessionsOf(backend), 1);
    }, isCreate));

  it('is asked for under a new key after a refusal', () =>
    withWay(async (backend, way) => {
      const keys: (string | null)[] = [];
      const turn = (request: Request): Promise<Response> => {
        keys.push(request.headers.get('idempotency-key'));
        return refuse(403)();
      };
      way.next = [turn, turn];
      for (let time = 0; time < 2; time += 1) assertError(await backend.get(plaid), 403, 'X');
      assert.equal(new Set(keys).size, 2);
    }, isCreate));

  it('is 503 with Retry-After, never 409, while Dwolla is still at work on it', () =>
    withWay(async (backend, way) => {
      way.next = [refuse(500), refuse(409)];
      assertError(await backend.get(plaid), 502, 'X');
      const busy = await backend.get(plaid);
      assertError(busy, 503, 'DwollaUnavailable');
      assert.equal(busy.headers.get('retry-after'), '2');
      await tokenOf(backend);
      // A 409 to a first request is Dwolla's own answer.
      way.next = [refuse(409)];
      assertError(await backend.get(plaid), 409, 'X');
    }, isCreate));

  it('goes to the same owner only, for the same partner, exchange and redirect URL', () =>
    withWay(async (backend, way) => {
      const exchange = await backend.linkPlaid();
      const made = sessionsOf(backend);
      way.next = [refuse(500)];
      assertError(await backend.get(plaid), 502, 'X');
      await backend.get(plaid, { as: 'john' });
      await backend.get('/api/session?partner=mx');
      await backend.get(`/api/session?exchange=${exchange}`);
      assert.equal(sessionsOf(backend), made + 4);
      await tokenOf(backend);
      assert.equal(sessionsOf(backend), made + 4);
    }, isRead));

  it('is not shared by two repetitions at once', () =>
    withWay(async (backend, way) => {
      way.next = [refuse(500)];
      assertError(await backend.get(plaid), 502, 'X');
      const [one, other] = await Promise.all([tokenOf(backend), tokenOf(backend)]);
      assert.notEqual(one, other);
      assert.equal(sessionsOf(backend), 2);
    }, isRead));

  it('is kept for the repetition when the browser has gone before the answer', (context) => {
    const keep = context.mock.method(UnfinishedSessions.prototype, 'keep');
    const browser = new AbortController();
    return withWay(async (backend, way) => {
      way.next = [
        async (request) => {
          const answer = await fetch(request.url, { headers: request.headers });
          browser.abort();
          return answer;
        },
      ];
      const gone = new Request(`https://shop.example${plaid}`, {
        headers: { 'x-user': 'jane', 'sec-fetch-site': 'same-origin' },
        signal: browser.signal,
      });
      assert.equal((await backend.handler(gone)).status, 499);
      await until(() => keep.mock.callCount() > 0);
      await tokenOf(backend);
      assert.equal(sessionsOf(backend), 1);
    }, isRead);
  });

  it('leaves a request with a key of its own alone', () =>
    withWay(async (backend, way) => {
      const asking = { headers: { 'idempotency-key': 'attempt-0001' } };
      way.next = [refuse(500)];
      assertError(await backend.get(plaid, asking), 502, 'X');
      const token = await tokenOf(backend, plaid, asking);
      assert.equal(sessionsOf(backend), 1);
      assert.equal(await tokenOf(backend, plaid, asking), token);
    }, isRead));

  it('is distinguished by the redirect URL', () => {
    const urls = [redirectUrl, 'https://shop.example/other', redirectUrl];
    let isFirst = true;
    return Backend.with(
      {
        redirectUrl: () => urls.shift(),
        fetch: (input, init) => {
          const request = new Request(input, init);
          if (!isRead(request) || !isFirst) return fetch(request);
          isFirst = false;
          return refuse(500)();
        },
      },
      async (backend) => {
        const visa = '/api/session?partner=visa';
        assert.equal((await backend.get(visa)).status, 502);
        assert.equal((await backend.get(visa)).status, 200);
        assert.equal((await backend.get(visa)).status, 200);
        assert.deepEqual(
          backend.simulator.world.sessions().map((session) => session.redirectUrl),
          [redirectUrl, 'https://shop.example/other'],
        );
      },
      { redirectUrls: [redirectUrl, 'https://shop.example/other'] },
    );
  });
});

describe('what is kept of sessions', () => {
  it('lasts a minute, in bounded memory', (context) => {
    context.mock.timers.enable({ apis: ['Date'] });
    const kept = new UnfinishedSessions();
    const fail = (name: string) => {
      const session = kept.take(name);
      kept.keep(name, session);
      return session.idempotencyKey;
    };
    const first = fail('a');
    context.mock.timers.tick(59_000);
    assert.equal(fail('a'), first);
    context.mock.timers.tick(2000);
    assert.notEqual(fail('a'), first);

    const early = fail('early');
    const others = Array.from({ length: 1000 }, (_, other) => fail(`${other}`));
    assert.notEqual(kept.take('early').idempotencyKey, early);
    assert.equal(kept.take('999').idempotencyKey, others[999]);
  });
});
