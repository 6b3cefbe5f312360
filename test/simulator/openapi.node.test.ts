import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Simulator } from '../../src/simulator/index.js';
import { startSimulator } from '../../src/simulator/index.js';
import type { ApiAnswer } from './api-client.js';
import { ApiClient, at, locationOf, text } from './api-client.js';
import { ApiDescription } from './openapi.js';

const registered = 'https://www.myapp.com/iav-redirect';
const unknown = '00000000-0000-4000-8000-000000000000';

describe("Dwolla's API description", () => {
  let description: ApiDescription;
  let simulator: Simulator;
  let client: ApiClient;
  let customer: string;
  const walked = new Map<string, Set<number>>();

  before(async () => {
    description = new ApiDescription();
    simulator = await startSimulator({ redirectUrls: [registered] });
    client = new ApiClient(simulator);
    customer = await client.createCustomer();
  });
  after(() => simulator.close());

  /** Sends a request of an operation and checks its body, the status and the answer's body against the description. */
  async function walk(
    operation: string,
    path: string,
    status: number,
    body?: unknown,
    { wrongOnPurpose = false } = {},
  ): Promise<ApiAnswer> {
    const [method = ''] = operation.split(' ');
    if (body !== undefined && !wrongOnPurpose)
      assert.deepEqual(description.requestFaults(operation, body), [], `${operation}: the request`);
    const answer = await client.send(method, path, body);
    assert.equal(answer.status, status, `${operation}: ${JSON.stringify(answer.body)}`);
    assert.deepEqual(
      description.answerFaults(operation, status, answer.body),
      [],
      `${operation}: the answer`,
    );
    walked.set(operation, (walked.get(operation) ?? new Set()).add(status));
    return answer;
  }

  const partner = async (name: string): Promise<object> => ({
    'exchange-partner': { href: await client.partnerHref(name) },
  });
  const pathOf = (url: string): string => new URL(url).pathname;
  const deny = (path: string): Promise<void> =>
    client.control('POST', '/answers', {
      method: path.split(' ')[0],
      path: path.split(' ')[1],
      status: 403,
      body: { code: 'Forbidden', message: 'The supplied credentials are not authorized for this resource.' },
    });

  it('can tell a wrong body from a right one', () => {
    const operation = 'GET /exchange-sessions/{id}';
    assert.notDeepEqual(description.answerFaults(operation, 200, {}), []);
    assert.notDeepEqual(description.answerFaults(operation, 404, { code: 7 }), []);
    assert.notDeepEqual(description.answerFaults(operation, 418, {}), []);
    const badDate = { created: 'today', _links: {} };
    assert.ok(description.answerFaults(operation, 200, badDate).some((fault) => fault.includes('date-time')));
    assert.notDeepEqual(description.requestFaults('POST /customers/{id}/exchanges', { token: 'x' }), []);
  });

  it('matches the token endpoint', async () => {
    const { dwollaUrl, key, secret } = simulator;
    for (const [password, status] of [
      [secret, 200],
      ['wrong', 401],
    ] as const) {
      const response = await fetch(`${dwollaUrl}/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${key}:${password}`).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      });
      assert.equal(response.status, status);
      assert.deepEqual(description.answerFaults('POST /token', status, await response.json()), []);
    }
  });

  it('matches the root, the account and the customers', async () => {
    const root = await walk('GET /', '/', 200);
    await walk('GET /accounts/{id}', pathOf(text(root.body, '_links', 'account', 'href')), 200);
    await walk('GET /accounts/{id}', `/accounts/${unknown}`, 404);
    const body = { firstName: 'Joe', lastName: 'Buyer', email: 'joe@example.com', type: 'unverified' };
    const made = await walk('POST /customers', '/customers', 201, body);
    await walk('POST /customers', '/customers', 400, body);
    await walk('GET /customers/{id}', pathOf(locationOf(made)), 200);
    await walk('GET /customers/{id}', `/customers/${unknown}`, 404);
    await walk('GET /customers', '/customers', 200);
  });

  it('matches the exchange partners', async () => {
    await walk('GET /exchange-partners', '/exchange-partners', 200);
    await deny('GET /exchange-partners');
    await walk('GET /exchange-partners', '/exchange-partners', 403);
    await walk('GET /exchange-partners/{id}', pathOf(await client.partnerHref('MX')), 200);
    await walk('GET /exchange-partners/{id}', `/exchange-partners/${unknown}`, 404);
  });

  it("matches the customers' exchange sessions, with the fields of each partner", async () => {
    const create = 'POST /customers/{id}/exchange-sessions';
    const path = `${pathOf(customer)}/exchange-sessions`;
    for (const [name, redirectUrl] of [
      ['MX', null],
      ['Plaid', null],
      ['Plaid', registered],
      ['Checkout.com', null],
      ['Visa', registered],
    ] as const) {
      const links = {
        ...(await partner(name)),
        ...(redirectUrl === null ? {} : { 'redirect-url': { href: redirectUrl } }),
      };
      const made = await walk(create, path, 201, { _links: links });
      await walk('GET /exchange-sessions/{id}', pathOf(locationOf(made)), 200);
    }
    await walk(create, path, 400, { _links: { 'exchange-partner': { href: 'https://evil.test/' } } });
    await walk(create, path, 403, { _links: await partner('Flinks') });
    await walk(create, `/customers/${unknown}/exchange-sessions`, 404, { _links: await partner('MX') });
    await client.control('PUT', '/scopes', { refused: ['exchange-sessions'] });
    await walk(create, path, 401, { _links: await partner('MX') });
    await client.control('PUT', '/scopes', { refused: [] });
    await walk('GET /exchange-sessions/{id}', `/exchange-sessions/${unknown}`, 404);
    await deny('GET /exchange-sessions/*');
    await walk('GET /exchange-sessions/{id}', `/exchange-sessions/${unknown}`, 403);
  });

  it("matches the customers' exchanges and available connections, in each documented form", async () => {
    const create = 'POST /customers/{id}/exchanges';
    const path = `${pathOf(customer)}/exchanges`;
    const plaid = await client.complete(await client.createSession(customer, 'Plaid'));
    const body = { _links: await partner('Plaid'), plaid: { publicToken: text(plaid, 'publicToken') } };
    const made = await walk(create, path, 201, body);
    await walk(create, path, 400, body);

    await client.complete(await client.createSession(customer, 'MX'));
    const available = 'GET /customers/{id}/available-exchange-connections';
    const listed = await walk(available, `${pathOf(customer)}/available-exchange-connections`, 200);
    await walk(available, `/customers/${unknown}/available-exchange-connections`, 404);
    const connection = at(listed.body, '_embedded', 'available-exchange-connections', 0);
    const mx = { availableConnectionToken: text(connection, 'availableConnectionToken') };
    await walk(create, path, 201, { _links: await partner('MX'), mx });

    const checkout = await client.complete(await client.createSession(customer, 'Checkout.com'));
    const token = text(checkout, 'paymentId');
    await walk(create, path, 201, { _links: await partner('Checkout.com'), token });

    await walk(create, `/customers/${unknown}/exchanges`, 404, body);
    await client.control('PUT', '/scopes', { refused: ['exchanges'] });
    await walk(create, path, 401, body);
    await walk('GET /exchanges/{id}', pathOf(locationOf(made)), 401);
    await client.control('PUT', '/scopes', { refused: [] });

    await walk('GET /exchanges/{id}', pathOf(locationOf(made)), 200);
    await walk('GET /exchanges/{id}', `/exchanges/${unknown}`, 404);
    await walk('GET /customers/{id}/exchanges', path, 200);
    await walk('GET /customers/{id}/exchanges', `/customers/${unknown}/exchanges`, 404);
  });

  it("matches the account's exchanges", async () => {
    const { body: given } = await client.post('/simulator/processor-tokens', { partner: 'plaid' });
    const body = { _links: await partner('Plaid'), token: text(given, 'token') };
    await walk('POST /exchanges', '/exchanges', 201, body);
    await walk('POST /exchanges', '/exchanges', 400, body);
    await client.control('PUT', '/scopes', { refused: ['exchanges'] });
    await walk('POST /exchanges', '/exchanges', 401, body);
    await client.control('PUT', '/scopes', { refused: [] });
    await deny('POST /exchanges');
    await walk('POST /exchanges', '/exchanges', 403, body);
    await walk('GET /exchanges', '/exchanges', 200);
    await deny('GET /exchanges');
    await walk('GET /exchanges', '/exchanges', 403);
  });

  it('matches re-authentication', async () => {
    const exchange = pathOf(await client.createPlaidExchange(customer));
    const operation = 'POST /exchanges/{id}/exchange-sessions';
    await walk(operation, `${exchange}/exchange-sessions`, 201, {});
    const redirect = (href: string): unknown => ({ _links: { 'redirect-url': { href } } });
    await walk(operation, `${exchange}/exchange-sessions`, 201, redirect(registered));
    await walk(operation, `${exchange}/exchange-sessions`, 400, redirect('https://www.myapp.com/'));
    await deny(`POST ${exchange}/exchange-sessions`);
    await walk(operation, `${exchange}/exchange-sessions`, 403, {});
  });

  it('matches funding sources of banks and cards, and balances', async () => {
    const create = 'POST /customers/{id}/funding-sources';
    const path = `${pathOf(customer)}/funding-sources`;
    const exchange = await client.createPlaidExchange(customer);
    const bank = { _links: { exchange: { href: exchange } }, bankAccountType: 'savings', name: 'Savings' };
    const made = pathOf(locationOf(await walk(create, path, 201, bank)));
    await walk(create, path, 400, bank);

    const checkout = await client.complete(await client.createSession(customer, 'Checkout.com'));
    const href = await client.create(`${customer}/exchanges`, {
      _links: await partner('Checkout.com'),
      token: text(checkout, 'paymentId'),
    });
    const billingAddress = {
      address1: '123 Main St',
      city: 'Dallas',
      stateProvinceRegion: 'TX',
      country: 'US',
      postalCode: '76034',
    };
    const card = {
      _links: { exchange: { href } },
      name: 'My card',
      cardDetails: { firstName: 'Jane', lastName: 'Doe', billingAddress },
    };
    const cardSource = pathOf(locationOf(await walk(create, path, 201, card)));
    await walk(create, path, 400, { ...card, cardDetails: undefined }, { wrongOnPurpose: true });
    await walk(create, `/customers/${unknown}/funding-sources`, 404, bank);

    const read = 'GET /funding-sources/{id}';
    for (const source of [made, cardSource]) await walk(read, source, 200);
    await walk(read, `/funding-sources/${unknown}`, 404);
    await walk(`${read}/balance`, `${made}/balance`, 200);
    await walk(`${read}/balance`, `/funding-sources/${unknown}/balance`, 404);
    await walk('GET /customers/{id}/funding-sources', path, 200);
    await walk('GET /customers/{id}/funding-sources', `/customers/${unknown}/funding-sources`, 404);
  });

  it('matches renaming and removing', async () => {
    const change = 'POST /funding-sources/{id}';
    const exchange = await client.createPlaidExchange(customer);
    const bank = { _links: { exchange: { href: exchange } }, bankAccountType: 'checking', name: 'Checking' };
    const made = await client.create(`${customer}/funding-sources`, bank);
    await walk(change, pathOf(made), 200, { name: 'Household' });
    await walk(change, pathOf(made), 200, { removed: true });
    await walk(change, pathOf(made), 403, { name: 'Again' });
  });

  it('matches webhook subscriptions', async () => {
    const collection = '/webhook-subscriptions';
    const body = { url: 'http://localhost:9/webhooks', secret: 'sshhhhhh' };
    const made = pathOf(locationOf(await walk(`POST ${collection}`, collection, 201, body)));
    await walk(`POST ${collection}`, collection, 400, { ...body, url: 'nowhere' });
    await walk(`GET ${collection}`, collection, 200);
    await walk(`GET ${collection}/{id}`, made, 200);
    await walk(`GET ${collection}/{id}`, `${collection}/${unknown}`, 404);
    await walk(`POST ${collection}/{id}`, made, 200, { paused: false });
    simulator.world.requireLogin((await client.createPlaidExchange(customer)).split('/').at(-1) ?? '');
    const sent = await walk(`GET ${collection}/{id}/webhooks`, `${made}/webhooks`, 200);
    assert.equal(at(sent.body, 'total'), 1);
    await walk(`DELETE ${collection}/{id}`, made, 200);
    await walk(`DELETE ${collection}/{id}`, made, 404);
  });

  it('matches transfers', async () => {
    const account = text((await client.get('/')).body, '_links', 'account', 'href');
    const listed = await walk(
      'GET /accounts/{id}/funding-sources',
      `${pathOf(account)}/funding-sources`,
      200,
    );
    const source = text(listed.body, '_embedded', 'funding-sources', 0, '_links', 'self', 'href');
    const exchange = await client.createPlaidExchange(customer);
    const bank = { _links: { exchange: { href: exchange } }, bankAccountType: 'checking', name: 'Checking' };
    const destination = await client.create(`${customer}/funding-sources`, bank);
    const body = {
      _links: { source: { href: source }, destination: { href: destination } },
      amount: { value: '1.00', currency: 'USD' },
    };
    const made = pathOf(locationOf(await walk('POST /transfers', '/transfers', 201, body)));
    await walk('POST /transfers', '/transfers', 400, { ...body, amount: { value: '0', currency: 'USD' } });
    await walk('GET /transfers/{id}', made, 200);
    await walk('GET /transfers/{id}', `/transfers/${unknown}`, 404);
    const failure = { code: 'R03', description: 'No Account/Unable to Locate Account' };
    await client.control('PATCH', made, { status: 'failed', failure });
    await walk('GET /transfers/{id}/failure', `${made}/failure`, 200);
  });

  it('was walked whole: every operation on exchanges, with every status it documents', () => {
    const exchangeOperations = description.operations().filter((operation) => operation.includes('exchange'));
    assert.equal(exchangeOperations.length, 11);
    for (const operation of exchangeOperations) {
      const documented = description.statuses(operation);
      const reached = walked.get(operation) ?? new Set();
      // The account always exists, so its lists cannot be missing.
      const possible = documented.filter((status) => !(operation.endsWith(' /exchanges') && status === 404));
      assert.deepEqual(
        possible.filter((status) => !reached.has(status)),
        [],
        `${operation}: statuses that were not reached`,
      );
    }
  });
});
