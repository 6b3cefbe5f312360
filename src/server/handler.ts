import { askHost, untilAborted } from './ask-host.js';
import { startDeadline } from './deadline.js';
import { errorAnswer } from './error-answer.js';
import { ExchangeHandlerError, misconfigured } from './handler-error.js';
import type { Kit, RouteRequest } from './kit.js';
import { createKit, requestKit } from './kit.js';
import type { ExchangeHandlerOptions, ResolvedOptions } from './options.js';
import { resolveOptions } from './options.js';
import type { Owner } from './owner.js';
import { parseOwner } from './owner.js';
import { bodyTooLate, isBodyComing } from './request-input.js';
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
 * | `GET /exchanges` | the owner's | `{ exchanges: [{ id, partner, status, created }] }` |
 * | `GET /exchanges/{id}` | | `{ id, partner, status, created }` |
 * | `GET /connections` | the accounts that MX has shared | `{ connections: [{ name, availableConnectionToken }] }` |
 * | `POST /funding-sources` `{ exchangeId, name, bankAccountType }` or `{ …, cardDetails }` | makes a funding source | 201 `{ id, type, status, name, … }` |
 * | `GET /funding-sources[?removed=true]` | the owner's | `{ fundingSources: [{ id, type, status, name, … }] }` |
 * | `POST /funding-sources/{id}` `{ name }` or `{ removed: true }` | renames a bank account, removes a bank account or a card | 200 `{ id, type, status, name, … }` |
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
    // One deadline for all that this request causes; with the browser gone nothing more is asked of Dwolla.
    const deadline = startDeadline(request.signal, resolved.timeout);
    const { signal } = deadline;
    try {
      const origin = resolved.origin ?? new URL(request.url).origin;
      foreignOrigin = requireSameSite(request, origin, resolved.allowedOrigins);
      const work = route(requestKit(kit, signal), request, { origin, foreignOrigin, signal });
      answer = await untilAborted(work, signal, () => {
        if (!deadline.isOver()) return clientGone();
        return isBodyComing(request) ? bodyTooLate() : tooLate();
      });
    } catch (error) {
      answer = errorAnswer(error, resolved.onError);
    } finally {
      deadline.release();
    }
    answer.headers.set('cache-control', 'no-store');
    answer.headers.set('x-content-type-options', 'nosniff');
    if (resolved.allowedOrigins.size > 0) answer.headers.append('vary', 'origin');
    if (foreignOrigin !== null) allowOrigin(answer, foreignOrigin);
    return answer;
  };
}

const tooLate = (): ExchangeHandlerError =>
  new ExchangeHandlerError(504, 'DwollaTimeout', 'This took too long. Try again later.');

/** Nobody reads this answer; 499 is what servers log for it. */
const clientGone = (): ExchangeHandlerError =>
  new ExchangeHandlerError(499, 'ClientClosedRequest', 'The browser has gone.');

async function route(
  kit: Kit,
  request: Request,
  { origin, foreignOrigin, signal }: Pick<RouteRequest, 'origin' | 'foreignOrigin' | 'signal'>,
): Promise<Response> {
  const url = new URL(request.url);
  const matched = findRoute(url.pathname, kit.options.basePath);
  if (matched === null)
    throw new ExchangeHandlerError(404, 'NotFound', 'The route was not found.', {
      hint: `No route is at ${url.pathname}: this handler answers below "${kit.options.basePath || '/'}" (basePath).`,
    });
  const methods = Object.keys(matched.methods);
  if (foreignOrigin !== null && isPreflight(request)) return preflightAnswer(request, methods);
  const handle = Object.hasOwn(matched.methods, request.method) ? matched.methods[request.method] : undefined;
  if (handle === undefined)
    throw new ExchangeHandlerError(405, 'MethodNotAllowed', `Use ${methods.join(' or ')} here.`, {
      headers: { allow: methods.join(', ') },
    });
  const owner = await ownerOf(kit.options, request);
  return handle({ kit, request, url, owner, id: matched.id, origin, foreignOrigin, signal });
}

function findRoute(path: string, basePath: string): MatchedRoute | null {
  // A slash at the end is what `trailingSlash` of Next.js adds.
  return path.startsWith(`${basePath}/`)
    ? matchRoute(path.slice(basePath.length).replace(/(.)\/$/, '$1'))
    : null;
}

async function ownerOf({ authorize }: ResolvedOptions, request: Request): Promise<Owner> {
  // A host may refuse in its own words: `throw new ExchangeHandlerError(403, 'Suspended', …)`.
  const owner = await askHost(
    () => authorize(request),
    (cause) => misconfigured('authorize() failed.', cause),
  );
  if (owner === null || owner === undefined)
    throw new ExchangeHandlerError(401, 'Unauthorized', 'Log in first.');
  return parseOwner(owner);
}
