/**
 * A backend to try the elements with: the kit in front of a simulated Dwolla. Run it with `node backend.mjs`.
 * `PORT` is its own, `SITE` where a browser finds your pages, `PAGES` the folder of the built ones.
 */
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { createExchangeHandler } from 'dwolla-exchange-link/server';
import { Hono } from 'hono';
import { customerId, dwolla, elementConfiguration, redirectUrl, SITE } from './simulator.mjs';

const { PORT = '3000', PAGES = 'dist' } = process.env;

const handler = createExchangeHandler({
  ...dwolla, // with Dwolla itself: environment: 'sandbox', key and secret
  basePath: '/api/dwolla',
  origin: SITE, // servers before this one change the host name
  redirectUrl: ({ partner }) => (partner === 'visa' ? redirectUrl : null),
  authorize: () => ({ customerId }), // your login knows who this is
});

const app = new Hono().all('/api/dwolla/*', ({ req }) => handler(req.raw));
app.get('/api/simulator', ({ json }) => json(elementConfiguration)); // where the simulated partners are
app.use(serveStatic({ root: PAGES }));
app.get('*', serveStatic({ path: `${PAGES}/index.html` })); // a router's addresses are all one page

serve({ fetch: app.fetch, hostname: 'localhost', port: Number(PORT) }, ({ port }) => {
  console.log(`The backend listens at http://localhost:${port}, for the pages of ${SITE}`);
});
