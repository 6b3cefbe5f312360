import { once } from 'node:events';
import { createServer, request as ask, type Server } from 'node:http';
import { createInterface } from 'node:readline';
import { spawn } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { freePort } from '../../scripts/free-port.mjs';
import { serve } from './serving.js';

/**
 * Backends with the kit as it is installed, each driven over HTTP from a session to a funding source, and told of it by a
 * webhook. No browser takes part: what the kit does for one is tested elsewhere.
 */
const notInstalled = (process.env['APPS_NOT_INSTALLED'] ?? '').split(',');

interface Backend {
  /** The folder in `demo/frameworks`. */
  readonly app: string;
  readonly file: string;
  /** What a proxy in front of it takes off every path. */
  readonly prefix: string;
}

const backends = {
  'Express 5 behind a proxy that takes a prefix off': { app: 'express', file: 'server.js', prefix: '/shop' },
  'a Worker in workerd': { app: 'worker', file: 'start.js', prefix: '' },
  'TypeScript as CommonJS (node16)': { app: 'commonjs', file: 'dist/node16/server.js', prefix: '' },
  'TypeScript as CommonJS (node10)': { app: 'commonjs', file: 'dist/node10/server.js', prefix: '' },
} as const satisfies Readonly<Record<string, Backend>>;

/** What the simulator's command prints, as far as it is needed here. */
interface Simulated {
  readonly dwollaUrl: string;
  readonly controlUrl: string;
  readonly key: string;
  readonly secret: string;
  readonly customerId: string;
}

interface Opened {
  readonly simulator: Simulated;
  /** Where browsers find the kit's routes. */
  readonly site: string;
  /** Where the backend itself listens. */
  readonly direct: string;
  readonly output: () => string;
  readonly close: () => Promise<void>;
}

/** Runs the simulator's command out of an app's own packages. */
async function simulate(
  app: string,
  webhookUrl: string,
  webhookSecret: string,
): Promise<{ readonly simulator: Simulated; readonly close: () => Promise<void> }> {
  const command = `demo/frameworks/${app}/node_modules/dwolla-exchange-link/dist/simulator/cli.js`;
  const parameters = ['--port', '0', '--webhook-url', webhookUrl, '--webhook-secret', webhookSecret];
  const program = spawn(process.execPath, [command, 'simulator', '--json', ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(program, 'exit');
  const [line] = (await once(createInterface(program.stdout), 'line')) as [string];
  return {
    simulator: JSON.parse(line) as Simulated, // The command's own form, which test/simulator checks.
    close: async () => {
      program.kill('SIGTERM');
      await ended;
    },
  };
}

/** A proxy as shops have them: it takes the prefix off, and asks by the other's own name. */
async function proxy(
  port: number,
  prefix: string,
  to: string,
  isHeld: (path: string) => boolean = () => false,
): Promise<Server> {
  const server = createServer((incoming, answer) => {
    const { method, url = '', headers } = incoming;
    if (isHeld(url)) return;
    if (!url.startsWith(`${prefix}/`)) {
      answer.writeHead(404).end();
      return;
    }
    const host = new URL(to).host;
    const onward = ask(`${to}${url.slice(prefix.length)}`, { method, headers: { ...headers, host } });
    onward.on('response', (got) => got.pipe(answer.writeHead(got.statusCode ?? 500, got.headers)));
    onward.on('error', () => answer.writeHead(502).end());
    incoming.pipe(onward);
  });
  await once(server.listen(port, 'localhost'), 'listening');
  return server;
}

/** @param holds a path whose first request Dwolla never answers; called when it has come */
async function open(
  { app, file, prefix }: Backend,
  holds?: { path: string; come: () => void },
): Promise<Opened> {
  const port = await freePort();
  const direct = `http://localhost:${port}`;
  const secret = 'a secret of the subscription';
  const { simulator, close } = await simulate(app, `${direct}/webhooks/dwolla`, secret);
  const proxyPort = prefix === '' ? port : await freePort(port + 1);
  const site = `http://localhost:${proxyPort}`;
  const dwolla = await freePort(proxyPort + 1);
  let isFirst = true;
  const way = await proxy(dwolla, '', simulator.dwollaUrl, (path) => {
    if (path !== holds?.path || !isFirst) return false;
    isFirst = false;
    holds.come();
    return true;
  });
  const program = await serve(`demo/frameworks/${app}/${file}`, {
    PORT: `${port}`,
    SITE: site,
    DWOLLA_URL: `http://localhost:${dwolla}`,
    DWOLLA_KEY: simulator.key,
    DWOLLA_SECRET: simulator.secret,
    CUSTOMER_ID: simulator.customerId,
    WEBHOOK_SECRET: secret,
  });
  const front = prefix === '' ? null : await proxy(proxyPort, prefix, direct);
  return {
    simulator,
    site,
    direct,
    output: program.output,
    close: async () => {
      for (const server of [front, way]) {
        server?.close();
        server?.closeAllConnections();
      }
      await program.close();
      await close();
    },
  };
}

for (const [name, backend] of Object.entries(backends))
  test(`${name}: from a session to a funding source, and the webhook that tells of it`, async () => {
    // eslint-disable-next-line no-restricted-syntax -- the app needs packages that this machine may not get; `npm test` says so
    test.skip(notInstalled.includes(backend.app), 'The npm registry could not be reached.');
    const opened = await open(backend);
    try {
      await expectWay(opened, backend.prefix);
      // The kit has nothing to say, and neither has the runtime about it.
      expect(opened.output()).not.toMatch(/error|warn|dwolla-exchange-link/i);
    } finally {
      await opened.close();
    }
  });

const worker = backends['a Worker in workerd'];
for (const path of ['/token', '/exchange-partners'])
  test(`a Worker: whoever leaves while ${path} is asked for keeps nobody else out`, async () => {
    // eslint-disable-next-line no-restricted-syntax -- the app needs packages that this machine may not get; `npm test` says so
    test.skip(notInstalled.includes('worker'), 'The npm registry could not be reached.');
    const gone = new AbortController();
    const opened = await open(worker, { path, come: () => gone.abort() });
    const session = `${opened.site}/api/dwolla/session?partner=plaid`;
    try {
      await expect(fetch(session, { signal: gone.signal })).rejects.toThrow('aborted');
      // What others began never ends in a Worker once they have gone.
      const answers = await Promise.all([fetch(session), fetch(session)]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    } finally {
      await opened.close();
    }
  });

/** The whole way, as a page goes it: every address is one that the kit has answered. */
async function expectWay({ simulator, site, direct }: Opened, prefix: string): Promise<void> {
  const base = `${prefix}/api/dwolla`;
  const send = async (path: string, body?: unknown): Promise<{ location: string | null; body: unknown }> => {
    // As browsers do that send no Sec-Fetch-Site.
    const headers = { 'content-type': 'application/json', origin: site };
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const answer = await fetch(`${site}${path}`, { headers, ...init });
    const text = await answer.text();
    expect(answer.ok || answer.status === 409, `${path}: ${answer.status} ${text}`).toBe(true);
    return { location: answer.headers.get('location'), body: JSON.parse(text) as unknown };
  };

  // All at once, while nobody has an access token yet. A Worker must not wait for what another request began.
  const tokens = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const { body } = await send(`${base}/session?partner=plaid`);
      return (body as { externalProviderSessionToken: string }).externalProviderSessionToken;
    }),
  );
  expect(new Set(tokens).size).toBe(8);

  const made = await send(`${base}/sessions`, { partner: 'plaid' });
  const { url } = made.body as { url: string };
  expect(url).toMatch(new RegExp(`^${base}/sessions/[\\w.~-]+$`));
  const read = (await send(url)).body as { externalProviderSessionToken: string };
  const publicToken = await completed(simulator, read.externalProviderSessionToken);
  const exchange = (
    await send(`${base}/exchanges`, { partner: 'plaid', exchangeRequest: { plaid: { publicToken } } })
  ).body as { id: string };

  const wanted = { exchangeId: exchange.id, name: 'My bank', bankAccountType: 'checking' };
  const { location } = await send(`${base}/funding-sources`, wanted);
  expect(location).toMatch(new RegExp(`^${base}/funding-sources/[\\da-f-]{36}$`));
  const id = location?.split('/').at(-1);
  expect((await send(location ?? '')).body).toMatchObject({ id, type: 'bank', name: 'My bank' });

  // The bank wants a new login: the address to go to is a browser's, in the answer and in the webhook.
  await control(simulator, 'PATCH', `/exchanges/${exchange.id}`, { needsUpdate: true });
  const refused = (await send(`${location ?? ''}/balance`)).body as { code: string; sessionUrl: string };
  expect(refused).toMatchObject({ code: 'UpdateCredentials' });
  expect(refused.sessionUrl).toBe(`${base}/session?partner=plaid&exchange=${exchange.id}`);
  expect((await send(refused.sessionUrl)).body).toHaveProperty('externalProviderSessionToken');

  const events = async (): Promise<unknown> => (await fetch(`${direct}/events`)).json();
  await expect.poll(events).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ type: 'funding-source', change: 'added', fundingSourceId: id }),
      expect.objectContaining({
        type: 'exchange-reauth-required',
        exchangeId: exchange.id,
        sessionUrl: `${site}${base}/session?exchange=${exchange.id}`,
      }),
    ]),
  );
}

/** Lets the user go through Plaid with a link token; the public token. */
async function completed(simulator: Simulated, linkToken: string): Promise<string> {
  const world = (await control(simulator, 'GET', '')) as { sessions: { id: string; credential: string }[] };
  const session = world.sessions.find(({ credential }) => credential === linkToken);
  const handed = await control(simulator, 'POST', `/exchange-sessions/${session?.id ?? ''}/complete`);
  return (handed as { publicToken: string }).publicToken;
}

/** A control route of the simulator, which answers in its own forms. */
async function control(
  { controlUrl }: Simulated,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const answer = await fetch(`${controlUrl}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
  return answer.status === 204 ? null : ((await answer.json()) as unknown);
}
