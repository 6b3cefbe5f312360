import { ExchangeHandlerError, misconfigured, notFound } from './handler-error.js';
import type { Kit, RouteRequest } from './kit.js';
import { createKit, json } from './kit.js';
import type { ExchangeHandlerOptions, ResolvedOptions } from './options.js';
import { resolveOptions } from './options.js';
import type { Owner } from './owner.js';
import { parseOwner } from './owner.js';
import type { MatchedRoute } from './routes/table.js';
import { matchRoute } from './routes/table.js';
import { allowOrigin, isPreflight, preflightAnswer, requireSameSite } from './same-site.js';

/** Answers the requests of a page with `<dwolla-exchange-link>`; never rejects. */
export type ExchangeHandler = (request: Request) => Promise<Response>;

/**
 * Makes the backend of `<dwolla-exchange-link>`: a Web-standard handler that keeps the key and the secret, asks the host's
 * `authorize` whose request it is, and talks to Dwolla. It mounts as it is where requests are `Request`s (Hono, Next.js,
 * Workers, Deno, Bun); Node's own and Express's go through an adapter such as `getRequestListener` of `@hono/node-server`.
 *
 * ```ts
 * const handler = createExchangeHandler({
 *   environment: 'sandbox',
 *   key: process.env.DWOLLA_KEY,
 *   secret: process.env.DWOLLA_SECRET,
 *   basePath: '/api/dwolla',
 *   redirectUrl: 'https://shop.example/linked',
 *   authorize: async (request) => (await customerOf(request)) ?? null,
 * });
 * app.all('/api/dwolla/*', (context) => handler(context.req.raw)); // Hono
 * export { handler as GET, handler as POST }; // Next.js: app/api/dwolla/[...path]/route.ts
 * export default { fetch: handler }; // Workers
 * app.all('/api/dwolla/*rest', getRequestListener(handler)); // Express 5, before any body parser
 * ```
 *
 * | route below `basePath` | what it does | answer |
 * | --- | --- | --- |
 * | `GET /session?partner=plaid[&exchange=…]` | makes a session per request; what `session-url` should point to. `exchange` re-authenticates that exchange | 200, Dwolla's session |
 * | `POST /sessions` `{ partner, exchangeId? }` | makes a session | 201 `{ id, url }` |
 * | `GET /sessions/{id}` | reads it, for the same owner only | 200, Dwolla's session |
 * | `POST /exchanges` | the detail of `exchange-success`; for MX `{ partner, availableConnectionToken }`; `{ partner, processorToken }` | 201 `{ id, partner }`, for Visa 200 |
 * | `GET /exchanges/{id}` | | `{ id, partner, status, created }` |
 * | `GET /connections` | the accounts that MX has shared | `{ connections: [{ name, availableConnectionToken }] }` |
 * | `POST /funding-sources` `{ exchangeId, name, bankAccountType }` or `{ …, cardDetails }` | makes a funding source | 201 `{ id, type, status, name, … }` |
 * | `GET /funding-sources/{id}` | | `{ id, type, status, name, … }` |
 * | `GET /funding-sources/{id}/balance` | 409 `UpdateCredentials` has `exchangeId`, `partner` and `sessionUrl` | `{ fundingSourceId, balance: { value, currency }, … }` |
 *
 * Errors are `{ code, message }`, some with `errors: [{ path, code, message }]`.
 *
 * @throws TypeError at once when the options are wrong
 */
export function createExchangeHandler(options: ExchangeHandlerOptions): ExchangeHandler {
  const resolved = resolveOptions(options);
  const kit = createKit(resolved);
  return async (request) => {
    let foreignOrigin: string | null = null;
    let answer: Response;
    try {
      const origin = resolved.origin ?? new URL(request.url).origin;
      foreignOrigin = requireSameSite(request, origin, resolved.allowedOrigins);
      answer = await route(kit, request, { origin, foreignOrigin });
    } catch (error) {
      answer = errorAnswer(error, resolved);
    }
    answer.headers.set('cache-control', 'no-store');
    answer.headers.set('x-content-type-options', 'nosniff');
    if (resolved.allowedOrigins.size > 0) answer.headers.append('vary', 'origin');
    if (foreignOrigin !== null) allowOrigin(answer, foreignOrigin);
    return answer;
  };
}

async function route(
  kit: Kit,
  request: Request,
  { origin, foreignOrigin }: Pick<RouteRequest, 'origin' | 'foreignOrigin'>,
): Promise<Response> {
  const url = new URL(request.url);
  const matched = findRoute(url.pathname, kit.options.basePath);
  if (matched === null) throw notFound('The route');
  const methods = Object.keys(matched.methods);
  if (foreignOrigin !== null && isPreflight(request)) return preflightAnswer(request, methods);
  const handle = Object.hasOwn(matched.methods, request.method) ? matched.methods[request.method] : undefined;
  if (handle === undefined)
    throw new ExchangeHandlerError(405, 'MethodNotAllowed', `Use ${methods.join(' or ')} here.`, {
      headers: { allow: methods.join(', ') },
    });
  const owner = await ownerOf(kit.options, request);
  return handle({ kit, request, url, owner, id: matched.id, origin, foreignOrigin });
}

function findRoute(path: string, basePath: string): MatchedRoute | null {
  return path.startsWith(`${basePath}/`) ? matchRoute(path.slice(basePath.length)) : null;
}

async function ownerOf({ authorize }: ResolvedOptions, request: Request): Promise<Owner> {
  let owner: unknown;
  try {
    owner = await authorize(request);
  } catch (error) {
    // A host may refuse in its own words: `throw new ExchangeHandlerError(403, 'Suspended', …)`.
    throw error instanceof ExchangeHandlerError ? error : misconfigured('authorize() failed.', error);
  }
  if (owner === null || owner === undefined)
    throw new ExchangeHandlerError(401, 'Unauthorized', 'Log in first.');
  return parseOwner(owner);
}

function errorAnswer(thrown: unknown, { onError }: ResolvedOptions): Response {
  const error =
    thrown instanceof ExchangeHandlerError
      ? thrown
      : new ExchangeHandlerError(500, 'UnexpectedError', 'Something went wrong.', { cause: thrown });
  if (error.status >= 500 || error.code === 'InvalidScope') {
    try {
      onError?.(error);
    } catch {
      // A broken log must not cost the browser its answer.
    }
  }
  return json(
    { code: error.code, message: publicMessage(error), ...error.details },
    error.status,
    error.headers,
  );
}

/** What is wrong in the host's settings is for `onError`; a browser only learns that it is not its own fault. */
function publicMessage({ code, message }: ExchangeHandlerError): string {
  return code === 'Misconfigured' ? 'This backend is not set up correctly.' : message;
}
