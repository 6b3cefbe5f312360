import { expect } from '@open-wc/testing';
import {
  addedQuery,
  Backend,
  later,
  leaveRecord,
  make,
  returnWith,
  settled,
  start,
  storedRecord,
  type Watched,
} from '../../support/exchange-link.js';
import { plaidHandler, plaidHandlers, usePlaid } from '../../support/plaid.js';
import { exchangePartnerHref, linkSession, linkToken, plaidSession } from '../../support/sessions.js';

const exchangeId = '6bc9109a-04e4-4b8d-b4b2-5d0f7b1a6a4f';
const sessionUrl = `${location.origin}/session`;

const visa = (more: object = {}): void =>
  leaveRecord({
    partner: 'visa',
    startedAt: Date.now() - 60_000,
    sessionUrl,
    exchangePartnerHref,
    reauth: false,
    linkToken: null,
    ...more,
  });
const plaid = (more: object = {}): void =>
  leaveRecord({
    partner: 'plaid',
    startedAt: Date.now() - 60_000,
    sessionUrl,
    exchangePartnerHref,
    reauth: false,
    linkToken: linkToken(),
    ...more,
  });

describe('a return from Visa', () => {
  it('needs no session-url, and fetches no session where there is one', async () => {
    visa();
    returnWith(`exchange=${exchangeId}`);
    const backend = new Backend({});
    const watched = start({ sessionUrl: '/session', fetchSession: backend.fetchSession });
    await watched.detail('exchange-success');
    expect(backend.requests).to.deep.equal([]);
    expect(watched.story).to.deep.equal(['loading', 'success', 'exchange-success']);
    expect(watched.element.activePartner).to.equal('visa');
  });

  it('is received by a page that adds its listeners right after the tag', async () => {
    visa();
    returnWith(`exchange=${exchangeId}`);
    const element = document.createElement('dwolla-exchange-link');
    document.body.append(element);
    // The tag is upgraded, rendered and has started when the next script of the page runs.
    await element.updateComplete;
    await Promise.resolve();
    const reported: unknown[] = [];
    element.addEventListener('exchange-success', ({ detail }) => reported.push(detail));
    await settled();
    expect(reported.length).to.equal(1);
  });

  it('with a server error, and tried again where there is nothing to ask, is session-expired without a button', async () => {
    visa({ sessionUrl: null });
    returnWith('error=TEMPORARY_ERROR');
    const watched = start();
    expect((await watched.detail('exchange-error')).retryable).to.be.true;
    watched.forget();
    await watched.press();
    expect((await watched.detail('exchange-error')).code).to.equal('session-expired');
    await watched.element.updateComplete;
    expect(watched.button).to.equal(null);
    await watched.element.open();
    expect(watched.element.state).to.equal('error');
  });

  it('an attempt after it asks with reason restart, and a 404 means that no new session is created', async () => {
    usePlaid();
    for (const isFunction of [true, false]) {
      visa({ startedAt: Date.now() - 50_000 - Number(isFunction) });
      returnWith('error=TEMPORARY_ERROR');
      const reasons: string[] = [];
      const getSession = ({ reason }: { reason: string }): Promise<object> => {
        reasons.push(reason);
        return Promise.resolve(plaidSession());
      };
      const backend = new Backend(404);
      const watched = start(isFunction ? { getSession } : { fetchSession: backend.fetchSession });
      await watched.detail('exchange-error');
      watched.forget();
      await watched.press();
      if (isFunction) {
        await plaidHandler();
        expect(reasons).to.deep.equal(['restart']);
      } else {
        const { code, retryable } = await watched.detail('exchange-error');
        expect([code, retryable]).to.deep.equal(['session-expired', false]);
      }
      watched.element.remove();
      await settled();
    }
  });

  it('takes its parameters off the address and leaves the others', async () => {
    visa();
    returnWith(`step=2&exchange=${exchangeId}&lang=es`);
    const watched = start();
    await settled();
    expect(watched.outcomes.length).to.equal(1);
    expect(addedQuery().replace(/^[&?]/, '')).to.equal('step=2&lang=es');
  });

  it('is taken once: a second element begins as if fresh, and the same one put back shows the outcome without an event', async () => {
    visa();
    returnWith(`exchange=${exchangeId}`);
    const first = start();
    const second = start();
    await settled();
    expect([first.element.state, second.element.state]).to.deep.equal(['success', 'idle']);
    const { element } = first;
    element.remove();
    await settled();
    first.forget();
    document.body.append(element);
    await settled();
    expect([first.events, element.state, element.outcome?.type]).to.deep.equal([[], 'success', 'success']);
  });

  it('is left alone by an element for another partner, and taken by the next one', async () => {
    visa();
    returnWith(`exchange=${exchangeId}`);
    const first = start({ partner: 'mx' });
    const second = start({ partner: 'visa' });
    await second.detail('exchange-success');
    expect(first.outcomes).to.deep.equal([]);
  });

  it('survives a framework that takes the element out and puts it back at once', async () => {
    visa();
    returnWith(`exchange=${exchangeId}`);
    const watched = start();
    watched.element.remove();
    document.body.append(watched.element);
    await watched.detail('exchange-success');
    await settled();
    expect(watched.outcomes.length).to.equal(1);
  });

  it('without a record the parameters are somebody else’s: nothing happens, and they stay', async () => {
    returnWith(`exchange=${exchangeId}`);
    const watched = start();
    await settled();
    expect([watched.element.state, watched.events.length]).to.deep.equal(['idle', 0]);
    expect(addedQuery()).to.contain(exchangeId);
  });

  it('a record that is too old is none', async () => {
    visa({ startedAt: Date.now() - 31 * 60_000 });
    returnWith(`exchange=${exchangeId}`);
    const watched = start();
    await settled();
    expect([watched.element.state, storedRecord()]).to.deep.equal(['idle', null]);
  });

  it('an error that can be tried again asks the URL of the record for a new session', async () => {
    visa();
    returnWith('error=TEMPORARY_ERROR');
    const backend = new Backend({});
    const watched = start({ fetchSession: backend.fetchSession });
    await watched.detail('exchange-error');
    await watched.press();
    await settled();
    expect(backend.requests.map(({ url }) => url)).to.deep.equal([sessionUrl]);
  });

  it('a record without a session URL leaves nothing to ask: no button after the exit', async () => {
    visa({ sessionUrl: null });
    returnWith('error=USER_CANCELLED');
    const watched = start();
    await watched.detail('exchange-exit');
    await watched.element.updateComplete;
    expect(watched.button).to.equal(null);
  });

  it('what the record says of re-authentication is no word about another session', async () => {
    usePlaid();
    visa({ reauth: true });
    returnWith(`exchange=${exchangeId}`);
    const watched = start();
    expect((await watched.detail('exchange-success')).reauth).to.be.true;
    watched.forget();
    watched.element.session = plaidSession();
    (await plaidHandler()).succeed('public-sandbox-1');
    const { reauth, exchangeRequest } = await watched.detail('exchange-success');
    expect(reauth).to.be.false;
    expect(exchangeRequest).not.to.equal(null);
  });
});

describe('a return without a result', () => {
  for (const leave of [visa, plaid])
    it(`${leave.name}: the record is dropped, and the element starts anew with reason restart`, async () => {
      usePlaid();
      leave();
      const reasons: string[] = [];
      const watched = start({
        launch: 'manual',
        getSession: ({ reason }) => {
          reasons.push(reason);
          return Promise.resolve(plaidSession(linkToken('2')));
        },
      });
      await watched.state('ready');
      expect(reasons).to.deep.equal(['restart']);
      expect(storedRecord()).to.equal(null);
      expect(plaidHandlers()).to.deep.equal([]);
    });

  it('is one as well where the page names its session only after the element came', async () => {
    usePlaid();
    plaid();
    const watched = start();
    await watched.element.updateComplete;
    await settled();
    const reasons: string[] = [];
    watched.element.getSession = ({ reason }) => {
      reasons.push(reason);
      return Promise.resolve(plaidSession());
    };
    expect((await watched.detail('exchange-error')).code).to.equal('session-expired');
    expect(reasons).to.deep.equal(['restart']);
    expect(plaidHandlers()).to.deep.equal([]);
  });

  it('404 counts as session-expired there too, and is not retryable', async () => {
    visa();
    const watched = start({ sessionUrl: '/session', fetchSession: new Backend(404).fetchSession });
    const detail = await watched.detail('exchange-error');
    expect([detail.code, detail.status, detail.retryable]).to.deep.equal(['session-expired', 404, false]);
  });

  it('Plaid’s token that Link was open with is used up: the same one again is session-expired', async () => {
    usePlaid();
    plaid();
    const watched = start({ sessionUrl: '/session', fetchSession: new Backend(plaidSession()).fetchSession });
    expect((await watched.detail('exchange-error')).code).to.equal('session-expired');
    expect(plaidHandlers()).to.deep.equal([]);
  });
});

describe('a return from Plaid', () => {
  beforeEach(() => usePlaid());

  it('Link is made again with the same token and the whole address, before anything is taken off it, and opens at once', async () => {
    plaid();
    returnWith('oauth_state_id=9b7fb629&step=2');
    const { href } = location;
    const backend = new Backend({});
    const watched = start({ launch: 'manual', sessionUrl: '/session', fetchSession: backend.fetchSession });
    const handler = await plaidHandler();
    expect(handler.config['token']).to.equal(linkToken());
    expect(handler.config['receivedRedirectUri']).to.equal(href);
    handler.load();
    await watched.state('open');
    expect(backend.requests).to.deep.equal([]);
    expect(watched.story).to.deep.equal([
      'loading',
      'ready',
      'exchange-ready',
      'opening',
      'exchange-opening',
      'open',
      'exchange-open',
    ]);
    handler.succeed('public-sandbox-1');
    expect((await watched.detail('exchange-success')).exchangeRequest).to.deep.equal({
      _links: { 'exchange-partner': { href: exchangePartnerHref } },
      plaid: { publicToken: 'public-sandbox-1' },
    });
    await settled();
    expect(addedQuery().replace(/^[&?]/, '')).to.equal('step=2');
    expect(storedRecord()).to.equal(null);
  });

  it('needs no session-url', async () => {
    plaid({ sessionUrl: null });
    returnWith('oauth_state_id=9b7fb629');
    const watched = start();
    (await plaidHandler()).leave(null);
    expect((await watched.detail('exchange-exit')).reason).to.equal('user');
  });

  it('the record says that it was a re-authentication', async () => {
    plaid({ reauth: true });
    returnWith('oauth_state_id=9b7fb629');
    const watched = start();
    (await plaidHandler()).succeed('public-sandbox-1');
    const { reauth, exchangeRequest } = await watched.detail('exchange-success');
    expect([reauth, exchangeRequest]).to.deep.equal([true, null]);
  });

  it('a retry after it asks for a new session, without the return', async () => {
    plaid();
    returnWith('oauth_state_id=9b7fb629');
    const backend = new Backend(plaidSession(linkToken('2')));
    const watched = start({ fetchSession: backend.fetchSession });
    (await plaidHandler()).leave({
      error_type: 'OAUTH_ERROR',
      error_code: 'OAUTH_STATE_ID_ALREADY_PROCESSED',
    });
    expect((await watched.detail('exchange-error')).code).to.equal('session-expired');
    await watched.press();
    const next = await plaidHandler(1);
    expect(next.config['token']).to.equal(linkToken('2'));
    expect(next.config).not.to.have.property('receivedRedirectUri');
    expect(backend.requests.map(({ url }) => url)).to.deep.equal([sessionUrl]);
  });

  it('the host may cancel its opening as any other, and open later', async () => {
    plaid();
    returnWith('oauth_state_id=9b7fb629');
    const watched = make();
    watched.element.addEventListener('exchange-opening', (event) => event.preventDefault(), { once: true });
    document.body.append(watched.element);
    await watched.state('ready');
    await settled();
    expect(plaidHandlers()).to.deep.equal([]);
    void watched.element.open();
    expect((await plaidHandler()).config['receivedRedirectUri']).to.contain('oauth_state_id=9b7fb629');
  });

  it('whose opening was cancelled is over with reload(): another session is asked for', async () => {
    plaid();
    returnWith('oauth_state_id=9b7fb629');
    const reasons: string[] = [];
    const watched = make({
      getSession: ({ reason }) => {
        reasons.push(reason);
        return Promise.resolve(plaidSession(linkToken('2')));
      },
    });
    watched.element.addEventListener('exchange-opening', (event) => event.preventDefault(), { once: true });
    document.body.append(watched.element);
    await watched.state('ready');
    await settled();
    void watched.element.reload();
    const { config } = await plaidHandler();
    expect(config['token']).to.equal(linkToken('2'));
    expect(config).not.to.have.property('receivedRedirectUri');
    expect(reasons).to.deep.equal(['restart']);
  });

  it('a session that is asked for after it is a re-authentication only if the page says so', async () => {
    plaid({ reauth: true });
    returnWith('oauth_state_id=9b7fb629');
    const watched = start({ getSession: () => Promise.resolve(plaidSession(linkToken('2'))) });
    (await plaidHandler()).leave(null);
    await watched.detail('exchange-exit');
    await watched.press();
    (await plaidHandler(1)).succeed('public-sandbox-1');
    expect((await watched.detail('exchange-success')).reauth).to.equal(false);
  });

  it('is that of the first element: a second one with getSession begins as if fresh', async () => {
    plaid();
    returnWith('oauth_state_id=is-taken');
    const reasons: string[] = [];
    start();
    start({
      launch: 'manual',
      getSession: ({ reason }) => {
        reasons.push(reason);
        return Promise.resolve(plaidSession(linkToken('2')));
      },
    });
    await plaidHandler();
    await settled();
    expect(reasons).to.deep.equal(['start']);
  });

  it('is none for another partner that is named while it begins: the link token goes nowhere else', async () => {
    plaid();
    returnWith('oauth_state_id=9b7fb629');
    const watched = start({ getSession: () => Promise.resolve(linkSession('https://link.tink.com/1')) });
    await Promise.resolve();
    watched.element.partner = 'visa';
    await watched.state('ready');
    await settled();
    expect([watched.element.state, watched.element.activePartner]).to.deep.equal(['ready', 'visa']);
    expect(plaidHandlers()).to.deep.equal([]);
  });

  it('stays one when its own partner is named while it begins', async () => {
    plaid();
    returnWith('oauth_state_id=9b7fb629');
    const watched = start();
    await Promise.resolve();
    watched.element.partner = 'plaid';
    expect((await plaidHandler()).config['receivedRedirectUri']).to.contain('oauth_state_id=9b7fb629');
  });

  describe('without a record: it may have begun in another browser', () => {
    let count = 0;
    /** An address that no element of this page has seen. */
    const onPageShow = (): string => {
      returnWith(`oauth_state_id=state-${++count}`);
      return location.href;
    };
    const asked = (
      answers: (reason: string) => object | null,
      settings: Parameters<typeof start>[0] = {},
    ): { watched: Watched; reasons: string[] } => {
      const reasons: string[] = [];
      const watched = start({
        getSession: ({ reason }) => {
          reasons.push(reason);
          return Promise.resolve(answers(reason));
        },
        ...settings,
      });
      return { watched, reasons };
    };

    it('getSession is asked with reason return, and Link goes on with what it hands back', async () => {
      const href = onPageShow();
      const { watched, reasons } = asked(() => plaidSession(), { launch: 'manual' });
      const handler = await plaidHandler();
      expect(reasons).to.deep.equal(['return']);
      expect(handler.config['receivedRedirectUri']).to.equal(href);
      handler.succeed('public-sandbox-1');
      await watched.detail('exchange-success');
      expect(addedQuery()).not.to.contain('oauth_state_id');
    });

    it('null means "not mine": ready with a button, and the next start asks with reason start', async () => {
      onPageShow();
      const { watched, reasons } = asked((reason) => (reason === 'return' ? null : plaidSession()));
      await watched.state('ready');
      await settled();
      expect([watched.element.state, watched.element.activePartner]).to.deep.equal(['ready', null]);
      expect(watched.outcomes).to.deep.equal([]);
      await watched.press();
      const handler = await plaidHandler();
      expect(reasons).to.deep.equal(['return', 'start']);
      expect(handler.config).not.to.have.property('receivedRedirectUri');
    });

    it('an open() that came before the answer "not mine" is kept', async () => {
      onPageShow();
      const answer = later<null>();
      const reasons: string[] = [];
      const watched = start({
        getSession: async ({ reason }) => {
          reasons.push(reason);
          return reason === 'return' ? answer.promise : plaidSession();
        },
      });
      await watched.state('loading');
      const opened = watched.element.open();
      await settled();
      answer.resolve(null);
      (await plaidHandler()).load();
      await opened;
      expect(reasons).to.deep.equal(['return', 'start']);
      expect(watched.element.state).to.equal('open');
    });

    it('another session than Plaid’s is simply started', async () => {
      onPageShow();
      const { watched } = asked(() => ({
        externalProviderSessionData: { id: 'x', paymentSessionSecret: 'y', paymentSessionToken: 'z' },
      }));
      expect((await watched.detail('exchange-error')).code).to.equal('missing-public-key');
    });

    it('with session-url alone the parameter is somebody else’s', async () => {
      onPageShow();
      const backend = new Backend(plaidSession());
      start({ sessionUrl: '/session', fetchSession: backend.fetchSession });
      expect((await plaidHandler()).config).not.to.have.property('receivedRedirectUri');
      expect(addedQuery()).to.contain('oauth_state_id');
    });

    it('so it is with a session in hand, and for an element of another partner', async () => {
      onPageShow();
      const first = asked(() => plaidSession(), { session: plaidSession() });
      expect((await plaidHandler()).config).not.to.have.property('receivedRedirectUri');
      expect(first.reasons).to.deep.equal([]);
      first.watched.element.remove();
      const second = asked(() => plaidSession(), { partner: 'mx' });
      await second.watched.detail('exchange-error');
      expect(second.reasons).to.deep.equal(['start']);
    });

    it('is asked about once per address', async () => {
      onPageShow();
      const first = asked(() => null);
      await first.watched.state('ready');
      first.watched.element.remove();
      const second = asked(() => plaidSession());
      await plaidHandler();
      expect([first.reasons, second.reasons]).to.deep.equal([['return'], ['start']]);
    });

    it('Visa’s parameters are never asked about', async () => {
      returnWith(`exchange=${exchangeId}`);
      const { reasons } = asked(() => plaidSession());
      await plaidHandler();
      expect(reasons).to.deep.equal(['start']);
    });
  });
});

describe('the record of this document is no return into it', () => {
  it('a second element does not take what the first has written for its own leaving', async () => {
    usePlaid();
    const first = start({ session: plaidSession() });
    (await plaidHandler()).load();
    await first.state('open');
    returnWith('oauth_state_id=somebody-else');
    const second = start({ launch: 'manual', session: plaidSession(linkToken('2')) });
    await second.state('ready');
    expect(storedRecord()?.['linkToken']).to.equal(linkToken());
    expect(plaidHandlers().length).to.equal(1);
  });
});
