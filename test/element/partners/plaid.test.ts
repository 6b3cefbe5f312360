import { expect } from '@open-wc/testing';
import { DwollaExchangeLink } from '../../../src/element/dwolla-exchange-link.js';
import {
  afterwards,
  Backend,
  consoleLines,
  replace,
  settled,
  start,
  storedRecord,
  until,
  type Watched,
} from '../../support/exchange-link.js';
import {
  plaidHandler,
  plaidHandlers,
  type PlaidHandler,
  plaidRuns,
  plaidScript,
  useNewPlaid,
  usePlaid,
} from '../../support/plaid.js';
import { exchangePartnerHref, linkToken, plaidSession } from '../../support/sessions.js';

const publicToken = 'public-sandbox-9b7fb629-0fad-44f4-8c5e-44c25a0bfa8e';
/** As Plaid's frame hands it over: the token is in it a second time, with more than anybody needs. */
const rawMetadata = {
  public_token: publicToken,
  institution: { name: 'Platypus Bank', institution_id: 'ins_109508', extra: 'x' },
  accounts: [
    {
      id: 'acc_1',
      name: 'Checking',
      mask: '0000',
      type: 'depository',
      subtype: 'checking',
      verification_status: null,
      class_type: 'personal',
      account_number: '1111222233330000',
    },
  ],
  account: { id: 'acc_1' },
  account_id: 'acc_1',
  link_session_id: 'session_1',
  transfer_status: null,
  wallet: null,
};

interface StartedLink {
  watched: Watched;
  handler: PlaidHandler;
}
/** Link asked for, and nothing reported by it yet. */
async function startLink(settings: Parameters<typeof start>[0] = {}): Promise<StartedLink> {
  const watched = start({ session: plaidSession(), ...settings });
  return { watched, handler: await plaidHandler(plaidHandlers().length) };
}
/** Link open in front of the user. */
async function openLink(settings: Parameters<typeof start>[0] = {}): Promise<StartedLink> {
  const link = await startLink(settings);
  link.handler.load();
  await link.watched.state('open');
  return link;
}

describe('Plaid: Link, a modal of Plaid’s own script over the page', () => {
  beforeEach(() => usePlaid());

  describe('the user links a bank', () => {
    it('the host receives every step, and in the end one success with the body for its backend', async () => {
      const { watched, handler } = await openLink();
      handler.event('OPEN', { link_session_id: 'session_1', timestamp: '2026-03-25T17:13:38Z' });
      handler.succeed(publicToken, rawMetadata);
      expect(watched.story).to.deep.equal([
        'loading',
        'ready',
        'exchange-ready',
        'opening',
        'exchange-opening',
        'open',
        'exchange-open',
        'success',
        'exchange-success',
      ]);
      expect(await watched.detail('exchange-success')).to.deep.equal({
        partner: 'plaid',
        publicToken,
        metadata: {
          institution: { name: 'Platypus Bank', institution_id: 'ins_109508' },
          accounts: [
            {
              id: 'acc_1',
              name: 'Checking',
              mask: '0000',
              type: 'depository',
              subtype: 'checking',
              verification_status: null,
            },
          ],
          link_session_id: 'session_1',
        },
        reauth: false,
        exchangeRequest: {
          _links: { 'exchange-partner': { href: exchangePartnerHref } },
          plaid: { publicToken },
        },
      });
    });

    it('Link gets the token of the session as it is, its own words, and nothing about a return', async () => {
      const { handler } = await openLink();
      expect(handler.config['token']).to.equal(linkToken());
      expect(Object.keys(handler.config).sort()).to.deep.equal(
        ['onEvent', 'onExit', 'onLoad', 'onSuccess', 'token'].sort(),
      );
    });

    it('without an exchange partner in the session the body goes without _links', async () => {
      const { watched, handler } = await openLink({ session: { externalProviderSessionToken: linkToken() } });
      handler.succeed(publicToken, rawMetadata);
      expect((await watched.detail('exchange-success')).exchangeRequest).to.deep.equal({
        plaid: { publicToken },
      });
    });

    it('metadata of any shape is survived, and none of it is guessed', async () => {
      for (const odd of [
        null,
        undefined,
        'x',
        7,
        { accounts: 'x', institution: 'x' },
        { accounts: [null, 7] },
      ]) {
        usePlaid();
        const { watched, handler } = await openLink();
        handler.succeed(publicToken, odd);
        const detail = await watched.detail('exchange-success');
        expect(JSON.stringify(detail)).not.to.contain('undefined');
        watched.element.remove();
        await settled();
      }
    });

    for (const empty of [null, undefined, '', 7, {}])
      it(`success with ${JSON.stringify(empty) ?? 'undefined'} for a token is partner-error`, async () => {
        const { watched, handler } = await openLink();
        handler.succeed(empty, rawMetadata);
        expect((await watched.detail('exchange-error')).code).to.equal('partner-error');
        expect(watched.outcomes.length).to.equal(1);
      });
  });

  describe('re-authentication', () => {
    it('by the host’s word: nothing is to be exchanged', async () => {
      const { watched, handler } = await openLink({ reauth: true });
      handler.succeed(publicToken, rawMetadata);
      const { reauth, exchangeRequest } = await watched.detail('exchange-success');
      expect([reauth, exchangeRequest]).to.deep.equal([true, null]);
    });

    it('by Plaid’s word: is_update_mode on its OPEN event', async () => {
      const { watched, handler } = await openLink();
      handler.event('OPEN', { is_update_mode: true });
      handler.succeed(publicToken, rawMetadata);
      const { reauth, exchangeRequest } = await watched.detail('exchange-success');
      expect([reauth, exchangeRequest]).to.deep.equal([true, null]);
    });

    it('is_update_mode anywhere else, or anything but true, says nothing', async () => {
      const { watched, handler } = await openLink();
      handler.event('HANDOFF', { is_update_mode: true });
      handler.event('OPEN', { is_update_mode: 'true' });
      handler.succeed(publicToken, rawMetadata);
      expect((await watched.detail('exchange-success')).reauth).to.be.false;
    });
  });

  describe('the user leaves', () => {
    it('by Link’s own cross: an exit by the user', async () => {
      const { watched, handler } = await openLink();
      handler.leave(null, { status: 'requires_credentials' });
      expect(await watched.detail('exchange-exit')).to.deep.equal({ partner: 'plaid', reason: 'user' });
      expect(watched.element.state).to.equal('exited');
    });

    for (const error_type of ['ITEM_ERROR', 'INSTITUTION_ERROR'])
      it(`after ${error_type} with the bank: still an exit by the user, and the error is reported`, async () => {
        const { watched, handler } = await openLink();
        handler.leave({
          error_type,
          error_code: 'INVALID_CREDENTIALS',
          display_message: 'the secret answer',
        });
        expect(await watched.detail('exchange-exit')).to.deep.equal({
          partner: 'plaid',
          reason: 'user',
          error: { type: error_type, code: 'INVALID_CREDENTIALS' },
        });
      });

    it('after an ERROR event earlier on: the last error is reported', async () => {
      const { watched, handler } = await openLink();
      handler.event('ERROR', { error_type: 'ITEM_ERROR', error_code: 'INVALID_MFA', error_message: 'x' });
      handler.event('ERROR', { error_type: 'ITEM_ERROR', error_code: 'ITEM_LOCKED', error_message: 'x' });
      handler.leave(null);
      expect((await watched.detail('exchange-exit')).error).to.deep.equal({
        type: 'ITEM_ERROR',
        code: 'ITEM_LOCKED',
      });
    });
  });

  describe('Link ends with an error', () => {
    const expired = [
      'INVALID_LINK_TOKEN',
      'INCORRECT_LINK_TOKEN',
      'OAUTH_STATE_ID_ALREADY_PROCESSED',
      'OAUTH_STATE_ID_NOT_FOUND',
    ];
    for (const error_code of expired)
      it(`${error_code} is session-expired; with a session alone there is nothing to try again with`, async () => {
        const { watched, handler } = await openLink();
        handler.leave({ error_type: 'INVALID_INPUT', error_code, error_message: `token ${linkToken()}` });
        const detail = await watched.detail('exchange-error');
        expect([detail.code, detail.partnerCode, detail.partner, detail.retryable]).to.deep.equal([
          'session-expired',
          error_code,
          'plaid',
          false,
        ]);
        await watched.element.updateComplete;
        expect(watched.button).to.equal(null);
      });

    it('session-expired can be tried again where a new session can be asked for', async () => {
      const backend = new Backend(plaidSession(linkToken('1')), plaidSession(linkToken('2')));
      const { watched, handler } = await openLink({
        session: null,
        sessionUrl: '/session',
        fetchSession: backend.fetchSession,
      });
      handler.leave({ error_type: 'INVALID_INPUT', error_code: 'INVALID_LINK_TOKEN' });
      expect((await watched.detail('exchange-error')).retryable).to.be.true;
      await watched.press();
      expect((await plaidHandler(1)).config['token']).to.equal(linkToken('2'));
    });

    for (const error of [
      { error_type: 'API_ERROR', error_code: 'INTERNAL_SERVER_ERROR' },
      { error_type: 'RATE_LIMIT_EXCEEDED', error_code: 'RATE_LIMIT' },
      { error_type: 'INVALID_REQUEST', error_code: 'INVALID_FIELD' },
      {},
      'an error',
    ])
      describe(JSON.stringify(error), () => {
        it('is partner-error where Link was never shown', async () => {
          const { watched, handler } = await startLink();
          handler.leave(error);
          const detail = await watched.detail('exchange-error');
          expect([detail.code, detail.retryable]).to.deep.equal(['partner-error', true]);
          expect(detail.partnerCode).to.equal((error as { error_code?: string }).error_code);
        });
        for (const [name, show] of Object.entries({
          'once Link has loaded': (handler: PlaidHandler) => handler.load(),
          'once Link has reported that it is open': (handler: PlaidHandler) => handler.event('OPEN'),
        }))
          it(`is an exit with the last error ${name}`, async () => {
            const { watched, handler } = await startLink();
            show(handler);
            handler.leave(error);
            const { error_type: type = 'unknown', error_code: code = 'unknown' } = Object(error) as Record<
              string,
              string
            >;
            expect(await watched.detail('exchange-exit')).to.deep.equal({
              partner: 'plaid',
              reason: 'user',
              error: { type, code },
            });
          });
      });

    it('a code that is no code is not passed on, and neither is Plaid’s message', async () => {
      const { watched, handler } = await startLink();
      handler.leave({
        error_type: 'API_ERROR',
        error_code: `no code: ${linkToken()}`,
        error_message: 'hunter2',
        display_message: 'hunter2',
      });
      const detail = await watched.detail('exchange-error');
      expect(detail.partnerCode).to.equal(undefined);
      expect(JSON.stringify(detail)).not.to.contain('hunter2').and.not.to.contain('link-sandbox');
    });
  });

  describe('what is reported to the host of each step', () => {
    it('known events with a list of allowed fields', async () => {
      const { watched, handler } = await openLink();
      handler.event('SUBMIT_ROUTING_NUMBER', {
        routing_number: '222222226',
        account_number_mask: '0000',
        institution_search_query: 'my secret bank',
        error_message: 'hunter2',
        institution_id: 'ins_1',
        institution_name: 'Bank',
        view_name: 'NUMBERS',
        link_session_id: 's',
        request_id: 'r',
        timestamp: 't',
        something_new: 'x',
        public_token: publicToken,
      });
      const [{ detail } = { detail: null }] = watched.all('exchange-activity');
      expect(detail).to.deep.equal({
        partner: 'plaid',
        name: 'SUBMIT_ROUTING_NUMBER',
        data: {
          institution_id: 'ins_1',
          institution_name: 'Bank',
          view_name: 'NUMBERS',
          link_session_id: 's',
          request_id: 'r',
          timestamp: 't',
        },
      });
    });

    it('events that nobody knows yet by name alone', async () => {
      const { watched, handler } = await openLink();
      handler.event('SOMETHING_NEW', { institution_name: 'Bank', secret: 'x' });
      expect(watched.all('exchange-activity').at(-1)?.detail).to.deep.equal({
        partner: 'plaid',
        name: 'SOMETHING_NEW',
        data: {},
      });
    });

    it('nothing of what is no event at all', async () => {
      const { watched, handler } = await openLink();
      for (const odd of [null, 7, {}, '', 'a name with blanks', 'x'.repeat(100)]) handler.event(odd, {});
      handler.event('OPEN', null);
      handler.event('OPEN', 'x');
      expect(watched.all('exchange-activity').map(({ detail }) => detail.data)).to.deep.equal([{}, {}]);
    });
  });

  describe('the first outcome counts', () => {
    it('an exit after the success is ignored', async () => {
      const { watched, handler } = await openLink();
      handler.succeed(publicToken, rawMetadata);
      handler.leave(null);
      handler.leave({ error_type: 'API_ERROR', error_code: 'X' });
      await settled();
      expect(watched.outcomes.map(({ type }) => type)).to.deep.equal(['exchange-success']);
    });
    it('nor is a second success, nor an event', async () => {
      const { watched, handler } = await openLink();
      handler.succeed(publicToken, rawMetadata);
      const reported = watched.events.length;
      handler.succeed('public-sandbox-2', rawMetadata);
      handler.event('HANDOFF');
      await settled();
      expect(watched.events.length).to.equal(reported);
    });
    it('nor is a success after the exit', async () => {
      const { watched, handler } = await openLink();
      handler.leave(null);
      handler.succeed(publicToken, rawMetadata);
      await settled();
      expect(watched.outcomes.map(({ type }) => type)).to.deep.equal(['exchange-exit']);
    });
    it('nor is Link’s success after the host has closed', async () => {
      const { watched, handler } = await openLink();
      watched.element.close();
      handler.succeed(publicToken, rawMetadata);
      await settled();
      expect(watched.outcomes.map(({ type }) => type)).to.deep.equal(['exchange-exit']);
    });
  });

  describe('the page afterwards is as it was before', () => {
    it('the handler is destroyed in a later task, never in Link’s own callback', async () => {
      const { handler } = await openLink();
      handler.succeed(publicToken, rawMetadata);
      expect(handler.isDestroyed).to.be.false;
      await until(() => handler.isDestroyed, 'the handler to be destroyed');
      expect(handler.calls.filter((call) => call === 'destroy').length).to.equal(1);
    });

    for (const [outcome, end] of Object.entries({
      success: (_: Watched, handler: Awaited<ReturnType<typeof plaidHandler>>) =>
        handler.succeed(publicToken),
      exit: (_: Watched, handler: Awaited<ReturnType<typeof plaidHandler>>) => handler.leave(null),
      'close()': ({ element }: Watched) => element.close(),
      removal: ({ element }: Watched) => element.remove(),
      'another session': ({ element }: Watched) => (element.session = null),
    }))
      it(`after ${outcome}: scrolling, the id of <html>, and no frame`, async () => {
        document.body.style.overflow = 'scroll';
        document.documentElement.id = 'app';
        afterwards(() => {
          document.body.style.removeProperty('overflow');
          document.documentElement.removeAttribute('id');
        });
        const { watched, handler } = await openLink();
        expect(document.body.style.overflow).to.equal('hidden');
        // What Link does on a phone.
        document.documentElement.id = 'plaid-link-temporary-id';
        end(watched, handler);
        await until(() => handler.isDestroyed, 'the handler to be destroyed');
        await settled();
        expect(document.body.style.overflow).to.equal('scroll');
        expect(document.documentElement.id).to.equal('app');
        expect(document.querySelector('iframe[id^="plaid-link-iframe"]')).to.equal(null);
      });

    it('a destroy() that refuses is no obstacle: the frame goes all the same', async () => {
      const { watched, handler } = await openLink();
      Object.assign(handler, {
        destroy: () => {
          throw new Error('Do not call destroy() when Link is open.');
        },
      });
      watched.element.close();
      await until(() => !handler.frame.isConnected, 'the frame to go');
      expect(document.body.style.overflow).to.equal('');
    });
  });

  describe('Plaid’s script', () => {
    it('is one tag in the document’s head, without a query, whatever comes and goes', async () => {
      useNewPlaid();
      const runs = plaidRuns();
      const { watched, handler } = await openLink();
      handler.leave(null);
      watched.element.remove();
      await settled();
      await openLink();
      const tags = [...document.scripts].filter(({ src }) => src === plaidScript());
      expect(tags.map(({ src, parentElement }) => [src, parentElement])).to.deep.equal([
        [plaidScript(), document.head],
      ]);
      expect(plaidRuns() - runs).to.equal(1);
    });

    it('is not asked for while nobody needs it', async () => {
      useNewPlaid();
      const runs = plaidRuns();
      start({ session: {} });
      await settled();
      expect(plaidRuns()).to.equal(runs);
      expect([...document.scripts].some(({ src }) => src === plaidScript())).to.be.false;
    });

    it('has the nonce of the element', async () => {
      useNewPlaid();
      start({ session: plaidSession(), nonce: 'r4nd0m' });
      await plaidHandler();
      expect([...document.scripts].find(({ src }) => src === plaidScript())?.nonce).to.equal('r4nd0m');
    });

    it('that is not delivered is partner-script; the session is kept for the retry, which asks for the script anew', async () => {
      useNewPlaid();
      const scriptUrl = new URL('no-plaid.js', plaidScript()).href;
      DwollaExchangeLink.configure({ partners: { plaid: { scriptUrl } } });
      const backend = new Backend(plaidSession());
      const watched = start({ sessionUrl: '/session', fetchSession: backend.fetchSession });
      const detail = await watched.detail('exchange-error');
      expect([detail.code, detail.partner, detail.retryable]).to.deep.equal([
        'partner-script',
        'plaid',
        true,
      ]);
      expect(watched.story).to.deep.equal(['loading', 'error', 'exchange-error']);
      usePlaid();
      await watched.press();
      expect((await plaidHandler()).config['token']).to.equal(linkToken());
      expect(backend.requests.length).to.equal(1);
    });

    it('is fetched beside the session where the host says who it will be', async () => {
      useNewPlaid();
      const runs = plaidRuns();
      start({ partner: 'plaid', sessionUrl: '/session', fetchSession: () => new Promise(() => undefined) });
      await until(() => plaidRuns() > runs, 'the script to run');
    });

    it('comes by a tag of ours where the host’s own has failed: the user need not try again', async () => {
      useNewPlaid();
      const scriptUrl = plaidScript().replace(/#.*/, '?afterwards');
      DwollaExchangeLink.configure({ partners: { plaid: { scriptUrl } } });
      const tag = document.createElement('script');
      // The script is there, and the browser has refused to run it.
      tag.integrity = `sha256-${'A'.repeat(43)}=`;
      tag.src = scriptUrl;
      const failed = new Promise((resolve) => (tag.onerror = resolve));
      document.head.append(tag);
      await failed;
      const runs = plaidRuns();
      const watched = start({ session: plaidSession() });
      (await plaidHandler()).load();
      await watched.state('open');
      expect([plaidRuns(), tag.isConnected]).to.deep.equal([runs + 1, false]);
    });

    it('can be had beforehand', async () => {
      useNewPlaid();
      const runs = plaidRuns();
      await DwollaExchangeLink.preload('plaid');
      expect(plaidRuns()).to.equal(runs + 1);
    });
  });

  describe('Link does not start', () => {
    it('create() throws: partner-error, and the next one may have its turn', async () => {
      await DwollaExchangeLink.preload('plaid');
      const plaid = (window as unknown as { Plaid: { create: unknown } }).Plaid;
      replace(plaid, 'create', () => {
        throw new Error(`Bad token ${linkToken()}`);
      });
      const watched = start({ session: plaidSession() });
      const detail = await watched.detail('exchange-error');
      expect(detail.code).to.equal('partner-error');
      expect(JSON.stringify(detail)).not.to.contain('link-sandbox');
      const second = start({ session: plaidSession(linkToken('2')) });
      expect((await second.detail('exchange-error')).code).to.equal('partner-error');
    });

    it('it never says that it is there: partner-timeout', async () => {
      const watched = start({ session: plaidSession(), timeout: 500 });
      const handler = await plaidHandler();
      const detail = await watched.detail('exchange-error');
      expect([detail.code, detail.partner]).to.deep.equal(['partner-timeout', 'plaid']);
      await until(() => handler.isDestroyed, 'the handler to be destroyed');
      handler.load();
      await settled();
      expect(watched.outcomes.length).to.equal(1);
    });

    it('the page’s policy refuses its frame: blocked-by-csp, with what to add', async () => {
      const watched = start({ session: plaidSession() });
      await plaidHandler();
      document.dispatchEvent(
        new SecurityPolicyViolationEvent('securitypolicyviolation', {
          blockedURI: location.origin,
          disposition: 'enforce',
          documentURI: location.href,
          effectiveDirective: 'frame-src',
          violatedDirective: 'frame-src',
          originalPolicy: "frame-src 'none'",
          statusCode: 200,
        }),
      );
      const { code, message, retryable } = await watched.detail('exchange-error');
      expect([code, retryable]).to.deep.equal(['blocked-by-csp', false]);
      expect(message).to.contain('frame-src').and.contain(location.origin);
    });
  });

  describe('the return record', () => {
    it('is written just before Link opens, with what the contract lists, and goes at the end', async () => {
      const watched = start({
        sessionUrl: '/session?partner=plaid',
        launch: 'manual',
        reauth: true,
        fetchSession: new Backend(plaidSession()).fetchSession,
      });
      await watched.state('ready');
      expect(storedRecord()).to.equal(null);
      void watched.element.open();
      const handler = await plaidHandler();
      const { startedAt, ...rest } = storedRecord() ?? {};
      expect(rest).to.deep.equal({
        partner: 'plaid',
        sessionUrl: `${location.origin}/session?partner=plaid`,
        exchangePartnerHref,
        reauth: true,
        linkToken: linkToken(),
      });
      expect(startedAt).to.be.within(Date.now() - 60_000, Date.now());
      expect(localStorage.length).to.equal(0);
      handler.leave(null);
      expect(storedRecord()).to.equal(null);
    });

    it('goes on removal too', async () => {
      const { watched } = await openLink();
      expect(storedRecord()).not.to.equal(null);
      watched.element.remove();
      await settled();
      expect(storedRecord()).to.equal(null);
    });

    it('leads nowhere from the page cache: an exit by the user, and a new session is asked for', async () => {
      const backend = new Backend(plaidSession(), plaidSession(linkToken('2')));
      const watched = start({ sessionUrl: '/session', fetchSession: backend.fetchSession });
      (await plaidHandler()).load();
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
      expect(watched.outcomes).to.deep.equal([]);
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
      expect((await watched.detail('exchange-exit')).reason).to.equal('user');
      expect(storedRecord()).to.equal(null);
      await watched.press();
      expect((await plaidHandler(1)).config['token']).to.equal(linkToken('2'));
    });

    it('cannot be written: Link opens all the same', async () => {
      replace(Storage.prototype, 'setItem', () => {
        throw new DOMException('Full.', 'QuotaExceededError');
      });
      const { watched, handler } = await openLink();
      handler.succeed(publicToken, rawMetadata);
      await watched.detail('exchange-success');
    });
  });

  describe('two elements on one page', () => {
    it('the second stays ready with its button while Link is open for the first', async () => {
      const { handler } = await openLink();
      const second = start({ session: plaidSession(linkToken('2')) });
      await second.state('ready');
      await settled();
      expect(second.element.state).to.equal('ready');
      expect(second.button).not.to.equal(null);
      expect(plaidHandlers().length).to.equal(1);
      handler.leave(null);
      await until(() => handler.isDestroyed, 'the first to be destroyed');
      await settled();
      expect(plaidHandlers().length).to.equal(1);
      await second.press();
      expect((await plaidHandler(1)).config['token']).to.equal(linkToken('2'));
    });

    it('an explicit open() is kept, without a timeout, and runs after the first has ended', async () => {
      const { watched: first, handler } = await openLink();
      const second = start({ session: plaidSession(linkToken('2')), timeout: 4321 });
      await second.state('ready');
      const clocks: (number | undefined)[] = [];
      const { setTimeout: set } = window;
      replace(window, 'setTimeout', ((work: () => void, ms?: number) => {
        clocks.push(ms);
        return set(work, ms);
      }) as typeof setTimeout);
      let isShown = false;
      const opened = second.element.open().then(() => (isShown = true));
      await settled();
      expect([second.element.state, isShown]).to.deep.equal(['ready', false]);
      expect(clocks).not.to.contain(4321);
      first.element.remove();
      const next = await plaidHandler(1);
      expect(handler.isDestroyed).to.be.true;
      next.load();
      await opened;
      expect(second.element.state).to.equal('open');
    });

    it('the kept open() ends with its element', async () => {
      const { handler } = await openLink();
      const second = start({ session: plaidSession(linkToken('2')) });
      await second.state('ready');
      const opened = second.element.open();
      await settled();
      second.element.close();
      await opened;
      expect((await second.detail('exchange-exit')).reason).to.equal('host');
      handler.leave(null);
      await until(() => handler.isDestroyed, 'the first to be destroyed');
      await settled();
      expect(plaidHandlers().length).to.equal(1);
    });

    it('two that come at the same time do not both open Link', async () => {
      const [first, second] = [
        start({ session: plaidSession(linkToken('1')) }),
        start({ session: plaidSession(linkToken('2')) }),
      ];
      await until(() => first.element.state === 'opening' && second.element.state === 'ready', 'one of them');
      await settled();
      expect(plaidHandlers().length).to.equal(1);
      expect(document.querySelectorAll('iframe[id^="plaid-link-iframe"]').length).to.equal(1);
    });
  });

  it('a move in the document leaves Link open: nothing of it is inside the element', async () => {
    const { watched, handler } = await openLink();
    const other = document.createElement('div');
    document.body.append(other);
    afterwards(() => other.remove());
    other.append(watched.element);
    await settled();
    expect(watched.element.state).to.equal('open');
    handler.succeed(publicToken, rawMetadata);
    await watched.detail('exchange-success');
  });

  it('a listener that throws does not leave Link’s overlay over the page', async () => {
    const { watched, handler } = await openLink();
    const errors: unknown[] = [];
    const hush = (event: ErrorEvent): void => {
      errors.push(event.error);
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    addEventListener('error', hush, true);
    afterwards(() => removeEventListener('error', hush, true));
    const { onerror } = window;
    window.onerror = null;
    afterwards(() => (window.onerror = onerror));
    watched.element.addEventListener('exchange-success', () => {
      throw new Error('A mistake of the host’s.');
    });
    expect(() => handler.succeed(publicToken, rawMetadata)).not.to.throw();
    await until(() => handler.isDestroyed, 'the handler to be destroyed');
    expect(document.body.style.overflow).to.equal('');
    expect(errors.length).to.equal(1);
  });

  it('no token is in the console, in attributes, or in events other than the success', async () => {
    const { watched, handler } = await openLink();
    handler.event('OPEN', { link_token: linkToken(), public_token: publicToken });
    handler.succeed(publicToken, rawMetadata);
    const reported = watched.events
      .filter(({ type }) => type !== 'exchange-success')
      .map(({ detail }) => detail);
    const attributes = watched.element.getAttributeNames().map((name) => watched.element.getAttribute(name));
    const all = JSON.stringify([consoleLines, reported, attributes, watched.element.shadowRoot?.innerHTML]);
    expect(all).not.to.contain(publicToken).and.not.to.contain('link-sandbox');
  });
});
