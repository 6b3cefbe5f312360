// The processes of `server.mjs`: a Dwolla that takes 50 ms for every answer, the kit, and the plainest handler.
import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';

const id = '11111111-2222-4333-8444-555555555555';
const dwollaTime = 50; // ms
const halMediaType = 'application/vnd.dwolla.v1.hal+json';

async function dwollaAnswer(request, origin) {
  const { pathname } = new URL(request.url);
  await pause(dwollaTime);
  if (pathname === '/token') return Response.json({ access_token: 'token', expires_in: 3600 });
  if (pathname === '/exchange-partners')
    return Response.json({
      _embedded: {
        'exchange-partners': [
          { id, name: 'Plaid', _links: { self: { href: `${origin}/exchange-partners/${id}` } } },
        ],
      },
    });
  if (request.method === 'POST')
    return new Response(null, { status: 201, headers: { location: `${origin}/exchange-sessions/${id}` } });
  return Response.json({
    created: '2026-01-01T00:00:00.000Z',
    _links: { 'exchange-partner': { href: `${origin}/exchange-partners/${id}` } },
    externalProviderSessionToken: 'link-sandbox-token',
  });
}

/** What somebody writes who only wants the session: no check, no timeout, no word about what went wrong. */
function plainHandler(serverUrl) {
  const headers = { accept: halMediaType, authorization: 'Bearer token', 'content-type': halMediaType };
  const body = JSON.stringify({
    _links: { 'exchange-partner': { href: `${serverUrl}/exchange-partners/${id}` } },
  });
  return async () => {
    const made = await fetch(`${serverUrl}/customers/${id}/exchange-sessions`, {
      method: 'POST',
      headers,
      body,
    });
    const session = await fetch(made.headers.get('location'), { headers });
    return Response.json(await session.json());
  };
}

async function kitHandler(serverUrl) {
  const { createExchangeHandler } = await import('../dist/server/index.js');
  return createExchangeHandler({
    serverUrl,
    key: 'key',
    secret: 'secret',
    basePath: '/api',
    authorize: () => ({ customerId: id }),
  });
}

const part = process.argv[2];
let origin = '';
const handlers = {
  dwolla: () => (request) => dwollaAnswer(request, origin),
  plain: () => plainHandler(process.env.DWOLLA),
  kit: () => kitHandler(process.env.DWOLLA),
};
const handler = await handlers[part]();
const server = createServer(getRequestListener(handler)).listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  origin = `http://127.0.0.1:${port}`;
  process.send({ port });
});

const delay = monitorEventLoopDelay({ resolution: 10 });
process.on('message', (question) => {
  if (question === 'reset') {
    delay.enable();
    delay.reset();
  }
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  // Nanoseconds, with the resolution itself in them.
  process.send({ rss, heap: heapUsed, delay: Math.max(0, delay.percentile(99) / 1e6 - 10) });
});
