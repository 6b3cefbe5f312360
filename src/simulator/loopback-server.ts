import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';

/** A server on the loopback interface, reached as `localhost`. */
export interface LoopbackServer {
  /** `http://localhost:<port>` */
  readonly origin: string;
  /** Stops listening and cuts open connections. */
  close(): Promise<void>;
}

/**
 * Serves `answer` on a port of the loopback interface only; port 0 takes a free one.
 * Rejects when the port is taken, naming it.
 */
export async function serveOnLoopback(
  port: number,
  answer: (request: Request) => Response | Promise<Response>,
): Promise<LoopbackServer> {
  const server = createAdaptorServer({ fetch: answer });
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
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
