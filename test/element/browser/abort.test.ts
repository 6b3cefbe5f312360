import { expect } from '@open-wc/testing';
import { atEnd, startTimer } from '../../../src/element/browser/abort.js';
import { settled, until } from '../../support/exchange-link.js';

describe('startTimer: a timer that is gone with its signal', () => {
  it('runs once, when its time has come', async () => {
    let runs = 0;
    startTimer(new AbortController().signal, 1, () => runs++);
    await until(() => runs > 0, 'the timer');
    await settled();
    expect(runs).to.equal(1);
  });

  it('does not run once it was stopped, or its signal is over', async () => {
    let runs = 0;
    const over = new AbortController();
    startTimer(over.signal, 0, () => runs++);
    startTimer(new AbortController().signal, 0, () => runs++)();
    over.abort();
    startTimer(over.signal, 0, () => runs++);
    await settled();
    expect(runs).to.equal(0);
  });

  // A browser's own timers take a longer delay for none at all.
  for (const delay of [2 ** 31, 3e9, 2 ** 32, Infinity])
    it(`${delay} ms are not over at once`, async () => {
      const over = new AbortController();
      let runs = 0;
      startTimer(over.signal, delay, () => runs++);
      await settled();
      over.abort();
      expect(runs).to.equal(0);
    });
});

describe('atEnd', () => {
  it('runs at the end of a signal, or now if it has ended', () => {
    const over = new AbortController();
    const ran: string[] = [];
    atEnd(over.signal, () => ran.push('at the end'));
    expect(ran).to.deep.equal([]);
    over.abort();
    atEnd(over.signal, () => ran.push('now'));
    expect(ran).to.deep.equal(['at the end', 'now']);
  });
});
