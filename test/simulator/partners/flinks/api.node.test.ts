import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Simulator } from '../../../../src/simulator/index.js';
import { at, text, withSimulator } from '../../api-client.js';
import type { Answer } from '../shared/send.js';
import { send } from '../shared/send.js';

describe("Flinks' own API", () => {
  const minute = 60_000;
  /** A platform's backend, with the right key or another. */
  const backend =
    ({ flinks }: Simulator, secret = flinks.secret) =>
    (method: string, path: string, body?: unknown): Answer =>
      send(
        `${flinks.apiUrl}${path}`,
        method,
        { 'flinks-auth-key': secret, authorization: `Bearer ${secret}` },
        body,
      );

  /** A user who has logged in at Flinks. */
  async function login(simulator: Simulator): Promise<{ loginId: string; accountId: string }> {
    const made = await backend(simulator)('POST', '/BankingServices/GenerateAuthorizeToken', {});
    const started = simulator.world.start('flinks', text(made.body, 'Token'));
    assert.ok('session' in started);
    return simulator.world.linkFlinks(started.session);
  }

  it('gives nobody anything without the key', () =>
    withSimulator({}, async (_client, simulator) => {
      const call = backend(simulator, 'wrong');
      const { loginId, accountId } = await login(simulator);
      for (const [method, path] of [
        ['POST', '/BankingServices/GenerateAuthorizeToken'],
        ['GET', '/partnerdata/authsecret/Dwolla'],
        ['GET', `/partnerdata/${loginId}/${accountId}`],
      ] as const) {
        const { status, body } = await call(method, path);
        assert.deepEqual([status, at(body, 'FlinksCode')], [401, 'UNAUTHORIZED'], path);
      }
    }));

  it('knows no login and no account but those of its own sessions', () =>
    withSimulator({}, async (_client, simulator) => {
      const call = backend(simulator);
      const { loginId, accountId } = await login(simulator);
      for (const body of ['{', {}, { LoginId: 7 }, { LoginId: accountId }]) {
        const { status, body: said } = await call('POST', '/BankingServices/Authorize', body);
        assert.deepEqual([status, at(said, 'FlinksCode')], [401, 'INVALID_LOGIN'], JSON.stringify(body));
      }
      for (const path of [
        `${loginId}/${loginId}`,
        `${accountId}/${accountId}`,
        `${crypto.randomUUID()}/${accountId}`,
      ]) {
        const { status, body } = await call('GET', `/partnerdata/${path}`);
        assert.deepEqual([status, at(body, 'FlinksCode')], [404, 'NOT_FOUND'], path);
      }
      assert.equal((await call('GET', `/partnerdata/${loginId}/${accountId}`)).status, 200);
    }));

  it('shows the accounts for half an hour', () => {
    let time = Date.parse('2026-03-01T12:00:00Z');
    return withSimulator({ now: () => time }, async (_client, simulator) => {
      const call = backend(simulator);
      const { loginId, accountId } = await login(simulator);
      const authorized = await call('POST', '/BankingServices/Authorize', { LoginId: loginId });
      const RequestId = text(authorized.body, 'RequestId');
      const summary = (body: unknown) => call('POST', '/BankingServices/GetAccountsSummary', body);
      for (const body of ['{', {}, { RequestId: loginId }])
        assert.equal((await summary(body)).status, 401, JSON.stringify(body));
      time += 30 * minute - 1;
      const shown = await summary({ RequestId });
      assert.deepEqual([shown.status, at(shown.body, 'Accounts', 0, 'Id')], [200, accountId]);
      time += 1;
      const late = await summary({ RequestId });
      assert.deepEqual([late.status, at(late.body, 'FlinksCode')], [401, 'SESSION_EXPIRED']);
    });
  });
});
