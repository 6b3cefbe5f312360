import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { serveOnLoopback } from '../../src/simulator/loopback-server.js';

/** Serves until the tests are over. */
async function serve(answer: (request: Request) => Response | Promise<Response>): Promise<string> {
  const server = await serveOnLoopback(0, answer);
  after(() => server.close());
  return server.origin;
}

/** What comes back for bytes that no `fetch` would send. */
async function sendRaw(origin: string, lines: readonly string[]): Promise<string> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.end(`${lines.join('\r\n')}\r\n\r\n`);
  return text(socket);
}

test('a request arrives as it was sent, and so does the answer', async () => {
  const origin = await serve(async (request) => {
    const seen = [request.method, request.url, request.headers.get('x-more'), await request.text()];
    const headers = new Headers({ 'x-kind': 'echo' });
    for (const cookie of ['a=1; Path=/', 'b=2']) headers.append('Set-Cookie', cookie);
    return Response.json(seen, { status: 201, headers });
  });
  const headers = { 'X-More': 'yes' };
  const answer = await fetch(`${origin}//twice?a=%20b`, { method: 'PUT', headers, body: 'söme text' });
  assert.equal(answer.status, 201);
  assert.equal(answer.headers.get('x-kind'), 'echo');
  assert.deepEqual(answer.headers.getSetCookie(), ['a=1; Path=/', 'b=2']);
  assert.deepEqual(await answer.json(), ['PUT', `${origin}//twice?a=%20b`, 'yes', 'söme text']);
});

test('an answer without a body has none', async () => {
  const origin = await serve(({ method }) =>
    method === 'HEAD' ? new Response('not sent') : new Response(null, { status: 204 }),
  );
  assert.equal(await (await fetch(origin, { method: 'HEAD' })).text(), '');
  assert.equal((await fetch(origin)).status, 204);
});

test('what is no request of the Web gets 400, and what throws gets 500', async (context) => {
  const written = context.mock.method(console, 'error', () => undefined);
  const origin = await serve(({ url }) => {
    if (url.endsWith('/throws')) throw new Error('On purpose.');
    return new Response('answered');
  });
  const close = 'Connection: close';
  assert.match(await sendRaw(origin, ['TRACE / HTTP/1.1', 'Host: localhost', close]), /^HTTP\/1\.1 400 /);
  assert.match(await sendRaw(origin, ['GET / HTTP/1.1', 'Host: a b', close]), /^HTTP\/1\.1 400 /);
  assert.equal(written.mock.callCount(), 0);
  assert.equal((await fetch(`${origin}/throws`)).status, 500);
  assert.equal(written.mock.callCount(), 1);
  assert.equal(await (await fetch(origin)).text(), 'answered');
});

test('the signal of a request says that its client has gone, and is quiet once it is answered', async () => {
  const signals: AbortSignal[] = [];
  const asked = new EventTarget();
  const origin = await serve(async ({ url, signal }) => {
    signals.push(signal);
    asked.dispatchEvent(new Event('request'));
    if (url.endsWith('/waits')) await once(signal, 'abort');
    return new Response('answered');
  });
  await (await fetch(origin)).text();
  const leaving = new AbortController();
  const arrived = once(asked, 'request');
  const answer = fetch(`${origin}/waits`, { signal: leaving.signal });
  await arrived;
  const gone = once(signals[1]!, 'abort');
  leaving.abort();
  await Promise.all([gone, assert.rejects(answer, { name: 'AbortError' })]);
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [false, true],
  );
});

test('a port that is taken is named', async () => {
  const { port } = new URL(await serve(() => new Response()));
  await assert.rejects(
    serveOnLoopback(Number(port), () => new Response()),
    new RegExp(`Port ${port} of the loopback interface cannot be used`),
  );
});
