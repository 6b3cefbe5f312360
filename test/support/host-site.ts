import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const distFolder = join(import.meta.dirname, '../../dist');
const mediaTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
  '.json': 'application/json',
};

/** What a path of the site answers. A function may look at the request, or never answer. */
export type Answer =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | ((request: IncomingMessage, response: ServerResponse) => void);

type Handle = (request: IncomingMessage, response: ServerResponse) => void;
/** Handlers by the beginning of the paths that they answer. */
type Mounted = Map<string, Handle>;

/** One request that a server got. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

/** A page of a platform that uses the element. */
export interface HostPage {
  /** Attributes of the element's tag, as they are written in HTML. */
  readonly attributes?: string;
  /** A module script of the page; runs after the element is defined. */
  readonly script?: string;
  /** In place of the tag that loads the built file from the other origin. */
  readonly head?: string;
  /** In place of the element's own tag. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Listening {
  readonly origin: string;
  readonly seen: SeenRequest[];
  readonly close: () => Promise<void>;
}

/** Loopback only, on a port that is free. */
async function listen(
  hostname: string,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Listening> {
  const seen: SeenRequest[] = [];
  const server: Server = createServer((request, response) => {
    seen.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin: `http://${hostname}:${port}`, seen, close };
}

/** Serves `dist/` as a CDN does: from an origin of its own, to pages of every other. */
function listenAsCdn(): Promise<Listening> {
  return listen('localhost', (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    readFile(join(distFolder, path)).then(
      (content) => {
        const type = mediaTypes[extname(path)] ?? 'application/octet-stream';
        response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' }).end(content);
      },
      () => response.writeHead(404).end(),
    );
  });
}

/**
 * A platform's web site for one test: its pages and its backend on one origin (`127.0.0.1`), and the built files of the
 * element on another (`localhost`).
 */
export class HostSite {
  readonly #answers: Map<string, Answer>;
  readonly #mounted: Mounted;
  readonly #site: Listening;
  readonly #cdn: Listening;

  private constructor(answers: Map<string, Answer>, mounted: Mounted, site: Listening, cdn: Listening) {
    this.#answers = answers;
    this.#mounted = mounted;
    this.#site = site;
    this.#cdn = cdn;
  }

  static async start(): Promise<HostSite> {
    const answers = new Map<string, Answer>();
    const mounted: Mounted = new Map();
    const site = await listen('127.0.0.1', (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
      const [, below] = [...mounted].find(([prefix]) => pathname.startsWith(prefix)) ?? [];
      const answer = answers.get(pathname) ?? below ?? { status: 404 };
      if (typeof answer === 'function') {
        answer(request, response);
        return;
      }
      response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
    });
    return new HostSite(answers, mounted, site, await listenAsCdn());
  }

  get origin(): string {
    return this.#site.origin;
  }

  /** Where the built files are: `…/dwolla-exchange-link.js`. */
  get cdnOrigin(): string {
    return this.#cdn.origin;
  }

  /** Says what a path answers from now on. */
  answer(path: string, answer: Answer): void {
    this.#answers.set(path, answer);
  }

  /** Has a handler answer everything below a path that has no answer of its own. */
  mount(prefix: string, handle: Handle): void {
    this.#mounted.set(prefix, handle);
  }

  /** The exchange session that the path answers, the same at every request. */
  answerSession(path: string, session: object): void {
    this.answer(path, {
      headers: { 'content-type': 'application/vnd.dwolla.v1.hal+json', 'cache-control': 'no-store' },
      body: JSON.stringify(session),
    });
  }

  /** Puts a page with the element on the site. */
  addPage(path: string, page: HostPage): string {
    const { attributes = '', headers = {} } = page;
    const file = `${this.cdnOrigin}/dwolla-exchange-link.js`;
    const { head = `<script type="module" src="${file}"></script>` } = page;
    const { body = `<dwolla-exchange-link ${attributes}></dwolla-exchange-link>` } = page;
    const script = page.script ? `<script type="module">${page.script}</script>` : '';
    this.answer(path, {
      headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
      body: `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>A platform</title>${head}</head>
  <body><main><h1>Link your bank</h1>${body}</main>${script}</body>
</html>`,
    });
    return `${this.origin}${path}`;
  }

  /** The requests that a path of the site got, in their order. */
  requestsOf(path: string): readonly SeenRequest[] {
    return this.#site.seen.filter((request) => request.path.split('?')[0] === path);
  }

  /** The paths of the built files that were fetched, in their order. */
  get fetchedFiles(): readonly string[] {
    return this.#cdn.seen.map(({ path }) => path);
  }

  async close(): Promise<void> {
    await Promise.all([this.#site.close(), this.#cdn.close()]);
  }
}
