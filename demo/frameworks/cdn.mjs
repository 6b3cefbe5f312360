/** Serves the element's files to pages of every origin, as a CDN does. Run it with `node cdn.mjs`. */
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { cors } from 'hono/cors';

const { PORT = '5190', FILES = 'node_modules/dwolla-exchange-link/dist' } = process.env;

const app = new Hono();
app.use(cors());
app.use(serveStatic({ root: FILES }));

serve({ fetch: app.fetch, hostname: 'localhost', port: Number(PORT) }, ({ port }) => {
  console.log(`The element's files are at http://localhost:${port}`);
});
