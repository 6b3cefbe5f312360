import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { runInNewContext } from 'node:vm';
import { Dwolla } from 'dwolla';
import type { Simulator } from '../../src/simulator/index.js';
import { startSimulator } from '../../src/simulator/index.js';
import { at, text } from './api-client.js';

/**
 * The calls that the server modules of Dwolla's seven sample apps make, with method, path and body, and what they read of the
 * answers: the current three (open banking with MX and with Plaid, push to card), and the older four (secure token exchange
 * with Plaid, MX, Flinks and Mastercard). Nothing but the addresses and keys differs.
 * @see https://github.com/Dwolla/integration-examples
 */

interface Reply {
  readonly status: number;
  readonly location: string;
  readonly body: unknown;
}

/** `dwolla-v2`, which six of the samples use: HAL in both directions, a token of its own, an error for every refusal. */
class DwollaV2 {
  readonly #simulator: Simulator;
  #token: string | null = null;

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
  }

  get(path: string): Promise<Reply> {
    return this.#send('GET', path);
  }

  post(path: string, body: unknown): Promise<Reply> {
    return this.#send('POST', path, body);
  }

  async #send(method: string, path: string, body?: unknown): Promise<Reply> {
    const { dwollaUrl, key, secret } = this.#simulator;
    if (this.#token === null) {
      const answer = await fetch(`${dwollaUrl}/token`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: 'grant_type=client_credentials',
      });
      this.#token = text(await answer.json(), 'access_token');
    }
    const answer = await fetch(`${dwollaUrl}/${path.replace(/^\//, '')}`, {
      method,
      headers: {
        accept: 'application/vnd.dwolla.v1.hal+json',
        authorization: `Bearer ${this.#token}`,
        'user-agent': 'dwolla-v2-node 3.4.2',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return reply(answer);
  }
}

async function reply(answer: Response): Promise<Reply> {
  const sent = await answer.text();
  const body: unknown = sent === '' ? null : JSON.parse(sent);
  assert.ok(answer.ok, `${answer.status} ${sent}`);
  return { status: answer.status, location: answer.headers.get('location') ?? '', body };
}

/** A partner's own API, as axios calls it. */
async function ask(
  url: string,
  method: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await reply(answer)).body;
}

const idOf = (url: string): string => url.split('/').at(-1) ?? '';
const person = (name: string) => ({ firstName: name, lastName: 'Sample', email: `${name}@example.com` });

describe("the calls of Dwolla's sample apps", () => {
  let simulator: Simulator;
  let dwolla: DwollaV2;
  before(async () => {
    simulator = await startSimulator();
    dwolla = new DwollaV2(simulator);
  });
  after(() => simulator.close());

  /** The user at the partner of a session, by the credential that the page was given. */
  function atPartner<Result>(
    partner: 'plaid' | 'mx' | 'flinks' | 'mastercard' | 'checkout',
    credential: string,
    finish: (session: Parameters<Simulator['world']['linkPlaid']>[0]) => Result,
  ): Result {
    const started = simulator.world.start(partner, credential);
    assert.ok('session' in started, `${partner} does not start with ${credential}`);
    return finish(started.session);
  }

  const createCustomer = async (name: string): Promise<string> =>
    (await dwolla.post('customers', person(name))).location;

  const partnerHref = async (name: string): Promise<string> => {
    const { body } = await dwolla.get('/exchange-partners');
    const partners = at(body, '_embedded', 'exchange-partners') as unknown[];
    return text(
      partners.find((partner) => text(partner, 'name').toLowerCase() === name.toLowerCase()),
      '_links',
      'self',
      'href',
    );
  };

  const openSession = async (customerId: string, partner: string): Promise<unknown> => {
    const made = await dwolla.post(`customers/${customerId}/exchange-sessions`, {
      _links: { 'exchange-partner': { href: await partnerHref(partner) } },
    });
    return (await dwolla.get(`/exchange-sessions/${idOf(made.location)}`)).body;
  };

  const createExchange = async (customerId: string, partner: string, token: object): Promise<string> => {
    const made = await dwolla.post(`customers/${customerId}/exchanges`, {
      _links: { 'exchange-partner': { href: await partnerHref(partner) } },
      ...token,
    });
    return made.location;
  };

  const createFundingSource = async (customerId: string, exchangeUrl: string): Promise<void> => {
    const made = await dwolla.post(`customers/${customerId}/funding-sources`, {
      _links: { exchange: { href: exchangeUrl } },
      bankAccountType: 'checking',
      name: 'My bank',
    });
    assert.equal(made.status, 201);
    assert.match(made.location, /\/funding-sources\/[\da-f-]{36}$/);
    assert.equal(text((await dwolla.get(new URL(made.location).pathname)).body, 'status'), 'verified');
  };

  it('open-banking/plaid: session token, public token, exchange, funding source', async () => {
    const customerId = idOf(await createCustomer('open-plaid'));
    const session = await openSession(customerId, 'PLAID');
    const linkToken = text(session, 'externalProviderSessionToken');
    const { publicToken } = atPartner('plaid', linkToken, (it) => simulator.world.linkPlaid(it));
    const exchange = await createExchange(customerId, 'PLAID', { plaid: { publicToken } });
    // The sample writes the exchange's URL itself, from the id.
    await createFundingSource(customerId, `${simulator.dwollaUrl}/exchanges/${idOf(exchange)}`);
  });

  it('open-banking/mx: session URL, available connections, exchange, funding source', async () => {
    const customerId = idOf(await createCustomer('open-mx'));
    const session = await openSession(customerId, 'MX');
    const url = text(session, '_links', 'external-provider-session', 'href');
    const credential = new URL(url).pathname.split('/')[3] ?? '';
    atPartner('mx', credential, (it) => simulator.world.linkMx(it, 'MX Bank'));
    const { body } = await dwolla.get(`/customers/${customerId}/available-exchange-connections`);
    const connections = at(body, '_embedded', 'available-exchange-connections') as unknown[];
    assert.deepEqual(
      connections.map((connection) => text(connection, 'name')),
      ['MX Bank - Everyday Checking', 'MX Bank - Rainy Day Savings'],
    );
    const availableConnectionToken = text(connections[0], 'availableConnectionToken');
    const exchange = await createExchange(customerId, 'MX', { mx: { availableConnectionToken } });
    await createFundingSource(customerId, `${simulator.dwollaUrl}/exchanges/${idOf(exchange)}`);
  });

  it('push-to-card/checkout: payment session, card, settlement bank, payout', async () => {
    const sdk = new Dwolla({
      serverURL: simulator.dwollaUrl,
      security: { clientID: simulator.key, clientSecret: simulator.secret },
    });
    type Made = { headers: Record<string, string[]> } | undefined;
    const location = (made: Made): string => made?.headers['location']?.[0] ?? '';
    const id = idOf(location(await sdk.customers.create({ type: 'unverified', ...person('card') })));
    const partners = await sdk.exchangePartners.list();
    const checkout = partners.embedded?.exchangePartners?.find(
      ({ name }) => name.toLowerCase() === 'checkout.com',
    );
    const href = checkout?.links?.['self']?.href ?? '';
    const made = await sdk.customers.exchangeSessions.create({
      id,
      requestBody: { links: { exchangePartner: { href } } },
    });
    const session = await sdk.exchangeSessions.get({ id: idOf(location(made)) });
    const data = JSON.parse(JSON.stringify(session.externalProviderSessionData)) as Record<string, string>;
    assert.match(data['id'] ?? '', /^ps_/);
    assert.ok(data['paymentSessionSecret'] ?? data['payment_session_secret']);
    assert.ok(data['paymentSessionToken'] ?? data['payment_session_token']);
    const { paymentId } = atPartner('checkout', data['id'] ?? '', (it) =>
      simulator.world.payCheckout(it, {
        number: '4024764449971519',
        expirationMonth: 12,
        expirationYear: 2030,
      }),
    );
    const exchange = location(
      await sdk.customers.exchanges.create({
        id,
        requestBody: { links: { exchangePartner: { href } }, token: paymentId },
      }),
    );
    const card = location(
      await sdk.customers.fundingSources.create({
        id,
        createCustomerFundingSource: {
          links: { exchange: { href: exchange } },
          name: 'My card',
          cardDetails: {
            firstName: 'Card',
            lastName: 'Sample',
            billingAddress: {
              address1: '99-99 33rd St',
              city: 'Some City',
              stateProvinceRegion: 'NY',
              country: 'US',
              postalCode: '11101',
            },
          },
        },
      }),
    );

    const root = await sdk.root.get();
    const accountId = idOf(root.links?.['account']?.href ?? '');
    const sources = await sdk.accounts.fundingSources.list({ id: accountId, removed: 'false' });
    const settlement = sources.embedded?.fundingSources?.find(
      ({ bankUsageType }) => bankUsageType === 'card-network',
    );
    const transfer = location(
      await sdk.transfers.create({
        requestBody: {
          links: {
            source: { href: settlement?.links?.['self']?.href ?? '' },
            destination: { href: card },
          },
          amount: { value: '0.01', currency: 'USD' },
        },
      }),
    );
    const sent = await sdk.transfers.get({ id: idOf(transfer) });
    assert.equal(sent.status, 'pending');
  });

  it('secure-token-exchange/plaid: link token, public token, processor token, exchange', async () => {
    const { apiUrl, clientId, secret } = simulator.plaid;
    const headers = { 'PLAID-CLIENT-ID': clientId, 'PLAID-SECRET': secret, 'Plaid-Version': '2020-09-14' };
    const plaid = (path: string, body: unknown) => ask(`${apiUrl}${path}`, 'POST', headers, body);
    const created = await plaid('/link/token/create', {
      client_name: 'Dwolla-Plaid Integration Example',
      country_codes: ['US'],
      language: 'en',
      products: ['auth'],
      user: { client_user_id: crypto.randomUUID() },
      redirect_uri: 'http://localhost:3000',
    });
    const linked = atPartner('plaid', text(created, 'link_token'), (it) => simulator.world.linkPlaid(it));
    const exchanged = await plaid('/item/public_token/exchange', { public_token: linked.publicToken });
    const processor = await plaid('/processor/token/create', {
      access_token: text(exchanged, 'access_token'),
      account_id: linked.accounts[0]?.id,
      processor: 'dwolla',
    });
    const customer = idOf(await createCustomer('token-plaid'));
    const token = text(processor, 'processor_token');
    await createFundingSource(customer, await createExchange(customer, 'PLAID', { token }));
  });

  it('secure-token-exchange/mx: user, widget, account numbers, authorization code, exchange', async () => {
    const { apiUrl, clientId, apiKey } = simulator.mx;
    const authorization = `Basic ${Buffer.from(`${clientId}:${apiKey}`).toString('base64')}`;
    const headers = { authorization, accept: 'application/vnd.mx.api.v1+json' };
    const mx = (method: string, path: string, body?: unknown) =>
      ask(`${apiUrl}${path}`, method, headers, body);
    const user = await mx('POST', '/users', { user: { id: crypto.randomUUID(), email: 'a@example.com' } });
    const userGuid = text(user, 'user', 'guid');
    const widget = await mx('POST', `/users/${userGuid}/connect_widget_url`, {
      config: { mode: 'verification', ui_message_version: 4 },
    });
    const url = new URL(text(widget, 'user', 'connect_widget_url'));
    const linked = atPartner('mx', url.pathname.split('/')[3] ?? '', (it) =>
      simulator.world.linkMx(it, 'MX Bank'),
    );
    assert.equal(linked.userGuid, userGuid);
    const { memberGuid } = linked;
    const numbers = await mx('GET', `/users/${userGuid}/members/${memberGuid}/account_numbers`);
    const accountGuid = text(numbers, 'account_numbers', 0, 'account_guid');
    const scope = `account-guid:${accountGuid} member-guid:${memberGuid} user-guid:${userGuid} read-protected`;
    const authorized = await mx('POST', '/authorization_code', { authorization_code: { scope } });
    const customer = idOf(await createCustomer('token-mx'));
    const token = text(authorized, 'authorization_code', 'code');
    await createFundingSource(customer, await createExchange(customer, 'MX', { token }));
  });

  it('secure-token-exchange/flinks: login, request id, accounts, secret and token, exchange', async () => {
    const { apiUrl, secret } = simulator.flinks;
    const { href, session } = simulator.world.createSession('flinks', origins(simulator), {
      owner: accountOwner,
    });
    assert.ok(href?.includes('/v2/?'));
    const { loginId } = atPartner('flinks', session.credential, (it) => simulator.world.linkFlinks(it));
    const authorized = await ask(
      `${apiUrl}/BankingServices/Authorize`,
      'POST',
      {},
      {
        LoginId: loginId,
        MostRecentCached: true,
      },
    );
    const summary = await ask(
      `${apiUrl}/BankingServices/GetAccountsSummary`,
      'POST',
      {},
      {
        RequestId: text(authorized, 'RequestId'),
        WithBalance: false,
      },
    );
    const accountId = text(summary, 'Accounts', 0, 'Id');
    const headers = { authorization: `Bearer ${secret}` };
    const auth = await ask(`${apiUrl}/partnerdata/authsecret/dwolla`, 'GET', headers);
    const access = await ask(`${apiUrl}/partnerdata/${loginId}/${accountId}`, 'GET', headers);
    const token = Buffer.from(`${text(auth, 'AuthSecret')}:${text(access, 'AccessToken')}`, 'utf-8').toString(
      'base64',
    );
    const customer = idOf(await createCustomer('token-flinks'));
    await createFundingSource(customer, await createExchange(customer, 'Flinks', { token }));
  });

  it('secure-token-exchange/mastercard: token, customer, Connect URL, accounts, consent, exchange', async () => {
    const { apiUrl, appKey, partnerId, partnerSecret } = simulator.mastercard;
    const key = { 'Finicity-App-Key': appKey };
    const path = '/aggregation/v2/partners/authentication';
    const authenticated = await ask(`${apiUrl}${path}`, 'POST', key, { partnerId, partnerSecret });
    const headers = { ...key, 'Finicity-App-Token': text(authenticated, 'token') };
    const mastercard = (method: string, path: string, body?: unknown) =>
      ask(`${apiUrl}${path}`, method, headers, body);
    const made = await mastercard('POST', '/aggregation/v2/customers/testing', { username: 'sample' });
    const customerId = text(made, 'id');
    const link = text(await mastercard('POST', '/connect/v2/generate', { customerId, partnerId }), 'link');
    atPartner('mastercard', new URL(link).searchParams.get('signature') ?? '', (it) =>
      simulator.world.linkMastercard(it),
    );
    const shared = await mastercard('GET', `/aggregation/v1/customers/${customerId}/accounts`);
    const accountId = text(shared, 'accounts', 0, 'id');
    const consent = await mastercard('POST', '/aggregation/v1/partners/accessKey', {
      customerId,
      partnerId,
      thirdPartyPartnerId: '2445583946651',
      products: [
        {
          product: 'moneyTransferDetails',
          payorId: partnerId,
          accountId,
          maxCalls: 10,
          accessPeriod: {
            type: 'timeframe',
            startTime: new Date().toISOString(),
            endTime: new Date().toISOString(),
          },
        },
      ],
    });
    const finicity = at(consent, 'data', 0, 'receipt');
    const customer = idOf(await createCustomer('token-mastercard'));
    await createFundingSource(customer, await createExchange(customer, 'Finicity', { finicity }));
  });

  it("secure-token-exchange/mastercard: the older script's global, where the page loads it", async () => {
    const { origin } = simulator.partners.mastercard;
    const script = await fetch(`${origin}/assets/sdk/finicity-connect.min.js`);
    assert.match(script.headers.get('content-type') ?? '', /^text\/javascript/);
    const page: { finicityConnect?: { launch: unknown; destroy: unknown } } = {};
    // The script runs as a page runs it, with nothing but a `window`.
    runInNewContext(await script.text(), { window: page });
    assert.deepEqual(
      [typeof page.finicityConnect?.launch, typeof page.finicityConnect?.destroy],
      ['function', 'function'],
    );
  });
});

const accountOwner = { type: 'account', id: 'flinks' } as const;
const origins = ({ dwollaUrl, partners }: Simulator) => ({
  dwolla: dwollaUrl,
  checkout: partners.checkout.origin,
  plaid: partners.plaid.origin,
  mx: partners.mx.origin,
  visa: partners.visa.origin,
  flinks: partners.flinks.origin,
  mastercard: partners.mastercard.origin,
});

describe("Plaid's and MX's own APIs", () => {
  it('refuse without the keys, and what was not given', async () => {
    const simulator = await startSimulator();
    try {
      const send = async (url: string, headers: Record<string, string>, body?: unknown) => {
        const answer = await fetch(url, {
          method: body === undefined ? 'GET' : 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        return { status: answer.status, body: (await answer.json()) as unknown };
      };
      const { apiUrl, clientId, secret } = simulator.plaid;
      const plaid = async (path: string, body: object, keys: object = { client_id: clientId, secret }) => {
        const { status, body: answer } = await send(`${apiUrl}${path}`, {}, { ...keys, ...body });
        assert.equal(status, 400);
        return text(answer, 'error_code');
      };
      const exchange = '/item/public_token/exchange';
      assert.equal(await plaid(exchange, { public_token: 'x' }, { client_id: clientId }), 'INVALID_API_KEYS');
      assert.equal(await plaid(exchange, { public_token: 'x' }), 'INVALID_PUBLIC_TOKEN');
      assert.equal(await plaid(exchange, {}), 'MISSING_FIELDS');
      assert.equal(await plaid('/link/token/create', {}), 'MISSING_FIELDS');
      const processor = { access_token: 'x', account_id: 'y', processor: 'dwolla' };
      assert.equal(await plaid('/processor/token/create', processor), 'INVALID_ACCESS_TOKEN');

      const { credential } = simulator.world.createSession('plaid', origins(simulator), {
        owner: accountOwner,
      });
      const started = simulator.world.start('plaid', credential);
      assert.ok('session' in started);
      const { publicToken, accounts } = simulator.world.linkPlaid(started.session);
      const keys = { 'plaid-client-id': clientId, 'plaid-secret': secret };
      const given = await send(`${apiUrl}${exchange}`, keys, { public_token: publicToken });
      const access_token = text(given.body, 'access_token');
      assert.equal(await plaid(exchange, { public_token: publicToken }), 'INVALID_PUBLIC_TOKEN');
      const of = (changes: object) =>
        plaid('/processor/token/create', { ...processor, access_token, ...changes });
      assert.equal(await of({}), 'INVALID_ACCOUNT_ID');
      assert.equal(await of({ account_id: accounts[0]?.id, processor: 'other' }), 'INVALID_FIELD');

      const mx = simulator.mx;
      const authorization = `Basic ${Buffer.from(`${mx.clientId}:${mx.apiKey}`).toString('base64')}`;
      assert.equal((await send(`${mx.apiUrl}/users`, {}, { user: {} })).status, 401);
      const asPlatform = (path: string, body?: unknown) =>
        send(`${mx.apiUrl}${path}`, { authorization }, body);
      assert.equal((await asPlatform('/users', {})).status, 400);
      assert.equal((await asPlatform('/users/USR-1/connect_widget_url', {})).status, 404);
      assert.equal((await asPlatform('/users/USR-1/members/MBR-1/account_numbers')).status, 404);
      const made = await asPlatform('/users', { user: { email: 'a@example.com' } });
      const widget = await asPlatform(`/users/${text(made.body, 'user', 'guid')}/widget_urls`, {});
      assert.match(text(widget.body, 'widget_url', 'url'), /\/md\/connect\//);
      const scope = 'account-guid:a member-guid:b user-guid:c read-protected';
      assert.equal((await asPlatform('/authorization_code', { authorization_code: { scope } })).status, 400);
      assert.equal((await asPlatform('/authorization_code', {})).status, 400);
    } finally {
      await simulator.close();
    }
  });
});
