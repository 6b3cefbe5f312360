import type { ExchangeOutcome, ExchangeState } from '../../../src/element/index.js';
import { must } from './contract.js';
import type { Signal } from './partner-signals.js';

/** What the model knows when an attempt ends. */
export interface Circumstances {
  readonly previous: ExchangeState;
  /** The previous state has lasted as long as the shortest timeout of any step. */
  readonly isSlow: boolean;
  /** Why the attempt may end, as `type:reason` or `type:code`. */
  readonly causes: ReadonlySet<string>;
  readonly lacksKey: boolean;
  /** The last error that the user met. */
  readonly lastError: Signal['lastError'];
  /** What a success has to bring. */
  readonly successDetail: Readonly<Record<string, unknown>>;
  /** Null where it was changed while nobody can tell whether it counted. */
  readonly isReauth: boolean | null;
}

/** Throws where the contract has no reason for an outcome, or the outcome is not reported as it should be. */
export function judgeOutcome(outcome: ExchangeOutcome, circumstances: Circumstances): void {
  const { previous, isSlow, causes, lacksKey, lastError } = circumstances;
  const known = [...causes].join(' ') || 'no reason at all';
  if (outcome.type === 'error') {
    const { code } = outcome.detail;
    const holds =
      causes.has(`error:${code}`) ||
      (code === 'session-timeout' && previous === 'loading' && isSlow) ||
      (code === 'partner-timeout' && /^(loading|opening)$/.test(previous) && isSlow) ||
      (code === 'redirect-failed' && previous === 'redirecting' && isSlow) ||
      (code === 'missing-public-key' && lacksKey);
    must(holds, `error ${code} after ${previous}, with ${known}`);
    return;
  }
  if (outcome.type === 'exit') {
    const { reason, error } = outcome.detail;
    must(causes.has(`exit:${reason}`), `exit by the ${reason}, with ${known}`);
    must(
      JSON.stringify(error) === JSON.stringify(lastError),
      `exit with the error ${JSON.stringify(error)} instead of ${JSON.stringify(lastError)}`,
    );
    return;
  }
  must(causes.has('success'), `success, with ${known}`);
  judgeSuccess(outcome.detail, circumstances);
}

function judgeSuccess(
  detail: (ExchangeOutcome & { type: 'success' })['detail'],
  { successDetail, isReauth }: Circumstances,
): void {
  const reported: Readonly<Record<string, unknown>> = { ...detail };
  for (const [name, value] of Object.entries(successDetail))
    must(
      JSON.stringify(reported[name]) === JSON.stringify(value),
      `${name} is ${JSON.stringify(reported[name])}`,
    );
  must(isReauth === null || detail.reauth === isReauth, `reauth is ${detail.reauth}`);
  const asks = !detail.reauth && /^(plaid|checkout)$/.test(detail.partner);
  must(!!detail.exchangeRequest === asks, 'exchangeRequest is wrong');
}
