import { realpathSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import type { Simulator, SimulatorOptions } from '../src/simulator/index.js';
import { startSimulator } from '../src/simulator/index.js';
import { createApi } from './server/api.js';
import type { DwollaKeys } from './server/environment.js';
import { readEnvironment } from './server/environment.js';
import type { DemoPage } from './server/page.js';
import { answerBuiltFile, builtPage, livePage } from './server/page.js';
import { realPlatform, simulatedPlatform } from './server/platform.js';

/** How the demo starts; everything has a default. */
export interface DemoOptions {
  /** The page's port; 0 takes a free one. Default: 5180, or the next free one. */
  readonly port?: number;
  /** Dwolla's port in the simulator; the partners take the six that follow. 0 takes free ones. Default: 4010, else free ones. */
  readonly simulatorPort?: number;
  /** `dev`: compiled on demand, with reload. `built`: as deployed, built in memory. Default: `dev`. */
  readonly mode?: 'dev' | 'built';
  /** How the backend kit reaches Dwolla, such as over a proxy. Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** Further options of the simulator. */
  readonly simulator?: Omit<SimulatorOptions, 'port'>;
}

/** A running demo. */
export interface Demo {
  /** Where the page is, without a slash at the end. */
  readonly url: string;
  /** Null with Dwolla itself. */
  readonly simulator: Simulator | null;
  /** Stops everything. */
  readonly close: () => Promise<void>;
}

const pagePort = 5180;
const dwollaPort = 4010;

/**
 * Starts the demo on the loopback interface: the page, its backend below `/api`, the built files below `/dist` and the
 * simulator. Rejects where a port that was asked for is taken.
 */
export function startDemo(options?: DemoOptions): Promise<Demo & { readonly simulator: Simulator }>;
/** The same with keys of Dwolla itself, in place of the simulator. */
export function startDemo(options: DemoOptions, keys: DwollaKeys | null): Promise<Demo>;
export async function startDemo(options: DemoOptions = {}, keys: DwollaKeys | null = null): Promise<Demo> {
  let startAnswering: (answer: Answer) => void = () => undefined;
  const answering = new Promise<Answer>((resolve) => (startAnswering = resolve));
  // From the first moment on: a browser that comes while the rest is starting waits for it instead of for ever.
  const server = createServer((request, response) => {
    void answering.then((answer) => answer(request, response));
  });
  const url = await listen(server, options.port);
  const opened: (() => Promise<void>)[] = [() => closeServer(server)];
  let closing: Promise<unknown> | null = null;
  const close = async (): Promise<void> => {
    closing ??= Promise.all(opened.map((closeOne) => closeOne()));
    await closing;
  };
  try {
    const { simulator, api } = await openBackend(options, keys, url);
    if (simulator !== null) opened.push(() => simulator.close());
    const page = await (options.mode === 'built' ? builtPage() : livePage(server));
    opened.push(page.close);
    startAnswering(answerWith(getRequestListener(api.fetch), page));
    return { url, simulator, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openBackend(
  options: DemoOptions,
  keys: DwollaKeys | null,
  url: string,
): Promise<{ simulator: Simulator | null; api: ReturnType<typeof createApi> }> {
  if (keys !== null)
    return { simulator: null, api: createApi(realPlatform(keys), null, null, options.fetch) };
  const webhookSecret = crypto.randomUUID();
  const simulator = await openSimulator(options, url, webhookSecret);
  const api = createApi(simulatedPlatform(simulator), simulator, webhookSecret, options.fetch);
  return { simulator, api };
}

async function openSimulator(
  { simulatorPort, simulator }: DemoOptions,
  url: string,
  webhookSecret: string,
): Promise<Simulator> {
  const redirectUrls = [
    `${url}/`,
    `${url.replace('localhost', '127.0.0.1')}/`,
    ...(simulator?.redirectUrls ?? []),
  ];
  const webhookSubscriptions = [{ url: `${url}/api/webhooks`, secret: webhookSecret }];
  const options = { visa: true, webhookSubscriptions, ...simulator, redirectUrls };
  if (simulatorPort !== undefined) return startSimulator({ ...options, port: simulatorPort });
  return startSimulator({ ...options, port: dwollaPort }).catch(() =>
    startSimulator({ ...options, port: 0 }),
  );
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

function answerWith(api: ReturnType<typeof getRequestListener>, page: DemoPage): Answer {
  return (request, response) => {
    const path = request.url ?? '/';
    // A page elsewhere that has its name point at this machine could talk to the backend as if it were ours.
    const host = request.headers.host?.replace(/:\d+$/, '') ?? '';
    if (!['localhost', '127.0.0.1', '[::1]'].includes(host)) {
      response.writeHead(421, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ code: 'MisdirectedRequest', message: 'The demo answers to localhost only.' }),
      );
    } else if (path.startsWith('/api/')) void api(request, response);
    else if (path.startsWith('/dist/')) answerBuiltFile(request, response);
    else page.answer(request, response);
  };
}

/** Listens on the port that was asked for, or on the first free one from 5180; the origin. */
async function listen(server: Server, port: number | undefined): Promise<string> {
  const candidates = port === undefined ? Array.from({ length: 20 }, (_, index) => pagePort + index) : [port];
  for (const candidate of candidates)
    if (await tryToListen(server, candidate)) {
      // A server that listens on a port has an address with that port.
      const address = server.address() as AddressInfo;
      return `http://localhost:${address.port}`;
    }
  throw new Error(
    port === undefined
      ? `The ports ${pagePort} to ${pagePort + candidates.length - 1} are all taken. Choose another: PORT=8080 npm start`
      : `Port ${port} is taken. Stop what runs there, or choose another: PORT=${port + 1} npm start`,
  );
}

function tryToListen(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else
        reject(
          error.code === 'EACCES'
            ? new Error(`Port ${port} needs rights that this user does not have.`)
            : error,
        );
    };
    server.once('error', refuse);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', refuse);
      resolve(true);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    // Browsers keep connections open; closing waits for them otherwise.
    server.closeAllConnections();
  });
}

/** `npm start`. */
async function main(): Promise<void> {
  const { dwolla, port } = readEnvironment(process.env);
  const demo = await startDemo(port === null ? {} : { port }, dwolla);
  const where =
    dwolla === null ? 'a simulated Dwolla; no account, no network' : `Dwolla's ${dwolla.environment}`;
  console.log(
    `\n  Demo of <dwolla-exchange-link> with ${where}:\n\n    ${demo.url}\n\n  Stop it with Ctrl+C.\n`,
  );
  // A terminal's Ctrl+C reaches this process and `npm start`, which passes it on: the second one changes nothing.
  const stop = (): void => {
    void demo.close().finally(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href)
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
