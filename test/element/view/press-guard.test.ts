import { expect } from '@open-wc/testing';
import { replace } from '../../support/exchange-link.js';
import { makePressGuard } from '../../../src/element/view/press-guard.js';

describe('the press guard', () => {
  let now = 10_000;
  beforeEach(() => {
    now = 10_000;
    replace(performance, 'now', () => now);
  });

  it('takes the first press', () => expect(makePressGuard()('start')).to.be.true);

  it('takes presses on the same control, however fast', () => {
    const isMeant = makePressGuard();
    expect([isMeant('start'), isMeant('start')]).to.deep.equal([true, true]);
  });

  for (const [wait, counts] of [
    [0, false],
    [499, false],
    [500, true],
    [5000, true],
  ] as const)
    it(`${counts ? 'takes' : 'ignores'} a press on another control ${wait} ms later`, () => {
      const isMeant = makePressGuard();
      isMeant('cancel');
      now += wait;
      expect(isMeant('retry')).to.equal(counts);
    });

  it('an ignored press does not make the wait longer', () => {
    const isMeant = makePressGuard();
    isMeant('cancel');
    now += 400;
    isMeant('retry');
    now += 100;
    expect(isMeant('retry')).to.be.true;
  });

  it('is of one element', () => {
    makePressGuard()('cancel');
    expect(makePressGuard()('retry')).to.be.true;
  });
});
