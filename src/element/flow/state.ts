import type { PartnerName } from '../partners/registry.js';
import type { ExchangeOutcome } from './outcome.js';

/**
 * Where an attempt stands.
 *
 *     idle → loading → ready → opening → open → success | exited | error
 *                                 └────→ redirecting ──────────┘
 */
export type ExchangeState =
  'idle' | 'loading' | 'ready' | 'opening' | 'open' | 'redirecting' | 'success' | 'exited' | 'error';

/** All the element knows about where it stands; frozen and replaced, never changed. */
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
  /** Nothing to do any more: the element was removed or its session taken away. */
  | { readonly type: 'reset' }
  /** A session is asked for or was given. */
  | { readonly type: 'start' }
  /** The session says whose it is. */
  | { readonly type: 'choose'; readonly partner: PartnerName }
  /** The partner's code is there; or no partner is known, and a gesture is to start afresh. */
  | { readonly type: 'prepare' }
  /** The partner's UI is asked for. */
  | { readonly type: 'open' }
  /** The host wants it later. */
  | { readonly type: 'postpone' }
  /** The partner says that its UI is there. */
  | { readonly type: 'opened' }
  /** The page is being left. */
  | { readonly type: 'leave' }
  | { readonly type: 'end'; readonly outcome: ExchangeOutcome };

export const idle: Snapshot = { state: 'idle', partner: null, outcome: null };

/** Which state each kind of ending leads to. */
const endings = { success: 'success', exit: 'exited', error: 'error' } as const;

/** Whether an attempt is under way, so that something is still to be reported. */
export const isRunning = ({ state, outcome }: Snapshot): boolean => state !== 'idle' && !outcome;

/** Steps that only lead from one state to the next. */
const steps: Readonly<Record<string, readonly [from: ExchangeState, to: ExchangeState]>> = {
  prepare: ['loading', 'ready'],
  open: ['ready', 'opening'],
  postpone: ['opening', 'ready'],
  opened: ['opening', 'open'],
  leave: ['opening', 'redirecting'],
};

/** The next snapshot; the same one where an action means nothing in the present state. Pure. */
export function reduce(now: Snapshot, action: Action): Snapshot {
  switch (action.type) {
    case 'reset':
      return idle;
    case 'start':
      return { ...idle, state: 'loading' } as Snapshot;
    case 'choose':
      return now.state === 'loading' ? { ...now, partner: action.partner } : now;
    case 'end':
      return isRunning(now) ? { ...now, state: endings[action.outcome.type], outcome: action.outcome } : now;
    default: {
      const [from, to] = steps[action.type] ?? [];
      // Without a partner there is nothing to open.
      return now.state === from && (from !== 'ready' || now.partner)
        ? ({ ...now, state: to } as Snapshot)
        : now;
    }
  }
}
