import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import type { ApiClient } from './api-client.js';
import { assertProblem, at, locationOf, withSimulator } from './api-client.js';

const registered = 'https://www.myapp.com/iav-redirect';
const options = { redirectUrls: [registered] };
const partnerLinks = (href: unknown, redirectUrl?: unknown): unknown => ({
  _links: {
    'exchange-partner': { href },
    ...(redirectUrl === undefined ? {} : { 'redirect-url': { href: redirectUrl } }),
  },
});

/** The two owners whose documentation has an error table, with their own way to write it. */
const owners = [
  {
    name: 'a customer',
    create: (client: ApiClient) => client.createCustomer(),
    forbidden: 'forbidden',
    stop: '',
  },
  {
    name: 'an external party',
    create: (client: ApiClient) =>
      client.create('/external-parties', { firstName: 'Jane', lastName: 'Doe', email: 'jane@example.com' }),
    forbidden: 'Forbidden',
    stop: '.',
  },
] as const;

for (const { name, create, forbidden, stop } of owners)
  describe(`creating an exchange session for ${name}: every row of the error table`, () => {
    it('400: the exchange partner link is invalid', () =>
      withSimulator(options, async (client, { dwollaUrl }) => {
        const owner = await create(client);
        const bad = [
          undefined,
          17,
          '',
          'not a url',
          'https://evil.test/exchange-partners/f53ffb32-c84f-496a-9d9d-acd100d396ef',
          `${dwollaUrl}/exchange-partners/${crypto.randomUUID()}`,
          `${dwollaUrl}/customers/f53ffb32-c84f-496a-9d9d-acd100d396ef`,
        ];
        for (const href of bad) {
          const answer = await client.post(`${owner}/exchange-sessions`, partnerLinks(href));
          assertProblem(answer, 400, 'ValidationError', `/_links/exchange-partner/href is invalid${stop}`);
        }
        for (const body of [{}, [], 'null', '"text"'])
          assertProblem(await client.post(`${owner}/exchange-sessions`, body), 400, 'ValidationError');
        assertProblem(await client.post(`${owner}/exchange-sessions`, '{broken'), 400, 'BadRequest');
      }));

    it('400: the redirect URL is invalid or missing', () =>
      withSimulator(options, async (client) => {
        const owner = await create(client);
        const visa = await client.partnerHref('Visa');
        for (const redirectUrl of [
          undefined,
          '',
          'nowhere',
          'javascript:alert(1)',
          'ftp://www.myapp.com',
          5,
        ]) {
          const answer = await client.post(`${owner}/exchange-sessions`, partnerLinks(visa, redirectUrl));
          assertProblem(answer, 400, 'ValidationError', `/_links/redirect-url/href is invalid${stop}`);
          if (stop !== '') assert.equal(at(answer.body, '_embedded', 'errors', 0, 'code'), 'Invalid');
        }
      }));

    it('400: the redirect URL is not registered, character by character', () =>
      withSimulator(options, async (client) => {
        const owner = await create(client);
        const visa = await client.partnerHref('Visa');
        for (const redirectUrl of [
          `${registered}/`,
          `${registered}?user=1`,
          registered.replace('https', 'http'),
        ])
          assertProblem(
            await client.post(`${owner}/exchange-sessions`, partnerLinks(visa, redirectUrl)),
            400,
            'ValidationError',
            `The provided redirect URL must exactly match one of the configured URLs for the account${stop}`,
          );
        const answer = await client.post(`${owner}/exchange-sessions`, partnerLinks(visa, registered));
        assert.equal(answer.status, 201);
      }));

    it('401: the application lacks the scope', () =>
      withSimulator(options, async (client) => {
        const owner = await create(client);
        await client.control('PUT', '/scopes', { refused: ['exchange-sessions'] });
        const answer = await client.post(
          `${owner}/exchange-sessions`,
          partnerLinks(await client.partnerHref('MX')),
        );
        assertProblem(answer, 401, 'InvalidScope', 'Missing or invalid scopes for requested endpoint.');
      }));

    it('403: the partner does not support this product', () =>
      withSimulator(options, async (client) => {
        const owner = await create(client);
        const answer = await client.post(
          `${owner}/exchange-sessions`,
          partnerLinks(await client.partnerHref('Finicity')),
        );
        const message = `The exchange partner specified does not support this product${stop}`;
        assertProblem(answer, 403, forbidden, message);
      }));

    it('403: sessions with this partner are not enabled for the account', () =>
      withSimulator(options, async (client) => {
        const owner = await create(client);
        await client.control('PUT', '/disabled-partners', { partners: ['mx'] });
        const href = await client.partnerHref('MX');
        const answer = await client.post(`${owner}/exchange-sessions`, partnerLinks(href));
        assertProblem(answer, 403, forbidden, /not enabled for your account/);
        await client.control('PUT', '/disabled-partners', { partners: [] });
        assert.equal((await client.post(`${owner}/exchange-sessions`, partnerLinks(href))).status, 201);
      }));

    it('404: the owner does not exist', () =>
      withSimulator(options, async (client) => {
        const owner = await create(client);
        const stranger = owner.replace(/[^/]+$/, crypto.randomUUID());
        const body = partnerLinks(await client.partnerHref('MX'));
        const answer = await client.post(`${stranger}/exchange-sessions`, body);
        assertProblem(answer, 404, 'NotFound', 'The requested resource was not found.');
      }));
  });

describe('which partner makes sessions for whom', () => {
  it('serves MX, Plaid, Checkout.com and Visa to a customer; MX and Visa only to an external party', () =>
    withSimulator(options, async (client) => {
      const support = new Map<string, string[]>();
      for (const { name, create } of owners) {
        const owner = await create(client);
        const made: string[] = [];
        for (const partner of ['MX', 'Plaid', 'Checkout.com', 'Visa', 'Flinks', 'Finicity']) {
          const body = partnerLinks(await client.partnerHref(partner), registered);
          const { status } = await client.post(`${owner}/exchange-sessions`, body);
          if (status === 201) made.push(partner);
          else assert.equal(status, 403, partner);
        }
        support.set(name, made);
      }
      assert.deepEqual(Object.fromEntries(support), {
        'a customer': ['MX', 'Plaid', 'Checkout.com', 'Visa'],
        'an external party': ['MX', 'Visa'],
      });
    }));

  it("takes an Android package or a registered URL for Plaid's mobile sessions", () =>
    withSimulator(options, async (client) => {
      const owner = await client.createCustomer();
      const plaid = await client.partnerHref('Plaid');
      const post = (url: string): ReturnType<ApiClient['post']> =>
        client.post(`${owner}/exchange-sessions`, partnerLinks(plaid, url));
      assert.equal((await post('com.example.app123')).status, 201);
      assert.equal((await post(registered)).status, 201);
      assertProblem(await post('https://example.com/other'), 400, 'ValidationError', /exactly match/);
      assertProblem(await post('not a package'), 400, 'ValidationError', /redirect-url/);
    }));
});

describe('reading an exchange session', () => {
  it('404 and 401 in the words of the endpoint', () =>
    withSimulator({}, async (client) => {
      const path = `/exchange-sessions/${crypto.randomUUID()}`;
      assertProblem(await client.get(path), 404, 'notFound', 'Exchange session not found.');
      await client.control('PUT', '/scopes', { refused: ['exchange-sessions'] });
      assertProblem(await client.get(path), 401, 'InvalidScope');
    }));

  it('keeps answering, the same, after the session was started and used up', () =>
    withSimulator({}, async (client) => {
      const session = await client.createSession(await client.createCustomer(), 'MX');
      const before = await client.get(session);
      await client.complete(session);
      assert.deepEqual((await client.get(session)).body, before.body);
    }));
});

describe('requests in general', () => {
  it('401 without, with an unknown, and with an ended access token', () => {
    let time = Date.parse('2026-03-01T12:00:00Z');
    return withSimulator({ now: () => time }, async (client) => {
      await client.get('/');
      assertProblem(
        await client.send('GET', '/', undefined, { authorization: '' }),
        401,
        'InvalidCredentials',
      );
      assertProblem(
        await client.send('GET', '/', undefined, { authorization: 'Bearer nonsense' }),
        401,
        'InvalidAccessToken',
        'Invalid access token.',
      );
      time += 3_600_000;
      assertProblem(await client.get('/'), 401, 'ExpiredAccessToken');
    });
  });

  it('gives a token for the form as well, and none for another grant', () =>
    withSimulator({}, async (_client, { dwollaUrl, key, secret }) => {
      const ask = (form: Record<string, string>): Promise<Response> =>
        fetch(`${dwollaUrl}/token`, { method: 'POST', body: new URLSearchParams(form) });
      const grant = { client_id: key, client_secret: secret, grant_type: 'client_credentials' };
      const answer = await ask(grant);
      assert.equal(answer.status, 200);
      assert.equal(at(await answer.json(), 'expires_in'), 3600);
      assert.equal((await ask({ ...grant, client_secret: 'wrong' })).status, 401);
      assert.equal((await ask({ ...grant, grant_type: 'password' })).status, 400);
    }));

  it('406 for another media type, 404 for another path', () =>
    withSimulator({}, async (client) => {
      assertProblem(
        await client.send('GET', '/customers', undefined, { accept: 'text/html' }),
        406,
        'InvalidVersion',
      );
      assertProblem(await client.get('/nowhere'), 404, 'NotFound');
    }));

  it('answers the same Idempotency-Key with what the first request made, for a day', () => {
    let time = Date.parse('2026-03-01T12:00:00Z');
    return withSimulator({ now: () => time }, async (client) => {
      const customer = await client.createCustomer();
      const body = partnerLinks(await client.partnerHref('MX'));
      const post = async (key: string): Promise<string> =>
        locationOf(await client.post(`${customer}/exchange-sessions`, body, { 'idempotency-key': key }));
      const first = await post('one');
      assert.equal(await post('one'), first);
      assert.notEqual(await post('two'), first);
      const other = partnerLinks(await client.partnerHref('Plaid'));
      const answer = await client.post(`${customer}/exchange-sessions`, other, { 'idempotency-key': 'one' });
      assert.notEqual(locationOf(answer), first, 'another body is another request');
      time += 3_500_000;
      assert.equal(await post('one'), first);
      await client.control('PUT', '/scopes', { refused: ['exchange-sessions'] });
      const refused = await client.post(`${customer}/exchange-sessions`, body, {
        'idempotency-key': 'three',
      });
      assert.equal(refused.status, 401);
      await client.control('PUT', '/scopes', { refused: [] });
      assert.match(await post('three'), /exchange-sessions/);
    });
  });

  it('makes one resource of two equal requests at the same time', () =>
    withSimulator({}, async (client) => {
      const fields = { firstName: 'Jane', lastName: 'Doe', email: 'twice@example.com' };
      await client.get('/');
      const answers = await Promise.all(
        [1, 2].map(() => client.post('/customers', fields, { 'idempotency-key': 'same' })),
      );
      const statuses = answers.map(({ status }) => status).sort();
      assert.equal(statuses[0], 201);
      assert.ok(statuses[1] === 201 || statuses[1] === 409, String(statuses[1]));
      assert.equal(at((await client.get('/customers')).body, 'total'), 1);
    }));

  it('gives planned answers once, and then its own again', () =>
    withSimulator({}, async (client) => {
      const body = { code: 'Forbidden', message: 'The supplied credentials are not authorized.' };
      await client.control('POST', '/answers', { path: '/customers*', status: 403, body, times: 2 });
      assertProblem(await client.get('/customers'), 403, 'Forbidden');
      assertProblem(await client.get('/customers/x'), 403, 'Forbidden');
      assert.equal((await client.get('/customers')).status, 200);
    }));

  it('takes no order from a page: switches want JSON and known names', () =>
    withSimulator({}, async (client) => {
      const plain = await client.send('PUT', '/simulator/scenario', '{"scenario":"success"}', {
        'content-type': 'text/plain',
      });
      assert.equal(plain.status, 400);
      const unknown = await client.send('PUT', '/simulator/scenario', { scenario: 'sunshine' });
      assert.equal(unknown.status, 400);
      assert.equal(client.simulator.world.scenario, 'manual');
    }));
});
