import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it, test } from 'node:test';
import type { ExchangeHandlerError, WebhookEvent, WebhookHandlerOptions } from '../../src/server/index.js';
import { createWebhookHandler } from '../../src/server/index.js';
import { HandledIds } from '../../src/server/webhooks/handled-ids.js';
import { until } from '../support/until.js';

const secret = 'sshhhhhh';
const api = 'https://api-sandbox.dwolla.com';
const eventId = 'b8c9b7fb-b6bf-444d-a06b-cb55cb0ee7a2';
const resource = '266ae7de-6393-423b-a4ec-dec8028a9b5a';
const customer = 'e358a488-6699-4d79-bbfb-c5bf58100ea4';

/** An event as Dwolla sends it. */
function eventBody(topic: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  const collection = topic.includes('exchange') ? 'exchanges' : 'funding-sources';
  return {
    id: eventId,
    resourceId: resource,
    topic,
    timestamp: '2026-01-21T16:19:35.319Z',
    _links: {
      self: { href: `${api}/events/${eventId}` },
      account: { href: `${api}/accounts/ad5f2162-404a-4c4c-994e-6ab6c3a13254` },
      resource: { href: `${api}/${collection}/${resource}` },
      ...(topic.startsWith('customer') ? { customer: { href: `${api}/customers/${customer}` } } : {}),
      ...(topic.startsWith('external')
        ? { 'external-party': { href: `${api}/external-parties/${customer}` } }
        : {}),
    },
    created: '2026-01-21T16:19:35.319Z',
    ...changes,
  };
}

const sign = (body: string, key = secret): string => createHmac('sha256', key).update(body).digest('hex');

function delivery(body: unknown, headers: Record<string, string> = {}): Request {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Request('https://shop.example/webhooks/dwolla', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-signature-sha-256': sign(text), ...headers },
    body: text,
  });
}

/** A handler with what it passed on and what it reported. */
function subscriber(options: Partial<WebhookHandlerOptions> = {}) {
  const events: WebhookEvent[] = [];
  const errors: ExchangeHandlerError[] = [];
  const handler = createWebhookHandler({
    secret,
    onEvent: (event) => events.push(event),
    onError: (error) => errors.push(error),
    ...options,
  });
  const send = async (request: Request) => {
    const response = await handler(request);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    return { status: response.status, body: (await response.json()) as { code?: string } };
  };
  return { events, errors, send };
}

describe('a webhook of Dwolla', () => {
  it('reaches onEvent as a typed event and is answered 200', async () => {
    const { events, send } = subscriber();
    const { status } = await send(delivery(eventBody('customer_funding_source_verified')));
    assert.equal(status, 200);
    assert.equal(events.length, 1);
    const [event] = events;
    assert.ok(event?.type === 'funding-source');
    assert.deepEqual(
      [event.id, event.change, event.fundingSourceId, event.owner, event.created],
      [eventId, 'verified', resource, { customerId: customer }, '2026-01-21T16:19:35.319Z'],
    );
    assert.equal(event.links['resource'], `${api}/funding-sources/${resource}`);
  });

  for (const [topic, change, owner] of [
    ...(['added', 'removed', 'verified', 'unverified', 'negative', 'updated'] as const).flatMap((change) => [
      [`customer_funding_source_${change}`, change, { customerId: customer }] as const,
      [`funding_source_${change}`, change, { account: true }] as const,
    ]),
    ['external_party.funding_source:created', 'added', { externalPartyId: customer }],
    ['external_party.funding_source:removed', 'removed', { externalPartyId: customer }],
    ['funding_source:created', 'added', { account: true }],
    ['funding_source:removed', 'removed', { account: true }],
  ] as const)
    it(`says of ${topic} whose funding source changed, and how`, async () => {
      const { events, send } = subscriber();
      await send(delivery(eventBody(topic)));
      const [event] = events;
      assert.ok(event?.type === 'funding-source');
      assert.deepEqual([event.topic, event.change, event.owner], [topic, change, owner]);
    });

  for (const [publicPath, sessionUrl] of [
    ['/api/dwolla', `/api/dwolla/session?exchange=${resource}`],
    ['/api/dwolla/', `/api/dwolla/session?exchange=${resource}`],
    ['', `/session?exchange=${resource}`],
    ['https://api.shop.example/dwolla', `https://api.shop.example/dwolla/session?exchange=${resource}`],
    [undefined, null],
  ] as const)
    it(`asks for a new login at ${String(sessionUrl)}`, async () => {
      const { events, send } = subscriber(publicPath === undefined ? {} : { publicPath });
      await send(delivery(eventBody('customer_exchange_reauth_required')));
      const [event] = events;
      assert.ok(event?.type === 'exchange-reauth-required');
      assert.deepEqual(
        [event.exchangeId, event.sessionUrl, event.owner],
        [resource, sessionUrl, { customerId: customer }],
      );
    });

  it('passes topics it does not know through, and known ones that name no resource', async () => {
    const { events, send } = subscriber({ publicPath: '/api' });
    const transfer = eventBody('customer_transfer_completed', { id: 'a' });
    const bare = { id: 'b', topic: 'customer_exchange_reauth_required', resourceId: '../evil' };
    const odd = {
      id: 'c',
      topic: 'funding_source_added',
      _links: { resource: 7, customer: null },
      created: 9,
    };
    const nobody = eventBody('external_party.funding_source:created', { id: 'd', _links: {} });
    for (const body of [transfer, bare, odd, nobody]) assert.equal((await send(delivery(body))).status, 200);
    assert.deepEqual(
      events.map(({ type, topic }) => [type, topic]),
      [
        ['other', 'customer_transfer_completed'],
        ['other', 'customer_exchange_reauth_required'],
        ['other', 'funding_source_added'],
        ['funding-source', 'external_party.funding_source:created'],
      ],
    );
    assert.deepEqual(events[0]?.owner, { customerId: customer });
    assert.equal(events[3]?.owner, null);
    assert.deepEqual([events[1]?.owner, events[2]?.created, events[2]?.links], [null, null, {}]);
  });
});

describe('what Dwolla did not send', () => {
  const body = JSON.stringify(eventBody('customer_funding_source_added'));
  const refused: Record<string, Record<string, string>> = {
    'the signature of another secret': { 'x-request-signature-sha-256': sign(body, 'other') },
    'the signature of another body': { 'x-request-signature-sha-256': sign(`${body} `) },
    'a signature cut short': { 'x-request-signature-sha-256': sign(body).slice(0, 62) },
    'a signature with something after it': { 'x-request-signature-sha-256': `${sign(body)}f` },
    'no hex': { 'x-request-signature-sha-256': 'z'.repeat(64) },
    'an empty signature': { 'x-request-signature-sha-256': '' },
  };
  for (const [name, headers] of Object.entries(refused))
    it(`is 401 with ${name}`, async () => {
      const { events, send } = subscriber();
      const { status, body: answer } = await send(delivery(body, headers));
      assert.deepEqual([status, answer.code, events.length], [401, 'InvalidSignature', 0]);
    });

  it('is 401 without a signature, and nobody is woken for it', async () => {
    const { errors, send } = subscriber();
    const request = new Request('https://shop.example/', { method: 'POST', body });
    assert.equal((await send(request)).status, 401);
    assert.equal(errors.length, 0);
  });

  it('takes the signature in capital letters as well', async () => {
    const { send } = subscriber();
    const headers = { 'x-request-signature-sha-256': sign(body).toUpperCase() };
    assert.equal((await send(delivery(body, headers))).status, 200);
  });

  it('is 400 when it is signed and no event', async () => {
    const { events, errors, send } = subscriber();
    for (const wrong of ['{', '[]', 'null', '{"id":"1"}', '{"topic":"x"}', '{"id":7,"topic":"x"}'])
      assert.deepEqual((await send(delivery(wrong))).body.code, 'InvalidWebhook', wrong);
    assert.deepEqual([events.length, errors.length], [0, 6]);
  });

  it('is 405 as a GET, and 413 when it is too large', async () => {
    const { send } = subscriber();
    assert.equal((await send(new Request('https://shop.example/'))).status, 405);
    assert.equal((await send(delivery('x'.repeat(65_537)))).status, 413);
  });

  it('tells the host about a body parser that came first', async () => {
    const { errors, send } = subscriber();
    const read = delivery(body);
    await read.text();
    assert.deepEqual((await send(read)).body.code, 'Misconfigured');
    const emptied = delivery('', { 'x-request-signature-sha-256': sign(body) });
    assert.equal((await send(emptied)).status, 401);
    assert.match(errors[0]?.message ?? '', /before any body parser/);
    assert.match(errors[1]?.hint ?? '', /before any body parser/);
  });
});

describe('a repeated delivery', () => {
  const event = eventBody('customer_funding_source_added');

  it('is answered 200 and not passed on again', async () => {
    const { events, send } = subscriber();
    for (let time = 0; time < 3; time += 1) assert.equal((await send(delivery(event))).status, 200);
    assert.equal(events.length, 1);
  });

  it('is not passed on again at any of the retries of three days', async (context) => {
    context.mock.timers.enable({ apis: ['Date'] });
    const { events, send } = subscriber();
    for (const minutes of [0, 15, 45, 180, 360, 720, 1440, 1560]) {
      context.mock.timers.tick(minutes * 60_000);
      assert.equal((await send(delivery(event))).status, 200);
    }
    assert.equal(events.length, 1);
  });

  it('shares the work that is still going on', async () => {
    let finish = (): void => undefined;
    let calls = 0;
    const { send } = subscriber({
      onEvent: () => {
        calls += 1;
        return new Promise<void>((resolve) => (finish = resolve));
      },
    });
    const both = [send(delivery(event)), send(delivery(event))];
    await until(() => calls > 0);
    finish();
    assert.deepEqual(
      (await Promise.all(both)).map(({ status }) => status),
      [200, 200],
    );
    assert.equal(calls, 1);
  });

  it('is passed on again after onEvent has failed', async () => {
    let calls = 0;
    const { errors, send } = subscriber({
      onEvent: () => {
        calls += 1;
        if (calls === 1) throw new Error('the database is away');
      },
    });
    const first = await send(delivery(event));
    assert.deepEqual([first.status, first.body.code], [500, 'EventNotHandled']);
    assert.equal((errors[0]?.cause as Error).message, 'the database is away');
    assert.equal((await send(delivery(event))).status, 200);
    assert.equal(calls, 2);
  });

  it('is recognized among a limited number of ids', async () => {
    const { events, send } = subscriber({ rememberedEvents: 2 });
    for (const id of ['1', '2', '3', '3', '1'])
      await send(delivery(eventBody('customer_funding_source_added', { id })));
    assert.deepEqual(
      events.map(({ id }) => id),
      ['1', '2', '3', '1'],
    );
  });
});

describe('onEvent', () => {
  const event = eventBody('customer_funding_source_added');

  it('that takes too long is 503 in time; its late success counts, its late failure is reported', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    for (const isSuccess of [true, false]) {
      let calls = 0;
      let settle = (): void => undefined;
      const { send, errors } = subscriber({
        onEvent: () => {
          calls += 1;
          return new Promise<void>((resolve, reject) => {
            settle = isSuccess ? resolve : () => reject(new Error('late'));
          });
        },
      });
      const first = send(delivery(event));
      await until(() => calls === 1);
      context.mock.timers.tick(9000);
      const { status, body } = await first;
      assert.deepEqual([status, body.code], [503, 'EventTimeout']);
      settle();
      if (isSuccess) assert.equal((await send(delivery(event))).status, 200);
      else await until(() => errors.length === 2);
      assert.deepEqual(
        errors.map(({ code }) => code),
        isSuccess ? ['EventTimeout'] : ['EventTimeout', 'EventNotHandled'],
      );
      assert.equal(calls, 1);
    }
  });

  it('that has hung for ten minutes does not keep the retry out', async (context) => {
    context.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
    const once = context.mock.method(HandledIds.prototype, 'once');
    let calls = 0;
    const { send } = subscriber({
      onEvent: () => {
        calls += 1;
        return calls === 1 ? new Promise(() => undefined) : undefined;
      },
    });
    const first = send(delivery(event));
    await until(() => calls === 1);
    context.mock.timers.tick(9000);
    assert.equal((await first).status, 503);
    context.mock.timers.tick(590_999);
    // A delivery within the ten minutes waits for the first one.
    const second = send(delivery(event));
    await until(() => once.mock.callCount() === 2);
    context.mock.timers.tick(9000);
    assert.equal((await second).status, 503);
    assert.equal(calls, 1);
    assert.equal((await send(delivery(event))).status, 200);
    assert.equal(calls, 2);
  });
});

test('a body that does not arrive is the sender’s fault, and no alarm', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { errors, events, send } = subscriber();
  let isAsked = false;
  const never = new ReadableStream({ pull: () => ((isAsked = true), new Promise(() => undefined)) });
  const broken = new ReadableStream({ start: (controller) => controller.error(new Error('aborted')) });
  const request = (body: ReadableStream) =>
    new Request('https://shop.example/webhooks/dwolla', {
      method: 'POST',
      headers: { 'x-request-signature-sha-256': sign('') },
      body,
      duplex: 'half',
    } as RequestInit); // TypeScript's DOM does not know `duplex`.
  const late = send(request(never));
  await until(() => isAsked);
  context.mock.timers.tick(9000);
  assert.deepEqual([(await late).status, (await send(request(broken))).status], [408, 499]);
  assert.deepEqual([errors.length, events.length], [0, 0]);
});

test('wrong options are a TypeError that names them, without their values', () => {
  const right = { secret, onEvent: () => undefined };
  for (const [wrong, says] of [
    [{ ...right, secret: '' }, /environment variable[\s\S]*secret/],
    [{ ...right, secret: undefined }, /environment variable[\s\S]*secret/],
    [{ ...right, timeout: 10_000 }, /timeout/],
    [{ ...right, publicPath: 'api' }, /publicPath/],
    [{ ...right, publicPath: 'javascript:alert(1)' }, /publicPath/],
    [{ ...right, publicPath: 'https://shop.example/?a' }, /publicPath/],
    [{ ...right, rememberedEvents: 0 }, /rememberedEvents/],
    [{ secret }, /onEvent must be a function/],
  ] as const)
    assert.throws(
      () => createWebhookHandler(wrong as unknown as WebhookHandlerOptions),
      (error: Error) =>
        error instanceof TypeError && says.test(error.message) && !error.message.includes(secret),
    );
});
