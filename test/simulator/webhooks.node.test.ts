import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { getRequestListener } from '@hono/node-server';
import { Dwolla } from 'dwolla';
import type { WebhookEvent } from '../../src/server/index.js';
import { createWebhookHandler } from '../../src/server/index.js';
import type { SimulatorOptions } from '../../src/simulator/index.js';
import { webhookRetries } from '../../src/simulator/dwolla/webhooks.js';
import { until } from '../support/until.js';
import type { ApiClient } from './api-client.js';
import { assertProblem, at, text, withSimulator } from './api-client.js';

const secret = 'sshhhhhh';

interface Subscribed {
  readonly client: ApiClient;
  readonly customer: string;
  readonly subscription: string;
  readonly events: WebhookEvent[];
  readonly received: IncomingMessage[];
  /** Answers each request in place of the handler. */
  answer: ((response: ServerResponse) => void) | null;
}

/** Runs a test with a platform whose webhook handler is subscribed. */
async function subscribed(
  options: SimulatorOptions,
  run: (subscribed: Subscribed) => Promise<void>,
): Promise<void> {
  const events: WebhookEvent[] = [];
  const handler = createWebhookHandler({
    secret,
    publicPath: '/api',
    onEvent: (event) => events.push(event),
  });
  const state: { answer: Subscribed['answer']; received: IncomingMessage[] } = { answer: null, received: [] };
  const listener = getRequestListener(handler);
  const server = createServer((request, response) => {
    state.received.push(request);
    if (state.answer === null) void listener(request, response);
    else request.resume().on('end', () => state.answer?.(response));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  try {
    await withSimulator(options, async (client) => {
      const url = `http://localhost:${(server.address() as AddressInfo).port}/webhooks`;
      const subscription = await client.create('/webhook-subscriptions', { url, secret });
      const customer = await client.createCustomer();
      await run(Object.assign(state, { client, customer, subscription, events }));
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function addBank(client: ApiClient, customer: string, exchange: string): Promise<string> {
  return client.create(`${customer}/funding-sources`, {
    _links: { exchange: { href: exchange } },
    bankAccountType: 'checking',
    name: 'Checking',
  });
}

const idOf = (url: string): string => url.split('/').at(-1) ?? '';
/** What each try of each webhook to a URL was answered with; one that is under way is not in here yet. */
const statusCodes = async (client: ApiClient, url?: string): Promise<readonly (readonly unknown[])[]> => {
  const webhooks = at((await client.get('/simulator')).body, 'webhooks');
  assert.ok(Array.isArray(webhooks));
  return webhooks
    .filter((webhook: unknown) => url === undefined || at(webhook, 'url') === url)
    .map((webhook: unknown) => at(webhook, 'statusCodes') as unknown[]);
};
/** Waits until the first webhook was tried so many times, and each try answered. */
const tried = (client: ApiClient, times: number): Promise<void> =>
  until(async () => (await statusCodes(client))[0]?.length === times);

describe('the webhooks of the simulated Dwolla', () => {
  it("tell the kit's handler what happens to a funding source of a customer", () =>
    subscribed({}, async ({ client, customer, events }) => {
      const exchange = await client.createPlaidExchange(customer);
      const source = await addBank(client, customer, exchange);
      await until(() => events.length === 2);
      await client.post(source, { name: 'Household' });
      await until(() => events.length === 3);
      await client.post(source, { removed: true });
      await until(() => events.length === 4);
      assert.deepEqual(
        events.map((event) => event.type === 'funding-source' && event.topic).sort(),
        ['added', 'removed', 'updated', 'verified'].map((change) => `customer_funding_source_${change}`),
      );
      for (const event of events) {
        assert.equal(event.resourceId, idOf(source));
        assert.deepEqual(event.owner, { customerId: idOf(customer) });
        assert.equal(event.links['resource'], source);
      }
    }));

  it('ask for a new login with the URL of a session, once per time that the bank wants it', () =>
    subscribed({}, async ({ client, customer, events }) => {
      const exchange = idOf(await client.createPlaidExchange(customer));
      const path = `/exchanges/${exchange}`;
      await client.control('PATCH', path, { needsUpdate: true });
      await until(() => events.length === 1);
      await client.control('PATCH', path, { needsUpdate: true });
      await client.control('PATCH', path, { needsUpdate: false });
      await client.control('PATCH', path, { needsUpdate: true });
      await until(() => events.length >= 2);
      assert.equal((await statusCodes(client)).length, 2);
      const [event] = events;
      assert.ok(event?.type === 'exchange-reauth-required');
      assert.deepEqual([event.exchangeId, event.sessionUrl], [exchange, `/api/session?exchange=${exchange}`]);
      assert.notEqual(event.id, events[1]?.id);
      assert.equal(client.simulator.world.requireLogin('nobody'), false);
    }));

  it('have the topics of the account, and of external parties only those that there are', () =>
    subscribed({}, async ({ client, events }) => {
      const { body: root } = await client.get('/');
      const account = text(root, '_links', 'account', 'href');
      const party = await client.create('/external-parties', {
        firstName: 'Pat',
        lastName: 'Poe',
        email: 'pat@example.com',
      });
      const { world } = client.simulator;
      for (const [owner, path] of [
        [{ type: 'account', id: idOf(account) }, ''],
        [{ type: 'external-party', id: idOf(party) }, new URL(party).pathname],
      ] as const) {
        const access = {
          kind: 'bank',
          institution: { id: '1', name: 'Bank' },
          accounts: [{ id: '1', name: 'Checking', type: 'checking', mask: '0000', balance: '1.00' }],
        } as const;
        const { id } = world.addExchange('mx', owner, access);
        const source = await addBank(client, path, `${client.simulator.dwollaUrl}/exchanges/${id}`);
        await client.post(source, { removed: true });
        world.requireLogin(id);
      }
      await until(() => events.length === 5);
      assert.deepEqual(
        events.map(({ topic, owner }) => [topic, owner]).sort(),
        [
          ['external_party.funding_source:created', { externalPartyId: idOf(party) }],
          ['external_party.funding_source:removed', { externalPartyId: idOf(party) }],
          ['funding_source_added', { account: true }],
          ['funding_source_removed', { account: true }],
          ['funding_source_verified', { account: true }],
        ].sort(),
      );
    }));

  it('are signed, and carry what Dwolla sends with them', () =>
    subscribed({}, async ({ client, customer, received }) => {
      const exchange = idOf(await client.createPlaidExchange(customer));
      client.simulator.world.requireLogin(exchange);
      await until(() => received.length === 1);
      const { method, headers } = received[0] ?? {};
      assert.equal(method, 'POST');
      assert.equal(headers?.['x-dwolla-topic'], 'customer_exchange_reauth_required');
      assert.match(String(headers?.['x-request-signature-sha-256']), /^[\da-f]{64}$/);
      assert.match(String(headers?.['user-agent']), /^dwolla-webhooks\//);
    }));
});

describe('a webhook that was not answered 2xx', () => {
  it('is sent again after each pause, as the same event, until it is', () =>
    subscribed({ webhookRetries: [5, 5, 5, 5, 5] }, async (platform) => {
      const { client, customer, events } = platform;
      const answers = [500, 302, 404];
      platform.answer = (response) => {
        const status = answers.shift() ?? 500;
        if (answers.length === 0) platform.answer = null;
        response.writeHead(status, { location: '/elsewhere' }).end();
      };
      client.simulator.world.requireLogin(idOf(await client.createPlaidExchange(customer)));
      await tried(client, 4);
      // Nothing is left that waits for a retry.
      await client.control('POST', '/webhooks/retry');
      assert.deepEqual(await statusCodes(client), [[500, 302, 404, 200]]);
      assert.deepEqual([platform.received.length, events.length], [4, 1]);
    }));

  it('is given up after the last pause', () =>
    subscribed({ webhookRetries: [1, 1] }, async (platform) => {
      platform.answer = (response) => response.writeHead(503).end();
      const { client, customer } = platform;
      client.simulator.world.requireLogin(idOf(await client.createPlaidExchange(customer)));
      await tried(client, 3);
      await client.control('POST', '/webhooks/retry');
      assert.deepEqual(await statusCodes(client), [[503, 503, 503]]);
      assert.equal(platform.received.length, 3);
    }));

  it("waits for Dwolla's own pauses, which a switch ends", () =>
    subscribed({}, async (platform) => {
      platform.answer = (response) => response.destroy();
      const { client, customer, events } = platform;
      client.simulator.world.requireLogin(idOf(await client.createPlaidExchange(customer)));
      await tried(client, 1);
      assert.deepEqual(await statusCodes(client), [[null]]);
      platform.answer = null;
      await client.control('POST', '/webhooks/retry');
      assert.deepEqual([await statusCodes(client), events.length], [[[null, 200]], 1]);
      await client.control('POST', '/webhooks/retry');
      assert.equal(platform.received.length, 2);
    }));

  it('is repeated 8 times within 72 hours by default', () => {
    assert.equal(webhookRetries.length, 8);
    assert.equal(webhookRetries[0], 15 * 60_000);
    assert.equal(
      webhookRetries.reduce((sum, pause) => sum + pause, 0),
      72 * 3_600_000,
    );
  });
});

describe('webhook subscriptions', () => {
  it('are made, listed, paused and deleted with the official client', () =>
    subscribed({}, async ({ client, customer, subscription, received }) => {
      const { simulator } = client;
      const dwolla = new Dwolla({
        serverURL: simulator.dwollaUrl,
        security: { clientID: simulator.key, clientSecret: simulator.secret },
      });
      const made = await dwolla.webhookSubscriptions.create({ url: 'http://localhost:1/', secret });
      assert.match(made?.headers['location']?.[0] ?? '', /\/webhook-subscriptions\/[\da-f-]{36}$/);
      assert.equal((await dwolla.webhookSubscriptions.list()).total, 2);
      const id = idOf(subscription);
      const exchange = idOf(await client.createPlaidExchange(customer));
      const paused = await dwolla.webhookSubscriptions.update({ id, requestBody: { paused: true } });
      assert.equal(paused.paused, true);
      simulator.world.requireLogin(exchange);
      await dwolla.webhookSubscriptions.update({ id, requestBody: { paused: false } });
      simulator.world.requireLogin(exchange);
      const own = text((await client.get(subscription)).body, 'url');
      await until(async () => (await statusCodes(client, own))[0]?.length === 1);
      const sent = await client.get(`${subscription}/webhooks`);
      assert.deepEqual(
        [at(sent.body, 'total'), at(sent.body, '_embedded', 'webhooks', 0, 'eventId')],
        [
          1,
          at(JSON.parse(text(sent.body, '_embedded', 'webhooks', 0, 'attempts', 0, 'request', 'body')), 'id'),
        ],
      );
      await dwolla.webhookSubscriptions.delete({ id });
      await assert.rejects(dwolla.webhookSubscriptions.get({ id }));
      const before = (await statusCodes(client)).length;
      simulator.world.requireLogin(exchange);
      assert.deepEqual(
        [(await statusCodes(client)).length, (await statusCodes(client, own)).length, received.length],
        [before + 1, 1, 1],
      );
    }));

  it('are refused in the words of the API description, and never lead off this machine', () =>
    withSimulator({ webhookRetries: [] }, async (client) => {
      const make = (body: object) => client.post('/webhook-subscriptions', body);
      for (const [body, path, message] of [
        [{ url: 'nowhere', secret }, '/url', 'Url must be a valid url.'],
        [{ url: 'ftp://localhost/', secret }, '/url', 'Url must be a valid url.'],
        [
          { url: 'http://localhost/', secret: 'x'.repeat(129) },
          '/secret',
          'Secret must be 128 or fewer characters.',
        ],
      ] as const) {
        const refused = await make(body);
        assertProblem(refused, 400, 'ValidationError');
        const error = at(refused.body, '_embedded', 'errors', 0);
        assert.deepEqual(
          [at(error, 'code'), at(error, 'message'), at(error, 'path')],
          ['InvalidFormat', message, path],
        );
      }
      for (let made = 0; made < 10; made += 1)
        await client.create('/webhook-subscriptions', { url: 'http://myapplication.com/webhooks', secret });
      assertProblem(await make({ url: 'http://localhost/', secret }), 400, 'MaxNumberOfResources');
      assertProblem(await client.get('/webhook-subscriptions/1'), 404, 'NotFound');

      const realFetch = globalThis.fetch;
      const asked: string[] = [];
      globalThis.fetch = (input, init) => {
        asked.push(new Request(input, init).url);
        return realFetch(input, init);
      };
      try {
        const exchange = await client.createPlaidExchange(await client.createCustomer());
        client.simulator.world.requireLogin(idOf(exchange));
        assert.deepEqual(
          await statusCodes(client),
          Array.from({ length: 10 }, () => [null]),
        );
      } finally {
        globalThis.fetch = realFetch;
      }
      assert.deepEqual(
        asked.filter((url) => !url.startsWith(client.simulator.dwollaUrl)),
        [],
      );
    }));
});
