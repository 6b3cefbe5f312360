import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { at, text } from '../simulator/api-client.js';
import { ApiDescription } from '../simulator/openapi.js';
import { Backend } from './backend.js';

const description = new ApiDescription();

/** A call of the kit to Dwolla, by the operation of Dwolla's API description that it is. */
interface Call {
  readonly operation: string;
  readonly body: unknown;
  readonly status: number;
  readonly answer: unknown;
}

/** The operation of a call; a path that no operation has is a fault of the kit. */
function operationOf(method: string, path: string): string {
  const found = description
    .operations()
    .filter((operation) => operation.startsWith(`${method} `))
    .find((operation) => {
      const pattern = operation.slice(method.length + 1).replaceAll(/\{\w+\}/g, '[^/]+');
      return new RegExp(`^${pattern}$`).test(path);
    });
  assert.ok(found !== undefined, `Dwolla describes no ${method} ${path}`);
  return found;
}

const parsed = (sent: string): unknown => (sent === '' ? null : (JSON.parse(sent) as unknown));

/** Visa's id in Dwolla's documentation. */
const visa = '2d36c06f-e283-49d8-829f-d4941a73fd6a';

describe("the kit's calls to Dwolla", () => {
  const calls: Call[] = [];
  const recorded: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const sent = await request.clone().text();
    const answer = await fetch(request);
    const { pathname } = new URL(request.url);
    calls.push({
      operation: operationOf(request.method, pathname),
      body: pathname === '/token' ? null : parsed(sent),
      status: answer.status,
      answer: parsed(await answer.clone().text()),
    });
    return answer;
  };
  const billingAddress = {
    address1: '123 Main St',
    city: 'Dallas',
    stateProvinceRegion: 'TX',
    country: 'US',
    postalCode: '76034',
  };

  it('are operations of the description, with the bodies it asks for, and are answered as it says', () =>
    // Dwolla's description knows no Visa in the list of partners; its session needs the id all the same.
    Backend.with(
      { fetch: recorded, exchangePartners: { visa } },
      async (backend) => {
        const ok = async (method: string, path: string, body?: unknown, as?: string): Promise<unknown> => {
          const asking = { ...(body === undefined ? {} : { body }), ...(as === undefined ? {} : { as }) };
          const answer = await backend.ask(method, `/api${path}`, asking);
          assert.ok(answer.status < 300, `${method} ${path}: ${answer.text}`);
          return answer.body;
        };
        const exchange = await backend.linkPlaid();
        const bank = await backend.addBank(exchange);
        await ok('GET', `/session?exchange=${exchange}`);
        const linked = await backend.complete(await ok('GET', '/session?partner=visa'));
        await ok('POST', '/exchanges', { partner: 'visa', exchangeId: text(linked, 'exchangeId') });
        await backend.complete(await ok('GET', '/session?partner=mx'));
        const connection = at(await ok('GET', '/connections'), 'connections', 0);
        await ok('POST', '/exchanges', {
          partner: 'mx',
          availableConnectionToken: text(connection, 'availableConnectionToken'),
        });
        const paid = await backend.complete(await ok('GET', '/session?partner=checkout'));
        const card = await ok('POST', '/exchanges', {
          partner: 'checkout',
          exchangeRequest: { token: text(paid, 'paymentId') },
        });
        await ok('POST', '/funding-sources', {
          exchangeId: text(card, 'id'),
          name: 'My card',
          cardDetails: { firstName: 'Jane', lastName: 'Doe', billingAddress },
        });
        await ok('GET', `/exchanges/${exchange}`);
        await ok('GET', '/exchanges');
        await ok('GET', '/funding-sources');
        await ok('GET', `/funding-sources/${bank}`);
        await ok('GET', `/funding-sources/${bank}/balance`);
        await ok('POST', `/funding-sources/${bank}`, { name: 'Household' });
        await ok('POST', `/funding-sources/${bank}`, { removed: true });

        const given = await backend.dwolla.post('/simulator/processor-tokens', { partner: 'plaid' });
        const own = { partner: 'plaid', processorToken: text(given.body, 'token') };
        const accounts = await ok('POST', '/exchanges', own, 'platform');
        await backend.addBank(text(accounts, 'id'), 'platform');
        await ok('GET', '/exchanges', undefined, 'platform');
        await ok('GET', '/funding-sources', undefined, 'platform');

        // A partner that is not in the list is asked for by its id.
        await backend.plan({
          method: 'GET',
          path: `/exchanges/${exchange}`,
          status: 200,
          body: {
            id: exchange,
            status: 'active',
            created: '2026-01-01T00:00:00.000Z',
            _links: {
              'exchange-partner': { href: `${backend.simulator.dwollaUrl}/exchange-partners/${exchange}` },
              customer: { href: `/customers/${text(backend.users.get('jane'), 'customerId')}` },
            },
          },
        });
        await ok('GET', `/exchanges/${exchange}`);

        assert.ok(calls.length > 40);
        for (const { operation, body, status, answer } of calls) {
          // The description has the account's bank by its numbers only; by an exchange it is in Dwolla's guides.
          if (body !== null && operation !== 'POST /funding-sources')
            assert.deepEqual(description.requestFaults(operation, body), [], `${operation}: the request`);
          assert.deepEqual(
            description.answerFaults(operation, status, answer),
            [],
            `${operation}: ${status}`,
          );
        }
        assert.deepEqual([...new Set(calls.map(({ operation }) => operation))].sort(), [
          'GET /',
          'GET /accounts/{id}/funding-sources',
          'GET /customers/{id}/available-exchange-connections',
          'GET /customers/{id}/exchanges',
          'GET /customers/{id}/funding-sources',
          'GET /exchange-partners',
          'GET /exchange-partners/{id}',
          'GET /exchange-sessions/{id}',
          'GET /exchanges',
          'GET /exchanges/{id}',
          'GET /funding-sources/{id}',
          'GET /funding-sources/{id}/balance',
          'POST /customers/{id}/exchange-sessions',
          'POST /customers/{id}/exchanges',
          'POST /customers/{id}/funding-sources',
          'POST /exchanges',
          'POST /exchanges/{id}/exchange-sessions',
          'POST /funding-sources',
          'POST /funding-sources/{id}',
          'POST /token',
        ]);
      },
      { visa: false },
    ));
});
