import type { ExchangeSuccessDetail } from 'dwolla-exchange-link';

/** One of the accounts that a user shared through MX. */
export interface Connection {
  readonly name: string;
  readonly availableConnectionToken: string;
}

/** Where Dwolla can send money from now on. */
export interface FundingSource {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

/** What an exchange is made of: what `exchange-success` said or, with MX, the account that the user chose. */
export type Claim =
  ExchangeSuccessDetail | { readonly partner: 'mx'; readonly availableConnectionToken: string };

/** Checkout.com links cards: Dwolla wants their holder, whom your app knows or asks. */
const cardDetails = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  billingAddress: {
    address1: '909 Locust Street',
    city: 'Des Moines',
    stateProvinceRegion: 'IA',
    country: 'US',
    postalCode: '50309',
  },
};

/** The accounts shared through MX. */
export async function listConnections(): Promise<readonly Connection[]> {
  const { connections } = await ask<{ connections: readonly Connection[] }>('/connections');
  return connections;
}

/** Makes the exchange, and a funding source of it. Throws an Error with the backend's sentence. */
export async function addFundingSource(claim: Claim): Promise<FundingSource> {
  const exchange = await ask<{ id: string }>('/exchanges', claim);
  const ofBank = { name: 'My bank', bankAccountType: 'checking' };
  const ofCard = { name: 'My card', cardDetails };
  const details = claim.partner === 'checkout' ? ofCard : ofBank;
  return ask<FundingSource>('/funding-sources', { exchangeId: exchange.id, ...details });
}

/** A request to your backend: a POST if there is a body. */
async function ask<Answer>(path: string, body?: unknown): Promise<Answer> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
  const init = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(`/api/dwolla${path}`, init);
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error((answer as { message: string }).message);
  return answer as Answer;
}
