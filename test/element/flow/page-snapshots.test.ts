import { expect } from '@open-wc/testing';
import { mountedFlow as flow, useCheckout } from '../../support/checkout.js';
import { afterwards, settled, start, until, type Watched } from '../../support/exchange-link.js';
import { plaidHandler, plaidHandlers, usePlaid } from '../../support/plaid.js';
import { checkoutSession, linkToken, plaidSession } from '../../support/sessions.js';

const key = 'pk_sbox_1';
const stages = (): Element[] => [...document.querySelectorAll('dwolla-exchange-link > [slot=stage]')];

async function openFlow(settings: Parameters<typeof start>[0] = {}): Promise<Watched> {
  const watched = start({ session: checkoutSession(), checkoutPublicKey: key, ...settings });
  (await flow()).tell('onReady');
  await watched.state('open');
  return watched;
}
async function openLink(settings: Parameters<typeof start>[0] = {}): Promise<Watched> {
  const watched = start({ session: plaidSession(), ...settings });
  (await plaidHandler()).load();
  await watched.state('open');
  return watched;
}
/** The page as a library keeps it, and as it shows it again. */
function restore(from: Element): HTMLElement {
  const box = document.createElement('div');
  const copy = from.cloneNode(true);
  from.remove();
  box.append(copy);
  document.body.append(box);
  afterwards(() => box.remove());
  return box;
}
const elementIn = (box: ParentNode): Watched['element'] => box.querySelector('dwolla-exchange-link')!;

describe('a page that is kept as a snapshot', () => {
  beforeEach(() => {
    usePlaid();
    useCheckout();
  });

  for (const event of ['turbo:before-cache', 'htmx:beforeHistorySave'])
    for (const [partner, open] of Object.entries({ plaid: openLink, checkout: openFlow }))
      it(`${partner}: at ${event} nothing of the partner is left, at once, and the attempt ends as an exit by the host`, async () => {
        const watched = await open();
        document.body.dispatchEvent(new Event(event, { bubbles: true }));
        expect(stages()).to.deep.equal([]);
        expect(document.querySelector('iframe[id^=plaid-link]')).to.equal(null);
        expect(document.body.style.overflow).to.equal('');
        expect(watched.outcomes.map(({ detail }) => detail)).to.deep.equal([{ partner, reason: 'host' }]);
      });

  for (const [partner, open] of Object.entries({ plaid: openLink, checkout: openFlow }))
    it(`${partner}: at pagehide the partner goes, and out of the page cache the attempt ends as an exit by the user`, async () => {
      const watched = await open();
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
      expect([document.querySelector('iframe[id^=plaid-link]'), stages()]).to.deep.equal([null, []]);
      // What runs while the page goes into the cache reports nothing either.
      await settled();
      expect([watched.outcomes, sessionStorage.length]).to.deep.equal([[], partner === 'plaid' ? 1 : 0]);
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
      expect(watched.outcomes.map(({ detail }) => detail)).to.deep.equal([{ partner, reason: 'user' }]);
      await settled();
      expect([stages(), sessionStorage.length]).to.deep.equal([[], 0]);
    });

  it('a stage and a frame that no element of this document made are removed at connect', async () => {
    const link = await openLink();
    const frame = (await plaidHandler()).frame.cloneNode() as HTMLElement;
    link.element.remove();
    await settled();
    document.body.append(frame);
    const open = await openFlow();
    const copy = open.element.cloneNode(true) as HTMLElement;
    expect(copy.querySelector('[slot=stage]')).not.to.equal(null);
    open.element.remove();
    await settled();
    document.body.append(copy);
    expect([stages(), frame.isConnected]).to.deep.equal([[], false]);
    await settled();
    expect(copy.getAttribute('state')).to.equal('idle');
  });

  for (const [how, take] of Object.entries({
    'is taken out': (stage: Element) => stage.remove(),
    'goes with the element’s content': (stage: Element) => stage.parentElement?.replaceChildren(),
    'is moved': (stage: Element) => stage.parentElement?.append(stage),
    'is put elsewhere': (stage: Element) => document.body.append(stage),
  }))
    it(`a stage that ${how} while Flow is open ends the attempt as an exit by the host`, async () => {
      const watched = await openFlow();
      const [stage] = stages();
      take(stage!);
      expect(await watched.detail('exchange-exit')).to.deep.equal({ partner: 'checkout', reason: 'host' });
      await settled();
      expect([stages(), stage!.isConnected, watched.outcomes.length]).to.deep.equal([[], false, 1]);
    });

  it('a preview starts nothing, not even by open(); an element that stays starts in the page itself', async () => {
    document.documentElement.setAttribute('data-turbo-preview', '');
    afterwards(() => document.documentElement.removeAttribute('data-turbo-preview'));
    let asked = 0;
    const watched = start({ getSession: () => Promise.resolve(plaidSession(linkToken(String(++asked)))) });
    await watched.element.open();
    await watched.element.reload();
    await settled();
    expect([watched.events, asked, plaidHandlers().length]).to.deep.equal([[], 0, 0]);
    document.documentElement.removeAttribute('data-turbo-preview');
    await plaidHandler();
    expect(asked).to.equal(1);
  });

  for (const end of ['success', 'exited', 'error'] as const)
    it(`a page restored after ${end} shows that outcome, asks for nothing and reports nothing`, async () => {
      const asked: string[] = [];
      const source = {
        session: null,
        getSession: ({ reason }: { reason: string }) => {
          asked.push(reason);
          return Promise.resolve(plaidSession(linkToken(String(asked.length))));
        },
      };
      const watched = await openLink(source);
      const handler = await plaidHandler();
      if (end === 'success') handler.succeed('public-sandbox-1');
      else if (end === 'exited') handler.leave(null);
      else handler.leave({ error_type: 'INVALID_INPUT', error_code: 'INVALID_LINK_TOKEN' });
      await watched.state(end);
      const { outcome } = watched.element;
      let restored = watched.element;
      for (let visit = 0; visit < 2; visit++) {
        const copy = elementIn(restore(restored));
        await settled();
        copy.dispatchEvent(new Event('turbo:load'));
        // The page's script runs again.
        Object.assign(copy, source);
        await settled();
        restored = copy;
        // Only once it is gone is the next one its copy.
      }
      expect([restored.state, restored.matches(`:state(${end})`)]).to.deep.equal([end, true]);
      expect(restored.outcome).to.equal(outcome);
      expect(asked).to.deep.equal(['start']);
      if (end === 'success') return;
      restored.shadowRoot?.querySelector<HTMLElement>('.view [part=button]')?.click();
      await until(() => asked.length === 2, 'a new session to be asked for');
      expect(asked).to.deep.equal(['start', 'restart']);
    });

  it('a copy beside the element that has ended begins as if fresh', async () => {
    const watched = await openLink();
    (await plaidHandler()).succeed('public-sandbox-1');
    await watched.state('success');
    const copy = watched.element.cloneNode(true) as HTMLElement;
    document.body.append(copy);
    await settled();
    expect(copy.getAttribute('state')).to.equal('idle');
  });
});
