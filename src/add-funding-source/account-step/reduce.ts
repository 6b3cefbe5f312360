/**
 * What each action of the account makes of a state: pure.
 */
import type { Connection, FundingSourceSummary, NewFundingSource } from '../../server/answers.js';
import type { FundingSourceErrorDetail } from '../outcome.js';
import { knownOf, type LinkedAccount } from '../known-account.js';
import {
  begin,
  end,
  link,
  newRun,
  work,
  type AccountAction,
  type Given,
  type Job,
  type Refusal,
  type Run,
  type Snapshot,
} from '../state.js';
import {
  describeAccount,
  isComplete,
  knownConnection,
  refusedFields,
  type FieldValues,
} from './describe-account.js';

/** From an exchange to a funding source: asks what is missing, or nothing. */
function proceed(run: Run, account: LinkedAccount, given: Given): Snapshot {
  const { choices } = account.known;
  if (choices)
    return {
      name: 'choosing-account',
      run,
      labels: choices.map(({ label }) => label),
      account,
      connections: [],
    };
  const knowledge = { ...given, partner: run.partner, known: account.known };
  const described = isComplete(knowledge) ? describeAccount(knowledge) : null;
  return described && 'source' in described
    ? work(run, { type: 'add', account, source: described.source })
    : { name: 'describing-account', run, account, problems: {}, values: {} };
}

/** What the partner's success leads to. */
function begun(
  run: Run,
  { link: task, claim, key }: Extract<Job, { type: 'begin' }>,
  given: Given,
): Snapshot {
  if (task.type === 'update')
    return task.source
      ? work(run, { type: 'add', account: task.account, source: task.source })
      : proceed(run, task.account, given);
  return work(
    run,
    claim.partner === 'mx'
      ? { type: 'list' }
      : { type: 'exchange', claim, sent: { known: knownOf(claim), at: given.now }, key },
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
    return {
      name: 'choosing-account',
      run,
      labels: connections.map(({ name }) => name),
      account: null,
      connections,
    };
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
export function reduceAccountStep(now: Snapshot, action: AccountAction, given: Given): Snapshot {
  const { run } = now;
  switch (action.type) {
    case 'begun':
      return now.name === 'adding' && now.job.type === 'begin' ? begun(run, now.job, given) : now;
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
      const known = now.account?.known.choices?.[action.index];
      if (now.account) return known ? proceed(run, { ...now.account, known }, given) : now;
      const connection = now.connections[action.index];
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
    default:
      return action satisfies never;
  }
}
