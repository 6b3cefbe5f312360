import { expect } from '@open-wc/testing';
import { replace } from '../../support/exchange-link.js';
import { makePressGuard } from '../../../src/element/view/press-guard.js';

/** Whether a press on the control of that name counts, with a guard of its own. */
function makeGuard(): (control: string) => boolean {
  const press = makePressGuard(() => undefined);
  return (control) => {
    let counts = false;
    press(control, () => (counts = true)).handleEvent(new Event('click'));
    return counts;
  };
}

describe('the press guard', () => {
  let now = 10_000;
  beforeEach(() => {
    now = 10_000;
    replace(performance, 'now', () => now);
  });

  it('takes the first press', () => expect(makeGuard()('start')).to.be.true);

  it('takes presses on the same control, however fast', () => {
    const isMeant = makeGuard();
    expect([isMeant('start'), isMeant('start')]).to.deep.equal([true, true]);
  });

  for (const [wait, counts] of [
    [0, false],
    [499, false],
    [500, true],
    [5000, true],
  ] as const)
    it(`${counts ? 'takes' : 'ignores'} a press on another control ${wait} ms later`, () => {
      const isMeant = makeGuard();
      isMeant('cancel');
      now += wait;
      expect(isMeant('retry')).to.equal(counts);
    });

  it('an ignored press does not make the wait longer', () => {
    const isMeant = makeGuard();
    isMeant('cancel');
    now += 400;
    isMeant('retry');
    now += 100;
    expect(isMeant('retry')).to.be.true;
  });

  it('says that something was pressed, before it is done', () => {
    const order: string[] = [];
    const press = makePressGuard(() => order.push('pressed'));
    press('start', () => order.push('done')).handleEvent(new Event('click'));
    expect(order).to.deep.equal(['pressed', 'done']);
  });

  it('gives Lit no options of the page’s prototypes', () => {
    Object.defineProperty(Object.prototype, 'once', { value: true, configurable: true });
    try {
      expect('once' in makePressGuard(() => undefined)('start', () => undefined)).to.be.false;
    } finally {
      delete (Object.prototype as { once?: boolean }).once;
    }
  });

  it('is of one element', () => {
    makeGuard()('cancel');
    expect(makeGuard()('retry')).to.be.true;
  });
});
