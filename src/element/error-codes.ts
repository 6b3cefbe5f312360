/**
 * Why an attempt could not go on. A closed set: hosts may switch over it.
 * What each code means and what to do about it is in docs/errors.md.
 */
export type ExchangeLinkErrorCode =
  | 'invalid-session-url'
  | 'session-network'
  | 'session-http'
  | 'session-timeout'
  | 'session-malformed'
  | 'session-unsupported'
  | 'session-expired'
  | 'partner-mismatch'
  | 'untrusted-origin'
  | 'missing-public-key'
  | 'partner-script'
  | 'partner-timeout'
  | 'partner-error'
  | 'blocked-by-csp'
  | 'redirect-failed';

/** Optional fields of an error, in addition to its code and message. */
export interface ExchangeLinkErrorFields {
  /** HTTP status of the session request (`session-http`, `session-expired`). */
  status?: number | undefined;
  /** The partner's own code. Kept only if it looks like a code, so that no free text or token slips through. */
  partnerCode?: unknown;
  /** Whether trying again can help. By default it follows from the code and the status. */
  retryable?: boolean | undefined;
  /** What was thrown underneath. Only its name is kept, if it is a class's: its message may quote a response or a URL. */
  cause?: unknown;
}

/** An error with a code, as a partner reports it. `ExchangeLinkError` is one that also knows the partner. */
export interface CodedError extends Error {
  readonly code: ExchangeLinkErrorCode;
  /** Whether trying again can help. */
  readonly retryable: boolean;
  /** HTTP status of the session request. */
  readonly status: number | undefined;
  /** The partner's own code, if it looks like one. */
  readonly partnerCode: string | undefined;
}
