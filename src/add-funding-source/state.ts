/**
 * Where a run stands, and what each thing that happens makes of it: one union, one pure function. It knows no document,
 * no request and no other element; `flow.ts` does what a state asks for.
 */
import type { Connection, FundingSourceSummary, NewFundingSource } from '../server/answers.js';
import type { ConnectionClaim } from '../client/client.js';
import type {
  ExchangeErrorDetail,
  ExchangeExitDetail,
  ExchangeSuccessDetail,
} from '../element/flow/outcome.js';
import type { PartnerName } from '../element/partners/registry.js';
import {
  describeAccount,
  isComplete,
  knownConnection,
  knownOf,
  refusedFields,
  type FieldProblems,
  type FieldValues,
  type KnownAccount,
  type LinkedAccount,
} from './account.js';
import type { FundingSourceErrorDetail, FundingSourceOutcome } from './outcome.js';

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
      /** MX's, of which no exchange is made yet; or the exchange whose account is chosen. */
      readonly of: readonly Connection[] | LinkedAccount;
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

export type Action =
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
  | { readonly type: 'inner-success'; readonly detail: ExchangeSuccessDetail }
  | { readonly type: 'inner-exit'; readonly detail: ExchangeExitDetail }
  | { readonly type: 'inner-error'; readonly detail: ExchangeErrorDetail }
  /** `<dwolla-exchange-link>` has begun again by itself. */
  | { readonly type: 'inner-start' }
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
  | { readonly type: 'refused'; readonly refusal: Refusal }
  | { readonly type: 'retry' }
  | { readonly type: 'close'; readonly reason: 'user' | 'host' };

const newRun: Run = { partner: null, failed: [], relinks: 0 };

export const initial: Snapshot = { name: 'choosing-partner', run: newRun };

/** How a run ended, or null. */
export const outcomeOf = (snapshot: Snapshot): FundingSourceOutcome | null =>
  'outcome' in snapshot ? snapshot.outcome : null;

/** Which state each kind of outcome leads to. */
const ends = { added: 'added', reauthenticated: 'added', exit: 'exited', error: 'error' } as const;

const end = (
  run: Run,
  outcome: FundingSourceOutcome,
  again: Link | Job | null = null,
  isInner = false,
): Snapshot => ({ name: ends[outcome.type], run, outcome, again, isInner });

const link = (run: Run, task: Link): Snapshot => ({ name: 'linking', run, link: task });
const work = (run: Run, job: Job): Snapshot => ({ name: 'adding', run, job });

/** From an exchange to a funding source: asks what is missing, or nothing. */
function proceed(run: Run, account: LinkedAccount, given: Given): Snapshot {
  const { choices } = account.known;
  if (choices)
    return { name: 'choosing-account', run, labels: choices.map(({ label }) => label), of: account };
  const knowledge = { ...given, partner: run.partner, known: account.known };
  const described = isComplete(knowledge) ? describeAccount(knowledge) : null;
  return described && 'source' in described
    ? work(run, { type: 'add', account, source: described.source })
    : { name: 'describing-account', run, account, problems: {}, values: {} };
}

/** Where a run begins that has nothing to go on with. */
function begin(run: Run, given: Given): Snapshot {
  const [only, ...others] = given.partners;
  const partner = others.length === 0 ? (only ?? null) : null;
  if (given.exchange) return link({ ...run, partner }, { type: 'reauth', exchangeId: given.exchange });
  return partner ? link({ ...run, partner }, { type: 'link' }) : { name: 'choosing-partner', run };
}

function start(action: Extract<Action, { type: 'start' }>, given: Given): Snapshot {
  const { account, sent, partner, isReturn } = action;
  const run = { ...newRun, partner };
  if (account && isReturn) return link(run, { type: 'update', account, source: null, sessionUrl: '' });
  if (account) return work(run, { type: 'check', account });
  if (sent && !isReturn) return work(run, { type: 'find', sent });
  const exchange = given.exchange || (isReturn ? action.exchange : '');
  if (isReturn) return link(run, exchange ? { type: 'reauth', exchangeId: exchange } : { type: 'link' });
  return begin(newRun, given);
}

/** Whether the others are offered after a failure of this kind. */
const isOfPartner = (code: string, errorType = ''): boolean =>
  /^partner-(script|timeout)$/.test(code) ||
  errorType.startsWith('INSTITUTION_') ||
  code.startsWith('INSTITUTION_');

/** The others, after one has failed; null where there are none. */
function offerOthers(run: Run, given: Given): Snapshot | null {
  const failed = [...run.failed, ...(run.partner ? [run.partner] : [])];
  return given.partners.some((name) => !failed.includes(name))
    ? { name: 'choosing-partner', run: { ...run, partner: null, failed } }
    : null;
}

function linked(run: Run, task: Link, detail: ExchangeSuccessDetail, given: Given): Snapshot {
  const now = { ...run, partner: detail.partner };
  if (task.type === 'update')
    return task.source
      ? work(now, { type: 'add', account: task.account, source: task.source })
      : proceed(now, task.account, given);
  if (task.type === 'reauth' || detail.reauth) {
    const exchangeId =
      task.type === 'reauth' ? task.exchangeId : detail.partner === 'visa' ? detail.exchangeId : '';
    return end(now, { type: 'reauthenticated', detail: { exchangeId, partner: detail.partner } });
  }
  return work(
    now,
    detail.partner === 'mx'
      ? { type: 'list' }
      : {
          type: 'exchange',
          claim: detail,
          sent: { known: knownOf(detail), at: given.now },
          key: given.key,
        },
  );
}

const exchangeOf = (run: Run, { name, availableConnectionToken }: Connection, given: Given): Snapshot =>
  work(run, {
    type: 'exchange',
    claim: { partner: 'mx', availableConnectionToken },
    sent: { known: knownConnection(name), at: given.now },
    key: given.key,
  });

function listed(run: Run, connections: readonly Connection[], given: Given): Snapshot {
  const [only, ...others] = connections;
  if (only && others.length === 0) return exchangeOf(run, only, given);
  if (only)
    return { name: 'choosing-account', run, labels: connections.map(({ name }) => name), of: connections };
  const detail: FundingSourceErrorDetail = {
    code: 'no-accounts',
    message: 'The user has shared no account through MX, or MX has not told Dwolla of it yet.',
    partner: run.partner,
    retryable: true,
  };
  return end(run, { type: 'error', detail }, { type: 'list' });
}

/** Codes that only a new session helps against: the token or the exchange is no good any more. */
const needsNewLink = /^(InvalidExchangeToken|InvalidExchange|InactiveExchange)$/;
/** What the same request can be answered differently to: later, or after the user has logged in to the host again. */
const isPassing = (status: number): boolean => /^(0|401|408|409|425|429|5\d\d)$/.test(`${status}`);

function refused(run: Run, job: Job, refusal: Refusal, given: Given): Snapshot {
  const { status, code, message } = refusal;
  if (/^(check|find)$/.test(job.type) && (status === 404 || needsNewLink.test(code)))
    return begin(newRun, given);
  // Link again once without a message; the second time the user reads why.
  if (needsNewLink.test(code) && run.relinks === 0) return link({ ...run, relinks: 1 }, { type: 'link' });
  if (job.type === 'add') {
    // Nothing was made, so what comes next is another request.
    const account = { ...job.account, key: given.key };
    if (code === 'UpdateCredentials')
      return link(run, { type: 'update', account, source: job.source, sessionUrl: refusal.sessionUrl });
    const problems = code === 'ValidationError' ? refusedFields(refusal.errors) : {};
    if (Object.keys(problems).length > 0)
      return { name: 'describing-account', run, account, problems, values: valuesIn(job.source) };
  }
  if (job.type === 'exchange' && code === 'DuplicateResource' && refusal.exchangeId)
    return proceed(run, { exchangeId: refusal.exchangeId, known: job.sent.known, key: given.key }, given);
  const isLink = needsNewLink.test(code);
  const retryable = isLink || (isPassing(status) && code !== 'Misconfigured');
  const detail: FundingSourceErrorDetail = {
    code,
    message,
    partner: run.partner,
    retryable,
    ...(status > 0 && { status }),
  };
  return end(run, { type: 'error', detail }, retryable ? (isLink ? { type: 'link' } : job) : null);
}

/** What a request says, by field of the form. */
function valuesIn(source: NewFundingSource): FieldValues {
  if ('bankAccountType' in source) return source;
  const { firstName, lastName, billingAddress } = source.cardDetails;
  const { address2 = '', address3 = '', ...address } = billingAddress;
  return { name: source.name, firstName, lastName, ...address, address2, address3 };
}

function made(run: Run, job: Job, source: FundingSourceSummary, isDuplicate: boolean): Snapshot | null {
  if (job.type !== 'add') return null;
  const detail = {
    fundingSource: {
      id: source.id,
      type: source.type ?? (run.partner === 'checkout' ? 'card' : 'bank'),
      status: source.status ?? null,
      name: source.name ?? (isDuplicate ? null : job.source.name),
    },
    exchangeId: job.account.exchangeId,
    partner: run.partner,
    ...(isDuplicate && { isDuplicate: true as const }),
  };
  return end(run, { type: 'added', detail });
}

/** The next snapshot; the same one where an action means nothing in the present state. Pure. */
export function reduce(now: Snapshot, action: Action, given: Given): Snapshot {
  const { run } = now;
  switch (action.type) {
    case 'start':
      return start(action, given);
    case 'choose-partner':
      return now.name === 'choosing-partner'
        ? link({ ...run, partner: action.partner }, { type: 'link' })
        : now;
    case 'inner-success':
      return now.name === 'linking' ? linked(run, now.link, action.detail, given) : now;
    case 'inner-exit': {
      if (now.name !== 'linking') return now;
      const { type = '', code = '' } = action.detail.error ?? {};
      const others = now.link.type === 'link' && isOfPartner(code, type) ? offerOthers(run, given) : null;
      const partner = action.detail.partner ?? run.partner;
      return others ?? end(run, { type: 'exit', detail: { ...action.detail, partner } }, now.link, true);
    }
    case 'inner-error': {
      if (now.name !== 'linking') return now;
      const { code, message, partner, retryable, status } = action.detail;
      const others = now.link.type === 'link' && isOfPartner(code) ? offerOthers(run, given) : null;
      const detail = {
        code,
        message,
        partner: partner ?? run.partner,
        retryable,
        ...(status !== undefined && { status }),
      };
      return others ?? end(run, { type: 'error', detail }, now.link, true);
    }
    case 'inner-start':
      return 'outcome' in now && now.isInner && now.again && isLink(now.again) ? link(run, now.again) : now;
    case 'checked':
      if (now.name !== 'adding' || now.job.type !== 'check') return now;
      return action.isThere ? proceed(run, now.job.account, given) : begin(newRun, given);
    case 'found':
      if (now.name !== 'adding' || now.job.type !== 'find') return now;
      return action.exchangeId
        ? proceed(run, { exchangeId: action.exchangeId, known: now.job.sent.known, key: given.key }, given)
        : begin(newRun, given);
    case 'listed':
      return now.name === 'adding' && now.job.type === 'list' ? listed(run, action.connections, given) : now;
    case 'choose-account': {
      if (now.name !== 'choosing-account') return now;
      if ('exchangeId' in now.of) {
        const known = now.of.known.choices?.[action.index];
        return known ? proceed(run, { ...now.of, known }, given) : now;
      }
      const connection = now.of[action.index];
      return connection ? exchangeOf(run, connection, given) : now;
    }
    case 'exchanged':
      return now.name === 'adding' && now.job.type === 'exchange'
        ? proceed(run, { exchangeId: action.exchangeId, known: now.job.sent.known, key: given.key }, given)
        : now;
    case 'describe': {
      if (now.name !== 'describing-account') return now;
      const { account } = now;
      const { values } = action;
      const described = describeAccount({ ...given, partner: run.partner, known: account.known }, values);
      return 'source' in described
        ? work(run, { type: 'add', account, source: described.source })
        : { ...now, problems: described.problems, values };
    }
    case 'made':
      return (now.name === 'adding' && made(run, now.job, action.source, action.isDuplicate)) || now;
    case 'refused':
      return now.name === 'adding' ? refused(run, now.job, action.refusal, given) : now;
    case 'retry':
      if (!('outcome' in now) || now.isInner || !now.again) return now;
      return isLink(now.again) ? link({ ...run, relinks: 0 }, now.again) : work(run, now.again);
    case 'close':
      return 'outcome' in now || now.name === 'linking'
        ? now
        : end(run, { type: 'exit', detail: { partner: run.partner, reason: action.reason } });
    default:
      return action satisfies never;
  }
}

const isLink = (again: Link | Job): again is Link => /^(link|reauth|update)$/.test(again.type);
