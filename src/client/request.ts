import { bare, ownFields, type Fields } from '../element/browser/own.js';
import { ExchangeClientError, unexpectedAnswer } from './client-error.js';

/** Sends a request; like `fetch`. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What every method of the client takes. */
export interface RequestOptions {
  /** Ends the request and the pauses between its tries; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | null | undefined;
  /**
   * For creates: a repetition under the same key makes nothing a second time. 8 to 128 letters, digits, `-`, `_`, `.` or
   * `:`. Default: a new one per call.
   */
  readonly idempotencyKey?: string | undefined;
}

const tries = 3;
const firstPause = 400; // ms; longer each time
const longestPause = 10_000; // ms that a `Retry-After` may ask for
const passing = [502, 503, 504];

/** A key that no other has. `crypto.randomUUID` is missing on plain http, such as a phone's in a local network. */
const newKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join('.');

function pause(time: number, signal: AbortSignal | null | undefined): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, time);
    signal?.addEventListener('abort', () => resolve());
  });
}

/** `Retry-After` in seconds, from a number or a date. */
function readRetryAfter(answer: Response): number | undefined {
  const value = answer.headers.get('retry-after') ?? '';
  const seconds = Number(value) || (Date.parse(value) - Date.now()) / 1000;
  return seconds >= 0 ? seconds : undefined;
}

/** One try. */
async function send(fetch: Fetch, url: string, init: RequestInit): Promise<Fields | ExchangeClientError> {
  let answer: Response;
  let body: string;
  let fields: unknown;
  try {
    answer = await fetch(url, init);
    body = await answer.text();
  } catch {
    // What was thrown is left out: depending on the browser it repeats the URL.
    return new ExchangeClientError(0, null, ['NetworkError', 'The backend could not be reached.']);
  }
  try {
    fields = JSON.parse(body) as unknown;
    if (answer.ok) return ownFields(fields);
  } catch {
    // A proxy's page, or a login.
  }
  return unexpectedAnswer(answer.status, fields, readRetryAfter(answer));
}

/**
 * Sends a request up to three times: again after a network failure, 502, 503 and 504. A create keeps its key over all
 * tries, and so makes one thing at most.
 * @param body of a POST; without one it is a GET
 * @returns the answer's own fields, unchecked
 * @throws ExchangeClientError for every other answer than a 2xx with JSON; or the signal's reason
 */
export async function request(
  fetch: Fetch,
  url: string,
  { signal, idempotencyKey }: RequestOptions,
  body?: unknown,
): Promise<Fields> {
  const init = bare<RequestInit>({
    ...(signal && { signal }),
    ...(body !== undefined && {
      method: 'POST',
      headers: bare({
        'content-type': 'application/json',
        'idempotency-key': idempotencyKey ?? newKey(),
      }),
      body: JSON.stringify(body),
    }),
  });
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    const answer = await send(fetch, url, init);
    signal?.throwIfAborted();
    if (!(answer instanceof ExchangeClientError)) return answer;
    const { status, retryAfter = 0 } = answer;
    const wait = Math.max(firstPause * attempt * (0.75 + Math.random() / 2), retryAfter * 1000);
    if (attempt === tries || (status && !passing.includes(status)) || wait > longestPause) throw answer;
    await pause(wait, signal);
  }
}
