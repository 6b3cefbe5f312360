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
    const told = start();
    const { element } = told;
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
      expect(findCanaries(told).join(), place).to.include(place);
      take();
      silent(told, place);
    }
    element.dispatchEvent(new CustomEvent('exchange-error', { detail: { cause: secretError() } }));
    expect(findCanaries(told).join()).to.include('the detail of exchange-error');
  });

  for (const debug of [false, true])
    describe(debug ? 'while debugging too' : 'as a rule', () => {
      beforeEach(() => DwollaExchangeLink.configure({ debug }));

      for (const partner of partners)
        for (const [outcome, saying] of outcomesOf(partner))
          it(`through a visit to ${partner} that ends in ${outcome}`, async () => {
            const showings = meetPartners();
            const told = start({
              session: secretSession(partner),
              checkoutPublicKey: 'pk_test_1',
              launch: 'manual',
            });
            await told.state('ready');
            silent(told, 'ready');
            void told.element.open();
            await until(() => showings.length, `${partner} to be shown`);
            silent(told, 'opening');
            const { voice } = showings[0]!;
            const steps = sayings[partner].filter(({ leadsTo }) => leadsTo === 'open');
            for (const [at, { say }] of steps.entries()) {
              say(voice);
              await settled();
              silent(told, `after its step ${at + 1}`);
              expect(told.element.state, `after its step ${at + 1}`).to.equal('open');
            }
            if (saying) saying.say(voice);
            else told.element.close();
            await settled();
            expect(told.outcomes.map(({ state }) => state)).to.deep.equal([saying?.leadsTo ?? 'exited']);
            silent(told, `at the end (${outcome})`);
            expect(sessionStorage.length).to.equal(0);
            // A retry, a removal, and whatever the partner says after all.
            told.button?.click();
            await settled();
            silent(told, 'after trying again');
            told.element.remove();
            for (const { say } of sayings[partner]) say(voice);
            await settled();
            silent(told, 'after its removal');
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
    const told = start({ sessionUrl: `/session?key=${canary('session-url')}`, fetchSession });
    await told.press();
    await told.state('redirecting');
    silent(told, 'leaving');
    expect(Object.keys(storedRecord()!).sort()).to.deep.equal(
      ['exchangePartnerHref', 'linkToken', 'partner', 'reauth', 'sessionUrl', 'startedAt'].sort(),
    );
    expect(storedRecord()!['linkToken']).to.equal(null);
    expect((await told.detail('exchange-opening')).url).to.equal(link);
    told.element.close();
    await settled();
    silent(told, 'not leaving');
    expect(sessionStorage.length).to.equal(0);
  });

  it('while Plaid is open, with nothing but what the return needs in the record', async () => {
    const showings = meetPartners();
    const session = secretSession('plaid') as { externalProviderSessionToken: string };
    const told = start({ sessionUrl: '/session', fetchSession: async () => Response.json(session) });
    await until(() => showings.length, 'Plaid');
    const record = storedRecord()!;
    expect(Object.keys(record).sort()).to.deep.equal(
      ['exchangePartnerHref', 'linkToken', 'partner', 'reauth', 'sessionUrl', 'startedAt'].sort(),
    );
    expect(record['linkToken']).to.equal(session.externalProviderSessionToken);
    expect(record['sessionUrl']).to.equal(`${location.origin}/session`);
    silent(told, 'open');
    told.element.remove();
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
      const told = start({ session: linkSession(frameLink()) });
      expect((await partnerPage(told)).heard[0]?.referrer).to.equal(`${location.origin}/`);
    });

  describe('in the timeline, of what an event may carry', () => {
    beforeEach(() => DwollaExchangeLink.configure({ debug: true }));
    const isTold = async (): Promise<boolean> =>
      consoleHoldsCanary() || holdsCanary(await DwollaExchangeLink.supportBundle());

    it('such as the token of a success', async () => {
      const showings = meetPartners();
      const told = start({ session: secretSession('plaid') });
      await until(() => showings.length, 'Plaid');
      showings[0]!.voice.call('onSuccess', canary('public-token'), {});
      expect(holdsCanary(await told.detail('exchange-success'))).to.equal(true);
      expect(await isTold()).to.equal(false);
    });

    it('such as where the page is left for', async () => {
      meetPartners();
      DwollaExchangeLink.configure({ partners: { visa: { hosts: [location.origin] } } });
      const here = location.href;
      afterwards(() => history.replaceState(null, '', here));
      const told = start({ session: linkSession(`${leavingUrl(2)}${canary('link')}`) });
      await told.press();
      expect(holdsCanary(await told.detail('exchange-opening'))).to.equal(true);
      expect(await isTold()).to.equal(false);
      told.element.close();
    });
  });

  it('where a session has several fields at once, and the console is told so', async () => {
    meetPartners();
    const session = { ...secretSession('mx'), ...secretSession('plaid'), ...secretSession('checkout') };
    const told = start({ session, checkoutPublicKey: 'pk_test_1', launch: 'manual' });
    await told.state('ready');
    silent(told, 'ready');
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
