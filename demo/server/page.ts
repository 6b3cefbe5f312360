import { readFile } from 'node:fs/promises';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, createServer } from 'vite';

/** The project's folder. */
const root = fileURLToPath(new URL('../..', import.meta.url));

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.ts': 'text/plain; charset=utf-8',
};

/** Serves the demo page on a server that exists already. */
export interface DemoPage {
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
  readonly close: () => Promise<void>;
}

/** The page as one works on it: Vite's own server, which compiles what is asked for and reloads what was changed. */
export async function livePage(server: Server): Promise<DemoPage> {
  const vite = await createServer({
    root,
    appType: 'spa',
    logLevel: 'warn',
    clearScreen: false,
    // The demo's own server carries Vite's web socket: no second port, however many demos run.
    server: { middlewareMode: true, ws: { server } },
  });
  return {
    answer: (request, response) => {
      vite.middlewares(request, response);
    },
    close: () => vite.close(),
  };
}

type Files = ReadonlyMap<string, string | Uint8Array>;
let built: Promise<Files> | null = null;

/** The page as it is deployed, built into memory once per process; nothing is written. */
export async function builtPage(): Promise<DemoPage> {
  built ??= buildPage();
  const files = await built;
  return {
    answer: (request, response) => {
      const path = pathOf(request);
      const name = path === '/' ? 'index.html' : path.slice(1);
      const content = files.get(name);
      if (content === undefined) notThere(response);
      else send(response, name, content);
    },
    close: () => Promise.resolve(),
  };
}

async function buildPage(): Promise<Files> {
  const result = await build({
    root,
    logLevel: 'error',
    build: { write: false, rolldownOptions: { input: join(root, 'index.html') } },
  });
  const outputs = Array.isArray(result) ? result : 'output' in result ? [result] : [];
  const files = outputs.flatMap(({ output }) => output);
  return new Map(files.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]));
}

/** Answers `/dist/…` with the built files, readable from every origin, as a CDN does. */
export function answerBuiltFile(request: IncomingMessage, response: ServerResponse): void {
  const folder = join(root, 'dist') + sep;
  const file = normalize(join(folder, pathOf(request).slice('/dist/'.length)));
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('cache-control', 'no-cache');
  if (!file.startsWith(folder)) {
    notThere(response);
    return;
  }
  readFile(file).then(
    (content) => {
      send(response, file, content);
    },
    () => {
      notThere(response);
    },
  );
}

function pathOf(request: IncomingMessage): string {
  try {
    return decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
  } catch {
    return '/%';
  }
}

function send(response: ServerResponse, name: string, content: string | Uint8Array): void {
  response.setHeader('content-type', mediaTypes[extname(name)] ?? 'application/octet-stream');
  response.setHeader('x-content-type-options', 'nosniff');
  response.end(content);
}

function notThere(response: ServerResponse): void {
  response.statusCode = 404;
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({ code: 'NotFound', message: 'There is no such file. Was it built (npm run build)?' }),
  );
}
