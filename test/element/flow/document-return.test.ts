import { expect } from '@open-wc/testing';
import {
  addedQuery,
  afterwards,
  leaveRecord,
  make,
  replace,
  returnWith,
  settled,
  start,
  until,
  type Watched,
} from '../../support/exchange-link.js';
import { plaidHandler, plaidHandlers, usePlaid } from '../../support/plaid.js';
import { exchangePartnerHref, linkToken, plaidSession } from '../../support/sessions.js';

const exchangeId = '6bc9109a-04e4-4b8d-b4b2-5d0f7b1a6a4f';
const left = (partner: 'visa' | 'plaid'): void => {
  leaveRecord({
    partner,
    startedAt: Date.now() - 60_000,
    sessionUrl: `${location.origin}/session`,
    exchangePartnerHref,
    reauth: false,
    linkToken: partner === 'plaid' ? linkToken() : null,
  });
};
let count = 0;
const onPageShow = (partner: 'visa' | 'plaid', isRecorded = true): string => {
  if (isRecorded) left(partner);
  returnWith(partner === 'visa' ? `exchange=${exchangeId}` : `oauth_state_id=document-${++count}`);
  return location.href;
};
/** Asks for sessions that never come: whoever is asked has begun as if fresh. */
const asking = (reasons: string[]): Parameters<typeof start>[0] => ({
  getSession: ({ reason }) => {
    reasons.push(reason);
    return new Promise(() => undefined);
  },
});
const outcomesOf = (all: readonly Watched[]): readonly string[] =>
  all.flatMap(({ outcomes }) => outcomes.map(({ type }) => type));

describe('a return belongs to the document', () => {
  beforeEach(() => usePlaid());

  for (const replacements of [1, 2, 3])
    for (const when of ['in one task', 'in the next microtasks', 'when the partner’s code is there'] as const)
      it(`Visa: the element is replaced ${replacements} times, ${when}: the last one reports, once`, async () => {
        onPageShow('visa');
        const all = [start()];
        for (let n = 0; n < replacements; n++) {
          if (when !== 'in one task') await all.at(-1)!.element.updateComplete;
          if (when === 'when the partner’s code is there')
            for (let turn = 0; turn < 20 && !all.at(-1)!.outcomes.length; turn++) await Promise.resolve();
          all.at(-1)!.element.remove();
          all.push(start());
        }
        await all.at(-1)!.detail('exchange-success');
        await settled();
        expect(outcomesOf(all)).to.deep.equal(['exchange-success']);
        expect(addedQuery()).not.to.contain('exchange');
      });

  it('Visa: an element that is taken out in the very task of the outcome reports nothing; the next one does', async () => {
    onPageShow('visa');
    const first = make();
    document.body.append(first.element);
    // Whatever the element does in a later task, it finds itself taken out a moment ago.
    const { setTimeout: set } = window;
    replace(window, 'setTimeout', ((work: () => void, ms?: number) =>
      set(() => {
        if (!ms) first.element.remove();
        work();
      }, ms)) as typeof setTimeout);
    await until(() => !first.element.isConnected, 'the removal');
    await Promise.resolve();
    await Promise.resolve();
    expect(first.outcomes).to.deep.equal([]);
    const second = start();
    expect((await second.detail('exchange-success')).partner).to.equal('visa');
    expect(first.outcomes).to.deep.equal([]);
  });

  for (const setting of [{}, { launch: 'manual' }, { sessionUrl: '/session' }] as const)
    it(`Plaid: Link is made again for the next element (${JSON.stringify(setting)}), wherever the first one was`, async () => {
      const href = onPageShow('plaid');
      const first = start(setting);
      const handler = await plaidHandler();
      handler.load();
      await first.state('open');
      first.element.remove();
      await settled();
      const second = start(setting);
      const next = await plaidHandler(1);
      expect([next.config['token'], next.config['receivedRedirectUri']]).to.deep.equal([linkToken(), href]);
      expect(handler.isDestroyed).to.be.true;
      next.succeed('public-sandbox-1');
      expect((await second.detail('exchange-success')).partner).to.equal('plaid');
      expect(outcomesOf([first, second])).to.deep.equal(['exchange-success']);
    });

  it('an element that was there already takes it, if it has nothing of its own on the screen', async () => {
    onPageShow('plaid');
    const first = start();
    const second = start();
    const other = start({ partner: 'mx' });
    await plaidHandler();
    first.element.remove();
    const next = await plaidHandler(1);
    next.succeed('public-sandbox-1');
    await second.detail('exchange-success');
    expect(other.events).to.deep.equal([]);
  });

  it('an element for another partner lets it go to the next one', async () => {
    onPageShow('visa');
    const first = start();
    await Promise.resolve();
    first.element.partner = 'mx';
    await first.element.updateComplete;
    await settled();
    const second = start({ partner: 'visa' });
    await second.detail('exchange-success');
    expect(first.outcomes).to.deep.equal([]);
  });

  describe('after its outcome was reported', () => {
    it('the next element shows the same state and outcome, and no event comes twice', async () => {
      onPageShow('visa');
      const first = start();
      await first.detail('exchange-success');
      const { outcome } = first.element;
      for (let n = 0; n < 3; n++) {
        document.querySelector('dwolla-exchange-link')?.remove();
        const next = start();
        await settled();
        expect([next.element.state, next.element.activePartner, next.events]).to.deep.equal([
          'success',
          'visa',
          [],
        ]);
        expect(next.element.outcome).to.equal(outcome);
        expect(next.element.matches(':state(success)')).to.be.true;
      }
    });

    it('one with a session of its own begins with that', async () => {
      onPageShow('visa');
      const first = start();
      await first.detail('exchange-success');
      first.element.remove();
      await settled();
      const next = start({ session: plaidSession() });
      (await plaidHandler()).load();
      await next.state('open');
    });

    it('one that names where to ask shows it while the page comes up, and later asks', async () => {
      const reasons: string[] = [];
      onPageShow('visa');
      const first = start(asking(reasons));
      await first.detail('exchange-success');
      first.element.remove();
      await settled();
      const second = start(asking(reasons));
      await settled();
      expect([second.element.state, reasons]).to.deep.equal(['success', []]);
      second.element.remove();
      await settled();
      const now = Date.now();
      replace(Date, 'now', () => now + 11_000);
      const third = start(asking(reasons));
      await settled();
      expect([third.element.state, reasons]).to.deep.equal(['loading', ['start']]);
    });

    it('a second element on the page begins as if fresh', async () => {
      const reasons: string[] = [];
      onPageShow('visa');
      const first = start();
      await first.detail('exchange-success');
      const second = start(asking(reasons));
      await settled();
      expect([second.element.state, reasons]).to.deep.equal(['loading', ['start']]);
    });

    it('is over with another attempt', async () => {
      const reasons: string[] = [];
      onPageShow('visa');
      const first = start(asking(reasons));
      await first.detail('exchange-success');
      void first.element.reload();
      await settled();
      first.element.remove();
      await settled();
      const second = start();
      await settled();
      expect([second.element.state, reasons]).to.deep.equal(['idle', ['restart']]);
    });

    it('its button asks where the user had left from', async () => {
      left('visa');
      returnWith('error=USER_CANCELLED');
      const first = start();
      await first.detail('exchange-exit');
      first.element.remove();
      await settled();
      const urls: string[] = [];
      const second = start({
        fetchSession: (url) => {
          urls.push(url);
          return Promise.resolve(Response.json(plaidSession(linkToken('2'))));
        },
      });
      await second.press();
      await plaidHandler();
      expect(urls).to.deep.equal([`${location.origin}/session`]);
    });
  });

  describe('without a record', () => {
    const answering = (
      reasons: string[],
      answer: () => Promise<object | null>,
    ): Parameters<typeof start>[0] => ({
      getSession: ({ reason }) => {
        reasons.push(reason);
        return answer();
      },
    });

    it('the next element asks about it again where the first one went before its end', async () => {
      const href = onPageShow('plaid', false);
      const reasons: string[] = [];
      const first = start(answering(reasons, () => new Promise(() => undefined)));
      await settled();
      first.element.remove();
      await settled();
      const second = start(answering(reasons, () => Promise.resolve(plaidSession())));
      await plaidHandler();
      second.element.remove();
      await settled();
      const third = start(answering(reasons, () => Promise.resolve(plaidSession())));
      const next = await plaidHandler(1);
      expect(next.config['receivedRedirectUri']).to.equal(href);
      next.succeed('public-sandbox-1');
      await third.detail('exchange-success');
      expect(reasons).to.deep.equal(['return', 'return', 'return']);
      third.element.remove();
      await settled();
      const last = start();
      await settled();
      expect([last.element.state, last.events]).to.deep.equal(['success', []]);
      expect(plaidHandlers().length).to.equal(2);
    });
  });

  it('goes on where the first element is put into a template, and the next one is in a shadow root', async () => {
    onPageShow('visa');
    const first = start();
    await Promise.resolve();
    document.createElement('template').content.append(first.element);
    const box = document.createElement('div');
    document.body.append(box);
    afterwards(() => box.remove());
    const next = start({}, box.attachShadow({ mode: 'open' }));
    await next.detail('exchange-success');
    next.element.remove();
  });

  it('goes on with a clone of the first element', async () => {
    onPageShow('visa');
    const first = start();
    await Promise.resolve();
    first.element.remove();
    document.body.append(first.element.cloneNode(true));
    const clone = document.querySelector('dwolla-exchange-link');
    await until(() => clone?.outcome?.type === 'success', 'the outcome');
    expect(first.outcomes).to.deep.equal([]);
  });
});
