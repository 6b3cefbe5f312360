/** The kit in a Worker: Web standards only. The secrets come with the first request. */
import { createExchangeHandler, createWebhookHandler } from 'dwolla-exchange-link/server';

const events = []; // in your own store

function createBackend({ SITE, DWOLLA_URL, DWOLLA_KEY, DWOLLA_SECRET, CUSTOMER_ID, WEBHOOK_SECRET }) {
  return {
    handler: createExchangeHandler({
      serverUrl: DWOLLA_URL, // with Dwolla itself: environment: 'sandbox'
      key: DWOLLA_KEY,
      secret: DWOLLA_SECRET,
      basePath: '/api/dwolla',
      authorize: () => ({ customerId: CUSTOMER_ID }), // your login knows who this is
    }),
    webhooks: createWebhookHandler({
      secret: WEBHOOK_SECRET,
      publicPath: `${SITE}/api/dwolla`,
      onEvent: (event) => events.push(event),
    }),
  };
}

let backend = null;

export default {
  fetch(request, environment) {
    backend ??= createBackend(environment);
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/api/dwolla/')) return backend.handler(request);
    if (pathname === '/webhooks/dwolla') return backend.webhooks(request);
    if (pathname === '/events') return Response.json(events); // for the tests only
    return new Response('Not found', { status: 404 });
  },
};
