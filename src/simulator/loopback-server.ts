import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A server on the loopback interface, reached as `localhost`. */
export interface LoopbackServer {
  /** `http://localhost:<port>` */
  readonly origin: string;
  /** Stops listening and cuts open connections. */
  close(): Promise<void>;
}

type Answer = (request: Request) => Response | Promise<Response>;

/**
 * Serves `answer` on a port of the loopback interface only; port 0 takes a free one.
 * Rejects when the port is taken, naming it.
 */
export async function serveOnLoopback(port: number, answer: Answer): Promise<LoopbackServer> {
  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing, answer));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new Error(`Port ${port} of the loopback interface cannot be used.`, { cause }));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  // A server that listens on a port has an address with that port.
  const { port: bound } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${bound}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => {
          if (error === undefined) resolve();
          else reject(error);
        });
        // Browsers keep connections open; closing waits for them otherwise.
        server.closeAllConnections();
      }),
  };
}

/** Answers a request of Node's, whatever happens. */
async function serve(incoming: IncomingMessage, outgoing: ServerResponse, answer: Answer): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  try {
    const request = await readRequest(incoming, gone.signal);
    await send(outgoing, request === null ? new Response(null, { status: 400 }) : await answer(request));
  } catch (error) {
    // Nobody is there to be told where the client has gone.
    if (!gone.signal.aborted) console.error(error);
    if (!outgoing.headersSent) outgoing.writeHead(500);
    outgoing.end();
  }
}

/** A request of Node's as a Web standard one, or null if there is no such request. */
async function readRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<Request | null> {
  const { method = 'GET', url = '/' } = incoming;
  const body = await buffer(incoming);
  try {
    const headers = new Headers();
    for (const [name, values] of Object.entries(incoming.headersDistinct))
      for (const value of values ?? []) headers.append(name, value);
    return new Request(`http://${incoming.headers.host ?? 'localhost'}${url}`, {
      method,
      headers,
      signal,
      ...(method !== 'GET' && method !== 'HEAD' && { body }),
    });
  } catch {
    return null;
  }
}

async function send(outgoing: ServerResponse, response: Response): Promise<void> {
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}
