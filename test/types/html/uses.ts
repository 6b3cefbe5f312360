import 'dwolla-exchange-link';
import { classifySession, type DwollaExchangeLink, type ExchangeSuccessEvent } from 'dwolla-exchange-link';

import 'dwolla-exchange-link/add-funding-source';
import { createExchangeClient, ExchangeClientError } from 'dwolla-exchange-link/client';

const funding = document.createElement('dwolla-add-funding-source');
funding.client = createExchangeClient({ baseUrl: '/api/dwolla' });
funding.cardholder = { firstName: 'Ada', billingAddress: { city: 'Des Moines' } };
funding.addEventListener('funding-source-added', ({ detail }) => {
  detail.fundingSource.id.toUpperCase();
  // @ts-expect-error -- there is no token in it
  detail.publicToken;
});
funding.addEventListener('exchange-success', async ({ detail }) => {
  const client = createExchangeClient({ baseUrl: '/api/dwolla' });
  try {
    const { id: exchangeId } = await client.createExchange(detail);
    await client.createFundingSource({ exchangeId, name: 'Mine', bankAccountType: 'checking' });
    // @ts-expect-error -- neither a bank account nor a card
    await client.createFundingSource({ exchangeId, name: 'Mine' });
  } catch (error) {
    if (error instanceof ExchangeClientError) console.error(error.code, error.retryAfter?.toFixed());
  }
});
// @ts-expect-error -- neither of the two
funding.launch = 'later';

const link = document.createElement('dwolla-exchange-link');
const found: DwollaExchangeLink | null = document.querySelector('dwolla-exchange-link');
link.sessionUrl = '/api/dwolla/session';
link.partner = 'plaid';
link.getSession = async ({ reason, signal }) => {
  const answer = await fetch(`/sessions?for=${reason}`, { signal });
  return (await answer.json()) as object;
};
void link.open();
found?.close();

link.addEventListener('exchange-success', ({ detail }) => {
  if (detail.partner === 'plaid') detail.publicToken.toUpperCase();
  // @ts-expect-error -- only Plaid has a public token
  detail.publicToken;
});
// They bubble, so any element hears them.
document.body.addEventListener('exchange-error', ({ detail }) => {
  if (detail.code === 'session-http') console.error(detail.status?.toFixed());
  // @ts-expect-error -- no such code
  if (detail.code === 'session-gone') console.error(detail);
});
const linked = (event: ExchangeSuccessEvent): boolean => event.detail.reauth;
link.addEventListener('exchange-success', linked);
const name: 'checkout' | 'plaid' | 'mx' | 'visa' | 'flinks' | 'mastercard' = classifySession({});
void name;

// @ts-expect-error -- no such partner
link.partner = 'paypal';
// @ts-expect-error -- it is for reading
link.state = 'open';
// @ts-expect-error -- neither of the two
link.launch = 'later';
// @ts-expect-error -- in milliseconds, as a number
link.timeout = '20s';
// @ts-expect-error -- a session is an object
link.session = 'link-sandbox-1';
// @ts-expect-error -- another event's detail
link.addEventListener('exchange-exit', linked);
link.addEventListener('exchange-exit', ({ detail }) => {
  // @ts-expect-error -- an exit has a reason and no token
  detail.publicToken;
});
