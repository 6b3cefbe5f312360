import { ExchangeHandlerError } from '../handler-error.js';
import { AccessToken } from './access-token.js';
import { refusalOf } from './refusal.js';

/** The media type of Dwolla's API. */
export const halMediaType = 'application/vnd.dwolla.v1.hal+json';

/** What a connection to Dwolla is made of. */
export interface ConnectionOptions {
  /** Dwolla's address without a slash at the end. */
  readonly serverUrl: string;
  readonly key: string;
  readonly secret: string;
  readonly fetch: typeof fetch;
  /** Bound of one call, in milliseconds. */
  readonly timeout: number;
}

/** A request whose body is at hand, so that it can be sent twice. */
interface Sendable {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | null;
}

/**
 * The one way to Dwolla, for the official client (as its HTTP client) and for what the client does not cover. It adds the
 * access token, bounds the time, repeats where that is safe, and turns every refusal into an {@link ExchangeHandlerError}.
 */
export class DwollaConnection {
  readonly serverUrl: string;
  readonly #options: ConnectionOptions;
  readonly #accessToken: AccessToken;

  constructor(options: ConnectionOptions) {
    this.serverUrl = options.serverUrl;
    this.#options = options;
    this.#accessToken = new AccessToken(options, (request) => this.#once(request));
  }

  /**
   * Sends a request and gives Dwolla's answer, of status 2xx and with its body read. Throws an ExchangeHandlerError for
   * everything else: Dwolla's refusal, no connection, no answer in time.
   */
  async send(request: Request): Promise<Response> {
    const headers = new Headers(request.headers);
    // The official client sends an empty cookie header, which means nothing here.
    headers.delete('cookie');
    const text = await request.text();
    const sendable = { url: request.url, method: request.method, headers, body: text === '' ? null : text };
    const token = await this.#accessToken.get();
    const answer = await this.#repeatable(withToken(sendable, token));
    if (answer.ok) return answer;
    const refusal = await refusalOf(answer, this.#secrets(token, sendable));
    if (!refusal.tokenRefused) throw refusal;
    // The token died before its time. The request was not worked on, so it may be sent again, once, with a new one.
    const renewed = await this.#accessToken.renew(token);
    const second = await this.#repeatable(withToken(sendable, renewed));
    if (second.ok) return second;
    throw await refusalOf(second, this.#secrets(renewed, sendable));
  }

  /** GET of a path below Dwolla's address; the parsed JSON, of unknown shape. */
  async get(path: string): Promise<unknown> {
    const answer = await this.send(
      new Request(`${this.serverUrl}${path}`, { headers: { accept: halMediaType } }),
    );
    return answer.json().catch(() => {
      throw new ExchangeHandlerError(
        502,
        'UnexpectedDwollaAnswer',
        'Dwolla answered something else than JSON.',
      );
    });
  }

  /** POST of JSON to a path below Dwolla's address; the `Location` of what was made, or null. */
  async post(path: string, body: unknown, idempotencyKey: string): Promise<string | null> {
    const answer = await this.send(
      new Request(`${this.serverUrl}${path}`, {
        method: 'POST',
        headers: { accept: halMediaType, 'content-type': halMediaType, 'idempotency-key': idempotencyKey },
        body: JSON.stringify(body),
      }),
    );
    return answer.headers.get('location');
  }

  /**
   * Sends once, and once more after a broken connection or a passing 502, 503 or 504, where that changes nothing: for
   * reads, and after a broken connection for creates that carry an `Idempotency-Key`. A timeout is never repeated.
   */
  async #repeatable(request: Sendable): Promise<Response> {
    const reads = request.method === 'GET';
    const repeats = reads || request.headers.has('idempotency-key');
    try {
      const answer = await this.#once(request);
      if (!reads || ![502, 503, 504].includes(answer.status)) return answer;
    } catch (error) {
      if (!repeats || !(error instanceof ExchangeHandlerError) || error.code !== 'DwollaUnreachable')
        throw error;
    }
    return this.#once(request);
  }

  async #once({ url, method, headers, body }: Sendable): Promise<Response> {
    const signal = AbortSignal.timeout(this.#options.timeout);
    try {
      // Redirects are not followed: Dwolla's API has none, and a token must not travel.
      const answer = await this.#options.fetch(url, { method, headers, body, redirect: 'manual', signal });
      const bytes = await answer.arrayBuffer();
      const empty = bytes.byteLength === 0;
      return new Response(empty ? null : bytes, { status: answer.status, headers: answer.headers });
    } catch {
      // The cause is left out: depending on the runtime it repeats the request.
      if (signal.aborted)
        throw new ExchangeHandlerError(
          504,
          'DwollaTimeout',
          'Dwolla did not answer in time. Try again later.',
        );
      throw new ExchangeHandlerError(
        502,
        'DwollaUnreachable',
        'Dwolla could not be reached. Try again later.',
      );
    }
  }

  #secrets(token: string, { body }: Sendable): readonly string[] {
    return [this.#options.secret, this.#options.key, token, ...tokensIn(body)];
  }
}

/** What a request's JSON has of a partner's: `publicToken`, `availableConnectionToken`, `token`, `receiptId`, … */
function tokensIn(body: string | null): readonly string[] {
  const tokens: string[] = [];
  JSON.parse(body ?? 'null', (key, value: unknown) => {
    if (typeof value === 'string' && /(?:token|id)$/i.test(key)) tokens.push(value);
    return value;
  });
  return tokens;
}

function withToken(request: Sendable, token: string): Sendable {
  const headers = new Headers(request.headers);
  headers.set('authorization', `Bearer ${token}`);
  return { ...request, headers };
}
