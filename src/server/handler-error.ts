/** What a browser may be told about one wrong field. */
export interface FieldProblem {
  /** JSON pointer into the request (`/cardDetails/billingAddress/city`). */
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** What an {@link ExchangeHandlerError} carries beside status, code and message. */
export interface ErrorParts {
  /** Further members of the JSON body: nothing that the browser must not see. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Header fields of the answer (`Allow`, `Retry-After`). */
  readonly headers?: Readonly<Record<string, string>>;
  /** The error of the host's own code that is behind this one; never sent to a browser. */
  readonly cause?: unknown;
  /** What the host has to change, for `onError`, where the status alone would not call it. */
  readonly hint?: string;
}

/**
 * A request that is answered with an error: the browser gets `{ code, message, …details }` under `status`, and the host's
 * `onError` gets the object itself. Message, code and details never hold a key, a secret or an access token, and no
 * partner's token; `cause` is only ever an error that the host's own functions threw.
 */
export class ExchangeHandlerError extends Error {
  override readonly name = 'ExchangeHandlerError';
  /** HTTP status of the answer. */
  readonly status: number;
  /** Dwolla's code (`ValidationError`, `InvalidExchangeToken`, ...) or one of the handler's own (`Unauthorized`, `DwollaTimeout`, ...). */
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  /** What the host has to change; `onError` is called for it whatever the status. Never sent to a browser. */
  readonly hint: string | null;

  constructor(status: number, code: string, message: string, parts: ErrorParts = {}) {
    super(message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.status = status;
    this.code = code;
    this.details = parts.details ?? {};
    this.headers = parts.headers ?? {};
    this.hint = parts.hint ?? null;
  }
}

/** 404 without a word about whether the thing exists for somebody else. */
export function notFound(what: string): ExchangeHandlerError {
  return new ExchangeHandlerError(404, 'NotFound', `${what} was not found.`);
}

/** 400 with every wrong field; the message repeats the first, so that it can be shown as it is. */
export function invalidRequest(problems: readonly FieldProblem[]): ExchangeHandlerError {
  const [first] = problems;
  const message = first === undefined ? 'The request is invalid.' : `${first.path}: ${first.message}`;
  return new ExchangeHandlerError(400, 'ValidationError', message, { details: { errors: problems } });
}

/** 500 for a mistake in the host's own settings or functions, which only the host can fix. */
export function misconfigured(message: string, cause?: unknown): ExchangeHandlerError {
  return new ExchangeHandlerError(500, 'Misconfigured', message, cause === undefined ? {} : { cause });
}
