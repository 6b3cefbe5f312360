import type { FieldProblem } from '../server/handler-error.js';
import { ownFields } from '../element/browser/own.js';

/** A text that is not empty, or undefined. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value ? value : undefined;

function readProblem(problem: unknown): FieldProblem {
  const { path, code, message } = ownFields(problem);
  return { path: text(path) ?? '', code: text(code) ?? '', message: text(message) ?? '' };
}

/**
 * A request to the backend that came to nothing. `code` is the backend's (`ValidationError`, `InvalidExchangeToken`,
 * `UpdateCredentials`, …), or `NetworkError` where nothing was answered, or `UnexpectedAnswer` where the answer is not the
 * kit's. It never holds a token: the kit takes them out of what Dwolla says.
 */
export class ExchangeClientError extends Error {
  override readonly name = 'ExchangeClientError';
  /** HTTP status; 0 where nothing was answered. */
  readonly status: number;
  readonly code: string;
  /** What is wrong, field by field: `path` is a JSON pointer into what was sent (`/cardDetails/firstName`). */
  readonly errors: readonly FieldProblem[];
  /** How long to wait before the next try, in seconds, where the backend says so. */
  readonly retryAfter: number | undefined;
  /** With `DuplicateResource`: the id of the exchange or funding source that is there already. */
  readonly id: string | undefined;
  /** With `UpdateCredentials`: the exchange to log in to again. With `DuplicateResource`: the one that is there. */
  readonly exchangeId: string | undefined;
  /** With `DuplicateResource`: the funding source that is there. */
  readonly fundingSourceId: string | undefined;
  /** With `UpdateCredentials`: the URL of a session that logs in again, for `session-url`. */
  readonly sessionUrl: string | undefined;

  /**
   * @param answer the JSON of the answer, of whatever shape; only its own fields count
   * @param fallback code and message where the answer has none
   * @param retryAfter in seconds
   */
  constructor(status: number, answer: unknown, fallback: readonly [string, string], retryAfter?: number) {
    const { code, message, errors, exchangeId, fundingSourceId, sessionUrl } = ownFields(answer);
    super(text(message) ?? fallback[1]);
    this.status = status;
    this.code = text(code) ?? fallback[0];
    this.errors = Array.isArray(errors) ? errors.map(readProblem) : [];
    this.retryAfter = retryAfter;
    this.exchangeId = text(exchangeId);
    this.fundingSourceId = text(fundingSourceId);
    this.sessionUrl = text(sessionUrl);
    this.id = code === 'DuplicateResource' ? (this.fundingSourceId ?? this.exchangeId) : undefined;
  }
}

/** An answer that is not the kit's: a proxy's page, a login, another server. */
export const unexpectedAnswer = (
  status: number,
  answer?: unknown,
  retryAfter?: number,
): ExchangeClientError =>
  new ExchangeClientError(
    status,
    answer,
    ['UnexpectedAnswer', `Status ${status}, not from the kit: check baseUrl.`],
    retryAfter,
  );
