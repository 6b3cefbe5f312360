import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ApiClient } from './api-client.js';
import { assertProblem, at, text, withSimulator } from './api-client.js';

const minute = 60_000;
const address = {
  address1: '123 Main St',
  city: 'Dallas',
  stateProvinceRegion: 'TX',
  country: 'US',
  postalCode: '76034',
};
const cardDetails = { firstName: 'Jane', lastName: 'Doe', billingAddress: address };
const exchangeLink = (href: string): { _links: unknown } => ({ _links: { exchange: { href } } });
const bank = (href: string): unknown => ({
  ...exchangeLink(href),
  bankAccountType: 'checking',
  name: 'Checking',
});

async function plaidBody(client: ApiClient, publicToken: string): Promise<unknown> {
  const href = await client.partnerHref('Plaid');
  return { _links: { 'exchange-partner': { href } }, plaid: { publicToken } };
}

async function linkPlaid(client: ApiClient, customer: string): Promise<string> {
  return text(await client.complete(await client.createSession(customer, 'Plaid')), 'publicToken');
}

describe('exchanging what the partner gave', () => {
  it('refuses a token that nobody gave, a used one, and one after 30 minutes', () => {
    let time = Date.parse('2026-03-01T12:00:00Z');
    return withSimulator({ now: () => time }, async (client) => {
      const customer = await client.createCustomer();
      const path = `${customer}/exchanges`;
      const invented = await plaidBody(client, `public-sandbox-${crypto.randomUUID()}`);
      assertProblem(await client.post(path, invented), 400, 'InvalidExchangeToken');

      const once = await plaidBody(client, await linkPlaid(client, customer));
      await client.create(path, once);
      assertProblem(await client.post(path, once), 400, 'InvalidExchangeToken', /not valid to perform/);

      const late = await plaidBody(client, await linkPlaid(client, customer));
      time += 30 * minute;
      assertProblem(await client.post(path, late), 400, 'InvalidExchangeToken', 'Exchange token is expired.');
    });
  });

  it("refuses another customer's token (401), and a token under another partner's name", () =>
    withSimulator({}, async (client) => {
      const [jane, john] = [await client.createCustomer(), await client.createCustomer()];
      const publicToken = await linkPlaid(client, jane);
      const body = await plaidBody(client, publicToken);
      assertProblem(await client.post(`${john}/exchanges`, body), 401, 'InvalidExchangeToken');
      const asMx = {
        _links: { 'exchange-partner': { href: await client.partnerHref('MX') } },
        plaid: { publicToken },
      };
      assertProblem(await client.post(`${jane}/exchanges`, asMx), 400, 'InvalidExchangeToken');
      const asProcessor = {
        _links: { 'exchange-partner': { href: await client.partnerHref('Checkout.com') } },
        token: publicToken,
      };
      assertProblem(await client.post(`${jane}/exchanges`, asProcessor), 400, 'InvalidExchangeToken');
      assert.equal((await client.post(`${jane}/exchanges`, body)).status, 201);
    }));

  it('says that an exchange has ended when its token comes again', () =>
    withSimulator({}, async (client) => {
      const customer = await client.createCustomer();
      const body = await plaidBody(client, await linkPlaid(client, customer));
      const exchange = await client.create(`${customer}/exchanges`, body);
      await client.control('PATCH', new URL(exchange).pathname, { status: 'deactivated' });
      assertProblem(
        await client.post(`${customer}/exchanges`, body),
        400,
        'InvalidExchange',
        'The exchange is no longer active.',
      );

      const { body: given } = await client.post('/simulator/processor-tokens', { partner: 'mx' });
      const ofAccount = {
        _links: { 'exchange-partner': { href: await client.partnerHref('MX') } },
        token: text(given, 'token'),
      };
      const accountExchange = await client.create('/exchanges', ofAccount);
      await client.control('PATCH', new URL(accountExchange).pathname, { status: 'removed' });
      assertProblem(
        await client.post('/exchanges', ofAccount),
        400,
        'InactiveExchange',
        'Exchange was removed or disabled.',
      );
    }));

  it('names the field of a body that is no exchange request', () =>
    withSimulator({}, async (client) => {
      const customer = await client.createCustomer();
      const partner = { 'exchange-partner': { href: await client.partnerHref('Plaid') } };
      const rows: [body: unknown, code: string, path: string][] = [
        [{ token: 'x' }, 'Required', '/_links'],
        [{ _links: partner }, 'Required', '/token'],
        [{ _links: partner, token: 'x', plaid: { publicToken: 'y' } }, 'Invalid', '/token'],
        [{ _links: partner, plaid: {} }, 'Required', '/plaid/publicToken'],
        [{ _links: partner, token: 7 }, 'Invalid', '/token'],
        [
          { _links: { 'exchange-partner': { href: 'https://evil.test/x' } }, token: 'x' },
          'Invalid',
          '/_links/exchange-partner/href',
        ],
      ];
      for (const [body, code, path] of rows) {
        const answer = await client.post(`${customer}/exchanges`, body);
        assertProblem(answer, 400, 'ValidationError', /See embedded errors list/);
        const error = at(answer.body, '_embedded', 'errors', 0);
        assert.deepEqual([at(error, 'code'), at(error, 'path')], [code, path]);
      }
      // The account exchanges processor tokens and receipts only.
      const publicToken = await linkPlaid(client, customer);
      assertProblem(
        await client.post('/exchanges', await plaidBody(client, publicToken)),
        400,
        'ValidationError',
      );
    }));

  it('401 without the scope, in the words for each owner; 404 for an unknown owner or exchange', () =>
    withSimulator({}, async (client) => {
      const customer = await client.createCustomer();
      const body = await plaidBody(client, await linkPlaid(client, customer));
      assertProblem(await client.post(`/customers/${crypto.randomUUID()}/exchanges`, body), 404, 'NotFound');
      assertProblem(await client.get(`/exchanges/${crypto.randomUUID()}`), 404, 'NotFound', /Exchange ID/);
      await client.control('PUT', '/scopes', { refused: ['exchanges'] });
      assertProblem(await client.post(`${customer}/exchanges`, body), 401, 'InvalidScope', /for a customer/);
      assertProblem(await client.post('/exchanges', body), 401, 'InvalidScope', /for an account/);
      assertProblem(await client.get('/exchanges/any'), 401, 'InvalidScope', /retrieving an exchange/);
    }));
});

describe('funding sources', () => {
  it('refuses an inactive exchange, a withdrawn token, and the same account twice', () =>
    withSimulator({}, async (client) => {
      const customer = await client.createCustomer();
      const exchange = await client.createPlaidExchange(customer);
      const { pathname } = new URL(exchange);
      const path = `${customer}/funding-sources`;

      await client.control('PATCH', pathname, { status: 'deactivated' });
      assertProblem(
        await client.post(path, bank(exchange)),
        400,
        'InactiveExchange',
        'The Exchange was removed or disabled.',
      );
      await client.control('PATCH', pathname, { status: 'active', tokenValid: false });
      assertProblem(
        await client.post(path, bank(exchange)),
        400,
        'InvalidExchangeToken',
        'The exchange token is not valid to perform this operation.',
      );
      await client.control('PATCH', pathname, { tokenValid: true });
      const source = await client.create(path, bank(exchange));
      assertProblem(
        await client.post(path, bank(exchange)),
        400,
        'ValidationError',
        'Duplicate funding source or validation error. Authorization already associated to a funding source.',
      );
      await client.post(source, { removed: true });
      await client.create(path, bank(exchange));
      const listed = await client.get(`${path}?removed=false`);
      assert.equal(at(listed.body, 'total'), 1);
    }));

  it("tells the account which bank exists already, with a link; another owner's exchange is invalid", () =>
    withSimulator({}, async (client) => {
      const { body: given } = await client.post('/simulator/processor-tokens', { partner: 'plaid' });
      const exchange = await client.create('/exchanges', {
        _links: { 'exchange-partner': { href: await client.partnerHref('Plaid') } },
        token: text(given, 'token'),
      });
      const source = await client.create('/funding-sources', bank(exchange));
      const again = await client.post('/funding-sources', bank(exchange));
      assertProblem(again, 400, 'DuplicateResource', `Bank already exists: id=${source.split('/').at(-1)}`);
      assert.equal(at(again.body, '_links', 'about', 'href'), source);

      const customer = await client.createCustomer();
      const stolen = await client.post(`${customer}/funding-sources`, bank(exchange));
      assertProblem(stolen, 400, 'ValidationError');
      assert.equal(at(stolen.body, '_embedded', 'errors', 0, 'path'), '/_links/exchange/href');
    }));

  const pay = async (client: ApiClient, customer: string, number: string): Promise<string> => {
    const session = await client.createSession(customer, 'Checkout.com');
    const { world } = client.simulator;
    const record = world.sessionById(session.split('/').at(-1) ?? '');
    assert.ok(record !== undefined);
    assert.ok('session' in world.start('checkout', record.credential));
    const { paymentId } = world.payCheckout(record, {
      number,
      expirationMonth: 12,
      expirationYear: 2030,
    });
    return client.create(`${customer}/exchanges`, {
      _links: { 'exchange-partner': { href: await client.partnerHref('Checkout.com') } },
      token: paymentId,
    });
  };

  it('finds every fault of a card that is documented', () =>
    withSimulator({}, async (client) => {
      const customer = await client.createCustomer();
      const path = `${customer}/funding-sources`;
      const add = async (
        number: string,
        body: object = { name: 'My card', cardDetails },
      ): Promise<unknown> => {
        const exchange = await pay(client, customer, number);
        const answer = await client.post(path, { ...exchangeLink(exchange), ...body });
        if (answer.status === 201) return null;
        assertProblem(answer, 400, 'ValidationError', /See embedded errors list/);
        const error = at(answer.body, '_embedded', 'errors', 0);
        return [at(error, 'code'), at(error, 'path'), at(error, 'message')];
      };
      const good = '4024764449971519';
      assert.deepEqual(await add('4000 0082 6000 0000'), [
        'Invalid',
        '/token',
        "The card's country is not supported.",
      ]);
      assert.deepEqual(await add('4000000000000069'), ['Invalid', '/token', 'The card data is invalid.']);
      assert.deepEqual(await add(good, { name: 'My card' }), [
        'Required',
        '/cardDetails',
        'CardDetails required.',
      ]);
      const { city: _city, ...withoutCity } = address;
      assert.deepEqual(
        await add(good, { name: 'c', cardDetails: { ...cardDetails, billingAddress: withoutCity } }),
        ['Required', '/cardDetails/billingAddress/city', 'City required.'],
      );
      assert.equal(at(await add(good, { name: 'x'.repeat(51), cardDetails }), 1), '/name');
      for (let count = 0; count < 5; count += 1) assert.equal(await add(good), null);
      assert.deepEqual(await add(good), [
        'Invalid',
        '/_links/exchange',
        'The maximum number of cards has been exceeded.',
      ]);
    }));

  it('misses the token where card details come with a bank', () =>
    withSimulator({}, async (client) => {
      const customer = await client.createCustomer();
      const exchange = await client.createPlaidExchange(customer);
      const answer = await client.post(`${customer}/funding-sources`, {
        ...exchangeLink(exchange),
        name: 'x',
        cardDetails,
      });
      assert.deepEqual(
        [
          at(answer.body, '_embedded', 'errors', 0, 'code'),
          at(answer.body, '_embedded', 'errors', 0, 'message'),
        ],
        ['Required', 'Token is required.'],
      );
    }));

  it('404 for what is not there', () =>
    withSimulator({}, async (client) => {
      const id = crypto.randomUUID();
      assertProblem(await client.get(`/funding-sources/${id}`), 404, 'notFound');
      assertProblem(await client.get(`/funding-sources/${id}/balance`), 404, 'notFound');
      assertProblem(await client.get(`/customers/${id}/funding-sources`), 404, 'notFound');
      assertProblem(await client.get(`/accounts/${id}/funding-sources`), 404, 'notFound');
    }));
});

describe('a bank that wants a new login', () => {
  it('answers UpdateCredentials with the way out, until the exchange is re-authenticated', () =>
    withSimulator({}, async (client) => {
      const customer = await client.createCustomer();
      const exchange = await client.createPlaidExchange(customer);
      const source = await client.create(`${customer}/funding-sources`, bank(exchange));
      const { body: balance } = await client.get(`${source}/balance`);
      const amount = { value: '1100.00', currency: 'USD' };
      assert.deepEqual([at(balance, 'available'), at(balance, 'closing')], [amount, amount]);

      await client.control('PATCH', new URL(exchange).pathname, { needsUpdate: true });
      const refused = await client.get(`${source}/balance`);
      assertProblem(refused, 400, 'UpdateCredentials', /^Re-authentication is required in order to access/);
      const about = at(refused.body, '_links', 'about');
      assert.equal(at(about, 'resource-type'), 'exchange-session');
      assert.equal(text(about, 'href'), `${exchange}/exchange-sessions`);

      const session = await client.create(text(about, 'href'));
      const publicToken = text(await client.complete(session), 'publicToken');
      assert.equal((await client.get(`${source}/balance`)).status, 200);
      // Nothing is exchanged a second time.
      const again = await client.post(`${customer}/exchanges`, await plaidBody(client, publicToken));
      assertProblem(again, 400, 'InvalidExchangeToken');
    }));

  it('refuses to re-authenticate what is unknown, inactive, or of a partner without re-authentication', () =>
    withSimulator({}, async (client) => {
      const customer = await client.createCustomer();
      assertProblem(
        await client.post(`/exchanges/${crypto.randomUUID()}/exchange-sessions`),
        404,
        'NotFound',
      );
      const exchange = await client.createPlaidExchange(customer);
      await client.control('PATCH', new URL(exchange).pathname, { status: 'deactivated' });
      assertProblem(await client.post(`${exchange}/exchange-sessions`), 400, 'InactiveExchange');
      const card = await client.create(`${customer}/exchanges`, {
        _links: { 'exchange-partner': { href: await client.partnerHref('Checkout.com') } },
        token: text(await client.complete(await client.createSession(customer, 'Checkout.com')), 'paymentId'),
      });
      assertProblem(await client.post(`${card}/exchange-sessions`), 403, 'Forbidden');
      await client.control('PUT', '/scopes', { refused: ['exchange-sessions'] });
      assertProblem(await client.post(`${exchange}/exchange-sessions`), 401, 'InvalidScope');
    }));

  it("checks Visa's redirect URL as at a first link, and keeps the exchange", () => {
    const registered = 'https://www.myapp.com/iav-redirect';
    return withSimulator({ redirectUrls: [registered] }, async (client) => {
      const customer = await client.createCustomer();
      const first = await client.complete(await client.createSession(customer, 'Visa', registered));
      const exchangeId = text(first, 'exchangeId');
      const path = `/exchanges/${exchangeId}/exchange-sessions`;
      const redirect = (href: string): unknown => ({ _links: { 'redirect-url': { href } } });
      assertProblem(await client.post(path), 400, 'ValidationError', '/_links/redirect-url/href is invalid.');
      const other = await client.post(path, redirect('https://www.myapp.com/'));
      assertProblem(other, 400, 'ValidationError', /must exactly match/);
      const session = await client.create(path, redirect(registered));
      assert.equal(text(await client.complete(session), 'exchangeId'), exchangeId);
      assert.equal(at((await client.get(`${customer}/exchanges`)).body, 'total'), 1);
    });
  });
});
