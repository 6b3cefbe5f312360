/**
 * A backend to try the element with: the kit in front of a simulated Dwolla. Run it with `node backend.mjs`.
 * `PORT` is its own, `SITE` where a browser finds your pages, `PAGES` the folder of the built ones.
 */
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { createExchangeHandler } from 'dwolla-exchange-link/server';
import { startSimulator } from 'dwolla-exchange-link/simulator';
import { Hono } from 'hono';
import { randomUUID } from 'node:crypto';

const { PORT = '3000', SITE = 'http://localhost:5173', PAGES = 'dist' } = process.env;
const redirectUrl = `${SITE}/linked`; // where Visa sends its users back to

const simulator = await startSimulator({ visa: true, redirectUrls: [redirectUrl] });
const { dwollaUrl, key, secret, elementConfiguration } = simulator;
const customerId = randomUUID();
const fields = { type: 'unverified', firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' };
simulator.world.dwolla.customers.set(customerId, { id: customerId, createdAt: Date.now(), fields });

const handler = createExchangeHandler({
  serverUrl: dwollaUrl, // with Dwolla itself: environment: 'sandbox'
  key,
  secret,
  basePath: '/api/dwolla',
  origin: SITE, // servers before this one change the host name
  redirectUrl: ({ partner }) => (partner === 'visa' ? redirectUrl : null),
  authorize: () => ({ customerId }), // your login knows who this is
});

const app = new Hono();
app.all('/api/dwolla/*', ({ req }) => handler(req.raw));
app.get('/api/simulator', ({ json }) => json(elementConfiguration)); // where the simulated partners are
app.use(serveStatic({ root: PAGES }));
app.get('*', serveStatic({ path: `${PAGES}/index.html` })); // a router's addresses are all one page

serve({ fetch: app.fetch, hostname: 'localhost', port: Number(PORT) }, ({ port }) => {
  console.log(`The backend listens at http://localhost:${port}, for the pages of ${SITE}`);
});
