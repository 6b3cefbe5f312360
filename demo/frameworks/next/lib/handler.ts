import { createExchangeHandler, type ExchangeHandler } from 'dwolla-exchange-link/server';

let created: ExchangeHandler | undefined;

/** Answers the element's requests. Created with the first one: the environment is there when the server runs, not when it is built. */
export const handler: ExchangeHandler = (request) => {
  const { SITE = '', DWOLLA_URL = '', DWOLLA_KEY = '', DWOLLA_SECRET = '', CUSTOMER_ID = '' } = process.env;
  created ??= createExchangeHandler({
    serverUrl: DWOLLA_URL, // with Dwolla itself: environment: 'sandbox'
    key: DWOLLA_KEY,
    secret: DWOLLA_SECRET,
    basePath: '/api/dwolla',
    origin: SITE, // request.url of Next.js names another one
    redirectUrl: ({ partner }) =>
      partner === 'visa' || partner === 'plaid' ? `${SITE}/linked/${partner}` : null,
    authorize: () => ({ customerId: CUSTOMER_ID }), // your login knows who this is
  });
  return created(request);
};
