/**
 * What stands behind every row: the kit in front of a simulated Dwolla, and the row's pages at the same origin. `PORT` is
 * its own. `PAGES` is a folder of built pages; `SERVER` is the address of a server that renders them instead.
 */
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { createExchangeHandler } from 'dwolla-exchange-link/server';
import { startSimulator } from 'dwolla-exchange-link/simulator';
import { Hono } from 'hono';
import { proxy } from 'hono/proxy';
import { randomUUID } from 'node:crypto';

const { PORT, PAGES, SERVER } = process.env;
const site = `http://localhost:${PORT}`;
const redirectUrl = `${site}/linked`;

const simulator = await startSimulator({ visa: true, redirectUrls: [redirectUrl] });
const customerId = randomUUID();
const fields = { type: 'unverified', firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' };
simulator.world.dwolla.customers.set(customerId, { id: customerId, createdAt: Date.now(), fields });

const handler = createExchangeHandler({
  serverUrl: simulator.dwollaUrl,
  key: simulator.key,
  secret: simulator.secret,
  basePath: '/api/dwolla',
  origin: site,
  redirectUrl: ({ partner }) => (partner === 'visa' ? redirectUrl : null),
  authorize: () => ({ customerId }),
});

const app = new Hono();
app.all('/api/dwolla/*', ({ req }) => handler(req.raw));
app.get('/api/simulator', ({ json }) => json(simulator.elementConfiguration));
if (SERVER) {
  app.all('*', ({ req }) => {
    const { pathname, search } = new URL(req.url);
    return proxy(`${SERVER}${pathname}${search}`, req);
  });
} else {
  app.use(serveStatic({ root: PAGES }));
  // A page of a single-page app. A file that is missing stays missing: a wrong address of a chunk has to be seen.
  app.get('*', async (context, next) => {
    if (/\.\w+$/.test(context.req.path)) return context.notFound();
    return serveStatic({ path: `${PAGES}/index.html` })(context, next);
  });
}

serve({ fetch: app.fetch, hostname: 'localhost', port: Number(PORT) }, () => {
  console.log(`The pages are at ${site}`);
});
