/** A backend in TypeScript that becomes CommonJS: `import` here is `require` when it runs. `PORT` is its own. */
import { getRequestListener } from '@hono/node-server';
import {
  createExchangeHandler,
  createWebhookHandler,
  type ExchangeHandler,
  type Owner,
  type WebhookEvent,
} from 'dwolla-exchange-link/server';
import express from 'express';

const environment = (name: string): string => process.env[name] ?? '';
const port = environment('PORT');
const site = `http://localhost:${port}`;

/** Your login knows who this is. */
const ownerOf = (_request: Request): Owner => ({ customerId: environment('CUSTOMER_ID') });

const handler: ExchangeHandler = createExchangeHandler({
  serverUrl: environment('DWOLLA_URL'), // with Dwolla itself: environment: 'sandbox'
  key: environment('DWOLLA_KEY'),
  secret: environment('DWOLLA_SECRET'),
  basePath: '/api/dwolla',
  authorize: ownerOf,
});

const events: WebhookEvent[] = []; // in your own store
const webhooks = createWebhookHandler({
  secret: environment('WEBHOOK_SECRET'),
  publicPath: `${site}/api/dwolla`,
  onEvent: (event) => events.push(event),
});

const app = express();
app.all('/api/dwolla/*rest', getRequestListener(handler));
app.post('/webhooks/dwolla', getRequestListener(webhooks));
app.get('/events', (_request, response) => {
  response.json(events); // for the tests only
});
app.listen(Number(port), 'localhost', () => {
  console.log(`A CommonJS server (${typeof require}) listens at ${site}`);
});
