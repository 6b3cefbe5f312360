/**
 * Express 5 with the kit, behind a proxy that takes `/shop` off every path: browsers write `/shop/api/dwolla/…`, and this
 * server gets `/api/dwolla/…`. `PORT` is its own, `SITE` the proxy's origin, as browsers see it.
 */
import { getRequestListener } from '@hono/node-server';
import { createExchangeHandler, createWebhookHandler } from 'dwolla-exchange-link/server';
import express from 'express';

const { PORT, SITE, DWOLLA_URL, DWOLLA_KEY, DWOLLA_SECRET, CUSTOMER_ID, WEBHOOK_SECRET } = process.env;
const publicPath = '/shop/api/dwolla';

const handler = createExchangeHandler({
  serverUrl: DWOLLA_URL, // with Dwolla itself: environment: 'sandbox'
  key: DWOLLA_KEY,
  secret: DWOLLA_SECRET,
  basePath: '/api/dwolla',
  publicPath,
  origin: SITE,
  authorize: () => ({ customerId: CUSTOMER_ID }), // your login knows who this is
});

const events = []; // in your own store
const webhooks = createWebhookHandler({
  secret: WEBHOOK_SECRET,
  publicPath: `${SITE}${publicPath}`,
  onEvent: (event) => events.push(event),
});

const app = express();
app.all('/api/dwolla/*rest', getRequestListener(handler));
app.post('/webhooks/dwolla', getRequestListener(webhooks));
app.use(express.json()); // after the two: they read the bytes as they were sent
app.get('/events', (_request, response) => response.json(events)); // for the tests only
app.listen(Number(PORT), 'localhost', () => console.log(`Express listens at http://localhost:${PORT}`));
