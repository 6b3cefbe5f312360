import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { at, text } from '../simulator/api-client.js';
import { Flinks } from '../../demo/server/flinks.js';
import { Mastercard } from '../../demo/server/mastercard.js';
import { type Answer, assertError, Backend } from './backend.js';

/** A success detail of the element, as it leaves the page. */
const plaidDetail = (publicToken: string, extra: object = {}): object => ({
  partner: 'plaid',
  reauth: false,
  publicToken,
  metadata: { institution: { name: 'First Platypus Bank' } },
  exchangeRequest: {
    _links: { 'exchange-partner': { href: 'https://evil.example/exchange-partners/1' } },
    plaid: { publicToken },
  },
  ...extra,
});

const idOfJane = ({ users }: Backend): string => String(at(users.get('jane'), 'customerId'));

describe('POST /exchanges', () => {
  it("makes Plaid's exchange from the whole detail, and sets the partner itself", () =>
    Backend.with({}, async (backend) => {
      const session = await backend.get('/api/session?partner=plaid');
      const publicToken = text(await backend.complete(session.body), 'publicToken');
      const made = await backend.post('/api/exchanges', plaidDetail(publicToken));
      assert.equal(made.status, 201, made.text);
      const id = text(made.body, 'id');
      assert.deepEqual(made.body, { id, partner: 'plaid' });
      assert.equal(made.headers.get('location'), `/api/exchanges/${id}`);
      const read = await backend.get(`/api/exchanges/${id}`);
      assert.equal(at(read.body, 'partner'), 'plaid');
      assert.equal(at(read.body, 'status'), 'active');
      assertError(await backend.get(`/api/exchanges/${id}`, { as: 'john' }), 404, 'NotFound');
      assertError(
        await backend.post('/api/exchanges', plaidDetail(publicToken)),
        400,
        'InvalidExchangeToken',
      );
    }));

  it("makes Checkout's exchange from the payment id", () =>
    Backend.with({}, async (backend) => {
      const session = await backend.get('/api/session?partner=checkout');
      const token = text(await backend.complete(session.body), 'paymentId');
      const made = await backend.post('/api/exchanges', { partner: 'checkout', exchangeRequest: { token } });
      assert.equal(made.status, 201, made.text);
    }));

  it("makes MX's exchange from a connection of the list, for customers and external parties", () =>
    Backend.with({}, async (backend) => {
      for (const as of ['jane', 'pat']) {
        assert.deepEqual((await backend.get('/api/connections', { as })).body, { connections: [] });
        await backend.complete((await backend.get('/api/session?partner=mx', { as })).body);
        const listed = await backend.get('/api/connections', { as });
        const connections = at(listed.body, 'connections') as Record<string, string>[];
        assert.equal(connections.length, 2);
        assert.deepEqual(Object.keys(connections[0]!), ['name', 'availableConnectionToken']);
        const { availableConnectionToken } = connections[0]!;
        const body = { partner: 'mx', availableConnectionToken };
        assertError(await backend.post('/api/exchanges', body, { as: 'john' }), 400, 'InvalidExchangeToken');
        const made = await backend.post('/api/exchanges', body, { as });
        assert.equal(made.status, 201, made.text);
      }
      assertError(await backend.get('/api/connections', { as: 'platform' }), 400, 'UnsupportedOwner');
      assertError(await backend.get('/api/connections', { as: null }), 401, 'Unauthorized');
    }));

  it('takes a Visa exchange only for the owner it was made for', () =>
    Backend.with({}, async (backend) => {
      const session = await backend.get('/api/session?partner=visa');
      const exchangeId = text(await backend.complete(session.body), 'exchangeId');
      const taken = await backend.post('/api/exchanges', { partner: 'visa', exchangeId });
      assert.equal(taken.status, 200, taken.text);
      assert.deepEqual(taken.body, { id: exchangeId, partner: 'visa' });
      const body = { partner: 'visa', exchangeId };
      assertError(await backend.post('/api/exchanges', body, { as: 'john' }), 404, 'NotFound');
      const unknown = { partner: 'visa', exchangeId: crypto.randomUUID() };
      assertError(await backend.post('/api/exchanges', unknown), 404, 'NotFound');
      assertError(
        await backend.post('/api/exchanges', { partner: 'visa', exchangeId: '../token' }),
        400,
        'ValidationError',
      );
    }));

  it("does not take another partner's exchange for Visa's, nor one that is no longer active", () =>
    Backend.with({}, async (backend) => {
      const ofPlaid = { partner: 'visa', exchangeId: await backend.linkPlaid() };
      assertError(await backend.post('/api/exchanges', ofPlaid), 404, 'NotFound');
      const session = await backend.get('/api/session?partner=visa');
      const exchangeId = text(await backend.complete(session.body), 'exchangeId');
      for (const status of ['removed', 'deactivated']) {
        await backend.dwolla.control('PATCH', `/exchanges/${exchangeId}`, { status });
        const body = { partner: 'visa', exchangeId };
        assertError(await backend.post('/api/exchanges', body), 400, 'InactiveExchange');
      }
    }));

  it("takes an exchange for Visa's that names no partner, but none of a partner that it does not know", () =>
    Backend.with({}, async (backend) => {
      const id = crypto.randomUUID();
      const customer = { href: `${backend.simulator.dwollaUrl}/customers/${idOfJane(backend)}` };
      const claim = async (links: object): Promise<Answer> => {
        const body = {
          id,
          status: 'active',
          created: '2026-01-01T00:00:00.000Z',
          _links: { customer, ...links },
        };
        await backend.plan({ method: 'GET', path: `/exchanges/${id}`, status: 200, body });
        return backend.post('/api/exchanges', { partner: 'visa', exchangeId: id });
      };
      assert.deepEqual((await claim({})).body, { id, partner: 'visa' });
      const unknown = crypto.randomUUID();
      const links = { 'exchange-partner': { href: `https://api.dwolla.com/exchange-partners/${unknown}` } };
      assertError(await claim(links), 404, 'NotFound');
      const path = `/exchange-partners/${unknown}`;
      await backend.plan({ method: 'GET', path, status: 200, body: { id: unknown, name: 'A new one' } });
      assertError(await claim(links), 404, 'NotFound');
      assert.equal(backend.sentTo('GET', path).length, 2);
    }));

  it("turns a Flinks login into Dwolla's token with the host's hook", () =>
    Backend.with(
      (simulator) => {
        const flinks = new Flinks(simulator.flinks);
        return {
          partnerUrls: { flinks: () => flinks.mintUrl() },
          exchangeBody: { flinks: (login) => flinks.tokenOf(login) },
        };
      },
      async (backend) => {
        for (const named of [true, false]) {
          const login = await backend.complete((await backend.get('/api/session?partner=flinks')).body);
          const loginId = text(login, 'loginId');
          const made = await backend.post('/api/exchanges', {
            partner: 'flinks',
            loginId,
            ...(named ? { accountId: text(login, 'accountId') } : {}),
          });
          assert.equal(made.status, 201, made.text);
        }
        const unknown = { partner: 'flinks', loginId: crypto.randomUUID() };
        assertError(await backend.post('/api/exchanges', unknown), 502, 'PartnerUnavailable');
        assert.match(String(backend.errors[0]?.cause), /Flinks answered 401/);
      },
    ));

  it("makes Mastercard's exchange from the receipt of the host's hook, sent as Mastercard wrote it", async () => {
    const finicity = {
      profile: 3,
      version: '1',
      receiptId: 'cr_unknown',
      customerId: '5454874858510164117',
      partnerId: 2445583946651,
      products: [
        {
          product: 'moneyTransferDetails',
          accountId: '1015199035827334916',
          // Integers, as the table of Dwolla's page says; its example has dates.
          accessPeriod: { type: 'timeframe', startTime: 1657065600, endTime: '2022-08-16T06:06:20Z' },
        },
      ],
      timestamp: '2022-07-11T06:06:23Z',
    };
    const results: unknown[] = [];
    const mastercard = async (result: unknown): Promise<{ finicity: typeof finicity }> => {
      results.push(result);
      return { finicity };
    };
    await Backend.with({ exchangeBody: { mastercard } }, async (backend) => {
      const data = { code: 200, reason: 'OK' };
      const refused = await backend.post('/api/exchanges', { partner: 'mastercard', data });
      assertError(refused, 400, 'InvalidExchangeToken');
      assert.deepEqual(results, [{ data }]);
      const customer = at(backend.users.get('jane'), 'customerId');
      const [sent] = backend.sentTo('POST', `/customers/${String(customer)}/exchanges`);
      assert.deepEqual(at(await sent?.json(), 'finicity'), finicity);
    });
  });

  it("takes Mastercard's whole answer, and sends the first receipt of it", () => {
    const receipt = {
      receiptId: 'cr_first',
      customerId: '1',
      products: [{ product: 'moneyTransferDetails', accountId: '2' }],
    };
    const proof = { type: 'JWT', value: 'x' };
    const answers: { data: { receipt: { receiptId: string }; proof?: object }[] }[] = [
      { data: [{ receipt, proof }] },
      {
        data: [
          { receipt, proof },
          { receipt: { receiptId: 'cr_second' }, proof },
        ],
      },
      { data: [{ receipt }] },
      { data: [] },
      { data: [{ receipt: { receiptId: '' } }] },
    ];
    const mastercard = async () => ({ finicity: answers.shift()! });
    return Backend.with({ exchangeBody: { mastercard } }, async (backend) => {
      const path = `/customers/${idOfJane(backend)}/exchanges`;
      for (let time = 1; time <= 3; time += 1) {
        // The simulated Mastercard gave no such receipt.
        assertError(
          await backend.post('/api/exchanges', { partner: 'mastercard' }),
          400,
          'InvalidExchangeToken',
        );
        const sent = backend.sentTo('POST', path);
        assert.equal(sent.length, time);
        assert.deepEqual(at(await sent.at(-1)?.json(), 'finicity'), receipt);
      }
      for (let time = 0; time < 2; time += 1)
        assertError(await backend.post('/api/exchanges', { partner: 'mastercard' }), 500, 'Misconfigured');
      assert.equal(backend.sentTo('POST', path).length, 3);
      assert.match(backend.errors.at(-1)?.message ?? '', /exchangeBody\.mastercard must answer/);
    });
  });

  it('goes the whole way with Mastercard: URL, receipt, exchange', () =>
    Backend.with(
      (simulator) => {
        const mastercard = new Mastercard(simulator.mastercard);
        return {
          partnerUrls: { mastercard: (owner) => mastercard.mintUrl(JSON.stringify(owner)) },
          exchangeBody: { mastercard: (_result, owner) => mastercard.receiptOf(JSON.stringify(owner)) },
        };
      },
      async (backend) => {
        const body = { partner: 'mastercard', data: { code: 200, reason: 'OK' } };
        assertError(await backend.post('/api/exchanges', body), 502, 'PartnerUnavailable');
        await backend.complete((await backend.get('/api/session?partner=mastercard')).body);
        const made = await backend.post('/api/exchanges', body);
        assert.equal(made.status, 201, made.text);
        assertError(await backend.post('/api/exchanges', body, { as: 'john' }), 502, 'PartnerUnavailable');
      },
    ));

  it('makes an exchange from a processor token, for every kind of owner', () =>
    Backend.with({}, async (backend) => {
      for (const as of ['jane', 'pat', 'platform']) {
        const answer = await backend.dwolla.post('/simulator/processor-tokens', { partner: 'plaid' });
        const body = { partner: 'plaid', processorToken: text(answer.body, 'token') };
        const made = await backend.post('/api/exchanges', body, { as });
        assert.equal(made.status, 201, made.text);
        const exchange = backend.simulator.world.exchanges.get(text(made.body, 'id'));
        const kinds = { jane: 'customer', pat: 'external-party', platform: 'account' };
        assert.equal(exchange?.owner.type, kinds[as as keyof typeof kinds]);
      }
      const body = { partner: 'checkout', processorToken: 'token' };
      assertError(await backend.post('/api/exchanges', body), 400, 'ValidationError', /processor tokens/);
    }));

  it('names what is missing for each partner, and never calls Dwolla with it', () =>
    Backend.with({}, async (backend) => {
      const wrong = [
        {},
        { partner: 'paypal' },
        { partner: 'plaid' },
        { partner: 'plaid', exchangeRequest: null },
        { partner: 'plaid', exchangeRequest: { token: 'public-sandbox-1' } },
        { partner: 'plaid', exchangeRequest: { plaid: { publicToken: 'with spaces' } } },
        { partner: 'checkout', exchangeRequest: { token: '' } },
        { partner: 'checkout', exchangeRequest: { token: 'x'.repeat(5000) } },
        { partner: 'mx' },
        { partner: 'mx', availableConnectionToken: 7 },
        { partner: 'visa' },
        { partner: 'flinks' },
        { partner: 'plaid', processorToken: { $ne: '' } },
        [],
        'text',
        null,
      ];
      for (const body of wrong)
        assertError(await backend.post('/api/exchanges', JSON.stringify(body)), 400, 'ValidationError');
      assert.equal(backend.sent.length, 0);
      for (const partner of ['flinks', 'mastercard'])
        assertError(
          await backend.post('/api/exchanges', { partner, loginId: 'a' }),
          400,
          'UnsupportedPartner',
        );
      assertError(await backend.post('/api/exchanges', {}, { as: null }), 401, 'Unauthorized');
    }));

  it('answers a repeated create with the same exchange', () =>
    Backend.with({}, async (backend) => {
      const session = await backend.get('/api/session?partner=plaid');
      const publicToken = text(await backend.complete(session.body), 'publicToken');
      const asking = { headers: { 'idempotency-key': crypto.randomUUID() } };
      const first = await backend.post('/api/exchanges', plaidDetail(publicToken), asking);
      const again = await backend.post('/api/exchanges', plaidDetail(publicToken), asking);
      assert.equal(first.status, 201);
      assert.deepEqual(again.body, first.body);
      assert.equal(backend.simulator.world.exchanges.size, 1);
    }));

  it('reports hooks that answer nonsense to the host only', () =>
    Backend.with(
      {
        exchangeBody: {
          flinks: async () => ({ token: '' }),
          mastercard: async () => ({ finicity: { receiptId: '' } }),
        },
      },
      async (backend) => {
        assertError(
          await backend.post('/api/exchanges', { partner: 'flinks', loginId: 'a' }),
          500,
          'Misconfigured',
        );
        assertError(await backend.post('/api/exchanges', { partner: 'mastercard' }), 500, 'Misconfigured');
        assert.equal(backend.errors.length, 2);
      },
    ));
});

describe('what Dwolla refuses', () => {
  it('reaches the browser with its code, its sentence and a status that fits', () =>
    Backend.with({}, async (backend) => {
      const customer = idOfJane(backend);
      const path = `/customers/${customer}/exchanges`;
      const rows: [number, { code: string; message: string } | null, number, string][] = [
        [
          400,
          { code: 'InvalidExchangeToken', message: 'Exchange token is expired.' },
          400,
          'InvalidExchangeToken',
        ],
        [
          400,
          { code: 'InactiveExchange', message: 'Exchange was removed or disabled.' },
          400,
          'InactiveExchange',
        ],
        [
          400,
          { code: 'InvalidExchange', message: 'The exchange is no longer active.' },
          400,
          'InvalidExchange',
        ],
        [
          401,
          { code: 'InvalidExchangeToken', message: 'The exchange token is not valid.' },
          400,
          'InvalidExchangeToken',
        ],
        [401, { code: 'InvalidScope', message: 'Missing or invalid scopes.' }, 403, 'InvalidScope'],
        [403, { code: 'forbidden', message: 'Not for you.' }, 403, 'Forbidden'],
        [404, { code: 'notFound', message: 'Not here.' }, 404, 'NotFound'],
        [409, { code: 'Conflict', message: 'Still being processed.' }, 409, 'Conflict'],
        [500, { code: 'ServerError', message: 'A server error occurred.' }, 502, 'ServerError'],
        [503, null, 502, 'DwollaUnavailable'],
        [418, null, 502, 'DwollaRefused'],
      ];
      const request = { partner: 'plaid', exchangeRequest: { plaid: { publicToken: 'public-sandbox-1' } } };
      for (const [status, body, expected, code] of rows) {
        await backend.plan({ method: 'POST', path, status, body });
        const answer = await backend.post('/api/exchanges', request);
        assertError(answer, expected, code);
        if (body !== null) assert.equal(at(answer.body, 'message'), body.message);
      }
    }));

  it('carries the wrong fields along, and nothing else of the body', () =>
    Backend.with({}, async (backend) => {
      const customer = idOfJane(backend);
      const body = {
        code: 'ValidationError',
        message: `Validation error(s) present for ${backend.simulator.secret}.`,
        stack: 'at secretPlace (/srv/app.js:1:1)',
        _embedded: {
          errors: [{ code: 'Required', message: 'Token required.', path: '/token', _links: {}, value: 'x' }],
        },
      };
      await backend.plan({ method: 'POST', path: `/customers/${customer}/exchanges`, status: 400, body });
      const request = { partner: 'plaid', exchangeRequest: { plaid: { publicToken: 'public-sandbox-1' } } };
      const answer = await backend.post('/api/exchanges', request);
      assert.deepEqual(answer.body, {
        code: 'ValidationError',
        message: 'Validation error(s) present for ….',
        errors: [{ path: '/token', code: 'Required', message: 'Token required.' }],
      });
    }));

  it("shows no partner's token, should Dwolla repeat the request", async () => {
    const canary = 'public-sandbox-canary';
    const finicity = { receiptId: canary, products: [{ accountId: `${canary}-account` }] };
    const hooks = { flinks: async () => ({ token: canary }), mastercard: async () => ({ finicity }) };
    await Backend.with({ exchangeBody: hooks }, async (backend) => {
      const requests = [
        { partner: 'plaid', exchangeRequest: { plaid: { publicToken: canary } } },
        { partner: 'plaid', processorToken: canary },
        { partner: 'checkout', exchangeRequest: { token: canary } },
        { partner: 'mx', availableConnectionToken: canary },
        { partner: 'flinks', loginId: 'a' },
        { partner: 'mastercard' },
      ];
      const message = `bad: ${canary}, ${canary}-account`;
      const body = {
        code: canary,
        message,
        _embedded: { errors: [{ code: canary, message, path: canary }] },
      };
      const paths = {
        jane: `/customers/${idOfJane(backend)}/exchanges`,
        pat: `/external-parties/${String(at(backend.users.get('pat'), 'externalPartyId'))}/exchanges`,
      };
      for (const [as, path] of Object.entries(paths))
        for (const request of requests)
          for (const status of [400, 500]) {
            await backend.plan({ method: 'POST', path, status, body });
            const answer = await backend.post('/api/exchanges', request, { as });
            assert.equal(answer.status, status === 400 ? 400 : 502, answer.text);
            // The longer of the two, of which the shorter is the beginning, is Mastercard's only.
            assert.doesNotMatch(answer.text, request.partner === 'mastercard' ? /canary|account/ : /canary/);
          }
      assert.equal(backend.errors.length, 12);
      for (const { code, message } of backend.errors) assert.doesNotMatch(`${code} ${message}`, /canary/);
    });
  });

  it('shows nothing of a secret that is cut off in its middle, or that is the code', () =>
    Backend.with({}, async (backend) => {
      const customer = idOfJane(backend);
      const { secret } = backend.simulator;
      const beyond = (length: number): string => `${'x'.repeat(length - 8)}${secret}`;
      const error = { code: beyond(64), message: beyond(500), path: beyond(200) };
      const body = { code: secret, message: beyond(500), _embedded: { errors: [error] } };
      await backend.plan({ method: 'POST', path: `/customers/${customer}/exchanges`, status: 400, body });
      const request = { partner: 'plaid', exchangeRequest: { plaid: { publicToken: 'public-sandbox-1' } } };
      const answer = await backend.post('/api/exchanges', request);
      assertError(answer, 400, 'DwollaRefused');
      assert.ok(!answer.text.includes(secret.slice(0, 8)), answer.text);
    }));

  it('says what is wrong where Dwolla only points to its embedded errors', () =>
    Backend.with({}, async (backend) => {
      const customer = idOfJane(backend);
      const body = {
        code: 'ValidationError',
        message: 'Validation error(s) present. See embedded errors list for more details.',
        _embedded: { errors: [{ code: 'Required', message: 'Token required.', path: '/token' }] },
      };
      await backend.plan({ method: 'POST', path: `/customers/${customer}/exchanges`, status: 400, body });
      const request = { partner: 'plaid', exchangeRequest: { plaid: { publicToken: 'public-sandbox-1' } } };
      const answer = await backend.post('/api/exchanges', request);
      assertError(answer, 400, 'ValidationError', /^\/token: Token required\.$/);
    }));

  it('passes the pause of a busy Dwolla on', async () => {
    const busy = (url: string): Response =>
      url.endsWith('/token')
        ? Response.json({ access_token: 'token-of-the-stub', expires_in: 3600 })
        : Response.json(
            { code: 'TooManyRequests', message: 'Slow down.' },
            { status: 429, headers: { 'retry-after': '7' } },
          );
    await Backend.with({ fetch: async (input) => busy(new Request(input).url) }, async (backend) => {
      const answer = await backend.get('/api/session?partner=plaid');
      assertError(answer, 429, 'TooManyRequests');
      assert.equal(answer.headers.get('retry-after'), '7');
    });
  });
});
