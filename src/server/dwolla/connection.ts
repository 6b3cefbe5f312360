import { ExchangeHandlerError } from '../handler-error.js';
import { AccessToken } from './access-token.js';
import type { DwollaAnswer, DwollaRequest } from './messages.js';
import { refusalOf } from './refusal.js';

/** The media type of Dwolla's API. */
export const halMediaType = 'application/vnd.dwolla.v1.hal+json';

/** What a connection to Dwolla is made of. */
export interface ConnectionOptions {
  /** Dwolla's address without a slash at the end. */
  readonly serverUrl: string;
  /** Dwolla's address in links to its resources. */
  readonly linkUrl: string;
  readonly key: string;
  readonly secret: string;
  readonly fetch: typeof fetch;
  /** How long one call may take, in ms. */
  readonly timeout: number;
}

const longestBody = 1_048_576; // bytes
const pauses = [200, 600, 1200]; // ms before each repetition
const passing = new Set([502, 503, 504]);

/**
 * The one way to Dwolla: adds the access token, bounds time and size, repeats where that is safe, and turns every refusal
 * into an {@link ExchangeHandlerError}. Nothing of an answer's body reaches an error but what `refusalOf` lets through.
 */
export class DwollaConnection {
  readonly linkUrl: string;
  readonly #options: ConnectionOptions;
  readonly #accessToken: AccessToken;
  readonly #signal: AbortSignal | null;

  constructor(options: ConnectionOptions, shared?: { accessToken: AccessToken; signal: AbortSignal }) {
    this.linkUrl = options.linkUrl;
    this.#options = options;
    this.#accessToken = shared?.accessToken ?? new AccessToken(options, (request) => this.#once(request));
    this.#signal = shared?.signal ?? null;
  }

  /** The same connection, whose calls are over with a browser's request. The access token is shared by all. */
  during(signal: AbortSignal): DwollaConnection {
    return new DwollaConnection(this.#options, { accessToken: this.#accessToken, signal });
  }

  /** GET of a path below Dwolla's address; the parsed JSON, of unknown shape. */
  async get(path: string): Promise<unknown> {
    const { text } = await this.#send({
      url: `${this.#options.serverUrl}${path}`,
      method: 'GET',
      headers: { accept: halMediaType },
      body: null,
    });
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw new ExchangeHandlerError(
        502,
        'UnexpectedDwollaAnswer',
        'Dwolla answered something else than JSON.',
      );
    }
  }

  /** POST of JSON to a path below Dwolla's address; the `Location` of what was created, or null. */
  async post(path: string, body: unknown, idempotencyKey: string): Promise<string | null> {
    const { headers } = await this.#send({
      url: `${this.#options.serverUrl}${path}`,
      method: 'POST',
      headers: { accept: halMediaType, 'content-type': halMediaType, 'idempotency-key': idempotencyKey },
      body: JSON.stringify(body),
    });
    return headers.get('location');
  }

  async #send(request: DwollaRequest): Promise<DwollaAnswer> {
    const token = await this.#accessToken.get();
    const answer = await this.#repeatable(withToken(request, token));
    if (answer.ok) return answer;
    const refusal = refusalOf(answer, this.#secrets(token, request));
    if (!refusal.tokenRefused) throw refusal;
    // The token died before its time. The request was not worked on, so it may be sent again, once, with a new one.
    const renewed = await this.#accessToken.renew(token);
    const second = await this.#repeatable(withToken(request, renewed));
    if (second.ok) return second;
    throw refusalOf(second, this.#secrets(renewed, request));
  }

  /**
   * Sends, and repeats after a broken connection or, for reads, a passing 502, 503 or 504, where that changes nothing: creates
   * carry an `Idempotency-Key`. A timeout is never repeated.
   */
  async #repeatable(request: DwollaRequest): Promise<DwollaAnswer> {
    const reads = request.method === 'GET';
    for (const pause of pauses) {
      try {
        const answer = await this.#once(request);
        if (!reads || !passing.has(answer.status)) return answer;
      } catch (error) {
        if (!(error instanceof ExchangeHandlerError) || error.code !== 'DwollaUnreachable') throw error;
        // A create is repeated once, at once: whoever asked decides about more.
        if (!reads) return this.#repeatedCreate(request);
      }
      await this.#pause(pause);
    }
    return this.#once(request);
  }

  async #repeatedCreate(request: DwollaRequest): Promise<DwollaAnswer> {
    const answer = await this.#once(request);
    // Dwolla is still at work on the first one. To the browser a 409 would say that the session is used up.
    if (answer.status === 409) throw stillAtWork();
    return answer;
  }

  async #pause(time: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, time));
    if (this.#signal?.aborted) throw timedOut();
  }

  async #once({ url, method, headers, body }: DwollaRequest): Promise<DwollaAnswer> {
    // A browser's request has a deadline for all its calls; what is shared by several has one of its own.
    const signal = this.#signal ?? AbortSignal.timeout(this.#options.timeout);
    // The browser may have gone while the token was on its way, and a host's `fetch` may take no signal.
    if (signal.aborted) throw timedOut();
    let answer: Response;
    let text: string | null;
    try {
      // Redirects are not followed: Dwolla's API has none, and a token must not travel.
      answer = await this.#options.fetch(url, { method, headers, body, redirect: 'manual', signal });
      text = await readBounded(answer);
    } catch {
      // The cause is left out: depending on the runtime it repeats the request.
      if (signal.aborted) throw timedOut();
      throw new ExchangeHandlerError(
        502,
        'DwollaUnreachable',
        'Dwolla could not be reached. Try again later.',
        { hint: `No connection to ${new URL(url).origin}. If that is not Dwolla, correct serverUrl.` },
      );
    }
    if (text === null)
      throw new ExchangeHandlerError(
        502,
        'UnexpectedDwollaAnswer',
        `Dwolla's answer is larger than ${longestBody} bytes.`,
      );
    const { ok, status, headers: answered } = answer;
    return { ok, status, headers: answered, text };
  }

  #secrets(token: string, { body }: DwollaRequest): readonly string[] {
    return [this.#options.secret, this.#options.key, token, ...tokensIn(body)];
  }
}

/** 503 in place of Dwolla's 409 to our own repetition of a create. */
export const stillAtWork = (): ExchangeHandlerError =>
  new ExchangeHandlerError(
    503,
    'DwollaUnavailable',
    'Dwolla is still working on this. Try again in a moment.',
    { headers: { 'retry-after': '2' } },
  );

const timedOut = (): ExchangeHandlerError =>
  new ExchangeHandlerError(504, 'DwollaTimeout', 'Dwolla did not answer in time. Try again later.');

/** A body as text, or null where it is too long: then the rest is never read. */
async function readBounded(answer: Response): Promise<string | null> {
  const reader = answer.body?.getReader();
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
    size += part.value.byteLength;
    if (size > longestBody) {
      reader?.cancel().catch(() => undefined);
      return null;
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
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

const withToken = (request: DwollaRequest, token: string): DwollaRequest => ({
  ...request,
  headers: { ...request.headers, authorization: `Bearer ${token}` },
});
