import { ExchangeHandlerError } from '../handler-error.js';
import { z } from '../zod.js';
import type { DwollaAnswer, DwollaRequest } from './messages.js';
import { SharedWork } from './shared-work.js';

/** The application and where its tokens come from. */
export interface AccessTokenOptions {
  readonly serverUrl: string;
  readonly key: string;
  readonly secret: string;
}

interface HeldToken {
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

type Send = (request: DwollaRequest) => Promise<DwollaAnswer>;

const failurePause = 1000; // ms in which a failure counts for everybody who asks

const tokenAnswer = z.object({
  access_token: z.string().check(z.minLength(1)),
  expires_in: z.number().check(z.positive()),
});

/**
 * The application's access token, fetched when needed and kept until shortly before its end. Requests that need one at the
 * same time share one fetch.
 * @see https://developers.dwolla.com/docs/api-reference/tokens
 */
export class AccessToken {
  readonly #options: AccessTokenOptions;
  readonly #send: Send;
  #held: HeldToken | null = null;
  readonly #coming = new SharedWork<string>();
  #failed: { readonly error: unknown; readonly until: number } | null = null;

  constructor(options: AccessTokenOptions, send: Send) {
    this.#options = options;
    this.#send = send;
  }

  /** A token that should still be good. Throws an ExchangeHandlerError (502, 504) when Dwolla gives none. */
  async get(): Promise<string> {
    if (this.#held !== null && Date.now() < this.#held.until) return this.#held.value;
    if (this.#failed !== null && Date.now() < this.#failed.until) throw this.#failed.error;
    return this.#coming.share(() =>
      this.#fetch().catch((error: unknown) => {
        this.#failed = { error, until: Date.now() + failurePause };
        throw error;
      }),
    );
  }

  /** A token in place of one that Dwolla has refused; another request may have fetched it already. */
  async renew(refused: string): Promise<string> {
    if (this.#held?.value === refused) this.#held = null;
    return this.get();
  }

  async #fetch(): Promise<string> {
    const { serverUrl, key, secret } = this.#options;
    const answer = await this.#send({
      url: `${serverUrl}/token`,
      method: 'POST',
      headers: {
        authorization: `Basic ${base64(`${key}:${secret}`)}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
    });
    const parsed = answer.ok ? tokenAnswer.safeParse(readJson(answer.text)) : null;
    if (!parsed?.success) throw tokenRefusal(answer);
    const { access_token: value, expires_in: seconds } = parsed.data;
    // A minute, or a tenth of a shorter life, is left for the way of the request that will carry it.
    const until = Date.now() + seconds * 1000 - Math.min(60_000, seconds * 100);
    this.#held = { value, until };
    return value;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function tokenRefusal({ status, headers }: DwollaAnswer): ExchangeHandlerError {
  const retryAfter = headers.get('retry-after');
  if (status === 429)
    return new ExchangeHandlerError(
      429,
      'TooManyRequests',
      'Dwolla gives no access token for now: too many were asked for. Try again later.',
      retryAfter === null ? {} : { headers: { 'retry-after': retryAfter } },
    );
  return status === 400 || status === 401 || status === 403
    ? new ExchangeHandlerError(
        502,
        'DwollaUnauthorized',
        'Dwolla did not accept the application. Check its key, secret and environment.',
      )
    : new ExchangeHandlerError(502, 'DwollaUnavailable', 'Dwolla gave no access token. Try again later.');
}

/** Base64 of the UTF-8 form; `btoa` alone knows Latin letters only. */
function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
