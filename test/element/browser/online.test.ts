import { expect } from '@open-wc/testing';
import { whenOnline } from '../../../src/element/browser/online.js';
import { replace, settled } from '../../support/exchange-link.js';

describe('whenOnline: waits for a connection', () => {
  it('there is one: at once', async () => {
    await whenOnline(new AbortController().signal);
  });

  it('there is none: until there is', async () => {
    replace(navigator, 'onLine', false);
    let isOver = false;
    const waiting = whenOnline(new AbortController().signal).then(() => (isOver = true));
    await settled();
    expect(isOver).to.be.false;
    dispatchEvent(new Event('online'));
    await waiting;
  });

  it('or until nobody waits any more', async () => {
    replace(navigator, 'onLine', false);
    const over = new AbortController();
    const waiting = whenOnline(over.signal);
    over.abort();
    await waiting;
    await whenOnline(over.signal);
  });
});
