import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createExchangeHandler, ExchangeHandlerError } from '../../src/server/index.js';
import { bodyLimit } from '../../src/server/request-input.js';
import { at, text } from '../simulator/api-client.js';
import { assertError, Backend } from './backend.js';

const plaid = { partner: 'plaid' };
/** Every route, with its method. */
const oneSource = `/api/funding-sources/${crypto.randomUUID()}`;
const routes: readonly (readonly [string, string])[] = [
  ['GET', '/api/session?partner=plaid'],
  ['POST', '/api/sessions'],
  ['GET', '/api/sessions/x.y'],
  ['GET', '/api/exchanges'],
  ['POST', '/api/exchanges'],
  ['GET', `/api/exchanges/${crypto.randomUUID()}`],
  ['GET', '/api/connections'],
  ['GET', '/api/funding-sources'],
  ['POST', '/api/funding-sources'],
  ['GET', oneSource],
  ['POST', oneSource],
  ['GET', `${oneSource}/balance`],
];

describe('requests of other sites', () => {
  it('are refused on every route, and nothing goes to Dwolla', () =>
    Backend.with({}, async (backend) => {
      const foreign: Record<string, string>[] = [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site', origin: 'https://evil.shop.example' },
        { 'sec-fetch-site': 'cross-site', origin: 'https://shop.example' },
        { 'sec-fetch-site': 'something new' },
        { 'sec-fetch-site': 'cross-site', origin: 'null' },
      ];
      for (const [method, path] of routes)
        for (const headers of foreign) {
          const answer = await backend.ask(method, path, {
            headers,
            ...(method === 'POST' ? { body: plaid } : {}),
          });
          assertError(answer, 403, 'CrossSiteRequest');
          assert.equal(answer.headers.get('access-control-allow-origin'), null);
        }
      assert.equal(backend.sent.length, 0);
    }));

  it('are known by their Origin where a browser sends no Sec-Fetch-Site', () =>
    Backend.with({}, async ({ handler }) => {
      const ask = (headers: Record<string, string>): Promise<Response> =>
        handler(
          new Request('https://shop.example/api/session?partner=plaid', {
            headers: { 'x-user': 'jane', ...headers },
          }),
        );
      assert.equal((await ask({ origin: 'https://evil.example' })).status, 403);
      assert.equal((await ask({ origin: 'null' })).status, 403);
      assert.equal((await ask({ origin: 'http://shop.example' })).status, 403);
      assert.equal((await ask({ origin: 'https://shop.example' })).status, 200);
      assert.equal((await ask({})).status, 200);
    }));

  it('are known behind a proxy that ends TLS, where request.url has another origin, by the option', () =>
    Backend.with({ origin: 'https://shop.example' }, async ({ handler }) => {
      const ask = (origin: string): Promise<Response> =>
        handler(
          new Request('http://localhost:3000/api/session?partner=plaid', {
            headers: { 'x-user': 'jane', origin },
          }),
        );
      assert.equal((await ask('https://shop.example')).status, 200);
      assert.equal((await ask('http://localhost:3000')).status, 403);
      assert.equal((await ask('https://evil.example')).status, 403);
    }));

  it('get through, with CORS, from origins that the host allows', () =>
    Backend.with({ allowedOrigins: ['https://app.example'] }, async (backend) => {
      const origin = 'https://app.example';
      const headers = { origin, 'sec-fetch-site': 'cross-site' };
      const answer = await backend.post('/api/sessions', plaid, { headers });
      assert.equal(answer.status, 201, answer.text);
      assert.equal(answer.headers.get('access-control-allow-origin'), origin);
      assert.equal(answer.headers.get('access-control-allow-credentials'), 'true');
      assert.match(answer.headers.get('access-control-expose-headers') ?? '', /location/);
      assert.match(answer.headers.get('vary') ?? '', /origin/i);

      const refused = await backend.post('/api/sessions', plaid, { headers, as: null });
      assertError(refused, 401, 'Unauthorized');
      assert.equal(refused.headers.get('access-control-allow-origin'), origin);

      const other = await backend.get('/api/session?partner=plaid', {
        headers: { ...headers, origin: 'https://app.example.evil.test' },
      });
      assertError(other, 403, 'CrossSiteRequest');
      assert.match(other.headers.get('vary') ?? '', /origin/i);
    }));

  it('may be asked for beforehand (preflight) from those origins only', () =>
    Backend.with({ allowedOrigins: ['https://app.example'] }, async (backend) => {
      const preflight = (origin: string, path = '/api/exchanges'): Promise<Response> =>
        backend.handler(
          new Request(`https://shop.example${path}`, {
            method: 'OPTIONS',
            headers: {
              origin,
              'sec-fetch-site': 'cross-site',
              'access-control-request-method': 'POST',
              'access-control-request-headers': 'content-type,idempotency-key',
            },
          }),
        );
      const answer = await preflight('https://app.example');
      assert.equal(answer.status, 204);
      assert.equal(answer.headers.get('access-control-allow-origin'), 'https://app.example');
      assert.equal(answer.headers.get('access-control-allow-methods'), 'GET, POST');
      assert.equal(answer.headers.get('access-control-allow-headers'), 'content-type,idempotency-key');
      assert.equal((await preflight('https://evil.example')).status, 403);
      assert.equal((await preflight('https://app.example', '/api/nothing')).status, 404);
    }));
});

describe('requests that make no sense', () => {
  it('get 401 on every route without a login', () =>
    Backend.with({}, async (backend) => {
      for (const [method, path] of routes)
        assertError(await backend.ask(method, path, { as: null }), 401, 'Unauthorized');
      assert.equal(backend.sent.length, 0);
    }));

  it('get 404 for unknown routes', () =>
    Backend.with({}, async (backend) => {
      const paths = [
        '/',
        '/api',
        '/api/',
        '/session?partner=plaid',
        '/api/sessions//',
        '/api/session/x',
        '/apix/session',
        '/api/__proto__',
        '/api/constructor',
        '/api/funding-sources/a/b',
        '/api/sessions/%E0%A4%A',
      ];
      for (const path of paths) assertError(await backend.get(path), 404, 'NotFound');
    }));

  it('get 405 with Allow for the wrong method', () =>
    Backend.with({}, async (backend) => {
      for (const [, path] of routes) {
        const answer = await backend.ask('DELETE', path);
        assertError(answer, 405, 'MethodNotAllowed');
        const right = new Set(routes.filter((route) => route[1] === path).map(([method]) => method));
        assert.deepEqual(new Set(answer.headers.get('allow')?.split(', ')), right, path);
      }
      assertError(await backend.ask('OPTIONS', '/api/exchanges'), 405, 'MethodNotAllowed');
    }));

  it('get 415 for anything but JSON, a form above all', () =>
    Backend.with({}, async (backend) => {
      for (const type of [
        'application/x-www-form-urlencoded',
        'text/plain',
        'multipart/form-data',
        'application/jsonp',
      ])
        assertError(
          await backend.post('/api/sessions', JSON.stringify(plaid), { headers: { 'content-type': type } }),
          415,
          'UnsupportedMediaType',
        );
      for (const type of [
        'application/json',
        'application/json; charset=utf-8',
        'application/vnd.dwolla.v1.hal+json',
      ])
        assert.equal(
          (await backend.post('/api/sessions', plaid, { headers: { 'content-type': type } })).status,
          201,
        );
    }));

  it('get 400 for broken JSON', () =>
    Backend.with({}, async (backend) => {
      for (const body of ['', '{', '{"partner":', 'undefined', '\u0000'])
        assertError(await backend.post('/api/exchanges', body), 400, 'InvalidJson');
    }));

  it('get 413 over 64 KiB, whether or not they say their length', () =>
    Backend.with({}, async (backend) => {
      const padded = (length: number): string =>
        JSON.stringify({ ...plaid, padding: '' }).replace('""', `"${'x'.repeat(length - 32)}"`);
      assert.equal(padded(bodyLimit).length, bodyLimit);
      assert.equal((await backend.post('/api/sessions', padded(bodyLimit))).status, 201);
      assertError(await backend.post('/api/sessions', padded(bodyLimit + 1)), 413, 'PayloadTooLarge');
      const lying = { headers: { 'content-length': String(bodyLimit + 1) } };
      assertError(await backend.post('/api/sessions', plaid, lying), 413, 'PayloadTooLarge');

      let pulled = 0;
      const endless = new ReadableStream({
        pull: (controller) => {
          pulled += 1;
          controller.enqueue(new Uint8Array(1024).fill(32));
        },
      });
      // undici asks for `duplex` with a stream; TypeScript's DOM types do not know it.
      const init = {
        method: 'POST',
        body: endless,
        duplex: 'half',
        headers: { 'x-user': 'jane', 'content-type': 'application/json' },
      };
      const answer = await backend.handler(new Request('https://shop.example/api/sessions', init));
      assert.equal(answer.status, 413);
      assert.ok(pulled < 100, `${pulled} KiB were read`);
    }));
});

describe("the host's own mistakes", () => {
  it('are named when the handler is made', () => {
    const good = { key: 'k', secret: 's', environment: 'sandbox', authorize: () => null } as const;
    assert.equal(typeof createExchangeHandler(good), 'function');
    const wrong: [object, RegExp][] = [
      [{ key: '' }, /key/],
      [{ secret: undefined }, /secret/],
      [{ environment: 'staging' }, /environment/],
      [{ environment: undefined }, /which Dwolla/],
      [{ serverUrl: 'ftp://x' }, /serverUrl/],
      [{ authorize: undefined }, /authorize/],
      [{ basePath: 'api' }, /basePath/],
      [{ allowedOrigins: ['https://app.example/'] }, /allowedOrigins/],
      [{ allowedOrigins: ['*'] }, /allowedOrigins/],
      [{ origin: 'https://shop.example/' }, /origin/],
      [{ origin: 'shop.example' }, /origin/],
      [{ origin: 'wss://shop.example' }, /origin/],
      [{ origin: 'null' }, /origin/],
      [{ exchangePartners: { visa: 'x' } }, /exchangePartners/],
      [{ timeout: 0 }, /timeout/],
    ];
    for (const [change, message] of wrong)
      assert.throws(
        // The wrong types are the point.
        () => createExchangeHandler({ ...good, ...change }),
        (error) => error instanceof TypeError && message.test(error.message),
      );
  });

  it('answer 500 without a detail, and pass everything to onError', async () => {
    const answers: unknown[] = [
      { customerId: 'https://api.dwolla.com/customers/1' },
      { customerId: crypto.randomUUID(), externalPartyId: crypto.randomUUID() },
      { account: false },
      {},
      'jane',
    ];
    for (const owner of answers)
      // The wrong types are the point.
      await Backend.with({ authorize: () => owner as null }, async (backend) => {
        assertError(await backend.get('/api/session?partner=plaid'), 500, 'Misconfigured', /^This backend/);
        assert.match(backend.errors[0]?.message ?? '', /authorize\(\) must answer/);
        assert.equal(backend.sent.length, 0);
      });
    const suspended = new ExchangeHandlerError(403, 'Suspended', 'This login is suspended.');
    await Backend.with({ authorize: () => Promise.reject(suspended) }, async (backend) => {
      assertError(await backend.get('/api/session?partner=plaid'), 403, 'Suspended', /is suspended/);
    });
    const failing = { authorize: () => Promise.reject(new Error('session store is down at db-7')) };
    await Backend.with(failing, async (backend) => {
      const answer = await backend.get('/api/session?partner=plaid');
      assertError(answer, 500, 'Misconfigured');
      assert.doesNotMatch(answer.text, /db-7/);
      assert.match(String(backend.errors[0]?.cause), /db-7/);
    });
  });

  it('do not spread: a failing onError and a failing redirect function still get an answer', () =>
    Backend.with(
      {
        redirectUrl: () => Promise.reject(new Error('no config at /srv/x')),
        onError: () => {
          throw new Error('log is full');
        },
      },
      async (backend) => {
        const answer = await backend.get('/api/session?partner=visa');
        assertError(answer, 500, 'Misconfigured');
        assert.doesNotMatch(answer.text, /srv/);
      },
    ));

  it('leave keys of another Dwolla a 502', () =>
    Backend.with({ secret: 'not-the-secret' } as object, async (backend) => {
      assertError(await backend.get('/api/session?partner=plaid'), 502, 'DwollaUnauthorized', /key, secret/);
      assert.equal(backend.errors[0]?.code, 'DwollaUnauthorized');
    }));
});

describe('the way to Dwolla', () => {
  it('shares one token between requests, and between owners of every kind', () =>
    Backend.with({}, async (backend) => {
      await Promise.all([
        backend.get('/api/session?partner=plaid'),
        backend.get('/api/session?partner=mx', { as: 'pat' }),
        backend.get('/api/connections'),
      ]);
      assert.equal(backend.sentTo('POST', '/token').length, 1);
      assert.equal(backend.sentTo('GET', '/exchange-partners').length, 1);
    }));

  it('fetches a new token once when Dwolla has ended the old one', () =>
    Backend.with({}, async (backend) => {
      await backend.get('/api/connections');
      await backend.dwolla.control('POST', '/access-tokens/expire');
      const session = await backend.get('/api/session?partner=plaid');
      assert.equal(session.status, 200, session.text);
      assert.equal(backend.sentTo('POST', '/token').length, 2);
      assert.equal(backend.simulator.world.sessions().length, 1);
    }));

  it('does not go round in circles when every token is refused', () =>
    Backend.with({}, async (backend) => {
      const body = { code: 'InvalidAccessToken', message: 'Invalid access token.' };
      await backend.plan({ method: 'GET', path: '/exchange-partners', status: 401, body, times: 9 });
      assertError(await backend.get('/api/session?partner=plaid'), 502, 'DwollaUnauthorized');
      assert.equal(backend.sentTo('GET', '/exchange-partners').length, 2);
      assert.equal(backend.sentTo('POST', '/token').length, 2);
    }));

  it('fetches a token anew before its end', async () => {
    let time = 1_000_000;
    const now = Date.now;
    Date.now = () => time;
    try {
      await Backend.with(
        {},
        async (backend) => {
          await backend.get('/api/connections');
          time += 3_539_000;
          await backend.get('/api/connections');
          assert.equal(backend.sentTo('POST', '/token').length, 1);
          time += 2_000;
          await backend.get('/api/connections');
          assert.equal(backend.sentTo('POST', '/token').length, 2);
        },
        { now: () => time },
      );
    } finally {
      Date.now = now;
    }
  });

  it('answers 502 when Dwolla is down, after one more try of what is safe', async () => {
    let calls = 0;
    const down = { fetch: () => Promise.reject(new TypeError(`fetch failed ${(calls += 1)}`)) };
    await Backend.with(down, async (backend) => {
      assertError(await backend.get('/api/session?partner=plaid'), 502, 'DwollaUnreachable');
      assert.equal(calls, 1); // The token's own fetch is a POST without a key.
      assert.equal(backend.errors[0]?.code, 'DwollaUnreachable');
    });
  });

  it('repeats reads after a broken connection or a passing fault, three times', () =>
    Backend.with({}, async (backend) => {
      await backend.plan({ method: 'GET', path: '/exchange-partners', status: 503 });
      assert.equal((await backend.get('/api/session?partner=plaid')).status, 200);
      const customer = String(at(backend.users.get('jane'), 'customerId'));
      const path = `/customers/${customer}/available-exchange-connections`;
      await backend.plan({ method: 'GET', path, status: 503, times: 4 });
      assertError(await backend.get('/api/connections'), 502, 'DwollaUnavailable');
      assert.equal(backend.sentTo('GET', path).length, 4);
    }));

  it('repeats a create after a broken connection under the same Idempotency-Key, and never after an answer', async () => {
    let broken = 0;
    const keys: (string | null)[] = [];
    const flaky = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
      const answer = await fetch(input, init);
      if (!new Request(input, init).url.endsWith('/exchange-sessions')) return answer;
      keys.push(new Headers(init?.headers).get('idempotency-key'));
      if (broken > 0) return answer;
      broken += 1;
      throw new TypeError('fetch failed');
    };
    await Backend.with({ fetch: flaky }, async (backend) => {
      const session = await backend.get('/api/session?partner=plaid');
      assert.equal(session.status, 200, session.text);
      assert.equal(backend.simulator.world.sessions().length, 1);
      assert.equal(keys.length, 2);
      assert.equal(keys[0], keys[1]);

      const customer = String(at(backend.users.get('jane'), 'customerId'));
      await backend.plan({ method: 'POST', path: `/customers/${customer}/exchange-sessions`, status: 503 });
      assertError(await backend.get('/api/session?partner=plaid'), 502, 'DwollaUnavailable');
      assert.equal(keys.length, 3);
    });
  });

  it('gives up after the timeout, without a second try', async () => {
    const asked: string[] = [];
    const silent = (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
      const { url } = new Request(input);
      asked.push(new URL(url).pathname);
      if (url.endsWith('/token'))
        return Promise.resolve(Response.json({ access_token: 'token', expires_in: 3600 }));
      return new Promise((_, reject) => {
        init?.signal?.addEventListener('abort', () => {
          reject(init.signal?.reason as Error);
        });
      });
    };
    await Backend.with({ fetch: silent, timeout: 200 }, async (backend) => {
      assertError(await backend.get('/api/session?partner=plaid'), 504, 'DwollaTimeout');
    });
    assert.deepEqual(asked, ['/token', '/exchange-partners']);
  });

  it('does not follow redirects, and survives answers that are not JSON', () =>
    Backend.with({}, async (backend) => {
      await backend.plan({ method: 'GET', path: '/exchange-partners', status: 302 });
      assertError(await backend.get('/api/session?partner=plaid'), 502, 'DwollaRefused');
      await backend.plan({ method: 'GET', path: '/exchange-partners', status: 200, body: 'a page' });
      assertError(await backend.get('/api/session?partner=plaid'), 502, 'UnexpectedDwollaAnswer');
      await backend.plan({
        method: 'GET',
        path: '/exchange-sessions/*',
        status: 200,
        body: { created: 'x' },
      });
      assertError(await backend.get('/api/session?partner=plaid'), 502, 'UnexpectedDwollaAnswer');
    }));

  it('shows no token of a partner when the answer is not understood', () =>
    Backend.with({}, async (backend) => {
      const body = { created: 'not a date', externalProviderSessionToken: 'link-sandbox-do-not-log' };
      await backend.plan({ method: 'GET', path: '/exchange-sessions/*', status: 200, body });
      const answer = await backend.get('/api/session?partner=plaid');
      assertError(answer, 502, 'UnexpectedDwollaAnswer');
      const logged = backend.errors
        .map((error) => `${error.stack ?? ''} ${JSON.stringify(error)} ${String(error.cause)}`)
        .join();
      assert.doesNotMatch(answer.text + logged, /do-not-log/);
      assert.equal(text(answer.body, 'code'), backend.errors[0]?.code);
    }));
});
