import type { ExchangeExitDetail } from '../element/flow/outcome.js';
import type { PartnerName } from '../element/partners/registry.js';

/** Detail of `funding-source-added`: the funding source is there. */
export interface FundingSourceAddedDetail {
  readonly fundingSource: {
    /** Dwolla's id, a UUID. */
    readonly id: string;
    /** `bank` or `card`. */
    readonly type: string;
    /** `verified` or `unverified`; null where it could not be read back. */
    readonly status: string | null;
    /** Null where it could not be read back. */
    readonly name: string | null;
  };
  readonly exchangeId: string;
  readonly partner: PartnerName | null;
  /** The account was linked before; this is the funding source that was made then. */
  readonly isDuplicate?: true;
}

/** Detail of `exchange-reauthenticated`: the exchange works again. */
export interface ExchangeReauthenticatedDetail {
  readonly exchangeId: string;
  readonly partner: PartnerName | null;
}

/** Detail of `funding-source-exit`: the user or the host left without finishing. */
export type FundingSourceExitDetail = ExchangeExitDetail;

/** Detail of `funding-source-error`: it cannot go on. */
export interface FundingSourceErrorDetail {
  /**
   * A code of `exchange-error`, a code of the backend (`ValidationError`, `InvalidExchange`, …), `NetworkError`,
   * `UnexpectedAnswer`, `no-accounts` (MX shared none) or `unknown-partner`.
   */
  readonly code: string;
  /** For developers: what to do. */
  readonly message: string;
  readonly partner: PartnerName | null;
  /** Whether the element offers to try again. What the user has done so far is kept. */
  readonly retryable: boolean;
  /** HTTP status of the session request, or of the backend's answer. */
  readonly status?: number;
}

/** How a run ended. */
export type FundingSourceOutcome =
  | { readonly type: 'added'; readonly detail: FundingSourceAddedDetail }
  | { readonly type: 'reauthenticated'; readonly detail: ExchangeReauthenticatedDetail }
  | { readonly type: 'exit'; readonly detail: FundingSourceExitDetail }
  | { readonly type: 'error'; readonly detail: FundingSourceErrorDetail };
