import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import type { ExchangeHandlerSettings } from '../../src/server/index.js';
import { createExchangeHandler, ExchangeHandlerError } from '../../src/server/index.js';
import { at, text } from '../simulator/api-client.js';
import { until } from '../support/until.js';

/** What real pages, proxies and answers of Dwolla did to backends: each with what is right. */

const id = '0b7a9b5e-3c4f-4a6e-8a4c-6f0d6c1f2a11';
const customerId = 'e358a488-6699-4d79-bbfb-c5bf58100ea4';
const canary = 'link-production-canary';
const dwolla = 'https://api.dwolla.com';

/** Dwolla as it answers when all is well. */
function goodAnswer(request: Request): Response {
  const { pathname } = new URL(request.url);
  if (pathname.endsWith('/token')) return Response.json({ access_token: 'access', expires_in: 3600 });
  if (request.method === 'POST')
    return new Response('', { status: 201, headers: { location: `${dwolla}/things/${id}` } });
  if (pathname.endsWith('/exchange-partners'))
    return Response.json({
      _embedded: {
        'exchange-partners': ['Plaid', 'Visa', 'Flinks'].map((name) => ({
          id,
          name,
          _links: { self: { href: `${dwolla}/exchange-partners/${id}` } },
        })),
      },
    });
  return Response.json({
    id,
    status: 'active',
    type: 'bank',
    name: 'Bank',
    externalProviderSessionToken: 'link-x',
    _links: {
      'exchange-partner': { href: `${dwolla}/exchange-partners/${id}` },
      customer: { href: `${dwolla}/customers/${customerId}` },
    },
  });
}

type Ask = (method: string, path: string, init?: RequestInit) => Promise<Asked>;
interface Asked {
  readonly status: number;
  readonly text: string;
  readonly body: unknown;
  readonly headers: Headers;
}

/** A handler before a Dwolla that answers something else where `odd` does. */
function backend(
  settings: Partial<ExchangeHandlerSettings & { serverUrl: string; environment: 'production' }> = {},
  odd: (request: Request) => Response | Promise<Response> | undefined = () => undefined,
  hasOnError = true,
): {
  ask: Ask;
  errors: ExchangeHandlerError[];
  sent: Request[];
  handler: (request: Request) => Promise<Response>;
} {
  const errors: ExchangeHandlerError[] = [];
  const sent: Request[] = [];
  const handler = createExchangeHandler({
    key: 'key',
    secret: 'secret',
    serverUrl: dwolla,
    basePath: '/api/dwolla',
    authorize: () => ({ customerId }),
    ...(hasOnError ? { onError: (error: ExchangeHandlerError) => errors.push(error) } : {}),
    fetch: (input, init) => {
      const request = new Request(input, init);
      sent.push(request);
      return Promise.resolve(odd(request) ?? goodAnswer(request));
    },
    ...settings,
  });
  const ask: Ask = async (method, path, init = {}) => {
    const answer = await handler(
      new Request(`https://shop.example/api/dwolla${path}`, {
        method,
        headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
        ...init,
      }),
    );
    const said = await answer.text();
    return { status: answer.status, text: said, body: JSON.parse(said) as unknown, headers: answer.headers };
  };
  return { ask, errors, sent, handler };
}

const sentTo = (sent: readonly Request[], method: string, path: RegExp): readonly Request[] =>
  sent.filter((request) => request.method === method && path.test(new URL(request.url).pathname));
const plaidClaim = (publicToken: string): RequestInit => ({
  body: JSON.stringify({ partner: 'plaid', exchangeRequest: { plaid: { publicToken } } }),
});
const bankOf = (exchangeId: string): RequestInit => ({
  body: JSON.stringify({ exchangeId, name: 'Bank', bankAccountType: 'checking' }),
});

describe('an answer of Dwolla that cannot be read', () => {
  for (const [route, read] of [
    ['/session?partner=plaid', /^\/exchange-sessions\//],
    ['/connections', /available-exchange-connections$/],
    [`/exchanges/${id}`, /^\/exchanges\//],
    [`/funding-sources/${id}`, /^\/funding-sources\/[^/]+$/],
    [`/funding-sources/${id}/balance`, /balance$/],
  ] as const)
    it(`is 502 and shown to nobody: ${route}`, async () => {
      for (const body of ['{"_links":', '', canary, `{"externalProviderSessionToken":"${canary}","_links"`]) {
        const { ask, errors } = backend({}, (request) =>
          request.method === 'GET' && read.test(new URL(request.url).pathname)
            ? new Response(body)
            : undefined,
        );
        const answer = await ask('GET', route);
        assert.deepEqual([answer.status, at(answer.body, 'code')], [502, 'UnexpectedDwollaAnswer']);
        const shown = errors.map((error) => `${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`);
        assert.equal(errors.length, 1);
        assert.doesNotMatch(`${answer.text} ${shown.join()}`, /canary|_links/);
        assert.equal(errors[0]?.cause, undefined);
      }
    });

  it('is read up to a mebibyte, however long it goes on', async () => {
    let kibibytes = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        kibibytes += 1;
        controller.enqueue(new Uint8Array(1024).fill(32));
      },
    });
    const { ask } = backend({}, ({ url }) =>
      url.includes('/exchange-sessions/') ? new Response(endless) : undefined,
    );
    const answer = await ask('GET', '/session?partner=plaid');
    assert.deepEqual([answer.status, at(answer.body, 'code')], [502, 'UnexpectedDwollaAnswer']);
    assert.ok(kibibytes < 1100, `${kibibytes} KiB were read`);
  });
});

it('what a refusal means is decided before anything of it is hidden', async () => {
  const { ask, sent } = backend({}, ({ method, url }) =>
    method === 'POST' && url.endsWith('/exchanges')
      ? Response.json({ code: 'InvalidExchangeToken', message: 'Invalid Token.' }, { status: 401 })
      : undefined,
  );
  const answer = await ask('POST', '/exchanges', plaidClaim('Token'));
  assert.deepEqual([answer.status, at(answer.body, 'code')], [400, 'InvalidExchangeToken']);
  assert.equal(text(answer.body, 'message'), 'Invalid ….');
  assert.equal(sentTo(sent, 'POST', /token$/).length, 1);
});

it('what a refusal means stays the same where its whole code is what a browser brought', async () => {
  const tryWith = async (code: string, status: number, refusals: number) => {
    const { ask, errors, sent } = backend({}, ({ method, url }) =>
      method === 'POST' && url.endsWith('/exchanges') && (refusals -= 1) >= 0
        ? Response.json({ code, message: `No: ${code}`, id }, { status })
        : undefined,
    );
    const answer = await ask('POST', '/exchanges', plaidClaim(code));
    assert.ok(answer.status === 201 || !answer.text.includes(code), answer.text);
    return [answer.status, sentTo(sent, 'POST', /token$/).length, errors.length];
  };
  assert.deepEqual(await tryWith('InvalidExchangeToken', 401, 9), [400, 1, 0]);
  // Our own access token has ended: it is fetched anew, once.
  assert.deepEqual(await tryWith('ExpiredAccessToken', 401, 1), [201, 2, 0]);
  assert.deepEqual(await tryWith('ExpiredAccessToken', 401, 9), [502, 2, 1]);
});

describe('a function of the host', () => {
  const fails = {
    'throws at once': (): never => {
      throw new Error('Flinks is down');
    },
    rejects: () => Promise.reject(new Error('Flinks is down')),
  };
  for (const [how, fail] of Object.entries(fails))
    it(`that asks a partner and ${how} is the partner's failure, and only the host learns why`, async () => {
      const { ask, errors } = backend({
        partnerUrls: { flinks: fail, mastercard: fail },
        exchangeBody: { flinks: fail, mastercard: fail },
      });
      for (const [method, path, init] of [
        ['GET', '/session?partner=flinks', {}],
        ['GET', '/session?partner=mastercard', {}],
        ['POST', '/exchanges', { body: '{"partner":"flinks","loginId":"login"}' }],
        ['POST', '/exchanges', { body: '{"partner":"mastercard"}' }],
      ] as const) {
        const answer = await ask(method, path, init);
        assert.deepEqual([answer.status, at(answer.body, 'code')], [502, 'PartnerUnavailable'], path);
        assert.doesNotMatch(answer.text, /is down/);
        assert.match(String(errors.pop()?.cause), /is down/);
      }
    });

  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  for (const [what, status, parts] of [
    ['a status without a body', 204, {}],
    ['the status 0', 0, {}],
    ['the status NaN', Number.NaN, {}],
    ['the status 1000', 1000, {}],
    ['circular details', 403, { details: circular }],
    ['BigInt details', 503, { details: { amount: 1n } }],
    ['a header that is none', 403, { headers: { 'bad name': 'a\nb' } }],
  ] as const)
    it(`that throws an error with ${what} is answered 500, and the host learns of it`, async () => {
      const odd = new ExchangeHandlerError(status, 'Odd', 'Odd.', parts);
      const { ask, errors } = backend({
        authorize: () => {
          throw odd;
        },
      });
      const answer = await ask('GET', '/session?partner=plaid');
      assert.deepEqual([answer.status, at(answer.body, 'code')], [500, 'UnexpectedError']);
      assert.equal(errors.length, 1);
      assert.equal(errors[0]?.cause, odd);
      assert.match(errors[0]?.hint ?? '', /ExchangeHandlerError.*status, details or headers/);
    });
});

it('without onError the log is one line, whatever Dwolla writes, and a log that fails costs nothing', async (context) => {
  const lines: string[] = [];
  let isBroken = false;
  context.mock.method(console, 'error', (line: string) => {
    lines.push(line);
    if (isBroken) throw new Error('the log is full');
  });
  const message = 'No.\r\ndwolla-exchange-link: 200 forged\u2028line';
  const refuse = ({ method, url }: Request): Response | undefined =>
    method === 'POST' && url.endsWith('/exchange-sessions')
      ? Response.json({ code: 'ServerError', message }, { status: 500 })
      : undefined;
  const { ask } = backend({}, refuse, false);
  for (isBroken of [false, true]) {
    const answer = await ask('GET', '/session?partner=plaid');
    assert.deepEqual([answer.status, at(answer.body, 'code')], [502, 'ServerError']);
  }
  const line = 'dwolla-exchange-link: 502 ServerError: No. dwolla-exchange-link: 200 forged line';
  assert.deepEqual(lines, [line, line]);
});

it('a token that was made elsewhere never reaches Dwolla, unless the host says so', async () => {
  for (const partner of ['plaid', 'mx', 'flinks']) {
    const { ask, sent } = backend();
    const init = { body: JSON.stringify({ partner, processorToken: 'abc' }) };
    const answer = await ask('POST', '/exchanges', init);
    assert.equal(answer.status, 400, answer.text);
    assert.equal(sentTo(sent, 'POST', /exchanges$/).length, 0);
  }
  const { ask, sent } = backend({ processorTokens: true });
  const allowed = await ask('POST', '/exchanges', {
    body: JSON.stringify({ partner: 'plaid', processorToken: 'abc' }),
  });
  assert.equal(allowed.status, 201, allowed.text);
  assert.equal(sentTo(sent, 'POST', /exchanges$/).length, 1);
});

describe('a client that does not finish', () => {
  const half = new TextEncoder().encode('{"partner":');
  const unfinished = (end: (controller: ReadableStreamDefaultController) => void): RequestInit =>
    ({
      body: new ReadableStream({
        start: (controller) => {
          controller.enqueue(half);
          end(controller);
        },
      }),
      duplex: 'half',
    }) as RequestInit; // TypeScript's DOM does not know `duplex`.

  it('raises no alarm where its body breaks off', async () => {
    const { ask, errors, sent } = backend();
    const answer = await ask(
      'POST',
      '/sessions',
      unfinished((controller) => controller.error(new Error('aborted'))),
    );
    assert.deepEqual([answer.status, at(answer.body, 'code')], [499, 'ClientClosedRequest']);
    assert.deepEqual([errors.length, sent.length], [0, 0]);
  });

  it('is waited for as long as a request may take, its body included, and raises no alarm', async () => {
    const { ask, errors, sent } = backend({ timeout: 50 });
    const answer = await ask(
      'POST',
      '/sessions',
      unfinished(() => undefined),
    );
    assert.deepEqual([answer.status, at(answer.body, 'code')], [408, 'RequestTimeout']);
    assert.deepEqual([errors.length, sent.length], [0, 0]);
  });

  it('takes the calls to Dwolla along when it goes', async () => {
    const browser = new AbortController();
    const asked: Request[] = [];
    const { handler, errors } = backend({}, (request) => {
      if (request.method !== 'POST' || !request.url.endsWith('/exchange-sessions')) return undefined;
      asked.push(request);
      return new Promise((_resolve, reject) => {
        request.signal.addEventListener('abort', () => reject(new Error('aborted')));
      });
    });
    const answer = handler(
      new Request('https://shop.example/api/dwolla/session?partner=plaid', { signal: browser.signal }),
    );
    await until(() => asked.length === 1);
    browser.abort();
    assert.equal((await answer).status, 499);
    assert.equal(asked[0]!.signal.aborted, true);
    assert.equal(errors.length, 0);
  });

  it('leaves no session behind when it goes before Dwolla is asked, even if fetch takes no signal', async () => {
    const browser = new AbortController();
    let giveToken = (): void => undefined;
    const { handler, sent } = backend({}, ({ url }) =>
      url.endsWith('/token')
        ? new Promise((resolve) => {
            giveToken = () => resolve(Response.json({ access_token: 'access', expires_in: 3600 }));
          })
        : undefined,
    );
    const answer = handler(
      new Request('https://shop.example/api/dwolla/session?partner=plaid', { signal: browser.signal }),
    );
    await until(() => sent.length === 1);
    browser.abort();
    assert.equal((await answer).status, 499);
    giveToken();
    await until(() => sentTo(sent, 'GET', /exchange-partners$/).length === 1);
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(sentTo(sent, 'POST', /exchange-sessions$/).length, 0);
  });
});

it('a request has one deadline for all that it asks of Dwolla', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const timers = context.mock.method(globalThis, 'setTimeout');
  const { ask, sent } = backend({ timeout: 400 }, ({ url }) =>
    url.includes('/things/') || url.includes('/exchange-sessions/')
      ? new Response('', { status: 503 })
      : undefined,
  );
  let status: number | null = null;
  void ask('GET', '/session?partner=plaid').then((answered) => ({ status } = answered));
  const reads = (): number => sentTo(sent, 'GET', /exchange-sessions\//).length;
  // The deadline's timer, and one for each pause.
  await until(() => timers.mock.callCount() === 2);
  context.mock.timers.tick(200);
  await until(() => timers.mock.callCount() === 3);
  assert.equal(reads(), 2);
  context.mock.timers.tick(199);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(status, null);
  context.mock.timers.tick(1);
  for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(status, 504);
  context.mock.timers.tick(5000);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(reads(), 2);
});

it('Dwolla that is still at work on what the kit repeats is 503 with Retry-After, and no conflict', async () => {
  for (const [path, init, created] of [
    ['/session?partner=plaid', {}, /exchange-sessions$/],
    ['/sessions', { body: '{"partner":"plaid"}' }, /exchange-sessions$/],
    ['/exchanges', plaidClaim('token'), /\/exchanges$/],
    ['/funding-sources', bankOf(id), /\/funding-sources$/],
  ] as const) {
    const keys: (string | null)[] = [];
    const { ask } = backend({}, (request) => {
      if (request.method !== 'POST' || !created.test(request.url)) return undefined;
      keys.push(request.headers.get('idempotency-key'));
      return keys.length === 1
        ? Promise.reject(new TypeError('connection reset'))
        : Response.json({ code: 'Conflict', message: 'Still being processed.' }, { status: 409 });
    });
    const answer = await ask('body' in init ? 'POST' : 'GET', path, init);
    assert.deepEqual([answer.status, at(answer.body, 'code')], [503, 'DwollaUnavailable'], path);
    assert.equal(answer.headers.get('retry-after'), '2');
    assert.deepEqual([keys.length, new Set(keys).size], [2, 1]);
  }
});

it('a new session that cannot be read at once is read again, not made again', async () => {
  let refusals = 2;
  const { ask, sent } = backend({}, ({ url }) =>
    url.includes('/exchange-sessions/') || url.includes('/things/')
      ? refusals-- > 0
        ? new Response('', { status: 503 })
        : undefined
      : undefined,
  );
  assert.equal((await ask('GET', '/session?partner=plaid')).status, 200);
  assert.equal(sentTo(sent, 'POST', /exchange-sessions$/).length, 1);
  assert.equal(sentTo(sent, 'GET', /exchange-sessions\//).length, 3);
});

it('a slash at the end is accepted on every route, as trailingSlash of Next.js adds it', async () => {
  const { ask } = backend();
  for (const [method, path, init, status] of [
    ['GET', '/session/?partner=plaid', {}, 200],
    ['POST', '/sessions/', { body: '{"partner":"plaid"}' }, 201],
    ['POST', '/exchanges/', plaidClaim('token'), 201],
    ['GET', `/exchanges/${id}/`, {}, 200],
    ['POST', '/funding-sources/', bankOf(id), 201],
    ['GET', `/funding-sources/${id}/`, {}, 200],
  ] as const)
    assert.equal((await ask(method, path, init)).status, status, path);
});

it('URLs begin with what browsers write, where a proxy takes a prefix off', async () => {
  const { ask } = backend({ publicPath: '/shop/api/dwolla/' }, ({ url }) =>
    url.endsWith('/balance')
      ? Response.json(
          {
            code: 'UpdateCredentials',
            message: 'Log in again.',
            _links: { about: { href: `${dwolla}/exchanges/${id}/exchange-sessions` } },
          },
          { status: 400 },
        )
      : undefined,
  );
  const session = await ask('POST', '/sessions', { body: '{"partner":"plaid"}' });
  assert.match(text(session.body, 'url'), /^\/shop\/api\/dwolla\/sessions\//);
  assert.equal(session.headers.get('location'), text(session.body, 'url'));
  const source = await ask('POST', '/funding-sources', bankOf(id));
  assert.equal(source.headers.get('location'), `/shop/api/dwolla/funding-sources/${id}`);
  const exchange = await ask('POST', '/exchanges', plaidClaim('token'));
  assert.equal(exchange.headers.get('location'), `/shop/api/dwolla/exchanges/${id}`);
  const balance = await ask('GET', `/funding-sources/${id}/balance`);
  assert.equal(
    at(balance.body, 'sessionUrl'),
    `/shop/api/dwolla/session?partner=plaid&exchange=${id}`,
    balance.text,
  );
});

it('apps with a scheme of their own may call the handler, and no page that only looks like one', async () => {
  const apps = [
    'capacitor://localhost',
    'ionic://localhost',
    'tauri://localhost',
    'chrome-extension://abcdef',
  ];
  const { ask } = backend({ allowedOrigins: apps });
  const from = (origin: string) =>
    ask('GET', '/session?partner=plaid', { headers: { origin, 'sec-fetch-site': 'cross-site' } });
  for (const app of apps) {
    const answer = await from(app);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.headers.get('access-control-allow-origin'), app);
  }
  assert.equal((await from('capacitor://elsewhere')).status, 403);
  for (const wrong of ['capacitor://localhost/', 'capacitor:', 'https://a.example/x', '*'])
    assert.throws(() => backend({ allowedOrigins: [wrong] }), TypeError, wrong);
});

describe('options', () => {
  const options = { key: 'k', secret: 's', environment: 'sandbox', authorize: () => null } as const;
  for (const [wrong, says] of [
    [{ timeout: 2_592_000_000 }, /timeout/],
    [{ timeout: Number.NaN }, /timeout/],
    [{ serverUrl: 'https://proxy.example/?to=dwolla' }, /serverUrl[\s\S]*query|query[\s\S]*serverUrl/],
    [{ serverUrl: 'http://api.dwolla.com' }, /serverUrl[\s\S]*must be https|must be https[\s\S]*serverUrl/],
    [{ key: '' }, /key[\s\S]*environment variable|environment variable[\s\S]*key/],
    [{ key: undefined }, /key[\s\S]*environment variable|environment variable[\s\S]*key/],
    [{ secret: undefined }, /secret[\s\S]*environment variable|environment variable[\s\S]*secret/],
  ] as const)
    it(`are refused when the handler is made: ${inspect(wrong)}`, () => {
      assert.throws(
        // The wrong types are the point.
        () => createExchangeHandler({ ...options, ...(wrong as object) }),
        (error) => error instanceof TypeError && says.test(error.message),
      );
    });

  it('may name a server of this machine over plain http', () => {
    for (const serverUrl of ['http://localhost:4010', 'http://127.0.0.1:4010/', 'http://[::1]:4010'])
      assert.equal(typeof createExchangeHandler({ ...options, serverUrl }), 'function');
  });

  it('may name a proxy: what goes to Dwolla still has the links of its own API', async () => {
    const { ask, sent } = backend({ serverUrl: 'https://proxy.example/dwolla/' });
    assert.equal((await ask('GET', '/session?partner=plaid')).status, 200);
    const [create] = sentTo(sent, 'POST', /exchange-sessions$/);
    assert.ok(create);
    assert.match(create.url, /^https:\/\/proxy\.example\/dwolla\/customers\//);
    const body: unknown = await create.json();
    assert.equal(text(body, '_links', 'exchange-partner', 'href'), `${dwolla}/exchange-partners/${id}`);
  });

  it('may name the environment behind a proxy: links that Dwolla does not give are those of its own API', async () => {
    const links = { customer: { href: `${dwolla}/customers/${customerId}` } };
    const settings = {
      serverUrl: 'https://proxy.example/dwolla',
      environment: 'production' as const,
      exchangePartners: { visa: id },
      redirectUrl: 'https://shop.example/linked',
    };
    const { ask, sent } = backend(settings, ({ method, url }) =>
      method === 'GET' && url.endsWith(`/exchanges/${id}`)
        ? Response.json({ id, status: 'active', _links: links })
        : undefined,
    );
    assert.equal((await ask('GET', '/session?partner=visa')).status, 200);
    assert.equal((await ask('POST', '/funding-sources', bankOf(id))).status, 201);
    assert.ok(sent.every(({ url }) => url.startsWith('https://proxy.example/dwolla/')));
    const linkIn = async (path: RegExp, relation: string) =>
      text(await sentTo(sent, 'POST', path)[0]?.json(), '_links', relation, 'href');
    assert.equal(await linkIn(/exchange-sessions$/, 'exchange-partner'), `${dwolla}/exchange-partners/${id}`);
    assert.equal(await linkIn(/funding-sources$/, 'exchange'), `${dwolla}/exchanges/${id}`);
  });
});

describe('while Dwolla gives no access token', () => {
  it('its 429 is passed on with its Retry-After', async () => {
    const { ask } = backend({}, ({ url }) =>
      url.endsWith('/token') ? new Response('', { status: 429, headers: { 'retry-after': '7' } }) : undefined,
    );
    const answer = await ask('GET', '/session?partner=plaid');
    assert.deepEqual([answer.status, answer.headers.get('retry-after')], [429, '7']);
  });

  it('it is asked for one once per second', async (context) => {
    context.mock.timers.enable({ apis: ['Date'] });
    const { ask, sent } = backend({}, ({ url }) =>
      url.endsWith('/token') ? new Response('', { status: 500 }) : undefined,
    );
    for (let time = 0; time < 5; time += 1)
      assert.equal((await ask('GET', '/session?partner=plaid')).status, 502);
    assert.equal(sent.length, 1);
    context.mock.timers.tick(1000);
    assert.equal((await ask('GET', '/session?partner=plaid')).status, 502);
    assert.equal(sent.length, 2);
  });
});

describe('what the host has to change is said by name', () => {
  const unknown = (path: RegExp, body: object) => (request: Request) =>
    request.method === 'POST' && path.test(request.url)
      ? Response.json(body, { status: 'code' in body && body.code === 'NotFound' ? 404 : 400 })
      : undefined;
  it('a customer that Dwolla does not know', async () => {
    const notFound = { code: 'NotFound', message: 'Customer not found.' };
    const { ask, errors } = backend({}, unknown(/exchange-sessions$/, notFound));
    assert.equal((await ask('GET', '/session?partner=plaid')).status, 404);
    assert.match(errors[0]?.hint ?? '', new RegExp(`customerId ${customerId}, which authorize\\(\\) named`));
  });

  it('an owner that Dwolla does not know, on every route that asks for what is theirs', async () => {
    const externalPartyId = id;
    for (const owner of [{ customerId }, { externalPartyId }])
      for (const [method, path, init] of [
        ['GET', '/session?partner=plaid', {}],
        ['POST', '/sessions', { body: '{"partner":"plaid"}' }],
        ['GET', '/connections', {}],
        ['GET', '/exchanges', {}],
        ['POST', '/exchanges', plaidClaim('token')],
        ['GET', '/funding-sources', {}],
        ['POST', '/funding-sources', bankOf(id)],
      ] as const) {
        const { ask, errors } = backend({ authorize: () => owner }, ({ url }) => {
          if (/\/(?:customers|external-parties)\//.test(url))
            return Response.json({ code: 'NotFound', message: 'Not found.' }, { status: 404 });
          // As Dwolla's reference prints a single exchange: without its owner.
          return url.endsWith(`/exchanges/${id}`) ? Response.json({ id, status: 'active' }) : undefined;
        });
        const [field, value] = Object.entries(owner)[0] ?? [];
        assert.equal((await ask(method, path, init)).status, 404, path);
        assert.match(errors[0]?.hint ?? '', new RegExp(`does not know ${field} ${value}, which`), path);
      }
  });

  it('no owner, where something else of Dwolla is not found', async () => {
    const { ask, errors } = backend({}, ({ method, url }) =>
      method === 'GET' && url.includes('/exchange-sessions/')
        ? Response.json({ code: 'NotFound', message: 'Not found.' }, { status: 404 })
        : undefined,
    );
    const { body } = await ask('POST', '/sessions', { body: '{"partner":"plaid"}' });
    const path = text(body, 'url').slice('/api/dwolla'.length);
    assert.equal((await ask('GET', path)).status, 404);
    assert.equal(errors.length, 0);
  });

  it('a partner that is not set up', async () => {
    for (const [method, path, init, hint] of [
      ['GET', '/session?partner=mx', {}, /exchangePartners\.mx/],
      ['GET', '/session?partner=flinks', {}, /partnerUrls\.flinks/],
      ['POST', '/exchanges', { body: '{"partner":"flinks","loginId":"login"}' }, /exchangeBody\.flinks/],
      ['POST', '/exchanges', { body: '{"partner":"mastercard"}' }, /exchangeBody\.mastercard/],
    ] as const) {
      const { ask, errors } = backend();
      const answer = await ask(method, path, init);
      assert.deepEqual([answer.status, at(answer.body, 'code')], [400, 'UnsupportedPartner']);
      assert.match(errors[0]?.hint ?? '', hint);
    }
  });

  it('a redirect URL that is not registered', async () => {
    const invalid = {
      code: 'ValidationError',
      message: 'Validation error(s) present.',
      _embedded: {
        errors: [{ code: 'Invalid', message: 'Not registered.', path: '/_links/redirect-url/href' }],
      },
    };
    const redirectUrl = 'https://shop.example/linked';
    const { ask, errors } = backend({ redirectUrl }, unknown(/exchange-sessions$/, invalid));
    assert.equal((await ask('GET', '/session?partner=visa')).status, 400);
    assert.match(errors[0]?.hint ?? '', /Register the redirectUrl at Dwolla/);
    const again = backend({ redirectUrl: () => redirectUrl }, unknown(/exchange-sessions$/, invalid));
    assert.equal((await again.ask('GET', `/session?exchange=${id}`)).status, 400);
    assert.match(again.errors[0]?.hint ?? '', /Register the redirectUrl at Dwolla/);
  });

  it('a base path that is another one', async () => {
    const { ask, errors } = backend({ basePath: '/api/other' });
    assert.equal((await ask('GET', '/session?partner=plaid')).status, 404);
    assert.match(errors[0]?.hint ?? '', /\/api\/dwolla\/session.*"\/api\/other" \(basePath\)/);
  });

  it('a body parser that ran first', async () => {
    const { ask, errors, handler } = backend();
    assert.equal((await ask('POST', '/sessions', { body: '' })).status, 400);
    assert.match(errors[0]?.hint ?? '', /before any body parser/);
    const read = new Request('https://shop.example/api/dwolla/sessions', {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
      body: '{"partner":"plaid"}',
    });
    await read.text();
    assert.equal((await handler(read)).status, 500);
    assert.match(`${errors[1]?.message} ${errors[1]?.hint}`, /before any body parser/);
  });

  it('a server that cannot be reached, without what its address has of a login', async () => {
    const { ask, errors } = backend({
      serverUrl: 'https://user:password@proxy.example/dwolla',
      fetch: () => Promise.reject(new TypeError('fetch failed')),
    });
    const answer = await ask('GET', '/session?partner=plaid');
    assert.deepEqual([answer.status, at(answer.body, 'code')], [502, 'DwollaUnreachable']);
    assert.match(errors[0]?.hint ?? '', /https:\/\/proxy\.example.*serverUrl/);
    assert.doesNotMatch(`${answer.text} ${errors[0]?.hint}`, /password/);
    assert.doesNotMatch(answer.text, /proxy/);
  });

  it('an owner given as a URL', async () => {
    const { ask, errors } = backend({
      authorize: () => ({ customerId: `${dwolla}/customers/${customerId}` }),
    });
    assert.equal((await ask('GET', '/session?partner=plaid')).status, 500);
    assert.match(errors[0]?.message ?? '', /answered a URL: use the id at its end/);
  });
});

it('an exchange that there is already is a conflict that names it, by its link or in the text', async () => {
  for (const [status, body] of [
    [400, { message: `Exchange already exists: id=${id}` }],
    [409, { message: `Exchange already exists: id=${id}` }],
    [400, { message: 'Exists.', _links: { about: { href: `${dwolla}/exchanges/${id}` } } }],
  ] as const) {
    const { ask } = backend({}, ({ method, url }) =>
      method === 'POST' && url.endsWith('/exchanges')
        ? Response.json({ code: 'DuplicateResource', ...body }, { status })
        : undefined,
    );
    const answer = await ask('POST', '/exchanges', plaidClaim('token'));
    assert.deepEqual(
      [answer.status, at(answer.body, 'code'), at(answer.body, 'exchangeId')],
      [409, 'DuplicateResource', id],
    );
  }
});

it('what is linked already is a conflict that says as what', async () => {
  const { ask } = backend({}, ({ method, url }) =>
    method === 'POST' && url.endsWith('/funding-sources')
      ? Response.json(
          { code: 'DuplicateResource', message: `Bank already exists: id=${id}` },
          { status: 400 },
        )
      : undefined,
  );
  const answer = await ask('POST', '/funding-sources', bankOf(id));
  assert.deepEqual(
    [answer.status, at(answer.body, 'code'), at(answer.body, 'fundingSourceId')],
    [409, 'DuplicateResource', id],
  );
});

it('a balance without what is available is passed on', async () => {
  const balance = {
    closing: { value: '12.34', currency: 'USD' },
    lastUpdated: '2026-08-01T00:00:00.000Z',
    _links: { self: { href: `${dwolla}/funding-sources/${id}/balance` } },
  };
  const { ask } = backend({}, ({ url }) => (url.endsWith('/balance') ? Response.json(balance) : undefined));
  const answer = await ask('GET', `/funding-sources/${id}/balance`);
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(at(answer.body, 'closing'), balance.closing);
  assert.equal(at(answer.body, 'available'), undefined);
});
