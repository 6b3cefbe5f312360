import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { describe, it, test } from 'node:test';
import { createAdaptorServer, getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { WebhookHandler } from '../../src/server/index.js';
import { createWebhookHandler } from '../../src/server/index.js';
import { at, text } from '../simulator/api-client.js';
import { Backend } from './backend.js';

type Handler = Backend['handler'];

/** As much of Express as is used here; its own types are those of demo/frameworks/commonjs. */
interface Express {
  (): RequestListener & {
    all(path: string, handle: ReturnType<typeof getRequestListener>): void;
    post(path: string, handle: ReturnType<typeof getRequestListener>): void;
    use(handle: unknown): void;
    get(
      path: string,
      handle: (request: IncomingMessage, response: ServerResponse & { send(text: string): void }) => void,
    ): void;
  };
  json(): unknown;
}
const express = createRequire(new URL('../hosts/package.json', import.meta.url))('express') as Express;

/** Ways to put the handler on a server of Node, as the documentation shows them. */
const mounts: Readonly<Record<string, (handler: Handler) => ReturnType<typeof createServer>>> = {
  Hono: (handler) => {
    const app = new Hono();
    app.get('/', (context) => context.text("the host's own page"));
    app.all('/api/*', (context) => handler(context.req.raw));
    return createAdaptorServer({ fetch: app.fetch }) as ReturnType<typeof createServer>;
  },
  Express: (handler) => {
    const app = express();
    app.all('/api/*rest', getRequestListener(handler));
    app.use(express.json());
    app.get('/', (_request, response) => {
      response.send("the host's own page");
    });
    return createServer(app);
  },
  'Node, through getRequestListener': (handler) => {
    const listener = getRequestListener(handler);
    return createServer((request, response) => {
      if (request.url === '/') response.end("the host's own page");
      else void listener(request, response);
    });
  },
};

for (const [name, mount] of Object.entries(mounts))
  describe(`the handler in a real server: ${name}`, () => {
    it('answers over HTTP: session, exchange, funding source, and all refusals', () =>
      Backend.with({}, async (backend) => {
        const server = mount(backend.handler);
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
        const ask = (method: string, path: string, body?: string, headers: object = {}): Promise<Response> =>
          fetch(`${origin}${path}`, {
            method,
            headers: { 'x-user': 'jane', 'content-type': 'application/json', ...headers },
            ...(body === undefined ? {} : { body }),
          });
        const statusOf = async (answer: Promise<Response>): Promise<string> => {
          const { status, body } = await answer.then(async (got) => ({
            status: got.status,
            body: (await got.json()) as unknown,
          }));
          return `${status} ${text(body, 'code')}`;
        };
        try {
          assert.equal(await (await ask('GET', '/')).text(), "the host's own page");

          const session: unknown = await (await ask('GET', '/api/session?partner=plaid')).json();
          const publicToken = text(await backend.complete(session), 'publicToken');
          const detail = { partner: 'plaid', exchangeRequest: { plaid: { publicToken } } };
          const exchange: unknown = await (
            await ask('POST', '/api/exchanges', JSON.stringify(detail))
          ).json();
          const bank = { exchangeId: at(exchange, 'id'), name: 'Checking', bankAccountType: 'checking' };
          const source = await ask('POST', '/api/funding-sources', JSON.stringify(bank));
          assert.equal(source.status, 201);
          const balance = await ask('GET', `${String(source.headers.get('location'))}/balance`);
          assert.equal(text(await balance.json(), 'balance', 'value'), '1100.00');

          const large = JSON.stringify({ partner: 'plaid', padding: 'x'.repeat(200_000) });
          const expected: [Promise<Response>, string][] = [
            [ask('GET', '/api/session?partner=plaid', undefined, { 'x-user': 'nobody' }), '401 Unauthorized'],
            [ask('POST', '/api/sessions', '{}', { origin: 'https://evil.example' }), '403 CrossSiteRequest'],
            [
              ask('GET', `/api/exchanges/${text(exchange, 'id')}`, undefined, { 'x-user': 'john' }),
              '404 NotFound',
            ],
            [ask('POST', '/api/sessions', large), '413 PayloadTooLarge'],
            [ask('POST', '/api/sessions', '{"partner"'), '400 InvalidJson'],
            [
              ask('POST', '/api/sessions', 'partner=plaid', { 'content-type': 'text/plain' }),
              '415 UnsupportedMediaType',
            ],
            [ask('GET', '/api/nothing'), '404 NotFound'],
            [ask('PUT', '/api/sessions', '{}'), '405 MethodNotAllowed'],
          ];
          for (const [answer, status] of expected) assert.equal(await statusOf(answer), status);

          await backend.dwolla.control('POST', '/access-tokens/expire');
          assert.equal((await ask('GET', '/api/session?partner=mx')).status, 200);
          await backend.stopDwolla();
          assert.equal(await statusOf(ask('GET', '/api/session?partner=mx')), '502 DwollaUnreachable');
        } finally {
          await new Promise((resolve) => {
            server.close(resolve);
            server.closeAllConnections();
          });
        }
      }));
  });

test('after a body parser of Express the handler says what to change, and takes nothing for an empty body', () =>
  Backend.with({}, async (backend) => {
    const app = express();
    app.use(express.json());
    app.all('/api/*rest', getRequestListener(backend.handler));
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const answer = await fetch(`http://localhost:${port}/api/sessions`, {
        method: 'POST',
        headers: { 'x-user': 'jane', 'content-type': 'application/json' },
        body: '{"partner":"plaid"}',
      });
      assert.ok(answer.status >= 400, `${answer.status}`);
      const [error, ...others] = backend.errors;
      assert.match(`${error?.message} ${error?.hint}`, /before any body parser/);
      assert.deepEqual([others.length, backend.sent.length], [0, 0]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }));

describe('the webhook handler in a real server', () => {
  const body = JSON.stringify({ id: '1', topic: 'customer_funding_source_added' });
  const signature = createHmac('sha256', 'sshhhhhh').update(body).digest('hex');
  const topics: string[] = [];
  const errors: string[] = [];
  const handler = (): WebhookHandler =>
    createWebhookHandler({
      secret: 'sshhhhhh',
      onEvent: ({ topic }) => topics.push(topic),
      onError: ({ hint, message }) => errors.push(`${message} ${hint}`),
    });
  const mounted: Readonly<Record<string, (webhooks: WebhookHandler) => ReturnType<typeof createServer>>> = {
    Hono: (webhooks) => {
      const app = new Hono();
      app.post('/webhooks', ({ req }) => webhooks(req.raw));
      return createAdaptorServer({ fetch: app.fetch }) as ReturnType<typeof createServer>;
    },
    Express: (webhooks) => {
      const app = express();
      app.post('/webhooks', getRequestListener(webhooks));
      app.use(express.json());
      return createServer(app);
    },
    'Express after a body parser': (webhooks) => {
      const app = express();
      app.use(express.json());
      app.post('/webhooks', getRequestListener(webhooks));
      return createServer(app);
    },
  };
  for (const [name, mount] of Object.entries(mounted))
    it(name, async () => {
      const server = mount(handler());
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      topics.length = 0;
      errors.length = 0;
      try {
        const answer = await fetch(`http://localhost:${(server.address() as AddressInfo).port}/webhooks`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-request-signature-sha-256': signature },
          body,
        });
        if (name.includes('after')) {
          assert.ok(answer.status >= 400);
          assert.match(errors.join(), /before any body parser/);
          assert.deepEqual(topics, []);
        } else {
          assert.equal(answer.status, 200);
          assert.deepEqual(topics, ['customer_funding_source_added']);
        }
      } finally {
        server.closeAllConnections();
        server.close();
      }
    });
});
