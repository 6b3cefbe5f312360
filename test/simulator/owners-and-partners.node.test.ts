import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startSimulator } from '../../src/simulator/index.js';
import type { ApiClient } from './api-client.js';
import { assertProblem, at, fieldsOf, text, withSimulator } from './api-client.js';

const registered = 'https://www.myapp.com/iav-redirect';

async function startSession(client: ApiClient, sessionUrl: string): Promise<string> {
  const href = text((await client.get(sessionUrl)).body, '_links', 'external-provider-session', 'href');
  const code = /authorization_code=(\w+)/.exec(href)?.[1] ?? '';
  assert.ok('session' in client.simulator.world.start('visa', code));
  return code;
}

/** Follows Visa's return through Dwolla; answers where the browser ends up. */
async function comeBack(client: ApiClient, query: string): Promise<string | null> {
  const response = await fetch(`${client.simulator.dwollaUrl}/redirect/tink?${query}`, {
    redirect: 'manual',
  });
  await response.text();
  return response.headers.get('location');
}

describe('external parties', () => {
  const person = { firstName: 'Jane', lastName: 'Doe', email: 'jane@example.com' };
  const business = { businessName: 'Jane Merchant', email: 'merchant@example.com' };

  it('are created, listed and read, as persons and as businesses', () =>
    withSimulator({}, async (client) => {
      const urls = [
        await client.create('/external-parties', person),
        await client.create('/external-parties', business),
      ];
      const bodies = await Promise.all(urls.map(async (url) => (await client.get(url)).body));
      assert.deepEqual(
        bodies.map((body) => at(body, 'externalPartyType')),
        ['personal', 'business'],
      );
      assert.equal(at((await client.get('/external-parties')).body, 'total'), 2);
      assertProblem(
        await client.post('/external-parties', person),
        400,
        'BadRequest',
        /already been registered/,
      );
      assertProblem(
        await client.post('/external-parties', { email: 'x@example.com' }),
        400,
        'ValidationError',
      );
      assertProblem(await client.get(`/external-parties/${crypto.randomUUID()}`), 404, 'NotFound');
    }));

  it('link a bank with MX, by the connection or by its two ids, down to the balance', () =>
    withSimulator({}, async (client) => {
      const party = await client.create('/external-parties', person);
      await client.complete(await client.createSession(party, 'MX'));
      const { body } = await client.get(`${party}/available-exchange-connections`);
      const connections = at(body, '_embedded', 'available-exchange-connections');
      assert.ok(Array.isArray(connections));
      assert.equal(connections.length, 2);
      const partner = { 'exchange-partner': { href: await client.partnerHref('MX') } };
      const ids: unknown = JSON.parse(
        Buffer.from(text(connections, 0, 'availableConnectionToken'), 'base64').toString(),
      );
      const byIds = await client.create(`${party}/exchanges`, { _links: partner, mx: ids });
      const availableConnectionToken = text(connections, 1, 'availableConnectionToken');
      await client.create(`${party}/exchanges`, { _links: partner, mx: { availableConnectionToken } });
      const source = await client.create(`${party}/funding-sources`, {
        _links: { exchange: { href: byIds } },
        bankAccountType: 'checking',
        name: 'Jane Doe - Checking',
      });
      assert.equal(at((await client.get(`${source}/balance`)).body, 'available', 'value'), '1100.00');
      assert.equal(at((await client.get(`${party}/funding-sources`)).body, 'total'), 1);
    }));
});

describe("Visa's return through Dwolla", () => {
  it('ends at the redirect URL with the exchange, which belongs to the customer', () =>
    withSimulator({ redirectUrls: [registered] }, async (client, { world }) => {
      const customer = await client.createCustomer();
      const session = await client.createSession(customer, 'Visa', registered);
      const code = await startSession(client, session);
      const record = world.find('visa', code);
      assert.ok(record !== undefined);
      const { exchangeId } = world.linkVisa(record);
      assert.equal(await comeBack(client, `state=${record.id}`), `${registered}?exchange=${exchangeId}`);
      const { body } = await client.get(`/exchanges/${exchangeId}`);
      assert.equal(at(body, '_links', 'customer', 'href'), customer);
    }));

  it('ends there with the code of what went wrong, and keeps a query the URL had', () => {
    const url = `${registered}?tenant=7`;
    return withSimulator({ redirectUrls: [url] }, async (client) => {
      const customer = await client.createCustomer();
      const session = await client.createSession(customer, 'Visa', url);
      const state = session.split('/').at(-1) ?? '';
      await startSession(client, session);
      for (const [query, code] of [
        ['error=USER_CANCELLED', 'USER_CANCELLED'],
        ['error=AUTHENTICATION_ERROR', 'AUTHENTICATION_ERROR'],
        ['error=%3Cscript%3E', 'TEMPORARY_ERROR'],
        ['', 'TEMPORARY_ERROR'],
      ])
        assert.equal(await comeBack(client, `state=${state}&${query}`), `${url}&error=${code}`);
      assert.equal(await comeBack(client, 'state=unknown'), null);
    });
  });
});

describe('Flinks, whose login the backend turns into a token', () => {
  it('goes from the authorize token to an exchange, for any owner', () =>
    withSimulator({}, async (client, { flinks, world }) => {
      const call = async (
        method: string,
        path: string,
        body?: unknown,
        secret = flinks.secret,
      ): Promise<unknown> => {
        const response = await fetch(`${flinks.apiUrl}${path}`, {
          method,
          headers: {
            'content-type': 'application/json',
            'flinks-auth-key': secret,
            authorization: `Bearer ${secret}`,
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        return response.json();
      };
      const refused = await call('POST', '/BankingServices/GenerateAuthorizeToken', {}, 'wrong');
      assert.equal(at(refused, 'FlinksCode'), 'UNAUTHORIZED');
      const token = text(await call('POST', '/BankingServices/GenerateAuthorizeToken', {}), 'Token');
      const started = world.start('flinks', token);
      assert.ok('session' in started);
      const { loginId, accountId } = world.linkFlinks(started.session);

      const authorized = await call('POST', '/BankingServices/Authorize', {
        LoginId: loginId,
        MostRecentCached: true,
      });
      const summary = await call('POST', '/BankingServices/GetAccountsSummary', {
        RequestId: text(authorized, 'RequestId'),
      });
      assert.equal(text(summary, 'Accounts', 0, 'Id'), accountId);
      const authSecret = text(await call('GET', '/partnerdata/authsecret/Dwolla'), 'AuthSecret');
      const accessToken = text(await call('GET', `/partnerdata/${loginId}/${accountId}`), 'AccessToken');

      const customer = await client.createCustomer();
      const body = {
        _links: { 'exchange-partner': { href: await client.partnerHref('Flinks') } },
        token: Buffer.from(`${authSecret}:${accessToken}`).toString('base64'),
      };
      const exchange = await client.create(`${customer}/exchanges`, body);
      assertProblem(await client.post(`${customer}/exchanges`, body), 400, 'InvalidExchangeToken');
      assertProblem(
        await client.post(`${customer}/exchanges`, { ...body, token: loginId }),
        400,
        'InvalidExchangeToken',
      );
      const source = await client.create(`${customer}/funding-sources`, {
        _links: { exchange: { href: exchange } },
        bankAccountType: 'checking',
        name: 'From Flinks',
      });
      assert.equal(at((await client.get(source)).body, 'bankName'), 'FlinksCapital');

      const unknown = await call('POST', '/BankingServices/Authorize', { LoginId: crypto.randomUUID() });
      assert.equal(at(unknown, 'FlinksCode'), 'INVALID_LOGIN');
    }));
});

describe('Mastercard, whose accounts the backend makes a receipt of', () => {
  it('goes from the Connect URL to an exchange', () =>
    withSimulator({}, async (client, { mastercard, world }) => {
      let appToken = '';
      const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
        const response = await fetch(`${mastercard.apiUrl}${path}`, {
          method,
          headers: {
            'content-type': 'application/json',
            'finicity-app-key': mastercard.appKey,
            'finicity-app-token': appToken,
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        return response.json();
      };
      assert.equal(at(await call('POST', '/connect/v2/generate', {}), 'code'), 10006);
      const { partnerId, partnerSecret } = mastercard;
      const authentication = { partnerId, partnerSecret };
      appToken = text(await call('POST', '/aggregation/v2/partners/authentication', authentication), 'token');
      const customerId = text(
        await call('POST', '/aggregation/v2/customers/testing', { username: 'jane' }),
        'id',
      );
      const link = text(await call('POST', '/connect/v2/generate', { partnerId, customerId }), 'link');
      const query = new URL(link).searchParams;
      assert.equal(query.get('customerId'), customerId);
      const started = world.start('mastercard', query.get('signature') ?? '');
      assert.ok('session' in started);
      assert.equal(world.linkMastercard(started.session).reportData.length, 1);

      const accounts = await call('GET', `/aggregation/v1/customers/${customerId}/accounts`);
      const accountId = text(accounts, 'accounts', 0, 'id');
      const consent = await call('POST', '/aggregation/v1/partners/accessKey', {
        customerId,
        partnerId,
        thirdPartyPartnerId: '2445583946651',
        products: [{ product: 'moneyTransferDetails', accountId, accessPeriod: { type: 'timeframe' } }],
      });
      const exchange = await client.create('/exchanges', {
        _links: { 'exchange-partner': { href: await client.partnerHref('Finicity') } },
        finicity: at(consent, 'data', 0, 'receipt'),
      });
      const source = await client.create('/funding-sources', {
        _links: { exchange: { href: exchange } },
        bankAccountType: 'checking',
        name: 'From Mastercard',
      });
      const { body } = await client.get(source);
      assert.equal(at(body, 'bankName'), 'FinBank Profiles - A');
      const account = text(body, '_links', 'account', 'href');
      // Beside the settlement bank, which the account has from the start.
      assert.equal(at((await client.get(`${account}/funding-sources`)).body, 'total'), 2);
      assert.equal(at((await client.get('/exchanges')).body, 'total'), 1);

      const invented = await client.post('/exchanges', {
        _links: { 'exchange-partner': { href: await client.partnerHref('Finicity') } },
        finicity: { ...fieldsOf(at(consent, 'data', 0, 'receipt')), receiptId: 'cr_invented' },
      });
      assertProblem(invented, 400, 'InvalidExchangeToken');
    }));
});

describe('where everything is', () => {
  it('gives every partner an origin of its own, and writes other origins into URLs when asked', () =>
    withSimulator(
      { partnerOrigins: { mx: 'https://int-widgets.moneydesktop.com/' } },
      async (client, simulator) => {
        const origins = [
          simulator.dwollaUrl,
          ...Object.values(simulator.partners).map(({ origin }) => origin),
        ];
        assert.equal(new Set(origins).size, 7);
        assert.equal(simulator.partners.mx.publicOrigin, 'https://int-widgets.moneydesktop.com');
        assert.notEqual(simulator.partners.mx.origin, simulator.partners.mx.publicOrigin);
        const session = await client.createSession(await client.createCustomer(), 'MX');
        const href = text((await client.get(session)).body, '_links', 'external-provider-session', 'href');
        assert.ok(href.startsWith('https://int-widgets.moneydesktop.com/md/connect/'));
        const { plaid, checkout, mx } = simulator.elementConfiguration.partners;
        assert.deepEqual(mx.hosts, ['https://int-widgets.moneydesktop.com']);
        assert.equal(plaid.scriptUrl, `${simulator.partners.plaid.origin}/link/v2/stable/link-initialize.js`);
        assert.equal(checkout.scriptUrl, `${simulator.partners.checkout.origin}/index.js`);
      },
    ));

  it('says which port is taken, and leaves nothing running', () =>
    withSimulator({}, async (_client, { dwollaUrl }) => {
      const port = Number(new URL(dwollaUrl).port);
      await assert.rejects(startSimulator({ port }), new RegExp(`Port ${port}`));
    }));

  it('gives one session the scenario of its request', () =>
    withSimulator({ scenario: 'cancel' }, async (client, { world }) => {
      const path = `${await client.createCustomer()}/exchange-sessions`;
      const body = { _links: { 'exchange-partner': { href: await client.partnerHref('Plaid') } } };
      await client.create(path, body);
      const slow = await client.post(path, body, { 'x-simulator-scenario': 'slow' });
      assert.equal(slow.status, 201);
      const unknown = await client.post(path, body, { 'x-simulator-scenario': 'sunshine' });
      assertProblem(unknown, 400, 'BadRequest', /sunshine/);
      await client.control('PUT', '/scenario', { partner: 'plaid', scenario: 'success' });
      await client.create(path, body);
      assert.deepEqual(
        world.sessions().map(({ scenario }) => scenario),
        ['cancel', 'slow', 'success'],
      );
    }));

  it('lists Visa only when asked, and knows it by its id always', () =>
    withSimulator({}, async (client) => {
      const names = async (path: string): Promise<unknown[]> => {
        const listed = at((await client.get(path)).body, '_embedded', 'exchange-partners');
        return Array.isArray(listed) ? listed.map((partner: unknown) => at(partner, 'name')) : [];
      };
      assert.deepEqual(await names('/exchange-partners'), [
        'MX',
        'Plaid',
        'Flinks',
        'Finicity',
        'Checkout.com',
      ]);
      assert.deepEqual((await names('/exchange-partners?visa=true')).at(-1), 'Visa');
      assert.equal(at((await client.get(await client.partnerHref('Visa'))).body, 'name'), 'Visa');
      assertProblem(await client.get(`/exchange-partners/${crypto.randomUUID()}`), 404, 'NotFound');
      await withSimulator({ visa: true }, async (other) => {
        const { body } = await other.get('/exchange-partners');
        assert.equal(at(body, 'total'), 6);
      });
    }));
});
