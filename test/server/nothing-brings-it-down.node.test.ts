import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { skipWhenQuick } from '../support/quick.js';
import { until } from '../support/until.js';
import { misdeedNames, type OwnerName } from './victim.js';

const canary = 'canary4711';
const id = '11111111-2222-3333-4444-555555555555';
const hal = 'application/vnd.dwolla.v1.hal+json';

type BadAnswer = (response: ServerResponse) => void;
const answer =
  (status: number, body: string | Buffer = '', headers: Record<string, string> = {}): BadAnswer =>
  (response) => {
    response.writeHead(status, { 'content-type': hal, ...headers }).end(body);
  };
const json = (status: number, body: unknown, headers = {}): BadAnswer =>
  answer(status, JSON.stringify(body), headers);

/** What Dwolla, or what stands before it, may answer instead of what is documented. Each repeats a secret. */
const badAnswers: Readonly<Record<string, BadAnswer>> = {
  'no body': answer(200),
  'half of a resource': answer(200, `{"_links":{"a":"${canary}"`),
  text: answer(200, canary),
  'a page': answer(200, `<h1>${canary}</h1>`, { 'content-type': 'text/html' }),
  null: answer(200, 'null'),
  'a number': answer(200, '7'),
  'a text in JSON': json(200, canary),
  'a list': json(200, [canary]),
  'an empty object': json(200, {}),
  'numbers for texts': json(200, { id: 7, _links: 7, _embedded: 7, created: 7, name: 7, secret: canary }),
  'null everywhere': json(200, {
    id: null,
    _links: null,
    _embedded: null,
    externalProviderSessionToken: null,
  }),
  'a proto': answer(200, `{"__proto__":{"id":"${canary}"}}`),
  'deep nesting': answer(200, `${'['.repeat(20_000)}${']'.repeat(20_000)}`),
  'too much': answer(200, Buffer.alloc(2_000_000, 'a')),
  bytes: answer(200, Buffer.from([0xff, 0xfe, 0x00, 0xd8])),
  'a wrong length': (response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{');
    response.destroy();
  },
  'a cut connection': (response) => response.destroy(),
  'never an answer': () => undefined,
  'never an end': (response) => {
    response.writeHead(200).write('{');
  },
  'a redirect': answer(302, canary, { location: `http://127.0.0.1:1/${canary}` }),
  'created without a place': answer(201),
  'created in a strange place': answer(201, '', { location: `https://x/${canary} <script>` }),
  'nothing, by status': answer(204),
  '400 without a body': answer(400),
  '400 with text': answer(400, canary),
  '400 with odd errors': json(400, {
    code: 'ValidationError',
    _embedded: { errors: [null, 7, { path: 7 }] },
  }),
  '400 with the secrets': json(400, { code: 'ValidationError', message: `key-${canary} secret-${canary}` }),
  '401': json(401, { code: 'InvalidAccessToken', message: `token ${canary}` }),
  '403': json(403, { code: 'InvalidScope', message: 'Missing.' }),
  '404': json(404, { code: 'NotFound', message: 'Nothing.' }),
  '409': json(409, { code: 'DuplicateResource', message: 'Bank already exists: id=7' }),
  '418': answer(418, canary),
  '429': json(429, { code: 'TooManyRequests' }, { 'retry-after': '1' }),
  '500 with a page': answer(500, `<pre>${canary}</pre>`, { 'content-type': 'text/html' }),
  '503': answer(503),
  '599': answer(599, canary),
};

const post = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const routes: Readonly<Record<string, [path: string, init?: RequestInit]>> = {
  session: ['/session?partner=plaid'],
  'session for Visa': ['/session?partner=visa'],
  'session of Flinks': ['/session?partner=flinks'],
  'session to re-authenticate': [`/session?exchange=${id}`],
  sessions: ['/sessions', post({ partner: 'mx' })],
  connections: ['/connections'],
  'exchange of Plaid': [
    '/exchanges',
    post({ partner: 'plaid', exchangeRequest: { plaid: { publicToken: canary } } }),
  ],
  'exchange of Visa': ['/exchanges', post({ partner: 'visa', exchangeId: id })],
  'exchange of Flinks': ['/exchanges', post({ partner: 'flinks', loginId: 'login' })],
  'exchange of Mastercard': ['/exchanges', post({ partner: 'mastercard', data: {} })],
  exchange: [`/exchanges/${id}`],
  exchanges: ['/exchanges'],
  'funding sources': ['/funding-sources'],
  'a new name': [`/funding-sources/${id}`, post({ name: 'Household' })],
  'funding source': ['/funding-sources', post({ exchangeId: id, name: 'Bank', bankAccountType: 'checking' })],
  'one funding source': [`/funding-sources/${id}`],
  balance: [`/funding-sources/${id}/balance`],
};

/** Whose resources are asked for, and the link by which Dwolla names that owner. */
const ownerLinks: Readonly<Record<OwnerName, object>> = {
  customer: { customer: { href: `https://api.dwolla.com/customers/${id}` } },
  'external party': { 'external-party': { href: `https://api.dwolla.com/external-parties/${id}` } },
  account: { account: { href: `https://api.dwolla.com/accounts/${id}` } },
};
const owners = Object.keys(ownerLinks) as OwnerName[];

/** A Dwolla of one test: as documented, as far as these routes go, but for what is planned. */
class Dwolla {
  owner: OwnerName = 'customer';
  bad: { method: string; path: RegExp; answer: BadAnswer }[] = [];
  readonly #server = createServer((request, response) => {
    request.resume().on('end', () => {
      const { pathname } = new URL(request.url ?? '', 'http://x');
      const planned = this.bad.find(({ method, path }) => method === request.method && path.test(pathname));
      (planned?.answer ?? this.#goodAnswer(request.method ?? '', pathname))(response);
    });
  }).listen(0, '127.0.0.1');

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  static async start(context: TestContext): Promise<Dwolla> {
    const dwolla = new Dwolla();
    await once(dwolla.#server, 'listening');
    context.after(() => {
      dwolla.#server.closeAllConnections();
      dwolla.#server.close();
    });
    return dwolla;
  }

  #goodAnswer(method: string, path: string): BadAnswer {
    const links = {
      'exchange-partner': { href: `https://api.dwolla.com/exchange-partners/${id}` },
      ...ownerLinks[this.owner],
    };
    if (path === '/token') return json(200, { access_token: `token-${canary}`, expires_in: 3600 });
    if (method === 'POST') return answer(201, '', { location: `https://api.dwolla.com/things/${id}` });
    if (path === '/exchange-partners')
      return json(200, {
        _embedded: {
          'exchange-partners': ['Plaid', 'MX', 'Visa', 'Flinks', 'Finicity'].map((name) => ({ id, name })),
        },
      });
    return json(200, {
      id,
      status: 'active',
      type: 'bank',
      name: 'Bank',
      _links: links,
      externalProviderSessionToken: 'link-x',
    });
  }
}

/**
 * A server process with the kit, and all that it writes.
 * @param timeout of its handlers, in ms: short where something hangs on purpose, else longer than a slow machine needs
 */
async function startVictim(
  context: TestContext,
  silent: boolean,
  timeout = 1500,
): Promise<{
  dwolla: Dwolla;
  port: string;
  ask: (path: string, init?: RequestInit, host?: string) => Promise<{ status: number; text: string }>;
  stop: () => Promise<{ code: number | null; output: string }>;
}> {
  const dwolla = await Dwolla.start(context);
  const settings = JSON.stringify({
    serverUrl: dwolla.url,
    customerId: id,
    canary,
    silent: silent ? 'yes' : '',
    timeout,
  });
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', 'test/server/victim.ts', 'serve'], {
    env: { ...process.env, VICTIM: settings },
    stdio: 'pipe',
  });
  // After a failure it may still run, and keep this process alive.
  context.after(() => child.kill());
  let output = '';
  child.stderr?.on('data', (data: Buffer) => (output += data.toString()));
  const port = await new Promise<string>((resolve) =>
    child.stdout?.on('data', (data: Buffer) => {
      output += data.toString();
      resolve(data.toString().trim());
    }),
  );
  return {
    dwolla,
    port,
    ask: async (path, init = {}, host = '') => {
      const response = await fetch(`http://127.0.0.1:${port}/api${path}`, {
        ...init,
        headers: { ...(init.headers as Record<string, string>), 'x-host': host, 'x-owner': dwolla.owner },
      });
      return { status: response.status, text: await response.text() };
    },
    stop: async () => {
      child.stdin?.end();
      // Not 'exit': then the last of what it wrote may be still on its way.
      const [code] = (await once(child, 'close')) as [number | null];
      return { code, output };
    },
  };
}

/** The path of a session that a server process has made, as a browser reads it. */
async function sessionPath({ ask }: Pick<Awaited<ReturnType<typeof startVictim>>, 'ask'>): Promise<string> {
  const made = await ask('/sessions', post({ partner: 'mx' }));
  assert.equal(made.status, 201, made.text);
  return (JSON.parse(made.text) as { url: string }).url.slice('/api'.length);
}

function assertHarmless(what: string, { status, text }: { status: number; text: string }): void {
  assert.ok(status >= 200 && status < 600, `${what}: ${status}`);
  assert.ok(!text.includes(canary), `${what}: ${text}`);
  if (status >= 400)
    assert.equal(typeof (JSON.parse(text) as { code: unknown }).code, 'string', `${what}: ${text}`);
}

/** What Dwolla is asked for by the routes: each gets every bad answer in turn. */
const calls: [method: string, path: RegExp][] = [
  ['GET', /^\/exchange-sessions\//],
  ['GET', /^\/exchanges\//],
  ['GET', /^\/funding-sources\/[^/]+$/],
  ['GET', /balance$/],
  ['GET', /\/(exchanges|funding-sources)$/],
  ['GET', /^\/$/],
  ['POST', /^\/funding-sources\/[^/]+$/],
  ['GET', /available-exchange-connections$/],
  ['POST', /exchange-sessions$/],
  ['POST', /\/exchanges$/],
  ['POST', /\/funding-sources$/],
];

/** Every route, with a session that this process has created. Dwolla has none for the account itself. */
async function routesOf(victim: Awaited<ReturnType<typeof startVictim>>): Promise<typeof routes> {
  return {
    ...routes,
    'one session': [victim.dwolla.owner === 'account' ? '/session/none' : await sessionPath(victim)],
  };
}

// Each has a Dwolla and a process of its own, and waits most of the time.
describe('a server process with the kit', { concurrency: 6, skip: skipWhenQuick }, () => {
  for (const name of owners)
    it(
      `survives ${Object.keys(badAnswers).length} bad answers of Dwolla to every call for the ${name}, and prints nothing of them`,
      { timeout: 240_000 },
      async (context) => {
        assert.ok(Object.keys(badAnswers).length >= 30);
        const victim = await startVictim(context, true);
        const { dwolla } = victim;
        dwolla.owner = name;
        const allRoutes = await routesOf(victim);
        let asked = 0;
        for (const [kind, answer] of Object.entries(badAnswers)) {
          dwolla.bad = calls.map(([method, path]) => ({ method, path, answer }));
          await Promise.all(
            Object.entries(allRoutes).map(async ([route, [path, init]]) => {
              assertHarmless(`${route}: ${kind}`, await victim.ask(path, init));
              asked += 1;
            }),
          );
        }
        dwolla.bad = [];
        await until(async () => (await victim.ask(`/exchanges/${id}`)).status === 200);
        const { code, output } = await victim.stop();
        assert.equal(code, 0);
        assert.match(output, /^\d+\n$/, output);
        assert.equal(asked, Object.keys(badAnswers).length * Object.keys(allRoutes).length);
      },
    );

  it(
    'survives bad answers to the questions for a token and for the partners, on every route',
    { timeout: 240_000 },
    async (context) => {
      for (const path of [/^\/token$/, /^\/exchange-partners$/]) {
        const victim = await startVictim(context, true);
        const { dwolla } = victim;
        // A token that is no good is not kept; one that is would be, so nothing is asked for before.
        const allRoutes: typeof routes = { ...routes, 'one session': ['/session/none'] };
        for (const [name, answer] of Object.entries(badAnswers)) {
          if (/never|cut|503|wrong length/.test(name)) continue; // each takes as long as the request may
          dwolla.bad = ['GET', 'POST'].map((method) => ({ method, path, answer }));
          await Promise.all(
            Object.entries(allRoutes).map(async ([route, [asked, init]]) =>
              assertHarmless(`${String(path)} at ${route}: ${name}`, await victim.ask(asked, init)),
            ),
          );
        }
        dwolla.bad = [];
        const { code, output } = await victim.stop();
        assert.deepEqual([code, /^\d+\n$/.test(output)], [0, true], output);
      }
    },
  );

  const functions = ['authorize', 'redirectUrl', 'partnerUrls', 'exchangeBody', 'onError', 'fetch'];
  for (const kindOfDwolla of ['as documented', 'with a bad answer to everything'])
    for (const [place, name] of functions.entries())
      it(
        `survives each of ${misdeedNames.length} misdeeds of the host's ${name}, before a Dwolla ${kindOfDwolla}`,
        { timeout: 240_000 },
        async (context) => {
          const victim = await startVictim(context, true);
          const { dwolla } = victim;
          const allRoutes = await routesOf(victim);
          // Each misdeed meets another bad answer and another owner.
          const kinds = Object.values(badAnswers);
          let turn = place * misdeedNames.length;
          for (const misdeed of misdeedNames) {
            turn += 1;
            dwolla.owner = owners[turn % owners.length]!;
            dwolla.bad = calls.map(([method, path]) => ({
              method,
              path,
              answer: kinds[turn % kinds.length]!,
            }));
            // A log is only written where something fails.
            if (kindOfDwolla === 'as documented')
              dwolla.bad = name === 'onError' ? [{ method: 'POST', path: /./, answer: answer(500) }] : [];
            const asked = misdeed === 'hangs' ? ['session for Visa'] : Object.keys(allRoutes);
            await Promise.all(
              Object.entries(allRoutes).map(async ([route, [path, init]]) => {
                if (!asked.includes(route)) return;
                const answered = await victim.ask(path, init, `${name}=${misdeed}`);
                assertHarmless(`${name} ${misdeed} at ${route}`, answered);
              }),
            );
          }
          const { code, output } = await victim.stop();
          assert.equal(code, 0);
          assert.match(output, /^\d+\n$/, output);
        },
      );

  it('survives each misdeed of onEvent and onError at a webhook, and has Dwolla repeat what failed', async (context) => {
    const victim = await startVictim(context, true, 4000);
    let number = 0;
    const deliver = (host: string, changes: object = {}) => {
      const body = JSON.stringify({
        id: `event ${(number += 1)}`,
        topic: 'funding_source_added',
        ...changes,
      });
      const signature = createHmac('sha256', `secret-${canary}`).update(body).digest('hex');
      const headers = { 'x-request-signature-sha-256': signature };
      return victim.ask('/webhooks', { method: 'POST', headers, body }, host);
    };
    for (const misdeed of misdeedNames) {
      const answered = await deliver(`onEvent=${misdeed}`);
      assertHarmless(`onEvent ${misdeed}`, answered);
      const fails = /^(throws|rejects|hangs|status|details|bad|then)/.test(misdeed);
      assert.equal(answered.status >= 500, fails, `onEvent ${misdeed}: ${answered.status}`);
      // Signed, but no event: onError is called for it.
      assertHarmless(`onError ${misdeed}`, await deliver(`onError=${misdeed}`, { topic: 7 }));
    }
    const { code, output } = await victim.stop();
    assert.deepEqual([code, /^\d+\n$/.test(output)], [0, true], output);
  });

  it('without onError one line says what is wrong, without a secret', async (context) => {
    const victim = await startVictim(context, false, 60_000);
    const { dwolla } = victim;
    dwolla.bad = [{ method: 'POST', path: /exchange-sessions$/, answer: json(500, { message: canary }) }];
    await victim.ask('/session?partner=plaid');
    dwolla.bad = [];
    const { output } = await victim.stop();
    assert.match(output, /^\d+\ndwolla-exchange-link: 502 DwollaUnavailable: .+\n$/);
  });

  it('raises no alarm for browsers that go in the middle of their bodies', async (context) => {
    const victim = await startVictim(context, false, 60_000);
    const { port } = victim;
    for (let time = 0; time < 5; time += 1) {
      const socket = connect(Number(port), '127.0.0.1');
      const head = ['POST /api/sessions HTTP/1.1', 'host: localhost', 'content-type: application/json'];
      socket.write(`${[...head, 'content-length: 100'].join('\r\n')}\r\n\r\n{"partner":`);
      // The half has arrived once an answer to what was sent after it has.
      assert.equal((await victim.ask('/session?partner=plaid')).status, 200);
      socket.destroy();
      await once(socket, 'close');
      assert.equal((await victim.ask('/session?partner=plaid')).status, 200);
    }
    const { code, output } = await victim.stop();
    assert.deepEqual([code, /^\d+\n$/.test(output)], [0, true], output);
  });

  it('lets go of Dwolla when the browser has gone, and raises no alarm', async (context) => {
    const victim = await startVictim(context, true, 60_000);
    const { dwolla } = victim;
    await victim.ask('/session?partner=plaid');
    let isGone = (): void => undefined;
    const gone = new Promise<void>((resolve) => (isGone = resolve));
    let isAsked = (): void => undefined;
    const asked = new Promise<void>((resolve) => (isAsked = resolve));
    dwolla.bad = [
      {
        method: 'POST',
        path: /exchange-sessions$/,
        answer: (response) => {
          response.on('close', isGone);
          isAsked();
        },
      },
    ];
    const browser = new AbortController();
    const request = victim.ask('/session?partner=plaid', { signal: browser.signal }).catch(() => null);
    await asked;
    browser.abort();
    await Promise.all([gone, request]);
    dwolla.bad = [];
    const { code, output } = await victim.stop();
    assert.deepEqual([code, /^\d+\n$/.test(output)], [0, true], output);
  });
});
