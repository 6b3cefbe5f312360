import assert from 'node:assert/strict';
import { request } from 'node:http';
import { describe, it } from 'node:test';
import { partnerNames } from '../../src/simulator/index.js';
import { withSimulator } from './api-client.js';

/** A request with header fields that `fetch` sets by itself. */
function send(url: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('a page elsewhere', () => {
  it('whose name points at this machine gets nothing from Dwolla nor from a partner', () =>
    withSimulator({}, async (_client, { dwollaUrl, partners }) => {
      const origins = [dwollaUrl, ...partnerNames.map((name) => partners[name].origin)];
      for (const origin of origins) {
        const { port } = new URL(origin);
        for (const host of [
          `evil.example:${port}`,
          'evil.example',
          `127.0.0.1.evil.example:${port}`,
          '10.0.0.1',
        ])
          assert.equal(await send(`${origin}/simulator`, { host }), 421, `${origin} ${host}`);
        for (const host of [
          `localhost:${port}`,
          `127.0.0.1:${port}`,
          `[::1]:${port}`,
          `shop.localhost:${port}`,
        ])
          assert.notEqual(await send(`${origin}/simulator`, { host }), 421, `${origin} ${host}`);
      }
    }));

  it('cannot throw a switch', () =>
    withSimulator({}, async (client, { dwollaUrl, world }) => {
      const session = await client.createSession(await client.createCustomer(), 'MX');
      const id = session.split('/').at(-1) ?? '';
      const url = `${dwollaUrl}/simulator/exchange-sessions/${id}/complete`;
      for (const headers of [
        { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
        { 'sec-fetch-site': 'same-site', origin: 'http://localhost:1' },
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
      ] as Record<string, string>[])
        for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
          assert.equal(await send(url, headers, method), 403, `${method} ${JSON.stringify(headers)}`);
      assert.equal(world.sessionById(id)?.startedAt, null);
      const own = { 'sec-fetch-site': 'same-origin', origin: dwollaUrl };
      assert.equal(await send(url, own, 'POST'), 200);
      assert.equal(await send(`${dwollaUrl}/simulator`, { 'sec-fetch-site': 'cross-site' }), 200);
    }));
});
