import type { ExchangeLinkErrorCode, ExchangeLinkErrorFields } from './error-codes.js';
import type { PartnerName } from './partners/registry.js';
import { bare, ownFields } from './browser/own.js';

/** The page that explains every code, as a file of the package. */
const page = 'dwolla-exchange-link/docs/errors.md';
/** `TypeError`, `AbortError`, `Error`. Anybody can set an error's name, and a token has digits or another end. */
const plainName = /^[A-Za-z]{0,30}Error$/;
/** What trying again can help with, by code; `session-http` with its status behind it. */
const retryableCodes =
  /^(session-(network|timeout|expired|http(408|425|429|5\d\d))|partner-(script|timeout|error))$/;

/**
 * The one error class of this package. `message` is for developers, says what to do, and ends with the place in the
 * documentation that says more; what users read is a localized sentence. Neither it nor `cause` ever holds a token, a secret or a URL's query.
 */
export class ExchangeLinkError extends Error {
  readonly code: ExchangeLinkErrorCode;
  readonly retryable: boolean;
  readonly status: number | undefined;
  readonly partnerCode: string | undefined;
  /** The partner it happened with, or null where none was known yet. */
  partner: PartnerName | null = null;

  constructor(code: ExchangeLinkErrorCode, message: string, fields: ExchangeLinkErrorFields = {}) {
    const { status, partnerCode, retryable, cause }: ExchangeLinkErrorFields = ownFields(fields);
    super(
      `${message} (${page}#${code})`,
      bare(cause instanceof Error ? { cause: { name: plainName.exec(cause.name)?.[0] ?? 'Error' } } : {}),
    );
    this.name = 'ExchangeLinkError';
    this.code = code;
    this.status = status;
    this.partnerCode =
      typeof partnerCode === 'string' && /^[\w.-]{1,64}$/.test(partnerCode) ? partnerCode : undefined;
    this.retryable = retryable ?? retryableCodes.test(code === 'session-http' ? `${code}${status}` : code);
  }
}

/** By name: a host may have imported another copy of the class. */
export const isExchangeLinkError = (error: unknown): error is ExchangeLinkError =>
  error instanceof Error && error.name === 'ExchangeLinkError';
