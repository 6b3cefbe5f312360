/**
 * Where a run stands, and what can happen to it: one union of states, one of actions. `link-step.ts` and `account-step/` say
 * what each action makes of a state. They know no document, no request and no other element; `flow.ts` does what a state
 * asks for.
 */
import type { Connection, FundingSourceSummary, NewFundingSource } from '../server/answers.js';
import type { ConnectionClaim } from '../client/client.js';
import type {
  ExchangeErrorDetail,
  ExchangeExitDetail,
  ExchangeSuccessDetail,
} from '../element/flow/outcome.js';
import type { PartnerName } from '../element/partners/registry.js';
import type { FieldProblems, FieldValues } from './account-step/describe-account.js';
import type { KnownAccount, LinkedAccount } from './known-account.js';
import type { FundingSourceOutcome } from './outcome.js';

/**
 * Where a run stands, as the attribute `state` says it.
 *
 *     choosing-partner → linking → choosing-account → describing-account → adding → added | exited | error
 */
export type FundingSourceState =
  | 'choosing-partner'
  | 'linking'
  | 'choosing-account'
  | 'describing-account'
  | 'adding'
  | 'added'
  | 'exited'
  | 'error';

/** What `<dwolla-exchange-link>` is to do. */
export type Link =
  | { readonly type: 'link' }
  /** Logs in to an exchange again, and that is all. */
  | { readonly type: 'reauth'; readonly exchangeId: string }
  /** Logs in to the exchange again, and then makes the funding source. `sessionUrl` is the backend's, or ''. */
  | {
      readonly type: 'update';
      readonly account: LinkedAccount;
      readonly source: NewFundingSource | null;
      readonly sessionUrl: string;
    };

/** A request for an exchange, without what is secret of it. */
export interface SentClaim {
  readonly known: KnownAccount;
  /** When it was first sent, in ms since 1970. */
  readonly at: number;
}

/** What the backend is to do. */
export type Job =
  /** Nothing yet: the partner has succeeded, and what comes next is decided. `key` is the exchange's idempotency key. */
  | {
      readonly type: 'begin';
      readonly link: Link;
      readonly claim: ExchangeSuccessDetail;
      readonly key: string;
    }
  /** Looks whether the exchange of an earlier document is there. */
  | { readonly type: 'check'; readonly account: LinkedAccount }
  /** Looks for the exchange that an earlier document has asked for, and whose answer it did not live to see. */
  | { readonly type: 'find'; readonly sent: SentClaim }
  /** Asks MX's connections. */
  | { readonly type: 'list' }
  | {
      readonly type: 'exchange';
      readonly claim: ExchangeSuccessDetail | ConnectionClaim;
      readonly sent: SentClaim;
      readonly key: string;
    }
  | { readonly type: 'add'; readonly account: LinkedAccount; readonly source: NewFundingSource };

/** What stays the same over the steps of a run. */
export interface Run {
  readonly partner: PartnerName | null;
  /** Partners that are not offered again. */
  readonly failed: readonly PartnerName[];
  /** How often the backend has sent the user back to the partner. */
  readonly relinks: number;
}

/** All the element knows about where it stands; replaced, never changed. */
export type Snapshot = { readonly run: Run } & (
  | { readonly name: 'choosing-partner' }
  | { readonly name: 'linking'; readonly link: Link }
  | {
      readonly name: 'choosing-account';
      readonly labels: readonly string[];
      /** The exchange whose account is chosen; null for MX's, of which no exchange is made yet. */
      readonly account: LinkedAccount | null;
      readonly connections: readonly Connection[];
    }
  | {
      readonly name: 'describing-account';
      readonly account: LinkedAccount;
      readonly problems: FieldProblems;
      /** What the user has typed so far. */
      readonly values: FieldValues;
    }
  | { readonly name: 'adding'; readonly job: Job }
  | {
      readonly name: 'added' | 'exited' | 'error';
      readonly outcome: FundingSourceOutcome;
      /** What goes on after "Try again", or null. */
      readonly again: Link | Job | null;
      /** `<dwolla-exchange-link>` shows the sentence, and the button. */
      readonly isInner: boolean;
    }
);

/** A failure of the backend, of whatever class: the host may bring a client of its own. */
export interface Refusal {
  /** HTTP status; 0 where nothing was answered. */
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly errors: unknown;
  readonly exchangeId: string;
  readonly fundingSourceId: string;
  readonly sessionUrl: string;
}

/** What the host has set, and a key that no other run has. */
export interface Given {
  readonly partners: readonly PartnerName[];
  /** An exchange to log in to again, or ''. */
  readonly exchange: string;
  readonly accountName: string;
  readonly cardholder: unknown;
  /** A fresh idempotency key. */
  readonly key: string;
  /** In ms since 1970. */
  readonly now: number;
}

/** Up to the partner's success, and how a run ends or begins again. */
export type LinkAction =
  /** A run begins. */
  | {
      readonly type: 'start';
      /** The exchange that an earlier document has made. */
      readonly account: LinkedAccount | null;
      /** The exchange that an earlier document has asked for, if it does not know what came of it. */
      readonly sent?: SentClaim | null;
      /** Whose exchange that is, or whose return the address is. */
      readonly partner: PartnerName | null;
      readonly isReturn: boolean;
      /** The exchange that an earlier document was logging in to. */
      readonly exchange: string;
    }
  | { readonly type: 'choose-partner'; readonly partner: PartnerName }
  /** `key` is the idempotency key of the exchange that comes of it. */
  | { readonly type: 'inner-success'; readonly detail: ExchangeSuccessDetail; readonly key: string }
  | { readonly type: 'inner-exit'; readonly detail: ExchangeExitDetail }
  | { readonly type: 'inner-error'; readonly detail: ExchangeErrorDetail }
  /** `<dwolla-exchange-link>` has begun again by itself. */
  | { readonly type: 'inner-start' }
  /** The code of the account step could not be fetched. */
  | { readonly type: 'code-failed' }
  | { readonly type: 'retry' }
  | { readonly type: 'close'; readonly reason: 'user' | 'host' };

/** From the partner's success to the funding source: what the backend answers, and what the user chooses and fills in. */
export type AccountAction =
  | { readonly type: 'begun' }
  | { readonly type: 'checked'; readonly isThere: boolean }
  | { readonly type: 'found'; readonly exchangeId: string | null }
  | { readonly type: 'listed'; readonly connections: readonly Connection[] }
  | { readonly type: 'choose-account'; readonly index: number }
  | { readonly type: 'exchanged'; readonly exchangeId: string }
  | { readonly type: 'describe'; readonly values: FieldValues }
  | {
      readonly type: 'made';
      readonly source: FundingSourceSummary;
      readonly isDuplicate: boolean;
    }
  | { readonly type: 'refused'; readonly refusal: Refusal };

/** What the user does in the element's own view. */
export type UserAction = Extract<
  LinkAction | AccountAction,
  { type: 'choose-partner' | 'retry' | 'choose-account' | 'describe' }
>;

/** A run in which nothing has happened yet. */
export const newRun: Run = { partner: null, failed: [], relinks: 0 };

export const initial: Snapshot = { name: 'choosing-partner', run: newRun };

/** How a run ended, or null. */
export const outcomeOf = (snapshot: Snapshot): FundingSourceOutcome | null =>
  'outcome' in snapshot ? snapshot.outcome : null;

/** Which state each kind of outcome leads to. */
const ends = { added: 'added', reauthenticated: 'added', exit: 'exited', error: 'error' } as const;

/** A run that has ended. */
export const end = (
  run: Run,
  outcome: FundingSourceOutcome,
  again: Link | Job | null = null,
  isInner = false,
): Snapshot => ({ name: ends[outcome.type], run, outcome, again, isInner });

/** A run in which `<dwolla-exchange-link>` is to do something. */
export const link = (run: Run, task: Link): Snapshot => ({ name: 'linking', run, link: task });
/** A run in which the backend is to do something. */
export const work = (run: Run, job: Job): Snapshot => ({ name: 'adding', run, job });

/** Where a run begins that has nothing to go on with. */
export function begin(run: Run, given: Given): Snapshot {
  const [only, ...others] = given.partners;
  const partner = others.length === 0 ? (only ?? null) : null;
  if (given.exchange) return link({ ...run, partner }, { type: 'reauth', exchangeId: given.exchange });
  return partner ? link({ ...run, partner }, { type: 'link' }) : { name: 'choosing-partner', run };
}
