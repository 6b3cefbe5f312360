import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { assertProblem, at, text, withSimulator } from './api-client.js';
import type { ApiClient } from './api-client.js';

const idOf = (url: string): string => url.split('/').at(-1) ?? '';

const addBank = (client: ApiClient, customer: string, exchange: string, type = 'checking'): Promise<string> =>
  client.create(`${customer}/funding-sources`, {
    _links: { exchange: { href: exchange } },
    bankAccountType: type,
    name: 'Bank',
  });

/** A customer's card, paid with at Checkout. */
async function addCard(client: ApiClient, customer: string): Promise<string> {
  const paid = await client.complete(await client.createSession(customer, 'Checkout.com'));
  const exchange = await client.create(`${customer}/exchanges`, {
    _links: { 'exchange-partner': { href: await client.partnerHref('Checkout.com') } },
    token: text(paid, 'paymentId'),
  });
  return client.create(`${customer}/funding-sources`, {
    _links: { exchange: { href: exchange } },
    name: 'Card',
    cardDetails: {
      firstName: 'Jane',
      lastName: 'Doe',
      billingAddress: {
        address1: '123 Main St',
        city: 'Dallas',
        stateProvinceRegion: 'TX',
        country: 'US',
        postalCode: '76034',
      },
    },
  });
}

describe("the simulated Dwolla answers in Dwolla's words", () => {
  it('404 of each operation on what there is not', () =>
    withSimulator({}, async (client) => {
      const id = crypto.randomUUID();
      for (const [method, path, code, message] of [
        ['GET', `/customers/${id}/exchanges`, 'NotFound', 'Customer ID not found. Check Customer ID.'],
        ['GET', `/customers/${id}/funding-sources`, 'notFound', 'Customer not found.'],
        ['POST', `/customers/${id}/funding-sources`, 'NotFound', 'Customer ID not found. Check Customer ID.'],
        [
          'GET',
          `/customers/${id}/available-exchange-connections`,
          'NotFound',
          'The requested resource was not found. Check Customer ID.',
        ],
        ['GET', `/accounts/${id}/funding-sources`, 'notFound', 'Account not found.'],
      ] as const)
        assertProblem(await client.send(method, path), 404, code, message);
    }));

  it('a bank can be renamed and removed; a card only removed; a removed one is left as it is', () =>
    withSimulator({}, async (client) => {
      const customer = await client.createCustomer();
      const bank = await addBank(client, customer, await client.createPlaidExchange(customer));
      const renamed = await client.post(bank, { name: 'Household' });
      assert.deepEqual([renamed.status, at(renamed.body, 'name')], [200, 'Household']);
      const removed = await client.post(bank, { removed: true });
      assert.deepEqual([removed.status, at(removed.body, 'removed')], [200, true]);
      for (const change of [{ name: 'Again' }, { removed: true }])
        assertProblem(
          await client.post(bank, change),
          403,
          'InvalidResourceState',
          'A removed bank cannot be updated.',
        );
      const card = await addCard(client, customer);
      assertProblem(
        await client.post(card, { name: 'My card' }),
        400,
        'validationError',
        "Only funding sources of type='bank' can be updated.",
      );
      assert.equal((await client.post(card, { removed: true })).status, 200);
    }));

  it("a balance: stale login, a card's, and not enabled", () =>
    withSimulator({}, async (client) => {
      const customer = await client.createCustomer();
      const exchange = await client.createPlaidExchange(customer);
      const bank = await addBank(client, customer, exchange);
      assertProblem(
        await client.get(`${await addCard(client, customer)}/balance`),
        400,
        'UnsupportedOperation',
        'Retrieving the balance is not supported for this type of funding source.',
      );
      client.simulator.world.requireLogin(idOf(exchange));
      assertProblem(
        await client.get(`${bank}/balance`),
        400,
        'UpdateCredentials',
        'Re-authentication is required in order to access account data. Please initiate the exchange session flow to regain access.',
      );
      await client.control('PUT', '/balance-check', { enabled: false });
      assertProblem(
        await client.get(`${bank}/balance`),
        403,
        'Forbidden',
        'Balance Check not enabled for this account.',
      );
    }));

  it('an exchange that shares a savings account alone makes a savings account, and no checking account', () =>
    withSimulator({}, async (client) => {
      const customer = await client.createCustomer();
      await client.complete(await client.createSession(customer, 'MX'));
      const { body } = await client.get(`${customer}/available-exchange-connections`);
      const connections = at(body, '_embedded', 'available-exchange-connections');
      assert.match(text(connections, 1, 'name'), /Savings/);
      const exchange = await client.create(`${customer}/exchanges`, {
        _links: { 'exchange-partner': { href: await client.partnerHref('MX') } },
        mx: { availableConnectionToken: text(connections, 1, 'availableConnectionToken') },
      });
      const refused = await client.post(`${customer}/funding-sources`, {
        _links: { exchange: { href: exchange } },
        bankAccountType: 'checking',
        name: 'Bank',
      });
      assertProblem(refused, 400, 'ValidationError');
      const message = 'The exchange shares no checking account.';
      const error = at(refused.body, '_embedded', 'errors', 0);
      assert.deepEqual([at(error, 'message'), at(error, 'path')], [message, '/bankAccountType']);
      // A rule of the simulator's own is named as one.
      const guide = readFileSync(new URL('../../docs/simulator.md', import.meta.url), 'utf8');
      assert.ok(guide.slice(guide.indexOf('## What is its own')).includes(message));
      const made = await client.get(await addBank(client, customer, exchange, 'savings'));
      assert.equal(at(made.body, 'bankAccountType'), 'savings');
    }));

  it('one processor token is one account: a second source of it exists already', () =>
    withSimulator({}, async (client) => {
      const { body: given } = await client.post('/simulator/processor-tokens', { partner: 'plaid' });
      const customer = await client.createCustomer();
      const exchange = await client.create(`${customer}/exchanges`, {
        _links: { 'exchange-partner': { href: await client.partnerHref('Plaid') } },
        token: text(given, 'token'),
      });
      await addBank(client, customer, exchange);
      for (const bankAccountType of ['checking', 'savings'])
        assert.equal(
          (
            await client.post(`${customer}/funding-sources`, {
              _links: { exchange: { href: exchange } },
              bankAccountType,
              name: 'Bank',
            })
          ).status,
          400,
        );
    }));
});

describe('transfers of the simulated Dwolla', () => {
  it('pay out to a card from the settlement bank alone, and become what the switch says', () =>
    withSimulator({}, async (client) => {
      const customer = await client.createCustomer();
      const [card, bank] = [
        await addCard(client, customer),
        await addBank(client, customer, await client.createPlaidExchange(customer)),
      ];
      const account = text((await client.get('/')).body, '_links', 'account', 'href');
      const listed = (await client.get(`${account}/funding-sources?removed=false`)).body;
      const settlement = text(listed, '_embedded', 'funding-sources', 0, '_links', 'self', 'href');
      assert.equal(at(listed, '_embedded', 'funding-sources', 0, 'bankUsageType'), 'card-network');
      assert.equal((await client.get(settlement)).status, 200);

      const request = (source: string, destination: string, value = '1.00') => ({
        _links: { source: { href: source }, destination: { href: destination } },
        amount: { value, currency: 'USD' },
      });
      const nobody = `${client.simulator.dwollaUrl}/funding-sources/${crypto.randomUUID()}`;
      for (const [body, code, message, path] of [
        [request(nobody, card), 'Invalid', 'Funding source not found.', '/_links/source/href'],
        [
          request(card, bank),
          'NotAllowed',
          'Cards cannot be used as a source for transfers.',
          '/_links/source/href',
        ],
        [
          request(settlement, nobody),
          'Invalid',
          'Destination funding source is either removed or does not exist.',
          '/_links/destination/href',
        ],
        [
          request(bank, card),
          'NotAllowed',
          'Source funding source does not support card payouts.',
          '/_links/source/href',
        ],
        ...['0.00', '-1', '1e3', '1.001'].map(
          (value) =>
            [
              request(settlement, card, value),
              'InvalidFormat',
              'Invalid amount. The supplied amount must be a positive number.',
              '/amount/value',
            ] as const,
        ),
      ] as const) {
        const refused = await client.post('/transfers', body);
        assertProblem(refused, 400, 'ValidationError');
        const error = at(refused.body, '_embedded', 'errors', 0);
        assert.deepEqual([at(error, 'code'), at(error, 'message'), at(error, 'path')], [code, message, path]);
      }

      const transfer = await client.create('/transfers', {
        ...request(settlement, card),
        correlationId: 'a1',
      });
      const { body } = await client.get(transfer);
      assert.deepEqual(
        [at(body, 'status'), at(body, 'amount'), at(body, 'correlationId')],
        ['pending', { value: '1.00', currency: 'USD' }, 'a1'],
      );
      assert.equal(at(body, '_links', 'destination-funding-source', 'href'), card);
      assert.equal((await client.get(`${transfer}/failure`)).status, 404);
      const failure = { code: 'R03', description: 'No Account/Unable to Locate Account' };
      const path = `/transfers/${idOf(transfer)}`;
      await client.control('PATCH', path, { status: 'failed', failure });
      assert.equal(at((await client.get(transfer)).body, 'status'), 'failed');
      const { _links, ...reason } = (await client.get(`${transfer}/failure`)).body as Record<string, unknown>;
      assert.deepEqual(reason, failure);
      await client.control('PATCH', path, { status: 'processed' });
      assert.equal((await client.get(`${transfer}/failure`)).status, 404);
      assert.equal((await client.send('PATCH', '/simulator/transfers/1', { status: 'failed' })).status, 404);
      assert.equal((await client.send('PATCH', `/simulator${path}`, { status: 'failed' })).status, 400);

      await client.post(card, { removed: true });
      assertProblem(await client.post('/transfers', request(settlement, card)), 400, 'ValidationError');
      assertProblem(await client.get('/transfers/1'), 404, 'NotFound');
    }));
});

describe('the switches', () => {
  it('plan an answer with header fields', () =>
    withSimulator({}, async (client) => {
      await client.control('POST', '/answers', {
        path: '/customers',
        status: 429,
        headers: { 'Retry-After': '7' },
      });
      const answer = await client.get('/customers');
      assert.deepEqual([answer.status, answer.headers.get('retry-after')], [429, '7']);
    }));

  for (const [method, path, body] of [
    ['POST', '/answers', { path: '/customers', status: 429, header: {} }],
    ['POST', '/answers', { path: '/customers', status: 429, headers: { 'a b': 'c' } }],
    ['POST', '/answers', { path: '/customers', status: 429, headers: { a: 'b\nc' } }],
    ['PUT', '/scenario', { scenario: 'success', partners: 'mx' }],
    ['POST', '/redirect-urls', { url: 'https://a.example/', urls: [] }],
    ['PUT', '/balance-check', { enabled: true, enable: false }],
  ] as const)
    it(`refuse what they do not know: ${method} ${path} ${Object.keys(body).join()}`, () =>
      withSimulator({}, async (client) => {
        assert.equal((await client.send(method, `/simulator${path}`, body)).status, 400);
      }));

  it('refuse an unknown key for an exchange', () =>
    withSimulator({}, async (client) => {
      const exchange = idOf(await client.createPlaidExchange(await client.createCustomer()));
      const path = `/simulator/exchanges/${exchange}`;
      assert.equal((await client.send('PATCH', path, { needUpdate: true })).status, 400);
    }));
});
