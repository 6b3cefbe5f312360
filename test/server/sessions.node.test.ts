import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { at, text } from '../simulator/api-client.js';
import { assertError, Backend, pageOrigin, redirectUrl } from './backend.js';

describe('GET /session: one session per request', () => {
  it("answers each of Dwolla's four kinds in Dwolla's own form", () =>
    Backend.with({}, async (backend) => {
      const plaid = await backend.get('/api/session?partner=plaid');
      assert.equal(plaid.status, 200, plaid.text);
      assert.match(text(plaid.body, 'externalProviderSessionToken'), /^link-sandbox-/);
      assert.match(text(plaid.body, '_links', 'exchange-partner', 'href'), /\/exchange-partners\/[\w-]{36}$/);

      const mx = await backend.get('/api/session?partner=mx');
      const mxHref = text(mx.body, '_links', 'external-provider-session', 'href');
      assert.ok(mxHref.startsWith(backend.simulator.partners.mx.origin));

      const visa = await backend.get('/api/session?partner=visa');
      const visaHref = text(visa.body, '_links', 'external-provider-session', 'href');
      // The raw redirect_uri inside shows that the href passed untouched.
      assert.ok(visaHref.includes(`redirect_uri=${backend.simulator.dwollaUrl}/redirect/tink`), visaHref);
      assert.equal(backend.simulator.world.sessions().at(-1)?.redirectUrl, redirectUrl);

      const checkout = await backend.get('/api/session?partner=checkout');
      const data = at(checkout.body, 'externalProviderSessionData');
      assert.match(text(data, 'id'), /^ps_/);
      assert.match(text(data, 'payment_session_secret'), /^pss_/);
      assert.ok(text(data, 'payment_session_token').length > 100);
    }));

  it('makes a new session each time, for the owner that authorize names', () =>
    Backend.with({}, async (backend) => {
      const first = await backend.get('/api/session?partner=plaid');
      const second = await backend.get('/api/session?partner=plaid');
      assert.notEqual(
        at(first.body, 'externalProviderSessionToken'),
        at(second.body, 'externalProviderSessionToken'),
      );
      await backend.get('/api/session?partner=mx', { as: 'pat' });
      const owners = backend.simulator.world.sessions().map(({ owner }) => owner?.type);
      assert.deepEqual(owners, ['customer', 'customer', 'external-party']);
    }));

  it('takes no owner from the browser', () =>
    Backend.with({}, async (backend) => {
      const john = at(backend.users.get('john'), 'customerId');
      await backend.get(`/api/session?partner=plaid&customerId=${String(john)}&owner=${String(john)}`);
      const made = backend.simulator.world.sessions().at(-1);
      assert.equal(made?.owner?.id, at(backend.users.get('jane'), 'customerId'));
    }));

  it('refuses unknown partners and senseless requests', () =>
    Backend.with({}, async (backend) => {
      assertError(await backend.get('/api/session'), 400, 'ValidationError', /partner/);
      assertError(await backend.get('/api/session?partner=paypal'), 400, 'ValidationError', /partner/);
      assertError(await backend.get('/api/session?exchange=..%2Fcustomers'), 400, 'ValidationError', /UUID/);
      assertError(await backend.get('/api/session?partner=plaid', { as: null }), 401, 'Unauthorized');
      assert.equal(backend.simulator.world.sessions().length, 0);
    }));

  it("says what Dwolla says about partners, redirect URLs and scopes, in Dwolla's words", () =>
    Backend.with({ redirectUrl: 'https://shop.example/unknown' }, async (backend) => {
      assertError(
        await backend.get('/api/session?partner=visa'),
        400,
        'ValidationError',
        /must exactly match one of the configured URLs/,
      );
      assertError(
        await backend.get('/api/session?partner=plaid', { as: 'pat' }),
        403,
        'Forbidden',
        /does not support this product/,
      );
      assertError(await backend.get('/api/session?partner=mx', { as: 'platform' }), 400, 'UnsupportedOwner');
      await backend.dwolla.control('PUT', '/scopes', { refused: ['exchange-sessions'] });
      assertError(await backend.get('/api/session?partner=plaid'), 403, 'InvalidScope', /scopes/);
      assert.deepEqual(
        backend.errors.map(({ code }) => code),
        ['ValidationError', 'InvalidScope'],
      );
    }));

  it('says that a customer is unknown to Dwolla', () =>
    Backend.with({}, async (backend) => {
      backend.users.set('ghost', { customerId: crypto.randomUUID() });
      assertError(await backend.get('/api/session?partner=plaid', { as: 'ghost' }), 404, 'NotFound');
    }));

  it('asks a redirect function for Visa and Plaid only', async () => {
    const asked: string[] = [];
    await Backend.with(
      {
        redirectUrl: ({ partner, request }) => {
          asked.push(partner);
          return partner === 'visa' || new URL(request.url).searchParams.has('mobile') ? redirectUrl : null;
        },
      },
      async (backend) => {
        await backend.get('/api/session?partner=plaid');
        await backend.get('/api/session?partner=plaid&mobile');
        await backend.get('/api/session?partner=visa');
        await backend.get('/api/session?partner=mx');
        const urls = backend.simulator.world.sessions().map((session) => session.redirectUrl);
        assert.deepEqual(urls, [null, redirectUrl, redirectUrl, null]);
      },
    );
    assert.deepEqual(asked, ['plaid', 'plaid', 'visa']);
  });

  it('finds Visa by the id that the host gives where Dwolla does not list it', () =>
    Backend.with(
      { exchangePartners: { visa: '2d36c06f-e283-49d8-829f-d4941a73fd6a' } },
      async (backend) => {
        assert.equal((await backend.get('/api/session?partner=visa')).status, 200);
        assert.equal(backend.sentTo('GET', '/exchange-partners').length, 0);
      },
      { visa: false },
    ));

  it('says that a partner is not offered, and that the host forgot the redirect URL', async () => {
    await Backend.with(
      {},
      async (backend) => {
        assertError(await backend.get('/api/session?partner=visa'), 400, 'UnsupportedPartner', /visa/);
      },
      { visa: false },
    );
    await Backend.with({ redirectUrl: () => null }, async (backend) => {
      assertError(await backend.get('/api/session?partner=visa'), 500, 'Misconfigured');
      assert.match(backend.errors[0]?.message ?? '', /redirectUrl/);
    });
  });
});

describe('sessions of the two partners that Dwolla has none for', () => {
  it('answers the URL that the host creates, in the same form', async () => {
    const owners: unknown[] = [];
    const partnerUrls = {
      flinks: async (owner: unknown) => {
        owners.push(owner);
        return 'https://shop-iframe.private.fin.ag/v2/?authorizeToken=1%20a&b=%3D';
      },
    };
    await Backend.with({ partnerUrls }, async (backend) => {
      const answer = await backend.get('/api/session?partner=flinks', { as: 'platform' });
      assert.deepEqual(answer.body, {
        _links: {
          'external-provider-session': {
            href: 'https://shop-iframe.private.fin.ag/v2/?authorizeToken=1%20a&b=%3D',
          },
        },
      });
      assert.deepEqual(owners, [{ account: true }]);
      assertError(await backend.get('/api/session?partner=mastercard'), 400, 'UnsupportedPartner');
    });
  });

  it("keeps the host's own troubles out of the answer", async () => {
    const partnerUrls = {
      flinks: () => Promise.reject(new Error('flinks-key-123 was refused')),
      mastercard: async () => 'javascript:alert(1)',
    };
    await Backend.with({ partnerUrls }, async (backend) => {
      const failed = await backend.get('/api/session?partner=flinks');
      assertError(failed, 502, 'PartnerUnavailable');
      assert.doesNotMatch(failed.text, /flinks-key/);
      assert.match(String(backend.errors[0]?.cause), /flinks-key-123/);
      assertError(await backend.get('/api/session?partner=mastercard'), 500, 'Misconfigured');
    });
  });
});

describe('POST /sessions and GET /sessions/{id}', () => {
  it('makes a session whose address only its owner can read', () =>
    Backend.with({}, async (backend) => {
      const made = await backend.post('/api/sessions', { partner: 'plaid' });
      assert.equal(made.status, 201, made.text);
      const url = text(made.body, 'url');
      assert.equal(made.headers.get('location'), url);
      assert.equal(url, `/api/sessions/${text(made.body, 'id')}`);
      const read = await backend.get(url);
      assert.match(text(read.body, 'externalProviderSessionToken'), /^link-sandbox-/);
      assert.deepEqual((await backend.get(url)).body, read.body);

      assertError(await backend.get(url, { as: 'john' }), 404, 'NotFound');
      assertError(await backend.get(url, { as: 'pat' }), 404, 'NotFound');
      assertError(await backend.get(url, { as: null }), 401, 'Unauthorized');
      const sessionId = backend.simulator.world.sessions()[0]?.id ?? '';
      assertError(await backend.get(`/api/sessions/${sessionId}`), 404, 'NotFound');
      assertError(await backend.get(`${url.slice(0, -2)}AA`), 404, 'NotFound');
    }));

  it('creates the URL of Flinks and Mastercard when it is read', async () => {
    let created = 0;
    const mastercard = async (): Promise<string> => `https://connect2.finicity.com/?n=${(created += 1)}`;
    await Backend.with({ partnerUrls: { mastercard } }, async (backend) => {
      const made = await backend.post('/api/sessions', { partner: 'mastercard' });
      assert.equal(made.status, 201, made.text);
      assert.equal(created, 0);
      const read = await backend.get(text(made.body, 'url'));
      assert.equal(
        text(read.body, '_links', 'external-provider-session', 'href'),
        'https://connect2.finicity.com/?n=1',
      );
      assertError(await backend.get(text(made.body, 'url'), { as: 'john' }), 404, 'NotFound');
      assertError(await backend.post('/api/sessions', { partner: 'flinks' }), 400, 'UnsupportedPartner');
    });
  });

  it('names every wrong field', () =>
    Backend.with({}, async (backend) => {
      assertError(await backend.post('/api/sessions', {}), 400, 'ValidationError');
      const wrong = await backend.post('/api/sessions', { partner: 7, exchangeId: 'x' });
      assertError(wrong, 400, 'ValidationError');
      const errors = at(wrong.body, 'errors') as { path: string; code: string }[];
      assert.deepEqual(
        errors.map(({ path, code }) => [path, code]),
        [
          ['/partner', 'Invalid'],
          ['/exchangeId', 'Invalid'],
        ],
      );
    }));

  it('answers a repeated create with the same session, each owner for itself', () =>
    Backend.with({}, async (backend) => {
      const headers = { 'idempotency-key': 'order-00000001' };
      const body = { partner: 'plaid' };
      const first = await backend.post('/api/sessions', body, { headers });
      const again = await backend.post('/api/sessions', body, { headers });
      assert.deepEqual(again.body, first.body);
      const john = await backend.post('/api/sessions', body, { headers, as: 'john' });
      assert.notDeepEqual(john.body, first.body);
      const without = await backend.post('/api/sessions', body);
      assert.notDeepEqual(without.body, first.body);
      const keys = backend.sent
        .filter(({ url }) => url.endsWith('/exchange-sessions'))
        .map((request) => request.headers.get('idempotency-key') ?? '');
      assert.equal(new Set(keys).size, 3);
      for (const key of keys) assert.match(key, /^[0-9a-f]{8}-/);
      const malformed = { 'idempotency-key': 'no spaces please' };
      assertError(await backend.post('/api/sessions', body, { headers: malformed }), 400, 'ValidationError');
    }));
});

describe('re-authentication of an exchange', () => {
  it("makes a session of the owner's exchange, with or without naming the partner", () =>
    Backend.with({}, async (backend) => {
      const exchange = await backend.linkPlaid();
      for (const query of [`partner=plaid&exchange=${exchange}`, `exchange=${exchange}`]) {
        const session = await backend.get(`/api/session?${query}`);
        assert.equal(session.status, 200, session.text);
        assert.equal(backend.simulator.world.sessions().at(-1)?.reauthOf, exchange);
      }
      const made = await backend.post('/api/sessions', { partner: 'plaid', exchangeId: exchange });
      assert.equal(made.status, 201, made.text);
    }));

  it("refuses a stranger's exchange, an unknown one, and another partner's name", () =>
    Backend.with({}, async (backend) => {
      const exchange = await backend.linkPlaid();
      const path = `/api/session?partner=plaid&exchange=${exchange}`;
      const stranger = await backend.get(path, { as: 'john' });
      assertError(stranger, 404, 'NotFound');
      assertError(await backend.get(path, { as: 'platform' }), 404, 'NotFound');
      const unknown = await backend.get(`/api/session?partner=plaid&exchange=${crypto.randomUUID()}`);
      // Nobody learns from the answer whether somebody else has such an exchange.
      assert.deepEqual(unknown.body, stranger.body);
      assertError(
        await backend.get(`/api/session?partner=mx&exchange=${exchange}`),
        400,
        'ValidationError',
        /not with mx/,
      );
    }));

  it('sends the redirect URL of a Visa exchange', () =>
    Backend.with({}, async (backend) => {
      const session = await backend.get('/api/session?partner=visa');
      const exchangeId = text(await backend.complete(session.body), 'exchangeId');
      const again = await backend.get(`/api/session?partner=visa&exchange=${exchangeId}`);
      assert.equal(again.status, 200, again.text);
      const made = backend.simulator.world.sessions().at(-1);
      assert.deepEqual([made?.reauthOf, made?.redirectUrl], [exchangeId, redirectUrl]);
    }));

  it('asks Dwolla for a partner that it does not list, and lives with one that it does not know', () =>
    Backend.with(
      {},
      async (backend) => {
        const visa = backend.simulator.world.addExchange(
          'visa',
          { type: 'customer', id: String(at(backend.users.get('jane'), 'customerId')) },
          { kind: 'bank', institution: { id: '1', name: 'Bank' }, accounts: [] },
        );
        const known = await backend.get(`/api/exchanges/${visa.id}`);
        assert.equal(at(known.body, 'partner'), 'visa', known.text);
        await backend.plan({ method: 'GET', path: '/exchange-partners/*', status: 404 });
        const unknown = await backend.get(`/api/exchanges/${visa.id}`);
        assert.deepEqual([unknown.status, at(unknown.body, 'partner')], [200, null]);
      },
      { visa: false },
    ));

  it("falls back to the owner's list where the exchange names no owner", () =>
    Backend.with({}, async (backend) => {
      const exchange = await backend.linkPlaid();
      const link = (path: string): unknown => ({
        href: `${backend.simulator.dwollaUrl}${path}`,
        type: 'application/vnd.dwolla.v1.hal+json',
        'resource-type': 'exchange',
      });
      const partnerHref = await backend.dwolla.partnerHref('Plaid');
      const body = {
        // As Dwolla's reference prints a single exchange: without its customer.
        _links: { self: link(`/exchanges/${exchange}`), 'exchange-partner': { href: partnerHref } },
        id: exchange,
        status: 'active',
        created: '2022-10-21T21:41:03.283Z',
      };
      await backend.plan({ method: 'GET', path: `/exchanges/${exchange}`, status: 200, body, times: 2 });
      const path = `/api/session?partner=plaid&exchange=${exchange}`;
      assert.equal((await backend.get(path)).status, 200);
      assertError(await backend.get(path, { as: 'john' }), 404, 'NotFound');
    }));
});

describe('links in answers', () => {
  it('are absolute for a page of another origin, and begin at the root for our own', () =>
    Backend.with({ allowedOrigins: ['https://app.example'] }, async (backend) => {
      const headers = { origin: 'https://app.example', 'sec-fetch-site': 'cross-site' };
      const made = await backend.post('/api/sessions', { partner: 'plaid' }, { headers });
      assert.ok(text(made.body, 'url').startsWith(`${pageOrigin}/api/sessions/`));
    }));

  it('begin with the option origin where the request was sent on with another one', () => {
    const origin = 'https://api.shop.example';
    return Backend.with({ origin, allowedOrigins: ['https://app.example'] }, async (backend) => {
      const asking = { headers: { origin: 'https://app.example', 'sec-fetch-site': 'cross-site' } };
      const made = await backend.post('/api/sessions', { partner: 'plaid' }, asking);
      assert.ok(text(made.body, 'url').startsWith(`${origin}/api/sessions/`));
      assert.equal(made.headers.get('location'), text(made.body, 'url'));
      const own = await backend.post('/api/sessions', { partner: 'plaid' });
      assert.ok(text(own.body, 'url').startsWith('/api/sessions/'));
    });
  });
});
