import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertProblem, at, fieldsOf, withSimulator } from './api-client.js';

describe('the switches of the simulated Dwolla', () => {
  it('show what the world holds', () =>
    withSimulator({ redirectUrls: ['https://app.example/'] }, async (client) => {
      const customer = await client.createCustomer();
      const exchange = await client.createPlaidExchange(customer);
      await client.create(`${customer}/funding-sources`, {
        _links: { exchange: { href: exchange } },
        bankAccountType: 'checking',
        name: 'Checking',
      });
      const { body } = await client.get('/simulator');
      const { sessions, exchanges, customers, fundingSources } = fieldsOf(body);
      assert.deepEqual(
        [sessions, exchanges, customers, fundingSources].map((list) => at(list, 'length')),
        [1, 1, 1, 1],
      );
      assert.equal(at(exchanges, 0, 'id'), exchange.split('/').at(-1));
      assert.equal(at(fundingSources, 0, 'exchangeId'), at(exchanges, 0, 'id'));
      assert.deepEqual(at(body, 'redirectUrls'), ['https://app.example/']);
    }));

  it('are found with a slash at the end as well as without', () =>
    withSimulator({}, async (_client, { dwollaUrl }) => {
      for (const path of ['/simulator', '/simulator/']) {
        const answer = await fetch(`${dwollaUrl}${path}`);
        assert.deepEqual([answer.status, at(await answer.json(), 'scenario')], [200, 'manual'], path);
      }
    }));

  it('set the scenario of all, or of one partner, and take it back', () =>
    withSimulator({}, async (client, { world }) => {
      const set = (body: object): Promise<void> => client.control('PUT', '/scenario', body);
      await set({ scenario: 'cancel', partner: 'mx' });
      await set({ scenario: 'success' });
      assert.deepEqual([world.scenarioFor('mx'), world.scenarioFor('plaid')], ['cancel', 'success']);
      await set({ scenario: null, partner: 'mx' });
      assert.equal(world.scenarioFor('mx'), 'success');
      await set({ scenario: null });
      assert.equal(world.scenarioFor('mx'), 'manual');
    }));

  it('take scopes and partners away, and a token, and plan an answer', () =>
    withSimulator({}, async (client) => {
      const customer = { firstName: 'Jane', lastName: 'Doe', email: 'jane@example.com' };
      await client.control('PUT', '/scopes', { refused: ['customers'] });
      assertProblem(await client.post('/customers', customer), 401, 'InvalidScope');
      await client.control('PUT', '/scopes', { refused: [] });
      const jane = await client.create('/customers', customer);

      await client.control('PUT', '/disabled-partners', { partners: ['plaid'] });
      const href = await client.partnerHref('Plaid');
      const request = { _links: { 'exchange-partner': { href } } };
      assert.equal((await client.post(`${jane}/exchange-sessions`, request)).status, 403);

      const path = new URL(jane).pathname;
      await client.control('POST', '/answers', { path, status: 503 });
      assert.deepEqual([(await client.get(jane)).status, (await client.get(jane)).status], [503, 200]);

      await client.control('POST', '/access-tokens/expire');
      assertProblem(await client.get(jane), 401, 'ExpiredAccessToken');
    }));

  it('refuse what is no request of theirs, and what a foreign page can send unasked', () =>
    withSimulator({}, async (client, { world }) => {
      const scenario = JSON.stringify({ scenario: 'success' });
      for (const [path, body, type] of [
        ['/scenario', { scenario: 'unheard-of' }, 'application/json'],
        ['/scenario', '{', 'application/json'],
        ['/scenario', scenario, 'text/plain'],
        ['/scenario', scenario, 'application/x-www-form-urlencoded'],
        ['/scenario', scenario, ''],
        ['/scopes', { refused: ['everything'] }, 'application/json'],
        ['/disabled-partners', { partners: ['acme'] }, 'application/json'],
      ] as const) {
        const { status } = await client.send('PUT', `/simulator${path}`, body, { 'content-type': type });
        assert.equal(status, 400, `${path} ${JSON.stringify(body)} ${type}`);
      }
      assert.equal((await client.post('/simulator/redirect-urls', { url: 'javascript:1' })).status, 400);
      assert.equal(world.scenario, 'manual');
    }));

  it('know no exchange and no session that there is not, and complete one once', () =>
    withSimulator({}, async (client) => {
      assert.equal((await client.send('PATCH', '/simulator/exchanges/1', {})).status, 404);
      assert.equal((await client.post('/simulator/exchange-sessions/1/complete')).status, 404);
      const session = await client.createSession(await client.createCustomer(), 'MX');
      await client.complete(session);
      const again = `/simulator/exchange-sessions/${session.split('/').at(-1) ?? ''}/complete`;
      assert.equal((await client.post(again)).status, 409);
    }));
});

describe('lists of owners', () => {
  const person = (name: string) => ({ firstName: name, lastName: 'Doe', email: `${name}@example.com` });

  it('are searched, and cut into pages that a wrong number does not break', () =>
    withSimulator({}, async (client) => {
      for (const name of ['ann', 'bob', 'eve']) await client.create('/customers', person(name));
      const list = async (query: string) => {
        const { body } = await client.get(`/customers${query}`);
        const found: unknown = at(body, '_embedded', 'customers');
        assert.ok(Array.isArray(found));
        return found.map((customer: unknown) => at(customer, 'firstName'));
      };
      assert.deepEqual(await list(''), ['ann', 'bob', 'eve']);
      assert.deepEqual(await list('?search='), ['ann', 'bob', 'eve']);
      assert.deepEqual(await list('?search=BOB@'), ['bob']);
      assert.deepEqual(await list('?limit=1&offset=1'), ['bob']);
      assert.deepEqual(await list('?limit=none&offset=-1'), ['ann', 'bob', 'eve']);
    }));

  it('hold nobody twice, and nobody who was not made', () =>
    withSimulator({}, async (client) => {
      await client.create('/customers', person('ann'));
      assertProblem(await client.post('/customers', person('ann')), 400, 'ValidationError');
      await client.create('/external-parties', person('bob'));
      assertProblem(await client.post('/external-parties', person('bob')), 400, 'BadRequest');
      for (const path of ['/customers/1', '/external-parties/1'])
        assert.equal((await client.get(path)).status, 404, path);
    }));
});
