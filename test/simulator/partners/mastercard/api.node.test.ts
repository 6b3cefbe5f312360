import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Simulator } from '../../../../src/simulator/index.js';
import { at, text, withSimulator } from '../../api-client.js';
import type { Answer } from '../shared/send.js';
import { send } from '../shared/send.js';

describe("Mastercard's own API", () => {
  const dwolla = '2445583946651';

  /** A platform's backend that has authenticated itself. */
  async function backend({ mastercard }: Simulator) {
    const { apiUrl, appKey, partnerId, partnerSecret } = mastercard;
    const call =
      (headers: Record<string, string>) =>
      (method: string, path: string, body?: unknown): Answer =>
        send(`${apiUrl}${path}`, method, headers, body);
    const authenticate = (body: unknown): Answer =>
      call({ 'finicity-app-key': appKey })('POST', '/aggregation/v2/partners/authentication', body);
    const token = text((await authenticate({ partnerId, partnerSecret })).body, 'token');
    return {
      authenticate,
      withoutKey: call({}),
      withoutToken: call({ 'finicity-app-key': appKey }),
      call: call({ 'finicity-app-key': appKey, 'finicity-app-token': token }),
    };
  }
  const isRefused = async (answer: Answer, status: number, code: number): Promise<void> => {
    const said = await answer;
    assert.deepEqual([said.status, at(said.body, 'code')], [status, code]);
  };

  it('gives nobody anything without the key, the secret and the token', () =>
    withSimulator({}, async (_client, simulator) => {
      const { authenticate, withoutKey, withoutToken } = await backend(simulator);
      const { partnerId, partnerSecret } = simulator.mastercard;
      for (const body of ['{', {}, { partnerId, partnerSecret: 'x' }, { partnerId: 'x', partnerSecret }])
        await isRefused(authenticate(body), 401, 10022);
      const path = '/aggregation/v2/customers/testing';
      await isRefused(withoutKey('POST', path, { username: 'jane' }), 401, 10005);
      await isRefused(withoutToken('POST', path, { username: 'jane' }), 401, 10006);
    }));

  it('knows no customer that it did not make', () =>
    withSimulator({}, async (_client, simulator) => {
      const { call } = await backend(simulator);
      for (const body of ['{', {}, { username: '' }])
        await isRefused(call('POST', '/aggregation/v2/customers/testing', body), 400, 10101);
      for (const body of ['{', {}, { customerId: '1' }])
        await isRefused(call('POST', '/connect/v2/generate', body), 404, 14001);
      await isRefused(call('GET', '/aggregation/v1/customers/1/accounts'), 404, 14001);
    }));

  it('makes a receipt out to Dwolla alone, and of nothing but what the customer shared', () =>
    withSimulator({}, async (_client, simulator) => {
      const { call } = await backend(simulator);
      const { partnerId } = simulator.mastercard;
      const made = await call('POST', '/aggregation/v2/customers/testing', { username: 'jane' });
      const customerId = text(made.body, 'id');
      const { body } = await call('POST', '/connect/v2/generate', { partnerId, customerId });
      const accountsOf = async (): Promise<unknown> =>
        at((await call('GET', `/aggregation/v1/customers/${customerId}/accounts`)).body, 'accounts');
      assert.deepEqual(await accountsOf(), []);

      const signature = new URL(text(body, 'link')).searchParams.get('signature') ?? '';
      const started = simulator.world.start('mastercard', signature);
      assert.ok('session' in started);
      simulator.world.linkMastercard(started.session);
      const accountId = text(await accountsOf(), 0, 'id');

      const products = [{ product: 'moneyTransferDetails', accountId }];
      const receipt = (changes: object): Answer =>
        call('POST', '/aggregation/v1/partners/accessKey', {
          ...{ customerId, partnerId, thirdPartyPartnerId: dwolla, products },
          ...changes,
        });
      await isRefused(receipt({ products: [] }), 400, 10003);
      await isRefused(call('POST', '/aggregation/v1/partners/accessKey', '{'), 400, 10003);
      await isRefused(receipt({ thirdPartyPartnerId: partnerId }), 400, 10007);
      const unknown = { product: 'moneyTransferDetails', accountId: '1' };
      await isRefused(receipt({ products: [unknown] }), 404, 14020);
      await isRefused(receipt({ products: [...products, unknown] }), 404, 14020);
      await isRefused(receipt({ customerId: '1' }), 404, 14020);
      assert.equal((await receipt({})).status, 200);
    }));
});
