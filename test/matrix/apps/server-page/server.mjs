/**
 * Pages as a classic web framework renders them (Rails, Django, Laravel, ASP.NET): HTML from a layout, a script tag with the
 * bundle, a form with a token against forged requests, and a redirect after the POST. No JavaScript build.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const files = 'node_modules/dwolla-exchange-link/dist';
const formToken = randomUUID();
let flash = '';

const layout = (body) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Linked accounts</title>
    <link rel="icon" href="data:,">
    <script type="module" src="/assets/dwolla-exchange-link.js"></script>
    <script type="module" src="/assets/link.js"></script>
  </head>
  <body>
    <p><a href="/plaid">A bank, with Plaid</a> <a href="/visa">A bank, with Visa</a></p>
    ${body}
    <p role="status">${flash}</p>
  </body>
</html>`;

const linkPage = (partner) =>
  layout(`<dwolla-exchange-link session-url="/api/dwolla/session?partner=${partner}"></dwolla-exchange-link>
    <form method="post" action="/exchanges">
      <input type="hidden" name="authenticity_token" value="${formToken}">
      <input type="hidden" name="exchange">
    </form>`);

/** What a page of such a framework has as its one script. */
const script = `
import { DwollaExchangeLink } from '/assets/dwolla-exchange-link.js';
import { exchangeOf } from '/assets/exchange.js';

// Only for the simulator: where its partners are. The test puts it into the page.
DwollaExchangeLink.configure(globalThis.simulator ?? {});
document.addEventListener('exchange-success', async ({ detail }) => {
  const form = document.querySelector('form');
  form.elements.exchange.value = await exchangeOf(detail);
  form.submit();
});`;

const send = (response, status, body, headers = {}) =>
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);

createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (request.method === 'POST') {
    const form = new URLSearchParams(await text(request));
    if (form.get('authenticity_token') !== formToken) return send(response, 403, 'Forged');
    flash = form.get('exchange').replaceAll(/[^\w -]/g, '');
    return send(response, 303, '', { location: '/done' });
  }
  if (pathname === '/assets/link.js')
    return send(response, 200, script, { 'content-type': 'text/javascript' });
  if (pathname.startsWith('/assets/')) {
    const file = pathname === '/assets/exchange.js' ? 'exchange.js' : `${files}/${pathname.slice(8)}`;
    response.setHeader('content-type', 'text/javascript');
    return createReadStream(file)
      .on('error', () => response.writeHead(404).end())
      .pipe(response);
  }
  if (pathname === '/done') {
    send(response, 200, layout('<h1>Thank you</h1>'));
    flash = '';
    return;
  }
  const partner = { '/plaid': 'plaid', '/visa': 'visa', '/linked': 'visa' }[pathname];
  send(response, 200, partner ? linkPage(partner) : layout('<h1>Link an account</h1>'));
}).listen(process.env.PORT, 'localhost');
