import { atEnd, startTimer } from '../browser/abort.js';
import { bare, ownFields } from '../browser/own.js';
import { whenOnline } from '../browser/online.js';
import type { ExchangeLinkErrorFields } from '../error-codes.js';
import { ExchangeLinkError } from '../errors.js';

/** Replaces `fetch` for the session URL, for hosts that add headers. */
export type FetchSession = (url: string, init: RequestInit) => Promise<Response>;

export interface SessionRequest {
  /** Absolute, already checked. */
  readonly url: string;
  readonly fetchSession: FetchSession;
  readonly credentials: RequestCredentials;
  /** The previous session is consumed: an answer that there is no other one means that it has expired. */
  readonly isRestart: boolean;
  /** Timeout for all tries together, in ms. */
  readonly timeout: number;
  /** Called when there is nothing to do but wait for the connection. */
  readonly onOffline: () => void;
  /** Ends request and pauses when the attempt is over. */
  readonly signal: AbortSignal;
}

const tries = 3;
const firstPause = 500; // ms
const largestBody = 256 * 1024; // bytes
const passing = [408, 429, 500, 502, 503, 504];
const longestReading = 2000; // ms a body may go on when nobody waits for it any more

/** The delay that the server asks for, in ms; 0 if it names none. */
function readRetryAfter(response: Response): number {
  const value = response.headers.get('retry-after') ?? '';
  return (/^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()) || 0;
}

const malformed = (message: string, cause?: unknown): ExchangeLinkError =>
  new ExchangeLinkError('session-malformed', message, { cause });

/** Reads a body piece by piece, so that an endless one is cut off instead of filling the memory. */
async function readText(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for (let piece; reader && !(piece = await reader.read()).done;) {
    size += piece.value.length;
    if (size > largestBody) {
      void reader.cancel().catch(() => null);
      throw malformed(`The session is larger than ${largestBody} bytes.`);
    }
    text += decoder.decode(piece.value, bare({ stream: true }));
  }
  return text;
}

/** The code of a refusal, as the backend kit answers it: `{ code, message }`. */
async function readCode(response: Response): Promise<unknown> {
  try {
    return ownFields(JSON.parse(await readText(response)))['code'];
  } catch {
    return undefined;
  }
}

/**
 * A signal for one request: aborted with the attempt while there is no answer. A body that has begun is read to its end,
 * up to a limit: browsers show a canceled body as a failed request.
 */
function requestSignal(attempt: AbortSignal): {
  signal: AbortSignal;
  hasAnswered: () => void;
  isRead: () => void;
} {
  const request = new AbortController();
  let isAnswered = false;
  const read = new AbortController();
  atEnd(attempt, () => {
    if (read.signal.aborted) return;
    if (isAnswered) startTimer(read.signal, longestReading, () => request.abort());
    else request.abort(attempt.reason);
  });
  return {
    signal: request.signal,
    hasAnswered: () => (isAnswered = true),
    isRead: () => read.abort(),
  };
}

/** A session that cannot be used (again), with what to do about it. */
export const expiredSession = (fields: ExchangeLinkErrorFields = {}): ExchangeLinkError =>
  new ExchangeLinkError(
    'session-expired',
    'The exchange session is used up: let the session URL create one per request, or use getSession.',
    fields,
  );

/**
 * GETs an exchange session from the host's own backend: at most three tries with growing, jittered pauses, repeated only
 * where the last one had no effect, and one deadline over all.
 * @returns the parsed body, of whatever shape
 * @throws ExchangeLinkError `session-network`, `session-http`, `session-timeout`, `session-malformed`, `session-expired`
 */
export async function fetchExchangeSession(request: SessionRequest): Promise<unknown> {
  const { url, fetchSession, credentials, isRestart, timeout, onOffline, signal } = request;
  const deadline = Date.now() + timeout;
  for (let attempt = 1; ; attempt++) {
    let error: ExchangeLinkError;
    let retryAfter: number | null = 0;
    try {
      const { signal: untilAnswer, hasAnswered, isRead } = requestSignal(signal);
      // Plain at first, so that `<link rel="preload" as="fetch" crossorigin>` can answer it.
      const init: RequestInit = bare({
        credentials,
        signal: untilAnswer,
        headers: bare({ accept: 'application/vnd.dwolla.v1.hal+json, application/json' }),
        ...((isRestart || attempt > 1) && { cache: 'no-store' as const }),
      });
      const response = await fetchSession(url, init);
      hasAnswered();
      const { status } = response;
      if (response.ok) {
        const text = await readText(response).finally(isRead);
        try {
          return JSON.parse(text);
        } catch (cause) {
          throw malformed('The session URL did not answer with JSON.', cause);
        }
      }
      const partnerCode = await readCode(response).finally(isRead);
      if (status === 409 || status === 410 || (isRestart && status === 404)) throw expiredSession({ status });
      error = new ExchangeLinkError('session-http', `The session URL answered ${status}.`, {
        status,
        partnerCode,
      });
      retryAfter = passing.includes(status) ? readRetryAfter(response) : null;
    } catch (cause) {
      if (cause instanceof ExchangeLinkError) throw cause;
      error = new ExchangeLinkError('session-network', 'The session URL could not be reached.', { cause });
      // Asked only after a failure: without any network a browser says that it is offline and still reaches this machine.
      if (!navigator.onLine && attempt < tries) {
        onOffline();
        await whenOnline(signal);
      }
    }
    const growing = firstPause * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
    const wait = Math.max(growing, retryAfter ?? 0);
    // Waiting beyond the deadline would only keep the user in front of a spinner.
    if (signal.aborted || retryAfter === null || attempt === tries || Date.now() + wait >= deadline)
      throw error;
    await new Promise<void>((resolve) => {
      startTimer(signal, wait, resolve);
      atEnd(signal, resolve);
    });
    if (signal.aborted) throw error;
  }
}
