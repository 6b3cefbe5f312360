import { ExchangeHandlerError } from './handler-error.js';

/**
 * Refuses requests that a page of another site had the browser send (403 `CrossSiteRequest`). The browser's own
 * `Sec-Fetch-Site` decides; where there is none (old browsers, and all on plain http), `Origin` does. What has neither passes:
 * a client that is no browser, or such a browser's GET of an image or a link. Nor would `Referer` help, which a page may withhold.
 * @param own where browsers find this handler
 * @returns the foreign origin that is allowed and wants a CORS answer, or null
 */
export function requireSameSite(
  request: Request,
  own: string,
  allowedOrigins: ReadonlySet<string>,
): string | null {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  if (site === 'same-origin' || site === 'none') return null;
  if (origin !== null && allowedOrigins.has(origin)) return origin;
  if (site === null && (origin === null || origin === own)) return null;
  throw new ExchangeHandlerError(
    403,
    'CrossSiteRequest',
    'This request came from another site. Pages of other origins must be named in allowedOrigins.',
  );
}

/** Whether a request is the question that browsers ask before a cross-origin one. */
export function isPreflight(request: Request): boolean {
  return request.method === 'OPTIONS' && request.headers.has('access-control-request-method');
}

/** The answer to a preflight of an allowed origin. Which fields a trusted page sends is its own affair, so all asked for pass. */
export function preflightAnswer(request: Request, methods: readonly string[]): Response {
  const headers = new Headers({ 'access-control-allow-methods': methods.join(', ') });
  const asked = request.headers.get('access-control-request-headers');
  if (asked !== null) headers.set('access-control-allow-headers', asked);
  headers.set('access-control-max-age', '600');
  return new Response(null, { status: 204, headers });
}

/** Adds what lets a page of an allowed origin read the answer. */
export function allowOrigin(answer: Response, origin: string): void {
  answer.headers.set('access-control-allow-origin', origin);
  answer.headers.set('access-control-allow-credentials', 'true');
  answer.headers.set('access-control-expose-headers', 'location, retry-after');
}
