import type { ExchangeState, PartnerName } from '../../../src/element/index.js';

/** Which states may follow which, by the contract; a new attempt (`loading`, `idle`) may cut any of them off. */
export const successors: Readonly<Record<ExchangeState, readonly ExchangeState[]>> = {
  idle: [],
  loading: ['ready', 'exited', 'error', 'success'],
  ready: ['opening', 'exited', 'error'],
  opening: ['open', 'redirecting', 'ready', 'success', 'exited', 'error'],
  open: ['success', 'exited', 'error'],
  redirecting: ['exited', 'error'],
  success: [],
  exited: [],
  error: [],
};
/** The event of each outcome. */
export const terminalEvents = {
  success: 'exchange-success',
  exit: 'exchange-exit',
  error: 'exchange-error',
} as const;
/** All that an element tells. */
export const eventNames = [
  'exchange-state',
  'exchange-ready',
  'exchange-opening',
  'exchange-open',
  'exchange-activity',
  'exchange-success',
  'exchange-exit',
  'exchange-error',
] as const;

export const isTerminal = (state: ExchangeState): boolean => /^(success|exited|error)$/.test(state);
export const isShowing = (state: ExchangeState): boolean => state === 'opening' || state === 'open';
export const isFramed = (partner: PartnerName): boolean => /^(mx|flinks|mastercard)$/.test(partner);

/** Throws where the element does not keep the contract. */
export function must(holds: boolean, broken: string): asserts holds {
  if (!holds) throw new Error(broken);
}
