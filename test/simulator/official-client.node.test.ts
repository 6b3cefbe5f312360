import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Dwolla } from 'dwolla';
import type { Simulator } from '../../src/simulator/index.js';
import { startSimulator } from '../../src/simulator/index.js';
import { ApiClient, text } from './api-client.js';

describe('the official dwolla client, unchanged', () => {
  let simulator: Simulator;
  let dwolla: Dwolla;
  let customerId: string;

  before(async () => {
    simulator = await startSimulator();
    dwolla = new Dwolla({
      serverURL: simulator.dwollaUrl,
      security: { clientID: simulator.key, clientSecret: simulator.secret },
    });
  });
  after(() => simulator.close());

  const idIn = (made: { headers: Record<string, string[]> } | undefined): string => {
    const id = made?.headers['location']?.[0]?.split('/').at(-1);
    assert.ok(id !== undefined);
    return id;
  };

  const partnerHref = async (name: string): Promise<string> => {
    const { embedded } = await dwolla.exchangePartners.list();
    const partner = embedded?.exchangePartners?.find((candidate) => candidate.name === name);
    assert.ok(partner !== undefined, `${name} is in the list`);
    assert.equal((await dwolla.exchangePartners.get({ id: partner.id })).name, name);
    return `${simulator.dwollaUrl}/exchange-partners/${partner.id}`;
  };

  const createSession = async (href: string): Promise<string> => {
    const session = await dwolla.customers.exchangeSessions.create({
      id: customerId,
      requestBody: { links: { exchangePartner: { href } } },
    });
    return idIn(session);
  };

  const complete = (sessionId: string): Promise<unknown> =>
    new ApiClient(simulator).complete(`/exchange-sessions/${sessionId}`);

  it('creates a customer and finds it again', async () => {
    const email = 'jane.doe@example.com';
    const made = await dwolla.customers.create({
      firstName: 'Jane',
      lastName: 'Doe',
      email,
      type: 'unverified',
    });
    customerId = idIn(made);
    const customer = await dwolla.customers.get({ id: customerId });
    assert.equal('email' in customer ? customer.email : undefined, email);
    assert.equal((await dwolla.customers.list({})).total, 1);
  });

  it('links a bank with Plaid, down to its balance', async () => {
    const href = await partnerHref('Plaid');
    const sessionId = await createSession(href);
    const session = await dwolla.exchangeSessions.get({ id: sessionId });
    assert.match(session.externalProviderSessionToken ?? '', /^link-sandbox-[0-9a-f-]{36}$/);
    assert.equal(session.links.externalProviderSession, undefined);
    const publicToken = text(await complete(sessionId), 'publicToken');
    assert.match(publicToken, /^public-sandbox-[0-9a-f-]{36}$/);

    const made = await dwolla.customers.exchanges.create({
      id: customerId,
      requestBody: { links: { exchangePartner: { href } }, plaid: { publicToken } },
    });
    const exchangeId = idIn(made);
    assert.equal((await dwolla.exchanges.get({ id: exchangeId })).status, 'active');
    const source = await dwolla.customers.fundingSources.create({
      id: customerId,
      createCustomerFundingSource: {
        links: { exchange: { href: `${simulator.dwollaUrl}/exchanges/${exchangeId}` } },
        bankAccountType: 'checking',
        name: 'Jane Doe - Checking',
      },
    });
    const id = idIn(source);
    const fundingSource = await dwolla.fundingSources.get({ id });
    assert.equal(fundingSource.type, 'bank');
    assert.equal(fundingSource.bankName, 'First Platypus Bank');
    const balance = await dwolla.fundingSources.balance.get({ id });
    assert.ok('available' in balance);
    assert.equal(balance.available.value, '1100.00');
  });

  it('links a bank with MX by one of its available connections', async () => {
    const href = await partnerHref('MX');
    const sessionId = await createSession(href);
    const session = await dwolla.exchangeSessions.get({ id: sessionId });
    const url = session.links.externalProviderSession?.href ?? '';
    assert.ok(url.startsWith(`${simulator.partners.mx.origin}/md/connect/`), url);
    const memberGuid = text(await complete(sessionId), 'memberGuid');

    const connections = await dwolla.customers.listAvailableConnections({ id: customerId });
    const connection = connections.embedded.availableExchangeConnections[0];
    assert.ok(connection !== undefined);
    assert.equal(connection.name, 'MX Bank - Everyday Checking');
    const decoded: unknown = JSON.parse(
      Buffer.from(connection.availableConnectionToken, 'base64').toString(),
    );
    assert.equal(text(decoded, 'memberId'), memberGuid);
    const { availableConnectionToken } = connection;
    const made = await dwolla.customers.exchanges.create({
      id: customerId,
      requestBody: { links: { exchangePartner: { href } }, mx: { availableConnectionToken } },
    });
    const source = await dwolla.customers.fundingSources.create({
      id: customerId,
      createCustomerFundingSource: {
        links: { exchange: { href: `${simulator.dwollaUrl}/exchanges/${idIn(made)}` } },
        bankAccountType: 'checking',
        name: 'From MX',
      },
    });
    assert.equal((await dwolla.fundingSources.get({ id: idIn(source) })).name, 'From MX');
    const left = await dwolla.customers.listAvailableConnections({ id: customerId });
    assert.deepEqual(
      left.embedded.availableExchangeConnections.map(({ name }) => name),
      ['MX Bank - Rainy Day Savings'],
    );
  });

  it('adds a debit card with Checkout.com', async () => {
    const href = await partnerHref('Checkout.com');
    const sessionId = await createSession(href);
    const data = (await dwolla.exchangeSessions.get({ id: sessionId })).externalProviderSessionData;
    assert.match(data?.id ?? '', /^ps_\w{27}$/);
    assert.match(data?.paymentSessionSecret ?? '', /^pss_[0-9a-f-]{36}$/);
    const encoded = data?.paymentSessionToken ?? '';
    assert.ok(encoded.startsWith('YmFzZTY0:'));
    const content: unknown = JSON.parse(Buffer.from(encoded.slice(9), 'base64').toString());
    assert.equal(text(content, 'id'), data?.id);

    const token = text(await complete(sessionId), 'paymentId');
    assert.match(token, /^pay_\w{26}$/);
    const made = await dwolla.customers.exchanges.create({
      id: customerId,
      requestBody: { links: { exchangePartner: { href } }, token },
    });
    const source = await dwolla.customers.fundingSources.create({
      id: customerId,
      createCustomerFundingSource: {
        links: { exchange: { href: `${simulator.dwollaUrl}/exchanges/${idIn(made)}` } },
        name: 'My Visa Debit Card',
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
      },
    });
    const card = await dwolla.fundingSources.get({ id: idIn(source) });
    assert.equal(card.type, 'card');
    assert.equal(card.cardDetails?.lastFour, '1519');
    assert.equal(card.cardDetails?.nameOnCard, 'Jane Doe');
  });

  it('lists what the customer has by now', async () => {
    const exchanges = await dwolla.customers.exchanges.list({ id: customerId });
    assert.equal(exchanges.total, 3);
    const sources = await dwolla.customers.fundingSources.list({ id: customerId });
    assert.deepEqual(
      sources.embedded?.fundingSources?.map(({ type }) => type),
      ['bank', 'bank', 'card'],
    );
  });

  it('re-authenticates an exchange', async () => {
    const exchanges = await dwolla.customers.exchanges.list({ id: customerId });
    const id = exchanges.embedded.exchanges[0]?.id;
    assert.ok(id !== undefined);
    const made = await dwolla.exchanges.exchangeSessions.createReAuth({ id, requestBody: {} });
    const session = await dwolla.exchangeSessions.get({ id: idIn(made) });
    assert.match(session.externalProviderSessionToken ?? '', /^link-sandbox-/);
  });

  it('creates an exchange for the account', async () => {
    const client = new ApiClient(simulator);
    const { body } = await client.post('/simulator/processor-tokens', { partner: 'plaid' });
    const made = await dwolla.accounts.exchanges.create({
      links: { exchangePartner: { href: await partnerHref('Plaid') } },
      token: text(body, 'token'),
    });
    assert.equal((await dwolla.accounts.exchanges.list()).embedded.exchanges[0]?.id, idIn(made));
  });

  it('throws its typed error for what does not exist', async () => {
    await assert.rejects(
      dwolla.exchangeSessions.get({ id: crypto.randomUUID() }),
      (error: unknown) => error instanceof Error && error.message.includes('Exchange session not found'),
    );
  });

  it('fails the way it does at the real Dwolla with a wrong secret', async () => {
    const stranger = new Dwolla({
      serverURL: simulator.dwollaUrl,
      security: { clientID: simulator.key, clientSecret: 'wrong' },
    });
    await assert.rejects(stranger.customers.list({}), /401/);
  });
});
