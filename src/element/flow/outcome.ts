import type { ExchangeLinkErrorCode } from '../error-codes.js';
import type { PartnerExchange, LastError } from '../partners/partner.js';
import type { PartnerName, SuccessFields } from '../partners/registry.js';

/**
 * The body for `POST /customers/{id}/exchanges`. The backend takes the token from it only, and sets the exchange partner
 * itself. `_links` is absent where the session named no exchange partner.
 */
export type ExchangeRequest = PartnerExchange & {
  readonly _links?: { readonly 'exchange-partner': { readonly href: string } };
};

/** Detail of `exchange-success`, a union on `partner`. A claim from a browser: the backend checks it. */
export type ExchangeSuccessDetail = SuccessFields & {
  /** An existing exchange was re-authenticated: nothing is exchanged a second time. */
  readonly reauth: boolean;
  /** What the backend sends to Dwolla next, or null where it has another step first. */
  readonly exchangeRequest: ExchangeRequest | null;
};

/** Detail of `exchange-exit`: the user or the host left without finishing. */
export interface ExchangeExitDetail {
  readonly partner: PartnerName | null;
  readonly reason: 'user' | 'host';
  /** The last error the user met before closing, if any. */
  readonly error?: LastError;
}

/** Detail of `exchange-error`: it cannot go on. */
export interface ExchangeErrorDetail {
  readonly code: ExchangeLinkErrorCode;
  /** For developers: what to do. */
  readonly message: string;
  readonly partner: PartnerName | null;
  /** Whether the element offers to try again. */
  readonly retryable: boolean;
  /** HTTP status of the session request. */
  readonly status?: number;
  /** The partner's own code. */
  readonly partnerCode?: string;
  /** What was thrown underneath, by its name only. */
  readonly cause?: { readonly name: string };
}

/** How an attempt ended. */
export type ExchangeOutcome =
  | { readonly type: 'success'; readonly detail: ExchangeSuccessDetail }
  | { readonly type: 'exit'; readonly detail: ExchangeExitDetail }
  | { readonly type: 'error'; readonly detail: ExchangeErrorDetail };
