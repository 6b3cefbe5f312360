/** Pages from a server, and htmx, which follows the links (`hx-boost`). */
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';

const imports = {
  'htmx.org': '/node_modules/htmx.org/dist/htmx.esm.js',
  'dwolla-exchange-link': '/node_modules/dwolla-exchange-link/dist/dwolla-exchange-link.js',
};

const page = (body) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Linked accounts</title>
    <link rel="icon" href="data:,">
    <script type="importmap">${JSON.stringify({ imports })}</script>
    <script type="module" src="/link.js"></script>
  </head>
  <body hx-boost="true">
    <p><a href="/plaid">A bank, with Plaid</a> <a href="/visa">A bank, with Visa</a></p>
    ${body}
    <p role="status"></p>
  </body>
</html>`;

createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname.endsWith('.js')) {
    response.setHeader('content-type', 'text/javascript');
    createReadStream(pathname.slice(1))
      .on('error', () => response.writeHead(404).end())
      .pipe(response);
    return;
  }
  const partner = { '/plaid': 'plaid', '/visa': 'visa', '/linked': 'visa' }[pathname];
  const body = partner
    ? `<dwolla-exchange-link session-url="/api/dwolla/session?partner=${partner}"></dwolla-exchange-link>`
    : '<h1>Link an account</h1>';
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page(body));
}).listen(process.env.PORT, 'localhost');
