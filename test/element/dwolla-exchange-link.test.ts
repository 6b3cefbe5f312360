import { expect } from '@open-wc/testing';
import { DwollaExchangeLink } from '../../src/element/dwolla-exchange-link.js';
import { ExchangeLinkError } from '../../src/element/errors.js';
import {
  afterwards,
  Backend,
  later,
  make,
  replace,
  settled,
  start,
  until,
} from '../support/exchange-link.js';
import { frameLink, partnerPage, trustOtherOrigin } from '../support/framed.js';
import { plaidHandler, plaidHandlers, usePlaid } from '../support/plaid.js';
import { linkSession, linkToken, plaidSession } from '../support/sessions.js';

describe('the element', () => {
  beforeEach(() => usePlaid());

  it('is defined under its name, with a version', () => {
    expect(customElements.get('dwolla-exchange-link')).to.equal(DwollaExchangeLink);
    expect(DwollaExchangeLink.version).to.match(/^\d+\.\d+\.\d+/);
  });

  it('has the defaults of the contract', () => {
    const { element } = make();
    expect({
      sessionUrl: element.sessionUrl,
      session: element.session,
      getSession: element.getSession,
      fetchSession: element.fetchSession,
      credentials: element.credentials,
      partner: element.partner,
      launch: element.launch,
      reauth: element.reauth,
      checkoutPublicKey: element.checkoutPublicKey,
      timeout: element.timeout,
      locale: element.locale,
      state: element.state,
      activePartner: element.activePartner,
      outcome: element.outcome,
    }).to.deep.equal({
      sessionUrl: '',
      session: null,
      getSession: null,
      fetchSession: null,
      credentials: 'same-origin',
      partner: '',
      launch: 'auto',
      reauth: false,
      checkoutPublicKey: '',
      timeout: 20_000,
      locale: '',
      state: 'idle',
      activePartner: null,
      outcome: null,
    });
  });

  it('takes its attributes', () => {
    const { element } = make();
    for (const [name, value] of Object.entries({
      'session-url': '/session',
      credentials: 'include',
      partner: 'mx',
      launch: 'manual',
      reauth: '',
      'checkout-public-key': 'pk_1',
      timeout: '500',
      locale: 'es',
      nonce: 'r4nd0m',
    }))
      element.setAttribute(name, value);
    expect([
      element.sessionUrl,
      element.credentials,
      element.partner,
      element.launch,
      element.reauth,
      element.checkoutPublicKey,
      element.timeout,
      element.locale,
    ]).to.deep.equal(['/session', 'include', 'mx', 'manual', true, 'pk_1', 500, 'es']);
  });

  it('state, activePartner and outcome cannot be set', () => {
    const { element } = make();
    for (const name of ['state', 'activePartner', 'outcome'])
      expect(() => Reflect.set(element, name, 'x') && expect.fail(`${name} was set`)).not.to.throw();
    expect(element.state).to.equal('idle');
  });

  it('reflects its state as an attribute and as :state()', async () => {
    const watched = start({ session: plaidSession(), launch: 'manual' });
    for (const state of ['loading', 'ready'] as const) {
      await watched.state(state);
      expect(watched.element.getAttribute('state')).to.equal(state);
      expect(watched.element.matches(`:state(${state})`)).to.be.true;
    }
    expect(watched.element.matches(':state(loading)')).to.be.false;
  });

  it('exposes the partner and the outcome, to hosts whose listeners came late', async () => {
    const watched = start({ session: plaidSession() });
    (await plaidHandler()).leave(null);
    expect(watched.element.activePartner).to.equal('plaid');
    expect(watched.element.outcome).to.deep.equal({
      type: 'exit',
      detail: { partner: 'plaid', reason: 'user' },
    });
  });

  describe('what is set in one task is taken together', () => {
    it('nothing starts before the task is over', async () => {
      const backend = new Backend(plaidSession());
      const watched = make({ fetchSession: backend.fetchSession });
      document.body.append(watched.element);
      watched.element.sessionUrl = '/first';
      watched.element.sessionUrl = '/second';
      watched.element.launch = 'manual';
      expect(backend.requests).to.deep.equal([]);
      await watched.state('ready');
      expect(backend.requests.map(({ url }) => new URL(url).pathname)).to.deep.equal(['/second']);
      expect(watched.story).to.deep.equal(['loading', 'ready', 'exchange-ready']);
    });

    it('several changes are one new attempt', async () => {
      const backend = new Backend(plaidSession());
      const watched = start({ sessionUrl: '/a', launch: 'manual', fetchSession: backend.fetchSession });
      await watched.state('ready');
      watched.forget();
      Object.assign(watched.element, { sessionUrl: '/b', partner: 'plaid', timeout: 500 });
      await until(() => watched.story.includes('exchange-ready'), 'the new attempt');
      expect(backend.requests.map(({ url }) => new URL(url).pathname)).to.deep.equal(['/a', '/b']);
    });

    it('a removal and an insertion in one task change nothing', async () => {
      const backend = new Backend(plaidSession());
      const watched = start({ sessionUrl: '/a', launch: 'manual', fetchSession: backend.fetchSession });
      watched.element.remove();
      document.body.append(watched.element);
      await watched.state('ready');
      expect(backend.requests.length).to.equal(1);
    });
  });

  it('what was set to something else and back in one task has not changed', async () => {
    const watched = start({
      sessionUrl: '/a',
      partner: 'plaid',
      fetchSession: new Backend(plaidSession()).fetchSession,
    });
    (await plaidHandler()).load();
    await watched.state('open');
    watched.forget();
    Object.assign(watched.element, { sessionUrl: '', partner: '' });
    Object.assign(watched.element, { sessionUrl: '/a', partner: 'plaid' });
    await watched.element.updateComplete;
    await settled();
    expect([watched.element.state, watched.story]).to.deep.equal(['open', []]);
  });

  it('close() on an element that has just been taken out reports nothing', async () => {
    const watched = start({ session: plaidSession() });
    (await plaidHandler()).load();
    await watched.state('open');
    watched.forget();
    watched.element.remove();
    watched.element.close();
    await settled();
    expect([watched.element.state, watched.story]).to.deep.equal(['idle', []]);
  });

  it('close() in the middle of a move still ends the attempt', async () => {
    const watched = start({ session: plaidSession() });
    (await plaidHandler()).load();
    await watched.state('open');
    watched.element.remove();
    watched.element.close();
    document.body.append(watched.element);
    expect((await watched.detail('exchange-exit')).reason).to.equal('host');
  });

  describe('what restarts, and what counts from the next attempt on', () => {
    const openOne = async () => {
      const watched = start({ session: plaidSession(), getSession: () => Promise.resolve(plaidSession()) });
      (await plaidHandler()).load();
      await watched.state('open');
      watched.forget();
      return watched;
    };
    for (const [name, change] of Object.entries({
      'the same session again': { session: plaidSession() },
      'the same session in camelCase': { session: { externalProviderSessionToken: linkToken(), links: {} } },
      'another getSession': { getSession: () => Promise.resolve(plaidSession(linkToken('2'))) },
      'no getSession any more': { getSession: null },
      fetchSession: { fetchSession: () => later<Response>().promise },
      credentials: { credentials: 'include' },
      launch: { launch: 'manual' },
      reauth: { reauth: true },
      checkoutPublicKey: { checkoutPublicKey: 'pk_1' },
      timeout: { timeout: 1 },
      locale: { locale: 'fr' },
      nonce: { nonce: 'x' },
    }))
      it(`${name}: Link stays open`, async () => {
        const watched = await openOne();
        Object.assign(watched.element, change);
        await watched.element.updateComplete;
        await settled();
        expect([watched.element.state, watched.story]).to.deep.equal(['open', []]);
        expect(plaidHandlers().length).to.equal(1);
      });

    it('reauth set while Link is open says nothing about this attempt', async () => {
      const watched = await openOne();
      watched.element.reauth = true;
      await watched.element.updateComplete;
      plaidHandlers()[0]?.succeed('public-sandbox-1');
      expect((await watched.detail('exchange-success')).reauth).to.be.false;
    });

    it('a session with another credential restarts', async () => {
      const watched = await openOne();
      watched.element.session = plaidSession(linkToken('2'));
      await until(() => watched.story.includes('loading'), 'a new attempt');
      expect(watched.outcomes).to.deep.equal([]);
    });

    it('the partner restarts', async () => {
      const watched = await openOne();
      watched.element.partner = 'mx';
      expect((await watched.detail('exchange-error')).code).to.equal('partner-mismatch');
    });

    it('the first getSession restarts', async () => {
      const watched = start();
      await watched.element.updateComplete;
      watched.element.getSession = () => Promise.resolve(plaidSession(linkToken('2')));
      expect((await plaidHandler()).config['token']).to.equal(linkToken('2'));
    });

    it('no source any more: all is quiet', async () => {
      const watched = start({ session: plaidSession() });
      (await plaidHandler()).load();
      await watched.state('open');
      watched.forget();
      watched.element.session = null;
      await watched.state('idle');
      expect(watched.story).to.deep.equal(['idle']);
    });

    it('an attribute that is taken off again does the same', async () => {
      const backend = new Backend(plaidSession());
      const watched = start({ fetchSession: backend.fetchSession, launch: 'manual' });
      watched.element.setAttribute('session-url', '/session');
      await watched.state('ready');
      watched.element.removeAttribute('session-url');
      await watched.state('idle');
    });
  });

  describe('bad input has a name and a sentence', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    const cases: [string, Parameters<typeof start>[0], string][] = [
      [
        'a session that is JSON text',
        { session: '{"externalProviderSessionToken":"x"}' as unknown as object },
        'session-malformed',
      ],
      ['a session that is a list', { session: [] }, 'session-malformed'],
      ['a session with a cycle', { session: cyclic }, 'session-malformed'],
      ['a session without any field', { session: {} }, 'session-unsupported'],
      [
        'a link of a stranger',
        { session: linkSession('https://evil.test/?token=hunter2') },
        'untrusted-origin',
      ],
      ['a link that is a script', { session: linkSession('javascript:alert(1)') }, 'untrusted-origin'],
      [
        'a partner that nobody knows',
        { partner: 'nobody' as 'mx', session: plaidSession() },
        'partner-mismatch',
      ],
      ['a session URL that is a script', { sessionUrl: 'javascript:alert(1)' }, 'invalid-session-url'],
    ];
    for (const [name, settings, code] of cases)
      for (const isLate of [false, true])
        it(`${name}${isLate ? ', set later' : ''}: ${code}`, async () => {
          const watched = start(isLate ? {} : settings);
          await watched.element.updateComplete;
          if (isLate) Object.assign(watched.element, settings);
          const detail = await watched.detail('exchange-error');
          expect([detail.code, detail.retryable]).to.deep.equal([code, false]);
          expect(detail.partner).to.equal(null);
          expect(JSON.stringify(detail)).not.to.contain('hunter2');
          await watched.element.updateComplete;
          expect(watched.part('message')?.textContent).to.match(/\w{3}/);
          expect(document.querySelector('dwolla-exchange-link iframe')).to.equal(null);
          expect(watched.part('frame')).to.equal(null);
        });

    for (const timeout of [0, -1, NaN, 'soon'])
      it(`a timeout of ${String(timeout)} is the default`, async () => {
        const watched = start({ timeout: timeout as number });
        await watched.element.updateComplete;
        expect(watched.element.timeout).to.equal(20_000);
      });

    it('credentials that are none are same-origin', async () => {
      const backend = new Backend(plaidSession());
      const watched = start({
        credentials: 'everything' as RequestCredentials,
        sessionUrl: '/session',
        launch: 'manual',
        fetchSession: backend.fetchSession,
      });
      await watched.state('ready');
      expect(backend.requests[0]?.init.credentials).to.equal('same-origin');
    });
  });

  it('fetches with the page’s own fetch, relative to the document', async () => {
    const asked: unknown[] = [];
    replace(window, 'fetch', ((url: string, init: RequestInit) => {
      asked.push([url, init.credentials]);
      return Promise.resolve(Response.json(plaidSession()));
    }) as typeof fetch);
    const watched = start({ sessionUrl: 'session?x=1', credentials: 'include', launch: 'manual' });
    await watched.state('ready');
    expect(asked).to.deep.equal([[new URL('session?x=1', document.baseURI).href, 'include']]);
  });

  describe('focus moves only after the user’s own action, and never falls to the body', () => {
    const focused = (watched: { element: DwollaExchangeLink }): string | null =>
      document.activeElement === watched.element
        ? (watched.element.shadowRoot?.activeElement?.getAttribute('part') ?? 'nothing inside')
        : null;

    it('nothing is focused by an element that opens by itself', async () => {
      trustOtherOrigin('mx');
      const watched = start({ session: linkSession(frameLink()) });
      const page = await partnerPage(watched);
      await page.say({ mx: true, type: 'mx/load' });
      await watched.element.updateComplete;
      expect(document.activeElement).to.equal(document.body);
    });

    for (const browser of ['a browser of today', 'a browser without checkVisibility()'])
      it(`from the button into the frame, and at the outcome to the message, in ${browser}`, async () => {
        if (browser.includes('without')) replace(Element.prototype, 'checkVisibility', undefined as never);
        trustOtherOrigin('mx');
        const watched = start({ session: linkSession(frameLink()), launch: 'manual' });
        await watched.state('ready');
        await watched.element.updateComplete;
        watched.button?.focus();
        watched.button?.click();
        const page = await partnerPage(watched);
        await watched.element.updateComplete;
        expect(focused(watched), 'while opening').not.to.equal(null);
        await page.say({ mx: true, type: 'mx/load' });
        await watched.element.updateComplete;
        expect(focused(watched), 'open').to.equal('frame');
        await page.say({ mx: true, type: 'mx/connect/connected/primaryAction' });
        await watched.element.updateComplete;
        expect(focused(watched), 'at the end').to.equal('message');
      });

    it('not back into the frame when the user has gone elsewhere, whatever the host sets', async () => {
      trustOtherOrigin('mx');
      const input = document.body.appendChild(document.createElement('input'));
      afterwards(() => input.remove());
      const watched = start({ session: linkSession(frameLink()), launch: 'manual' });
      await watched.press();
      const page = await partnerPage(watched);
      await page.say({ mx: true, type: 'mx/load' });
      await watched.element.updateComplete;
      input.focus();
      watched.element.fetchSession = () => Promise.reject(new Error('never asked'));
      await watched.element.updateComplete;
      expect(document.activeElement, 'a new function').to.equal(input);
      watched.element.session = linkSession(frameLink('two'));
      const next = await partnerPage(watched);
      await next.say({ mx: true, type: 'mx/load' });
      await watched.element.updateComplete;
      expect(document.activeElement, 'a new session').to.equal(input);
    });

    it('out of a frame that the user had gone into by themselves, when that goes', async () => {
      trustOtherOrigin('mx');
      const watched = start({ session: linkSession(frameLink()) });
      const page = await partnerPage(watched);
      await page.say({ mx: true, type: 'mx/load' });
      watched.part('frame')?.focus();
      await page.say({ mx: true, type: 'mx/connect/connected/primaryAction' });
      await watched.element.updateComplete;
      expect(focused(watched)).to.equal('message');
    });

    it('from the host’s own button in the place of ours', async () => {
      trustOtherOrigin('mx');
      const watched = make({ session: linkSession(frameLink()), launch: 'manual' });
      const own = Object.assign(document.createElement('button'), { slot: 'ready', textContent: 'Link' });
      own.onclick = () => void watched.element.open();
      watched.element.append(own);
      document.body.append(watched.element);
      await watched.state('ready');
      await watched.element.updateComplete;
      own.focus();
      own.click();
      await watched.state('opening');
      await watched.element.updateComplete;
      expect(focused(watched), 'while opening').not.to.equal(null);
      const page = await partnerPage(watched);
      await page.say({ mx: true, type: 'mx/load' });
      await watched.element.updateComplete;
      expect(focused(watched), 'open').to.equal('frame');
    });

    it('to the element itself where the host has put its own view in place of the message', async () => {
      trustOtherOrigin('mx');
      const watched = make({ session: linkSession(frameLink()), launch: 'manual' });
      const own = document.createElement('p');
      own.slot = 'success';
      watched.element.append(own);
      document.body.append(watched.element);
      await watched.press();
      const page = await partnerPage(watched);
      await page.say({ mx: true, type: 'mx/load' });
      await page.say({ mx: true, type: 'mx/connect/connected/primaryAction' });
      await watched.element.updateComplete;
      expect(focused(watched)).to.equal('container');
    });

    it('from the retry button it stays inside while the next session is on its way', async () => {
      let count = 0;
      const watched = start({
        getSession: () => (++count === 1 ? Promise.reject(new Error('no')) : later<object>().promise),
      });
      await watched.detail('exchange-error');
      await watched.element.updateComplete;
      watched.button?.focus();
      watched.button?.click();
      await watched.element.updateComplete;
      await settled();
      expect(focused(watched)).not.to.equal(null);
    });
  });

  describe('what screen readers announce', () => {
    it('one live region, there from the start, says each state; errors are assertive', async () => {
      const watched = make({ locale: 'en' });
      document.body.append(watched.element);
      await watched.element.updateComplete;
      const region = watched.part('status');
      // Browsers announce a change of what was there, not what has just come.
      expect(region?.checkVisibility(), 'in the tree while idle').to.be.true;
      expect(watched.element.offsetHeight).to.equal(0);
      expect([region?.getAttribute('role'), region?.getAttribute('aria-live')]).to.deep.equal([
        'status',
        'polite',
      ]);
      watched.element.session = {};
      await watched.detail('exchange-error');
      await watched.element.updateComplete;
      expect(watched.part('status')).to.equal(region);
      expect(region?.getAttribute('aria-live')).to.equal('assertive');
      expect(region?.textContent.trim()).to.equal(watched.part('message')?.textContent);
    });

    it('a partner named by the host is called by name before its session is there', async () => {
      const getSession = (): Promise<never> =>
        Promise.reject(new ExchangeLinkError('partner-timeout', 'Too slow.'));
      const watched = start({ partner: 'plaid', getSession, locale: 'en' });
      await watched.detail('exchange-error');
      await watched.element.updateComplete;
      expect(watched.part('message')?.textContent).to.equal('Plaid did not answer in time.');
    });

    it('a slot replaces what is seen, never what is announced', async () => {
      const watched = make({ session: plaidSession(), launch: 'manual', locale: 'en' });
      const own = Object.assign(document.createElement('p'), { slot: 'ready', textContent: 'Our own words' });
      watched.element.append(own);
      document.body.append(watched.element);
      await watched.state('ready');
      await watched.element.updateComplete;
      expect(own.assignedSlot).not.to.equal(null);
      expect(watched.part('status')?.textContent.trim()).to.equal('You will continue with Plaid.');
    });

    it('so is the title of a frame, also where the texts come after it', async () => {
      trustOtherOrigin('mx');
      const watched = start({ session: linkSession(frameLink()), locale: 'en' });
      await partnerPage(watched);
      const frame = watched.part('frame') as HTMLIFrameElement;
      expect(frame.title).to.equal('Link your account with MX');
      watched.element.locale = 'fr';
      await until(() => frame.title === 'Liez votre compte avec MX', 'the French title');
    });

    it('lang is set where the sentences are in another language than the page', async () => {
      const box = Object.assign(document.createElement('div'), { lang: 'de' });
      document.body.append(box);
      const watched = start({ session: plaidSession(), launch: 'manual', locale: 'fr-CA' }, box);
      await watched.state('ready');
      await until(() => watched.button?.textContent === 'Continuer avec Plaid', 'the French button');
      expect(watched.part('container')?.lang).to.equal('fr-CA');
      watched.element.locale = '';
      await until(() => watched.button?.textContent === 'Continue with Plaid', 'the English button');
      expect(watched.part('container')?.lang).to.equal('en');
      box.lang = 'en';
      watched.element.requestUpdate();
      await watched.element.updateComplete;
      expect(watched.part('container')?.hasAttribute('lang')).to.be.false;
      box.remove();
    });

    for (const state of ['ready', 'exited', 'error'] as const)
      it(`is accessible while ${state}`, async () => {
        const watched = start({ session: state === 'error' ? {} : plaidSession(), launch: 'manual' });
        await watched.state(state === 'error' ? 'error' : 'ready');
        if (state === 'exited') watched.element.close();
        await watched.element.updateComplete;
        await expect(watched.element).to.be.accessible();
      });
  });
});
