import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { createExchangeHandler, createWebhookHandler } from '../../src/server/index.js';
import type { PartnerName } from '../../src/simulator/index.js';
import type { ApiClient } from '../simulator/api-client.js';
import { at, text, withSimulator } from '../simulator/api-client.js';
import { idOf, redirectUrl } from './backend.js';

const token = 'externalProviderSessionToken';

/** Instances of the kit behind a round robin: they share their options, and nothing else. */
interface Fleet {
  /** Asks the next instance; the answer's status, JSON and `Location`. */
  readonly ask: (
    method: string,
    path: string,
    body?: unknown,
    key?: string,
  ) => Promise<{ readonly status: number; readonly body: unknown; readonly location: string | null }>;
  readonly dwolla: ApiClient;
}

/** Runs a test with so many instances, each of which reaches Dwolla by `way`. */
function withFleet(
  instances: number,
  test: (fleet: Fleet) => Promise<void>,
  way: typeof fetch = fetch,
): Promise<void> {
  return withSimulator({ redirectUrls: [redirectUrl], visa: true }, async (dwolla, simulator) => {
    const customerId = idOf(await dwolla.createCustomer());
    const handlers = Array.from({ length: instances }, () =>
      createExchangeHandler({
        key: simulator.key,
        secret: simulator.secret,
        serverUrl: simulator.dwollaUrl,
        basePath: '/api',
        redirectUrl,
        authorize: () => ({ customerId }),
        onError: () => undefined,
        fetch: way,
      }),
    );
    let turn = 0;
    const ask: Fleet['ask'] = async (method, path, body, key) => {
      const handler = handlers[turn++ % instances]!;
      const headers = {
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      };
      const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
      const answer = await handler(new Request(`https://shop.example${path}`, init));
      return {
        status: answer.status,
        body: (await answer.json()) as unknown,
        location: answer.headers.get('location'),
      };
    };
    await test({ ask, dwolla });
  });
}

/** Lets the user go through the partner of a session; what the partner hands the page. */
async function complete({ dwolla }: Fleet, session: unknown): Promise<unknown> {
  const made = dwolla.simulator.world
    .sessions()
    .find(({ credential }) => JSON.stringify(session).includes(credential));
  assert.ok(made !== undefined, JSON.stringify(session));
  return (await dwolla.post(`/simulator/exchange-sessions/${made.id}/complete`)).body;
}

/** What a page sends as the exchange, by partner. */
const claims: Partial<Record<PartnerName, (handed: unknown, fleet: Fleet) => unknown>> = {
  plaid: (handed) => ({
    partner: 'plaid',
    exchangeRequest: { plaid: { publicToken: text(handed, 'publicToken') } },
  }),
  checkout: (handed) => ({ partner: 'checkout', exchangeRequest: { token: text(handed, 'paymentId') } }),
  visa: (handed) => ({ partner: 'visa', exchangeId: text(handed, 'exchangeId') }),
  mx: async (_handed, { ask }) => {
    const { body } = await ask('GET', '/api/connections');
    return {
      partner: 'mx',
      availableConnectionToken: text(body, 'connections', 0, 'availableConnectionToken'),
    };
  },
};
const billingAddress = {
  address1: '1 Main St',
  city: 'Des Moines',
  stateProvinceRegion: 'IA',
  country: 'US',
  postalCode: '50309',
};

/** The whole way of a page to a funding source, and back to a new login; every answer, without what is random. */
async function wayOf(fleet: Fleet, partner: PartnerName): Promise<readonly string[]> {
  const answers: string[] = [];
  const ask: Fleet['ask'] = async (method, path, body) => {
    const answer = await fleet.ask(method, path, body);
    answers.push(
      `${method} ${JSON.stringify(answer)}`
        .replaceAll(/localhost:\d+/g, 'localhost')
        .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'when')
        .replaceAll(/[\w-]{16,}(?:[.~][\w-]+)*/g, 'random'),
    );
    return answer;
  };
  const made = await ask('POST', '/api/sessions', { partner });
  const session = await ask('GET', text(made.body, 'url'));
  const handed = await complete(fleet, session.body);
  const claim = await claims[partner]?.(handed, { ...fleet, ask });
  const exchange = await ask('POST', '/api/exchanges', claim);
  const exchangeId = text(exchange.body, 'id');
  const source = await ask('POST', '/api/funding-sources', {
    exchangeId,
    name: 'Mine',
    ...(partner === 'checkout'
      ? { cardDetails: { firstName: 'Jane', lastName: 'Doe', billingAddress } }
      : { bankAccountType: 'checking' }),
  });
  await ask('GET', String(source.location));
  await ask('GET', '/api/exchanges');
  await ask('GET', '/api/funding-sources');
  if (partner === 'checkout') return answers;
  await fleet.dwolla.control('PATCH', `/exchanges/${exchangeId}`, { needsUpdate: true });
  const stale = await ask('GET', `${String(source.location)}/balance`);
  const again = await ask('GET', text(stale.body, 'sessionUrl'));
  await complete(fleet, again.body);
  await ask('GET', `${String(source.location)}/balance`);
  return answers;
}

describe('two instances behind a round robin, which share nothing', () => {
  for (const partner of ['plaid', 'mx', 'visa', 'checkout'] as const)
    it(`answer as one does, all the way to a funding source: ${partner}`, async () => {
      const ways: (readonly string[])[] = [];
      for (const instances of [1, 2])
        await withFleet(instances, async (fleet) => {
          ways.push(await wayOf(fleet, partner));
        });
      const [alone, together] = ways;
      assert.ok(alone!.length >= 7 && alone!.every((answer) => /"status":(200|201|409)/.test(answer)));
      assert.deepEqual(together, alone);
    });

  it('make one resource of one Idempotency-Key', () =>
    withFleet(2, async ({ ask, dwolla }) => {
      const made = [];
      for (let time = 0; time < 4; time += 1)
        made.push(
          text((await ask('GET', '/api/session?partner=plaid', undefined, 'attempt-0001')).body, token),
        );
      assert.equal(new Set(made).size, 1);
      assert.equal(dwolla.simulator.world.sessions().length, 1);
    }));

  for (const { instances, sessions } of [
    { instances: 1, sessions: 1 },
    { instances: 2, sessions: 2 },
  ])
    it(`deliver after a failure, and none twice; a session that nobody got costs ${sessions} with ${instances}`, () => {
      let isFailing = true;
      const way: typeof fetch = (input, init) => {
        const request = new Request(input, init);
        const isRead = request.method === 'GET' && request.url.includes('/exchange-sessions/');
        if (!isRead || !isFailing) return fetch(request);
        isFailing = false;
        return Promise.resolve(Response.json({ code: 'X' }, { status: 500 }));
      };
      return withFleet(
        instances,
        async ({ ask, dwolla }) => {
          const session = () => ask('GET', '/api/session?partner=plaid');
          assert.equal((await session()).status, 502);
          const delivered = [await session()];
          assert.equal(dwolla.simulator.world.sessions().length, sessions);
          for (let time = 0; time < 3; time += 1) delivered.push(await session());
          assert.deepEqual(
            delivered.map(({ status }) => status),
            [200, 200, 200, 200],
          );
          // The instance that failed hands its own out later, once. No session goes to two attempts.
          assert.equal(new Set(delivered.map(({ body }) => at(body, token))).size, 4);
          assert.equal(dwolla.simulator.world.sessions().length, 4);
        },
        way,
      );
    });

  it('hand a webhook on once each: only a store of your own knows that the other had it', async () => {
    const secret = 'sshhhhhh';
    const store = new Set<string>();
    const calls: string[] = [];
    const acted: string[] = [];
    const handlers = ['one', 'other'].map((instance) =>
      createWebhookHandler({
        secret,
        onEvent: ({ id }) => {
          calls.push(instance);
          if (store.has(id)) return;
          store.add(id);
          acted.push(id);
        },
      }),
    );
    const body = JSON.stringify({ id: '1', topic: 'customer_funding_source_added' });
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    for (const handler of [...handlers, ...handlers]) {
      const answer = await handler(
        new Request('https://shop.example/webhooks', {
          method: 'POST',
          headers: { 'x-request-signature-sha-256': signature },
          body,
        }),
      );
      assert.equal(answer.status, 200);
    }
    assert.deepEqual([calls, acted], [['one', 'other'], ['1']]);
  });
});
