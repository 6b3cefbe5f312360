/**
 * What each action of the link makes of a state: pure. The link is the first step, the account the second.
 */
import {
  begin,
  end,
  link,
  newRun,
  work,
  type Given,
  type Job,
  type Link,
  type LinkAction,
  type Run,
  type Snapshot,
} from './state.js';

function start(action: Extract<LinkAction, { type: 'start' }>, given: Given): Snapshot {
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

/** A new login ends there; what else has succeeded goes on to the account. */
function linked(
  run: Run,
  task: Link,
  { detail: claim, key }: Extract<LinkAction, { type: 'inner-success' }>,
): Snapshot {
  const { partner } = claim;
  const next = { ...run, partner };
  if (task.type === 'update' || !(task.type === 'reauth' || claim.reauth))
    return work(next, { type: 'begin', link: task, claim, key });
  const exchangeId = task.type === 'reauth' ? task.exchangeId : partner === 'visa' ? claim.exchangeId : '';
  return end(next, { type: 'reauthenticated', detail: { exchangeId, partner } });
}

const isLink = (again: Link | Job): again is Link => /^(link|reauth|update)$/.test(again.type);

const codeFailed = {
  code: 'NetworkError',
  message: 'The code that adds the account could not be fetched: serve it beside the script.',
  retryable: true,
} as const;

/** The next snapshot; the same one where an action means nothing in the present state. Pure. */
export function reduceLinkStep(now: Snapshot, action: LinkAction, given: Given): Snapshot {
  const { run } = now;
  switch (action.type) {
    case 'start':
      return start(action, given);
    case 'choose-partner':
      return now.name === 'choosing-partner'
        ? link({ ...run, partner: action.partner }, { type: 'link' })
        : now;
    case 'inner-success':
      return now.name === 'linking' ? linked(run, now.link, action) : now;
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
    case 'code-failed':
      return now.name === 'adding'
        ? end(run, { type: 'error', detail: { ...codeFailed, partner: run.partner } }, now.job)
        : now;
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
