import type { PartnerName } from '../partners/registry.js';
import type { ExchangeOutcome } from './outcome.js';

/**
 * States of an attempt.
 *
 *     idle → loading → ready → opening → open → success | exited | error
 *                                 └────→ redirecting ──────────┘
 */
export type ExchangeState =
  'idle' | 'loading' | 'ready' | 'opening' | 'open' | 'redirecting' | 'success' | 'exited' | 'error';

/** State, partner and outcome of an attempt. Replaced as a whole, never changed. */
export type Snapshot =
  | {
      readonly state: 'idle' | 'loading' | 'ready';
      readonly partner: PartnerName | null;
      readonly outcome: null;
    }
  | {
      readonly state: 'opening' | 'open' | 'redirecting';
      readonly partner: PartnerName;
      readonly outcome: null;
    }
  | {
      readonly state: 'success' | 'exited' | 'error';
      readonly partner: PartnerName | null;
      readonly outcome: ExchangeOutcome;
    };

export type Action =
  /** The element was removed or its session source unset. */
  | { readonly type: 'reset' }
  /** A session is requested or was set. */
  | { readonly type: 'start' }
  /** The session's partner is resolved. */
  | { readonly type: 'resolve'; readonly partner: PartnerName }
  /** The partner's code is loaded; or no partner is known, and a gesture starts a new attempt. */
  | { readonly type: 'prepare' }
  /** The partner's UI is to be opened. */
  | { readonly type: 'open' }
  /** A listener canceled `exchange-opening`. */
  | { readonly type: 'postpone' }
  /** The partner reported that its UI is shown. */
  | { readonly type: 'opened' }
  /** The browser is leaving the page. */
  | { readonly type: 'redirect' }
  | { readonly type: 'end'; readonly outcome: ExchangeOutcome };

export const idle: Snapshot = { state: 'idle', partner: null, outcome: null };

/** The final state of each kind of outcome. */
const finalStates = { success: 'success', exit: 'exited', error: 'error' } as const;

/** Whether an attempt is under way, so that something is still to be reported. */
export const isRunning = ({ state, outcome }: Snapshot): boolean => state !== 'idle' && !outcome;

/** Steps that only lead from one state to the next. */
const steps: Readonly<Record<string, readonly [from: ExchangeState, to: ExchangeState]>> = {
  prepare: ['loading', 'ready'],
  open: ['ready', 'opening'],
  postpone: ['opening', 'ready'],
  opened: ['opening', 'open'],
  redirect: ['opening', 'redirecting'],
};

/** The next snapshot; the same one where an action means nothing in the present state. Pure. */
export function reduce(now: Snapshot, action: Action): Snapshot {
  switch (action.type) {
    case 'reset':
      return idle;
    case 'start':
      return { ...idle, state: 'loading' } as Snapshot;
    case 'resolve':
      return now.state === 'loading' ? { ...now, partner: action.partner } : now;
    case 'end':
      return isRunning(now)
        ? { ...now, state: finalStates[action.outcome.type], outcome: action.outcome }
        : now;
    default: {
      const [from, to] = steps[action.type] ?? [];
      // Without a partner there is nothing to open.
      return now.state === from && (from !== 'ready' || now.partner)
        ? ({ ...now, state: to } as Snapshot)
        : now;
    }
  }
}
