/** Another origin than the pages': serves the built element to pages everywhere, as a CDN does. */
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../dist', import.meta.url));

const app = new Hono();
app.use(cors());
app.use(serveStatic({ root }));

serve({ fetch: app.fetch, hostname: 'localhost', port: Number(process.env.PORT ?? 5190) }, ({ port }) => {
  console.log(`The element's files are at http://localhost:${port}`);
});
