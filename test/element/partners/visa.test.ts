import { expect } from '@open-wc/testing';
import { DwollaExchangeLink } from '../../../src/element/dwolla-exchange-link.js';
import {
  afterwards,
  Backend,
  consoleLines,
  leaveRecord,
  replace,
  returnWith,
  settled,
  start,
  storedRecord,
  until,
  type Watched,
} from '../../support/exchange-link.js';
import { exchangePartnerHref, linkSession } from '../../support/sessions.js';

/**
 * A place to leave for without leaving: the same document, further down. Whether the browser really goes is for the
 * end-to-end tests.
 */
const away = (name = 'away'): string => `${location.href.split('#', 1)[0] ?? ''}#${name}`;

function bankHere(): void {
  DwollaExchangeLink.configure({ partners: { visa: { hosts: [location.origin] } } });
}

async function ready(settings: Parameters<typeof start>[0] = {}): Promise<Watched> {
  bankHere();
  const watched = start({ session: linkSession(away()), ...settings });
  await watched.state('ready');
  return watched;
}

describe('Visa: the page is left for the session’s link', () => {
  let stops = 0;
  beforeEach(() => {
    stops = 0;
    // The real one would cut the test page off from its server.
    replace(window, 'stop', () => {
      stops += 1;
    });
  });

  it('never by itself: the state is ready, with a button', async () => {
    const watched = await ready();
    await settled();
    expect(watched.story).to.deep.equal(['loading', 'ready', 'exchange-ready']);
    expect(watched.button?.textContent).to.equal('Continue with Visa');
    expect(location.hash).to.equal('');
    expect(storedRecord()).to.equal(null);
  });

  for (const [name, go] of Object.entries({
    'a press of the button': (watched: Watched) => watched.press(),
    'open()': (watched: Watched) => watched.element.open(),
  }))
    it(`${name} redirects, once the return record is written`, async () => {
      const watched = await ready({ sessionUrl: '/session', reauth: true });
      let record: Record<string, unknown> | null = null;
      let hash = 'unknown';
      watched.element.addEventListener('exchange-opening', () => {
        record = storedRecord();
        ({ hash } = location);
      });
      await go(watched);
      await watched.state('redirecting');
      expect(watched.story.slice(3)).to.deep.equal(['opening', 'exchange-opening', 'redirecting']);
      const { startedAt, ...rest } = record ?? { startedAt: 0 };
      expect(rest).to.deep.equal({
        partner: 'visa',
        sessionUrl: `${location.origin}/session`,
        exchangePartnerHref,
        reauth: true,
        linkToken: null,
      });
      expect(startedAt).to.be.within(Date.now() - 60_000, Date.now());
      expect(hash).to.equal('');
      expect(location.hash).to.equal('#away');
    });

  it('the url is reported in exchange-opening alone, exactly as it came', async () => {
    const watched = await ready();
    await watched.element.open();
    const [opening, ...others] = watched.all('exchange-opening');
    expect([opening?.detail, others.length]).to.deep.equal([{ partner: 'visa', url: away() }, 0]);
    const rest = watched.events.filter(({ type }) => type !== 'exchange-opening').map(({ detail }) => detail);
    expect(JSON.stringify([rest, consoleLines, Object.values(sessionStorage)])).not.to.contain('#away');
  });

  describe('the host cancels the opening', () => {
    it('the page is not left, the session stays unspent, and the record is there for a host that goes by itself', async () => {
      const watched = await ready();
      watched.element.addEventListener('exchange-opening', (event) => event.preventDefault(), { once: true });
      await watched.element.open();
      expect(watched.element.state).to.equal('ready');
      expect(watched.outcomes).to.deep.equal([]);
      expect(location.hash).to.equal('');
      expect(storedRecord()?.['partner']).to.equal('visa');
      expect(watched.all('exchange-ready').length).to.equal(1);
      await watched.element.open();
      expect(watched.element.state).to.equal('redirecting');
    });
  });

  describe('the page stays where it is', () => {
    it('the browser does not go: redirect-failed, which can be tried again', async () => {
      const watched = await ready({ timeout: 100 });
      await watched.element.open();
      const detail = await watched.detail('exchange-error');
      expect([detail.code, detail.partner, detail.retryable]).to.deep.equal([
        'redirect-failed',
        'visa',
        true,
      ]);
      expect([storedRecord(), stops]).to.deep.equal([null, 0]);
    });

    it('the record cannot be written: it is not left for', async () => {
      const watched = await ready();
      replace(Storage.prototype, 'setItem', () => {
        throw new DOMException('Full.', 'QuotaExceededError');
      });
      await watched.element.open();
      const { code, retryable } = await watched.detail('exchange-error');
      // It cannot be written the next time either.
      expect([code, retryable]).to.deep.equal(['redirect-failed', false]);
      expect(watched.all('exchange-opening')).to.deep.equal([]);
      expect(location.hash).to.equal('');
    });

    it('the host closes while the page is being left: an exit by the host', async () => {
      const watched = await ready();
      await watched.element.open();
      watched.element.close();
      expect(await watched.detail('exchange-exit')).to.deep.equal({ partner: 'visa', reason: 'host' });
      expect([storedRecord(), stops]).to.deep.equal([null, 1]);
    });

    it('the host closes where there is no window.stop(), as in happy-dom: the exit comes and nothing throws', async () => {
      replace(window, 'stop', undefined as never);
      const watched = await ready();
      await watched.element.open();
      watched.element.close();
      expect(await watched.detail('exchange-exit')).to.deep.equal({ partner: 'visa', reason: 'host' });
    });

    it('the element is removed: nothing more is reported, and the record goes', async () => {
      const watched = await ready();
      await watched.element.open();
      const reported = watched.events.length;
      watched.element.remove();
      await settled();
      expect(watched.events.length).to.equal(reported);
      expect(storedRecord()).to.equal(null);
    });

    it('the user comes back out of the page cache: an exit by the user, and the button asks for a new session', async () => {
      bankHere();
      const backend = new Backend(linkSession(away('one')), linkSession(away('two')));
      const watched = start({ sessionUrl: '/session', fetchSession: backend.fetchSession });
      await watched.state('ready');
      await watched.element.open();
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
      expect(await watched.detail('exchange-exit')).to.deep.equal({ partner: 'visa', reason: 'user' });
      expect(storedRecord()).to.equal(null);
      await watched.press();
      await watched.state('redirecting');
      expect(watched.all('exchange-opening').map(({ detail }) => detail.url)).to.deep.equal([
        away('one'),
        away('two'),
      ]);
      expect(backend.requests.length).to.equal(2);
    });

    it('so it is when the host has cancelled the opening and gone there itself', async () => {
      bankHere();
      const backend = new Backend(linkSession(away('one')), linkSession(away('two')));
      const watched = start({ sessionUrl: '/session', fetchSession: backend.fetchSession });
      await watched.state('ready');
      watched.element.addEventListener('exchange-opening', (event) => event.preventDefault(), { once: true });
      await watched.element.open();
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
      expect(await watched.detail('exchange-exit')).to.deep.equal({ partner: 'visa', reason: 'user' });
      await watched.press();
      await watched.state('redirecting');
      expect(backend.requests.length).to.equal(2);
    });

    it('a page that is merely shown again has left nothing', async () => {
      const watched = await ready();
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
      await settled();
      expect(watched.element.state).to.equal('ready');
    });
  });

  it('in a framed page it is not started: redirect-failed, and the message says what to do', async () => {
    const frame = document.createElement('iframe');
    frame.src = new URL('../../support/inside.html', import.meta.url).href;
    document.body.append(frame);
    afterwards(() => frame.remove());
    await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    const inside = frame.contentDocument!;
    const element = inside.querySelector('dwolla-exchange-link')!;
    element.session = linkSession('https://link.visa.com/1.0/x');
    const detail = await new Promise<{ code: string; message: string; retryable: boolean }>((resolve) => {
      element.addEventListener('exchange-error', (event) => resolve(event.detail));
      element.addEventListener('exchange-ready', () => void element.open());
    });
    expect([detail.code, detail.retryable]).to.deep.equal(['redirect-failed', false]);
    expect(detail.message).to.contain('top level');
    expect(sessionStorage.length).to.equal(0);
  });
});

describe('Visa: the user comes back', () => {
  const exchangeId = '6bc9109a-04e4-4b8d-b4b2-5d0f7b1a6a4f';

  function cameBack(query: string, record: Readonly<Record<string, unknown>> = {}): Watched {
    leaveRecord({
      partner: 'visa',
      startedAt: Date.now() - 60_000,
      sessionUrl: `${location.origin}/session`,
      exchangePartnerHref,
      reauth: false,
      linkToken: null,
      ...record,
    });
    returnWith(query);
    return start();
  }

  const cases: [string, string, object][] = [
    [
      `exchange=${exchangeId}`,
      'exchange-success',
      { partner: 'visa', exchangeId, reauth: false, exchangeRequest: null },
    ],
    [`exchange=${exchangeId.toUpperCase()}`, 'exchange-success', { exchangeId: exchangeId.toUpperCase() }],
    ['error=USER_CANCELLED', 'exchange-exit', { partner: 'visa', reason: 'user' }],
    [
      'error=TEMPORARY_ERROR',
      'exchange-error',
      { code: 'partner-error', partnerCode: 'TEMPORARY_ERROR', retryable: true, partner: 'visa' },
    ],
    [
      'error=AUTHENTICATION_ERROR',
      'exchange-error',
      { code: 'partner-error', partnerCode: 'AUTHENTICATION_ERROR', retryable: true },
    ],
    [
      'error=SOMETHING_NEW',
      'exchange-error',
      { code: 'partner-error', partnerCode: 'SOMETHING_NEW', retryable: false },
    ],
    [`exchange=${exchangeId}&error=USER_CANCELLED`, 'exchange-exit', { reason: 'user' }],
    [`error=TEMPORARY_ERROR&exchange=${exchangeId}`, 'exchange-error', { partnerCode: 'TEMPORARY_ERROR' }],
    ['error=login_required&error=USER_CANCELLED', 'exchange-exit', { reason: 'user' }],
    [`error=login_required&exchange=${exchangeId}`, 'exchange-success', { exchangeId }],
    ['exchange=not-a-uuid', 'exchange-error', { code: 'partner-error' }],
    [`exchange=${exchangeId}0`, 'exchange-error', { code: 'partner-error' }],
    ['exchange=', 'exchange-error', { code: 'partner-error' }],
    ['exchange=%3Cimg%20src=x%3E', 'exchange-error', { code: 'partner-error' }],
  ];
  for (const [query, type, detail] of cases)
    it(`?${query}: ${type}`, async () => {
      const watched = cameBack(query);
      await until(() => watched.outcomes.length > 0, type);
      await settled();
      expect(watched.outcomes.map((outcome) => outcome.type)).to.deep.equal([type]);
      expect(watched.outcomes[0]?.detail).to.deep.include(detail);
      expect(JSON.stringify(watched.outcomes[0]?.detail)).not.to.contain('script').and.not.to.contain('img');
      expect(watched.story.slice(0, 1)).to.deep.equal(['loading']);
    });

  for (const query of [
    'error=login_required',
    'error=user_cancelled',
    'error=access_denied&error_description=x',
    'error=',
    'error=E1',
    'error=AB',
    `error=${'A'.repeat(65)}`,
    'error=%3Cscript%3E',
    'error=USER%20CANCELLED',
  ])
    it(`?${query} is the page's own: it stays, and the element starts anew`, async () => {
      const watched = cameBack(query);
      await settled();
      expect(watched.outcomes.map(({ type }) => type)).not.to.include('exchange-success');
      expect(watched.all('exchange-error').map(({ detail }) => detail.partnerCode)).not.to.include(
        'login_required',
      );
      expect(location.search.endsWith(query)).to.be.true;
      expect(storedRecord()).to.equal(null);
    });

  it('the page keeps its own error beside the result', async () => {
    const watched = cameBack(`error=login_required&exchange=${exchangeId}&x=1`);
    await watched.detail('exchange-success');
    expect(location.search.endsWith('error=login_required&x=1')).to.be.true;
  });

  it('the record says that it was a re-authentication', async () => {
    const watched = cameBack(`exchange=${exchangeId}`, { reauth: true });
    expect((await watched.detail('exchange-success')).reauth).to.be.true;
  });
});
