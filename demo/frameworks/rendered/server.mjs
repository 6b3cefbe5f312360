/**
 * A server that renders its pages: the element's tag is in the HTML before its script arrives, in a place that keeps its
 * size. Run it with `node server.mjs`; `PORT` is its own, `BACKEND` where the backend listens, `FILES` what the package holds.
 */
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import { proxy } from 'hono/proxy';
import { page } from './page.mjs';

const { PORT = '5173', BACKEND = 'http://localhost:3000' } = process.env;
const { FILES = 'node_modules/dwolla-exchange-link/dist' } = process.env;

const layout = (content, simulator) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Your accounts</title>
        <style>
          dwolla-add-funding-source {
            display: block;
            min-height: var(--exchange-link-min-height);
          }
        </style>
        <script type="module">
          import { DwollaExchangeLink } from '/element/dwolla-exchange-link.js';
          // Only for the simulator: where its partners are.
          DwollaExchangeLink.configure(${raw(simulator)});
        </script>
      </head>
      <body>
        ${content}
      </body>
    </html>`;

const app = new Hono();
app.use(
  '/element/*',
  serveStatic({ root: FILES, rewriteRequestPath: (path) => path.slice('/element'.length) }),
);
app.all('/api/*', ({ req }) =>
  proxy(`${BACKEND}${new URL(req.url).pathname}${new URL(req.url).search}`, req),
);
const show = async (context, content) => {
  const simulator = await (await fetch(`${BACKEND}/api/simulator`)).text();
  return context.html(layout(content, simulator));
};
app.get('/:partner{plaid|mx|visa|checkout}', (context) => show(context, page(context.req.param('partner'))));
app.get('/linked', (context) => show(context, page('visa'))); // where Visa sends its users back to
app.get('/added', (context) =>
  show(context, html`<p role="status">Your account is ready: ${context.req.query('funding-source')}</p>`),
);
app.get('/', (context) => context.redirect('/plaid'));

serve({ fetch: app.fetch, hostname: 'localhost', port: Number(PORT) }, ({ port }) => {
  console.log(`The pages are at http://localhost:${port}`);
});
