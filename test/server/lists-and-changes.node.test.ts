import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { at, fieldsOf, text } from '../simulator/api-client.js';
import { assertError, Backend } from './backend.js';

const listOf = (body: unknown, name: string): Record<string, unknown>[] => {
  const list = at(body, name);
  assert.ok(Array.isArray(list));
  return list.map(fieldsOf);
};

describe('the lists of an owner', () => {
  it("have the owner's exchanges and funding sources, and nobody else's", () =>
    Backend.with({}, async (backend) => {
      const exchange = await backend.linkPlaid();
      const source = await backend.addBank(exchange);
      const johns = await backend.linkPlaid('john');
      await backend.addBank(johns, 'john');

      const exchanges = await backend.get('/api/exchanges');
      assert.equal(exchanges.status, 200);
      const [listed, ...others] = listOf(exchanges.body, 'exchanges');
      assert.deepEqual(
        [listed?.['id'], listed?.['partner'], listed?.['status'], others.length],
        [exchange, 'plaid', 'active', 0],
      );
      const sources = listOf((await backend.get('/api/funding-sources')).body, 'fundingSources');
      const [shown] = sources;
      assert.deepEqual(
        [sources.length, shown?.['id'], shown?.['type'], shown?.['name']],
        [1, source, 'bank', 'Checking'],
      );
      assert.ok(!JSON.stringify(sources).includes('fingerprint'));
      assertError(await backend.get('/api/exchanges', { as: null }), 401, 'Unauthorized');
    }));

  it('are there for external parties, and for the account under its own id', () =>
    Backend.with({}, async (backend) => {
      for (const as of ['pat', 'platform']) {
        const before = listOf((await backend.get('/api/funding-sources', { as })).body, 'fundingSources');
        const answer = await backend.dwolla.post('/simulator/processor-tokens', { partner: 'plaid' });
        const body = { partner: 'plaid', processorToken: text(answer.body, 'token') };
        const exchange = await backend.post('/api/exchanges', body, { as });
        const id = await backend.addBank(text(exchange.body, 'id'), as);
        const after = listOf((await backend.get('/api/funding-sources', { as })).body, 'fundingSources');
        assert.deepEqual(
          after.map((source) => source['id']).filter((one) => !before.some((source) => source['id'] === one)),
          [id],
        );
        assert.equal(listOf((await backend.get('/api/exchanges', { as })).body, 'exchanges').length, 1);
      }
    }));

  it('leave out what names somebody else, should Dwolla list it', () =>
    Backend.with({}, async (backend) => {
      const [jane, john] = ['jane', 'john'].map((name) => text(backend.users.get(name), 'customerId'));
      const entry = (id: string, customer: string | undefined) => ({
        id,
        _links: { customer: { href: `https://api.dwolla.com/customers/${customer}` } },
      });
      const bodies = {
        exchanges: [entry('a', jane), entry('b', john)],
        'funding-sources': [entry('c', john), entry('d', jane)],
      };
      for (const [name, entries] of Object.entries(bodies))
        await backend.plan({
          method: 'GET',
          path: `/customers/${jane}/${name}`,
          status: 200,
          body: { _embedded: { [name]: entries } },
        });
      const ids = async (path: string, name: string) =>
        listOf((await backend.get(path)).body, name).map(({ id }) => id);
      assert.deepEqual(await ids('/api/exchanges', 'exchanges'), ['a']);
      assert.deepEqual(await ids('/api/funding-sources', 'fundingSources'), ['d']);
    }));

  it('are 502 where Dwolla answers something else', () =>
    Backend.with({}, async (backend) => {
      const jane = text(backend.users.get('jane'), 'customerId');
      await backend.plan({ method: 'GET', path: `/customers/${jane}/exchanges`, status: 200, body: {} });
      assertError(await backend.get('/api/exchanges'), 502, 'UnexpectedDwollaAnswer');
      const body = { _links: { account: { href: 'https://api.dwolla.com/accounts/../customers' } } };
      await backend.plan({ method: 'GET', path: '/', status: 200, body });
      const platform = await backend.get('/api/funding-sources', { as: 'platform' });
      assertError(platform, 502, 'UnexpectedDwollaAnswer');
    }));
});

describe('a funding source', () => {
  it('is renamed, and removed: then only the list of the removed has it', () =>
    Backend.with({}, async (backend) => {
      const id = await backend.addBank(await backend.linkPlaid());
      const path = `/api/funding-sources/${id}`;
      const renamed = await backend.post(path, { name: '  Household ' });
      assert.deepEqual([renamed.status, at(renamed.body, 'name')], [200, 'Household']);
      const removed = await backend.post(path, { removed: true });
      assert.deepEqual([removed.status, at(removed.body, 'removed')], [200, true]);
      const listed = async (query: string) =>
        listOf((await backend.get(`/api/funding-sources${query}`)).body, 'fundingSources').length;
      assert.deepEqual(
        [await listed(''), await listed('?removed=false'), await listed('?removed=true')],
        [0, 0, 1],
      );
      assertError(await backend.get('/api/funding-sources?removed=yes'), 400, 'ValidationError');
      assertError(await backend.post(path, { name: 'Again' }), 403, 'InvalidResourceState');
    }));

  it("is nobody else's to change", () =>
    Backend.with({}, async (backend) => {
      const id = await backend.addBank(await backend.linkPlaid());
      for (const change of [{ name: 'Mine' }, { removed: true }]) {
        const stranger = await backend.post(`/api/funding-sources/${id}`, change, { as: 'john' });
        assertError(stranger, 404, 'NotFound');
        const unknown = await backend.post(`/api/funding-sources/${crypto.randomUUID()}`, change, {
          as: 'john',
        });
        assert.deepEqual(stranger.body, unknown.body);
        const path = `/api/funding-sources/${id}`;
        const otherSite = await backend.post(path, change, { headers: { 'sec-fetch-site': 'cross-site' } });
        assertError(otherSite, 403, 'CrossSiteRequest');
      }
      const { body } = await backend.get(`/api/funding-sources/${id}`);
      assert.deepEqual([at(body, 'name'), at(body, 'removed')], ['Checking', false]);
      assert.equal(backend.sentTo('POST', `/funding-sources/${id}`).length, 0);
    }));

  it('is changed by nothing but a name or its removal', () =>
    Backend.with({}, async (backend) => {
      const id = await backend.addBank(await backend.linkPlaid());
      for (const change of [
        {},
        { name: '' },
        { name: 'x'.repeat(51) },
        { name: 7 },
        { removed: false },
        { removed: true, name: 'x' },
        { name: 'x', bankAccountType: 'savings' },
        [],
        null,
      ])
        assertError(await backend.post(`/api/funding-sources/${id}`, change), 400, 'ValidationError');
      assert.equal(backend.sentTo('POST', `/funding-sources/${id}`).length, 0);
    }));

  it('counts as changed even if it cannot be read back', () => {
    let isChanged = false;
    const unreadable: typeof fetch = (input, init) => {
      const { method, url } = new Request(input, init);
      if (method === 'GET' && isChanged && url.includes('/funding-sources/'))
        return Promise.resolve(Response.json({}));
      isChanged ||= method === 'POST' && /\/funding-sources\/[^/]+$/.test(url);
      return fetch(input, init);
    };
    return Backend.with({ fetch: unreadable }, async (backend) => {
      const id = await backend.addBank(await backend.linkPlaid());
      const renamed = await backend.post(`/api/funding-sources/${id}`, { name: 'Household' });
      assert.deepEqual(
        [renamed.status, at(renamed.body, 'id'), at(renamed.body, 'name'), at(renamed.body, 'type')],
        [200, id, 'Household', 'bank'],
      );
    });
  });
});
