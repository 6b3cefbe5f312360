import { expect } from '@open-wc/testing';
import type { ExchangeOutcome } from '../../../src/element/flow/outcome.js';
import {
  idle,
  isRunning,
  reduce,
  type Action,
  type ExchangeState,
  type Snapshot,
} from '../../../src/element/flow/state.js';

const exit: ExchangeOutcome = { type: 'exit', detail: { partner: 'mx', reason: 'user' } };
const failure: ExchangeOutcome = {
  type: 'error',
  detail: { code: 'partner-error', message: '…', partner: 'mx', retryable: true },
};
const success: ExchangeOutcome = {
  type: 'success',
  detail: {
    partner: 'visa',
    exchangeId: '6bc9109a-04e4-4b8d-b4b2-5d0f7b1a6a4f',
    reauth: false,
    exchangeRequest: null,
  },
};

const snapshots = {
  idle,
  loading: { state: 'loading', partner: null, outcome: null },
  ready: { state: 'ready', partner: 'mx', outcome: null },
  opening: { state: 'opening', partner: 'mx', outcome: null },
  open: { state: 'open', partner: 'mx', outcome: null },
  redirecting: { state: 'redirecting', partner: 'mx', outcome: null },
  success: { state: 'success', partner: 'mx', outcome: success },
  exited: { state: 'exited', partner: 'mx', outcome: exit },
  error: { state: 'error', partner: 'mx', outcome: failure },
} satisfies Record<ExchangeState, Snapshot>;
const states = Object.keys(snapshots) as ExchangeState[];

const actions = {
  reset: { type: 'reset' },
  start: { type: 'start' },
  choose: { type: 'resolve', partner: 'plaid' },
  prepare: { type: 'prepare' },
  open: { type: 'open' },
  postpone: { type: 'postpone' },
  opened: { type: 'opened' },
  leave: { type: 'redirect' },
  'end as success': { type: 'end', outcome: success },
  'end as exit': { type: 'end', outcome: exit },
  'end as error': { type: 'end', outcome: failure },
} satisfies Record<string, Action>;
type ActionName = keyof typeof actions;

/** Where each action leads from where; from every other state it leads nowhere. */
const ways: Readonly<Record<ActionName, Partial<Record<ExchangeState, ExchangeState>>>> = {
  reset: Object.fromEntries(states.map((state) => [state, 'idle'])),
  start: Object.fromEntries(states.map((state) => [state, 'loading'])),
  choose: { loading: 'loading' },
  prepare: { loading: 'ready' },
  open: { ready: 'opening' },
  postpone: { opening: 'ready' },
  opened: { opening: 'open' },
  leave: { opening: 'redirecting' },
  'end as success': {
    loading: 'success',
    ready: 'success',
    opening: 'success',
    open: 'success',
    redirecting: 'success',
  },
  'end as exit': {
    loading: 'exited',
    ready: 'exited',
    opening: 'exited',
    open: 'exited',
    redirecting: 'exited',
  },
  'end as error': { loading: 'error', ready: 'error', opening: 'error', open: 'error', redirecting: 'error' },
};

describe('reduce: where an attempt stands after each thing that can happen', () => {
  for (const name of Object.keys(actions) as ActionName[])
    for (const state of states) {
      const next = ways[name][state];
      it(`${name}, while ${state}: ${next ?? 'nothing happens'}`, () => {
        const before: Snapshot = snapshots[state];
        const after = reduce(before, actions[name]);
        if (next) expect(after.state).to.equal(next);
        else expect(after).to.equal(before);
      });
    }

  it('remembers the partner that the session turned out to be for', () => {
    expect(reduce(snapshots.loading, actions.choose).partner).to.equal('plaid');
  });

  it('keeps the partner up to the outcome and after it, and forgets it at a new start', () => {
    const ended = reduce(snapshots.open, actions['end as exit']);
    expect(ended.partner).to.equal('mx');
    expect(reduce(ended, actions.start).partner).to.equal(null);
  });

  it('keeps the outcome until a new start', () => {
    const ended = reduce(snapshots.open, actions['end as error']);
    expect(ended.outcome).to.equal(failure);
    expect(reduce(ended, actions['end as exit'])).to.equal(ended);
    expect(reduce(ended, actions.start).outcome).to.equal(null);
  });

  it('opens nothing while no partner is known', () => {
    const unknown: Snapshot = { state: 'ready', partner: null, outcome: null };
    expect(reduce(unknown, actions.open)).to.equal(unknown);
  });

  it('never changes the snapshot it was given', () => {
    for (const state of states)
      for (const action of Object.values(actions)) {
        const before = structuredClone(snapshots[state]);
        reduce(snapshots[state], action);
        expect(snapshots[state]).to.deep.equal(before);
      }
  });
});

describe('isRunning: something is still to be reported', () => {
  for (const state of states)
    it(`${state}: ${/^(loading|ready|opening|open|redirecting)$/.test(state) ? 'yes' : 'no'}`, () => {
      expect(isRunning(snapshots[state])).to.equal(/^(loading|ready|opening|open|redirecting)$/.test(state));
    });
});
