import { expect } from '@open-wc/testing';
import {
  eventOf,
  ExchangeActivityEvent,
  ExchangeErrorEvent,
  ExchangeEvent,
  ExchangeExitEvent,
  ExchangeOpenEvent,
  ExchangeOpeningEvent,
  ExchangeReadyEvent,
  ExchangeStateEvent,
  ExchangeSuccessEvent,
} from '../../src/element/events.js';
import type { ExchangeOutcome } from '../../src/element/flow/outcome.js';
import type { Snapshot } from '../../src/element/flow/state.js';

describe('the events: facts about an exchange, on their way up through the page', () => {
  const events = [
    new ExchangeStateEvent('exchange-state', { state: 'open', previous: 'opening' }),
    new ExchangeReadyEvent('exchange-ready', { partner: 'mx' }),
    new ExchangeOpeningEvent('exchange-opening', { partner: 'visa', url: 'https://link.visa.com/' }, true),
    new ExchangeOpenEvent('exchange-open', { partner: 'mx' }),
    new ExchangeActivityEvent('exchange-activity', { partner: 'mx', name: 'mx/load', data: { a: 1 } }),
    new ExchangeExitEvent('exchange-exit', { partner: 'mx', reason: 'user' }),
    new ExchangeErrorEvent('exchange-error', {
      code: 'partner-error',
      message: '…',
      partner: 'mx',
      retryable: true,
    }),
  ];
  for (const event of events)
    it(`${event.type} bubbles, crosses shadow roots, and is ${event.type === 'exchange-opening' ? '' : 'not '}cancelable`, () => {
      expect([event.bubbles, event.composed]).to.deep.equal([true, true]);
      expect(event.cancelable).to.equal(event.type === 'exchange-opening');
      expect(event).to.be.instanceOf(ExchangeEvent).and.to.be.instanceOf(CustomEvent);
      expect(Object.isFrozen(event.detail)).to.be.true;
    });

  it('an activity’s data is frozen too', () => {
    const [event] = events.filter((event) => event instanceof ExchangeActivityEvent);
    expect(Object.isFrozen(event?.detail.data)).to.be.true;
  });
});

describe('eventOf: the event of a state', () => {
  const loading: Snapshot = { state: 'loading', partner: 'mx', outcome: null };
  const opening: Snapshot = { state: 'opening', partner: 'mx', outcome: null };
  const exit: ExchangeOutcome = { type: 'exit', detail: { partner: 'mx', reason: 'host' } };
  const error: ExchangeOutcome = {
    type: 'error',
    detail: { code: 'partner-error', message: '…', partner: 'mx', retryable: true },
  };
  const success: ExchangeOutcome = {
    type: 'success',
    detail: { partner: 'visa', exchangeId: '6bc9109a', reauth: false, exchangeRequest: null },
  };
  const cases: [Snapshot, Snapshot, string | null][] = [
    [{ state: 'idle', partner: null, outcome: null }, loading, null],
    [loading, { state: 'idle', partner: null, outcome: null }, null],
    [{ ...loading, state: 'ready' }, loading, 'exchange-ready'],
    [{ ...loading, state: 'ready' }, opening, null],
    [opening, { ...loading, state: 'ready' }, null],
    [{ ...opening, state: 'open' }, opening, 'exchange-open'],
    [{ ...opening, state: 'redirecting' }, opening, null],
    [{ state: 'success', partner: 'visa', outcome: success }, opening, 'exchange-success'],
    [{ state: 'exited', partner: 'mx', outcome: exit }, opening, 'exchange-exit'],
    [{ state: 'error', partner: 'mx', outcome: error }, loading, 'exchange-error'],
  ];
  for (const [now, before, type] of cases)
    it(`${before.state} → ${now.state}: ${type ?? 'none'}`, () => {
      const event = eventOf(now, before);
      expect(event?.type ?? null).to.equal(type);
      if (now.outcome) expect(event?.detail).to.deep.equal(now.outcome.detail);
    });
});

describe('the event classes', () => {
  it('go by the name of what has happened', () => {
    expect(
      new ExchangeSuccessEvent('exchange-success', {
        partner: 'visa',
        exchangeId: 'x',
        reauth: false,
        exchangeRequest: null,
      }).type,
    ).to.equal('exchange-success');
  });
});
