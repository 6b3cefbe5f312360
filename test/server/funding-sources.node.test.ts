import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { at, text } from '../simulator/api-client.js';
import { assertError, Backend } from './backend.js';

const billingAddress = {
  address1: '123 Main St',
  city: 'Dallas',
  stateProvinceRegion: 'TX',
  country: 'US',
  postalCode: '76034',
};
const cardDetails = { firstName: 'Jane', lastName: 'Doe', billingAddress };
const bank = (exchangeId: string): object => ({ exchangeId, name: 'Checking', bankAccountType: 'checking' });

/** Captures a card for a user; the id of the exchange. */
async function linkCard(backend: Backend): Promise<string> {
  const session = await backend.get('/api/session?partner=checkout');
  const token = text(await backend.complete(session.body), 'paymentId');
  const made = await backend.post('/api/exchanges', { partner: 'checkout', exchangeRequest: { token } });
  return text(made.body, 'id');
}

describe('POST /funding-sources', () => {
  it('makes a bank account of an exchange and shows it', () =>
    Backend.with({}, async (backend) => {
      const exchangeId = await backend.linkPlaid();
      const made = await backend.post('/api/funding-sources', bank(exchangeId));
      assert.equal(made.status, 201, made.text);
      const { id, type, status, name, bankAccountType } = made.body as Record<string, string>;
      assert.deepEqual([type, status, name, bankAccountType], ['bank', 'verified', 'Checking', 'checking']);
      assert.equal(made.headers.get('location'), `/api/funding-sources/${id}`);
      assert.deepEqual((await backend.get(`/api/funding-sources/${id}`)).body, made.body);
    }));

  it('makes a card of an exchange; its numbers stay at Dwolla', () =>
    Backend.with({}, async (backend) => {
      const exchangeId = await linkCard(backend);
      const made = await backend.post('/api/funding-sources', { exchangeId, name: 'My Visa', cardDetails });
      assert.equal(made.status, 201, made.text);
      assert.deepEqual(at(made.body, 'card'), {
        brand: 'Visa',
        lastFour: '1519',
        expirationMonth: 12,
        expirationYear: 2030,
      });
      assert.doesNotMatch(made.text, /fingerprint|bin|Main St/);
    }));

  it('makes bank accounts for external parties and for the account', () =>
    Backend.with({}, async (backend) => {
      for (const as of ['pat', 'platform']) {
        const answer = await backend.dwolla.post('/simulator/processor-tokens', { partner: 'plaid' });
        const body = { partner: 'plaid', processorToken: text(answer.body, 'token') };
        const exchange = await backend.post('/api/exchanges', body, { as });
        const id = await backend.addBank(text(exchange.body, 'id'), as);
        assert.equal((await backend.get(`/api/funding-sources/${id}/balance`, { as })).status, 200);
        assertError(await backend.get(`/api/funding-sources/${id}/balance`), 404, 'NotFound');
      }
    }));

  it("refuses an exchange that is not the owner's", () =>
    Backend.with({}, async (backend) => {
      const exchangeId = await backend.linkPlaid();
      const asJohn = await backend.post('/api/funding-sources', bank(exchangeId), { as: 'john' });
      assertError(asJohn, 404, 'NotFound');
      const unknown = await backend.post('/api/funding-sources', bank(crypto.randomUUID()), { as: 'john' });
      assert.deepEqual(asJohn.body, unknown.body);
      assertError(
        await backend.post('/api/funding-sources', bank(exchangeId), { as: null }),
        401,
        'Unauthorized',
      );
      assert.equal(backend.simulator.world.dwolla.fundingSources.size, 0);
    }));

  it('names every wrong field by its path', () =>
    Backend.with({}, async (backend) => {
      const exchangeId = crypto.randomUUID();
      const wrong: [unknown, readonly string[]][] = [
        [{}, ['/exchangeId', '/name', '/bankAccountType']],
        [{ ...bank(exchangeId), name: '  ' }, ['/name']],
        [{ ...bank(exchangeId), name: 'n'.repeat(51) }, ['/name']],
        [{ ...bank(exchangeId), bankAccountType: 'gold' }, ['/bankAccountType']],
        [{ ...bank('https://api.dwolla.com/exchanges/1') }, ['/exchangeId']],
        [
          { exchangeId, name: 'Card', cardDetails: {} },
          ['/cardDetails/firstName', '/cardDetails/lastName', '/cardDetails/billingAddress'],
        ],
        [
          {
            exchangeId,
            name: 'Card',
            cardDetails: { ...cardDetails, billingAddress: { ...billingAddress, country: 'USA', city: '' } },
          },
          ['/cardDetails/billingAddress/city', '/cardDetails/billingAddress/country'],
        ],
      ];
      for (const [body, paths] of wrong) {
        const answer = await backend.post('/api/funding-sources', body);
        assertError(answer, 400, 'ValidationError');
        assert.deepEqual(
          (at(answer.body, 'errors') as { path: string }[]).map(({ path }) => path),
          paths,
        );
      }
      assert.equal(backend.sent.length, 0);
    }));

  it("shows Dwolla's refusals: a duplicate, a wrong kind, an inactive exchange", () =>
    Backend.with({}, async (backend) => {
      const exchangeId = await backend.linkPlaid();
      await backend.addBank(exchangeId);
      const again = await backend.post('/api/funding-sources', bank(exchangeId));
      assertError(again, 400, 'ValidationError', /Duplicate funding source/);
      const card = await backend.post('/api/funding-sources', {
        exchangeId: await linkCard(backend),
        name: 'x',
        bankAccountType: 'savings',
      });
      assertError(card, 400, 'ValidationError');
      assert.equal(at(card.body, 'errors', 0, 'path'), '/cardDetails');
      await backend.dwolla.control('PATCH', `/exchanges/${exchangeId}`, { status: 'removed' });
      assertError(await backend.post('/api/funding-sources', bank(exchangeId)), 400, 'InactiveExchange');
    }));

  it('answers a repeated create with the same funding source, and another exchange with another', () =>
    Backend.with({}, async (backend) => {
      const headers = { 'idempotency-key': 'checkout-button-1' };
      const exchangeId = await backend.linkPlaid();
      const first = await backend.post('/api/funding-sources', bank(exchangeId), { headers });
      const again = await backend.post('/api/funding-sources', bank(exchangeId), { headers });
      assert.equal(again.status, 201, again.text);
      assert.deepEqual(again.body, first.body);
      const other = await backend.post('/api/funding-sources', bank(await backend.linkPlaid()), { headers });
      assert.notEqual(at(other.body, 'id'), at(first.body, 'id'));
    }));

  it('answers the id alone where the new funding source cannot be read back', () =>
    Backend.with({}, async (backend) => {
      const exchangeId = await backend.linkPlaid();
      await backend.plan({ method: 'GET', path: '/funding-sources/*', status: 500, times: 2 });
      const made = await backend.post('/api/funding-sources', bank(exchangeId));
      assert.equal(made.status, 201, made.text);
      assert.deepEqual(Object.keys(made.body as object), ['id']);
    }));
});

describe('GET /funding-sources/{id}/balance', () => {
  it('answers what can be spent', () =>
    Backend.with({}, async (backend) => {
      const id = await backend.addBank(await backend.linkPlaid());
      const balance = await backend.get(`/api/funding-sources/${id}/balance`);
      assert.equal(balance.status, 200, balance.text);
      assert.equal(at(balance.body, 'fundingSourceId'), id);
      assert.deepEqual(at(balance.body, 'balance'), { value: '1100.00', currency: 'USD' });
      assert.deepEqual(at(balance.body, 'available'), at(balance.body, 'balance'));
    }));

  it('is for the owner only', () =>
    Backend.with({}, async (backend) => {
      const id = await backend.addBank(await backend.linkPlaid());
      for (const path of [`/api/funding-sources/${id}`, `/api/funding-sources/${id}/balance`]) {
        assertError(await backend.get(path, { as: 'john' }), 404, 'NotFound');
        assertError(await backend.get(path, { as: 'pat' }), 404, 'NotFound');
        assertError(await backend.get(path, { as: 'platform' }), 404, 'NotFound');
        assertError(await backend.get(path, { as: null }), 401, 'Unauthorized');
      }
      assertError(await backend.get(`/api/funding-sources/${crypto.randomUUID()}/balance`), 404, 'NotFound');
      assertError(await backend.get('/api/funding-sources/1/balance'), 404, 'NotFound');
      assertError(await backend.get('/api/funding-sources/..%2F..%2Ftoken/balance'), 404, 'NotFound');
    }));

  it('turns UpdateCredentials into the URL of a session that heals the exchange', () =>
    Backend.with({}, async (backend) => {
      const exchangeId = await backend.linkPlaid();
      const id = await backend.addBank(exchangeId);
      await backend.dwolla.control('PATCH', `/exchanges/${exchangeId}`, { needsUpdate: true });
      const stale = await backend.get(`/api/funding-sources/${id}/balance`);
      assertError(stale, 409, 'UpdateCredentials', /^Re-authentication is required/);
      assert.equal(at(stale.body, 'exchangeId'), exchangeId);
      assert.equal(at(stale.body, 'partner'), 'plaid');
      const sessionUrl = text(stale.body, 'sessionUrl');
      assert.equal(sessionUrl, `/api/session?partner=plaid&exchange=${exchangeId}`);

      await backend.complete((await backend.get(sessionUrl)).body);
      assert.equal((await backend.get(`/api/funding-sources/${id}/balance`)).status, 200);
    }));

  it('says the same where a new funding source needs a login first', () =>
    Backend.with({}, async (backend) => {
      const exchangeId = await backend.linkPlaid();
      await backend.dwolla.control('PATCH', `/exchanges/${exchangeId}`, { needsUpdate: true });
      const stale = await backend.post('/api/funding-sources', bank(exchangeId));
      assertError(stale, 409, 'UpdateCredentials');
      assert.equal(at(stale.body, 'exchangeId'), exchangeId);
    }));

  it("passes Dwolla's other answers on", () =>
    Backend.with({}, async (backend) => {
      const exchangeId = await backend.linkPlaid();
      const id = await backend.addBank(exchangeId);
      await backend.dwolla.control('PATCH', `/exchanges/${exchangeId}`, { tokenValid: false });
      assertError(await backend.get(`/api/funding-sources/${id}/balance`), 400, 'InvalidExchangeToken');
      const body = { code: 'UpdateCredentials', message: 'The login details for this token have changed.' };
      await backend.plan({ method: 'GET', path: `/funding-sources/${id}/balance`, status: 400, body });
      // Without a link to the exchange there is nothing to offer.
      assertError(await backend.get(`/api/funding-sources/${id}/balance`), 400, 'UpdateCredentials');
    }));
});
