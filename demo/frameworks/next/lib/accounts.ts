import type { ExchangeSuccessDetail } from 'dwolla-exchange-link';

/** What a step came to: a sentence for the user, and what there is to choose from now. */
export interface Next {
  readonly message: string;
  readonly choices: readonly Choice[];
}

/** One answer of the user, and the step it leads to. */
export interface Choice {
  readonly label: string;
  readonly choose: () => Promise<Next>;
}

/** What an exchange is made of: what `exchange-success` said or, with MX, the account that the user chose. */
type Claim = ExchangeSuccessDetail | { readonly partner: 'mx'; readonly availableConnectionToken: string };

/** An account that a user shared through MX. */
type Connection = { readonly name: string; readonly availableConnectionToken: string };

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

/** The first step after `exchange-success`. Like every step it throws an Error with the backend's sentence. */
export async function afterSuccess(detail: ExchangeSuccessDetail): Promise<Next> {
  if (detail.partner !== 'mx') return makeExchange(detail);
  const { connections } = await ask<{ connections: readonly Connection[] }>('/connections');
  const choices = connections.map(({ name, availableConnectionToken }) => ({
    label: name,
    choose: () => makeExchange({ partner: 'mx', availableConnectionToken }),
  }));
  return { message: 'Which account is it?', choices };
}

/** Makes the exchange. Of a bank account Dwolla wants to know the type, which the user says: not every partner does. */
async function makeExchange(claim: Claim): Promise<Next> {
  const { id: exchangeId } = await ask<{ id: string }>('/exchanges', claim);
  if (claim.partner === 'checkout') return addFundingSource({ exchangeId, name: 'My card', cardDetails });
  const choices = ['checking', 'savings'].map((bankAccountType) => ({
    label: `A ${bankAccountType} account`,
    choose: () => addFundingSource({ exchangeId, name: 'My bank', bankAccountType }),
  }));
  return { message: 'What is it?', choices };
}

/** Makes a funding source of the exchange: where Dwolla can send money from now on. */
async function addFundingSource(source: object): Promise<Next> {
  const { name, id } = await ask<{ id: string; name: string }>('/funding-sources', source);
  return { message: `${name} is ready: ${id}`, choices: [] };
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
