import { expect } from '@open-wc/testing';
import { DwollaExchangeLink, type FetchSession, type PartnerName } from '../../src/element/index.js';
import { afterwards, returnWith, settled, start, storedRecord, until } from '../support/exchange-link.js';
import { frameLink, partnerPage, trustOtherOrigin } from '../support/framed.js';
import { linkSession } from '../support/sessions.js';
import {
  canary,
  consoleHoldsCanary,
  findCanaries,
  forgetConsole,
  holdsCanary,
  listenForCanaries,
  silent,
} from './canary.js';
import { sayings, secretError, secretSession } from './canary-stories.js';
import { meetPartners } from './meet-partners.js';
import { leavingUrl } from './one-outcome/sessions.js';

const partners: readonly PartnerName[] = ['checkout', 'plaid', 'mx', 'visa', 'flinks', 'mastercard'];

describe('what is secret is seen nowhere', () => {
  listenForCanaries();

  it('would be found: the search sees every place', async () => {
    const watched = start();
    const { element } = watched;
    await element.updateComplete;
    const places: readonly (readonly [string, () => void, () => void])[] = [
      ['console', () => console.info({ deep: [new Error(canary('x'))] }), forgetConsole],
      [
        'attribute',
        () => element.shadowRoot!.firstElementChild!.setAttribute('data-x', canary('x')),
        () => element.shadowRoot!.firstElementChild!.removeAttribute('data-x'),
      ],
      ['text', () => (element.textContent = canary('x')), () => (element.textContent = '')],
      ['localStorage', () => localStorage.setItem('x', canary('x')), () => localStorage.clear()],
      ['sessionStorage', () => sessionStorage.setItem(canary('x'), '1'), () => sessionStorage.clear()],
      ['title', () => (document.title = canary('x')), () => (document.title = '')],
    ];
    for (const [place, put, take] of places) {
      put();
      expect(findCanaries(watched).join(), place).to.include(place);
      take();
      silent(watched, place);
    }
    element.dispatchEvent(new CustomEvent('exchange-error', { detail: { cause: secretError() } }));
    expect(findCanaries(watched).join()).to.include('the detail of exchange-error');
  });

  for (const debug of [false, true])
    describe(debug ? 'while debugging too' : 'as a rule', () => {
      beforeEach(() => DwollaExchangeLink.configure({ debug }));

      for (const partner of partners)
        for (const [outcome, saying] of outcomesOf(partner))
          it(`through a visit to ${partner} that ends in ${outcome}`, async () => {
            const showings = meetPartners();
            const watched = start({
              session: secretSession(partner),
              checkoutPublicKey: 'pk_test_1',
              launch: 'manual',
            });
            await watched.state('ready');
            silent(watched, 'ready');
            void watched.element.open();
            await until(() => showings.length, `${partner} to be shown`);
            silent(watched, 'opening');
            const { voice } = showings[0]!;
            const steps = sayings[partner].filter(({ leadsTo }) => leadsTo === 'open');
            for (const [at, { say }] of steps.entries()) {
              say(voice);
              await settled();
              silent(watched, `after its step ${at + 1}`);
              expect(watched.element.state, `after its step ${at + 1}`).to.equal('open');
            }
            if (saying) saying.say(voice);
            else watched.element.close();
            await settled();
            expect(watched.outcomes.map(({ state }) => state)).to.deep.equal([saying?.leadsTo ?? 'exited']);
            silent(watched, `at the end (${outcome})`);
            expect(sessionStorage.length).to.equal(0);
            // A retry, a removal, and whatever the partner says after all.
            watched.button?.click();
            await settled();
            silent(watched, 'after trying again');
            watched.element.remove();
            for (const { say } of sayings[partner]) say(voice);
            await settled();
            silent(watched, 'after its removal');
            expect(holdsCanary(await DwollaExchangeLink.supportBundle())).to.equal(false);
          });
    });

  it('on the way to Visa, with nothing but the address of the session in the record', async () => {
    meetPartners();
    DwollaExchangeLink.configure({ partners: { visa: { hosts: [location.origin] } } });
    const link = `${leavingUrl(1)}${canary('link')}`;
    const here = location.href;
    afterwards(() => history.replaceState(null, '', here));
    const fetchSession: FetchSession = async () =>
      Response.json({ _links: { 'external-provider-session': { href: link } }, id: canary('id') });
    const watched = start({ sessionUrl: `/session?key=${canary('session-url')}`, fetchSession });
    await watched.press();
    await watched.state('redirecting');
    silent(watched, 'leaving');
    expect(Object.keys(storedRecord()!).sort()).to.deep.equal(
      ['exchangePartnerHref', 'linkToken', 'partner', 'reauth', 'sessionUrl', 'startedAt'].sort(),
    );
    expect(storedRecord()!['linkToken']).to.equal(null);
    expect((await watched.detail('exchange-opening')).url).to.equal(link);
    watched.element.close();
    await settled();
    silent(watched, 'not leaving');
    expect(sessionStorage.length).to.equal(0);
  });

  it('while Plaid is open, with nothing but what the return needs in the record', async () => {
    const showings = meetPartners();
    const session = secretSession('plaid') as { externalProviderSessionToken: string };
    const watched = start({ sessionUrl: '/session', fetchSession: async () => Response.json(session) });
    await until(() => showings.length, 'Plaid');
    const record = storedRecord()!;
    expect(Object.keys(record).sort()).to.deep.equal(
      ['exchangePartnerHref', 'linkToken', 'partner', 'reauth', 'sessionUrl', 'startedAt'].sort(),
    );
    expect(record['linkToken']).to.equal(session.externalProviderSessionToken);
    expect(record['sessionUrl']).to.equal(`${location.origin}/session`);
    silent(watched, 'open');
    watched.element.remove();
    await settled();
    expect(sessionStorage.length).to.equal(0);
  });

  for (const partner of ['mx', 'flinks', 'mastercard'] as const)
    it(`to the frame of ${partner}, of a page that tells everybody its whole address`, async () => {
      const policy = Object.assign(document.createElement('meta'), {
        name: 'referrer',
        content: 'unsafe-url',
      });
      document.head.append(policy);
      afterwards(() => policy.remove());
      returnWith(`key=${canary('address')}`);
      trustOtherOrigin(partner);
      const watched = start({ session: linkSession(frameLink()) });
      expect((await partnerPage(watched)).heard[0]?.referrer).to.equal(`${location.origin}/`);
    });

  describe('in the timeline, of what an event may carry', () => {
    beforeEach(() => DwollaExchangeLink.configure({ debug: true }));
    const isTold = async (): Promise<boolean> =>
      consoleHoldsCanary() || holdsCanary(await DwollaExchangeLink.supportBundle());

    it('such as the token of a success', async () => {
      const showings = meetPartners();
      const watched = start({ session: secretSession('plaid') });
      await until(() => showings.length, 'Plaid');
      showings[0]!.voice.call('onSuccess', canary('public-token'), {});
      expect(holdsCanary(await watched.detail('exchange-success'))).to.equal(true);
      expect(await isTold()).to.equal(false);
    });

    it('such as where the page is left for', async () => {
      meetPartners();
      DwollaExchangeLink.configure({ partners: { visa: { hosts: [location.origin] } } });
      const here = location.href;
      afterwards(() => history.replaceState(null, '', here));
      const watched = start({ session: linkSession(`${leavingUrl(2)}${canary('link')}`) });
      await watched.press();
      expect(holdsCanary(await watched.detail('exchange-opening'))).to.equal(true);
      expect(await isTold()).to.equal(false);
      watched.element.close();
    });
  });

  it('where a session has several fields at once, and the console hears of it', async () => {
    meetPartners();
    const session = { ...secretSession('mx'), ...secretSession('plaid'), ...secretSession('checkout') };
    const watched = start({ session, checkoutPublicKey: 'pk_test_1', launch: 'manual' });
    await watched.state('ready');
    silent(watched, 'ready');
  });
});

/** The ways a visit ends: each by the partner's own word, and by the host's. */
function outcomesOf(
  partner: PartnerName,
): readonly (readonly [string, (typeof sayings)[PartnerName][number] | null])[] {
  if (partner === 'visa') return [];
  const own = sayings[partner].filter(({ leadsTo }) => leadsTo !== 'open');
  return [
    ...own.map((saying, at) => [`${saying.leadsTo} (${at + 1})`, saying] as const),
    ...(partner === 'mx' ? [] : [['the exit of the host', null] as const]),
  ];
}
