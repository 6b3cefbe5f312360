import { expect } from '@open-wc/testing';
import { ExchangeLinkError } from '../../../src/element/errors.js';
import {
  Attempt,
  type AttemptController,
  type AttemptHost,
  type Consumed,
} from '../../../src/element/flow/attempt.js';
import { HeldReturn } from '../../../src/element/flow/held-return.js';
import type { ExchangeOutcome } from '../../../src/element/flow/outcome.js';
import { idle, reduce, type Action, type Snapshot } from '../../../src/element/flow/state.js';
import {
  afterwards,
  Backend,
  later,
  replace,
  settled,
  start,
  storedRecord,
  until,
  type Watched,
} from '../../support/exchange-link.js';
import { freshSettings } from '../../support/fresh-sessions.js';
import { plaidHandler, plaidHandlers, usePlaid } from '../../support/plaid.js';
import { linkSession, linkToken, plaidSession } from '../../support/sessions.js';

const minute = 60_000;

/** An element on the page, as an attempt sees it, with a session of the host's. */
function makeHost(session: object): AttemptHost {
  const host = Object.assign(document.createElement('div'), {
    session,
    getSession: null,
    sessionUrl: '',
    fetchSession: null,
    credentials: 'same-origin' as const,
    partner: '' as const,
    checkoutPublicKey: '',
    shownLocale: 'en',
    text: (key: string) => key,
    showFrame: () => undefined,
    keepFocus: () => undefined,
  });
  document.body.append(host);
  afterwards(() => host.remove());
  return host;
}

/** A controller that goes through the states, and keeps the outcomes that its one attempt reports. */
class OneAttempt implements AttemptController {
  readonly host: AttemptHost;
  readonly hint = null;
  readonly returned = new HeldReturn();
  readonly consumed: Consumed = { credential: null, session: '' };
  readonly canGetSession = false;
  readonly outcomes: ExchangeOutcome[] = [];
  readonly attempt: Attempt;
  snapshot: Snapshot = reduce(idle, { type: 'start' });

  constructor(session: object, launch = 'manual') {
    this.host = makeHost(session);
    this.attempt = new Attempt(this, { launch, reauth: false, timeout: minute });
    afterwards(() => this.attempt.end());
  }

  apply(action: Action): boolean {
    const previous = this.snapshot;
    this.snapshot = reduce(previous, action);
    return this.snapshot !== previous;
  }

  end(outcome: ExchangeOutcome): void {
    this.outcomes.push(outcome);
    this.apply({ type: 'end', outcome });
  }

  takeOver(): boolean {
    return false;
  }

  waitForConnection(): void {
    throw new Error('The page is online.');
  }

  startAgain(): void {
    throw new Error('The session is new.');
  }

  showAction(): void {}
  resolveWaiting(): void {}
}

describe('an attempt by itself', () => {
  beforeEach(() => usePlaid());

  it('uses the session up when it is opened, and not before', async () => {
    const controller = new OneAttempt(plaidSession());
    const { attempt, consumed, outcomes } = controller;
    const run = attempt.run('start', true);
    await until(() => controller.snapshot.state === 'ready', 'ready');
    await settled();
    expect([consumed.credential, outcomes, plaidHandlers()]).to.deep.equal([null, [], []]);
    attempt.open();
    await run;
    await plaidHandler();
    expect(consumed.credential).to.equal(linkToken());
  });

  it('takes the partner off the page with its end, and reports nothing by it', async () => {
    const controller = new OneAttempt(plaidSession(), 'auto');
    await controller.attempt.run('start', true);
    const handler = await plaidHandler();
    controller.attempt.end();
    await settled();
    handler.succeed('public-sandbox-1');
    expect(handler.isDestroyed).to.be.true;
    expect(controller.attempt.signal.aborted).to.be.true;
    expect(controller.outcomes).to.deep.equal([]);
  });

  it('drops with its end the record that it wrote, and no other', async () => {
    for (const isOthers of [false, true]) {
      const { attempt } = new OneAttempt(plaidSession(), 'auto');
      await attempt.run('start', true);
      expect(storedRecord()?.['linkToken']).to.equal(linkToken());
      if (isOthers) sessionStorage.setItem('dwolla-exchange-link', '{"startedAt":1}');
      attempt.end();
      expect(storedRecord()).to.deep.equal(isOthers ? { startedAt: 1 } : null);
      await settled();
    }
  });

  it('has one outcome, the first', () => {
    const { attempt, outcomes } = new OneAttempt(plaidSession());
    attempt.close('user');
    attempt.close('host');
    attempt.fail(new ExchangeLinkError('partner-error', 'Too late.'));
    expect(outcomes.map(({ detail }) => detail)).to.deep.equal([{ partner: null, reason: 'user' }]);
  });

  it('reports what was thrown and is no error of this package as partner-error, without its message', () => {
    const { attempt, outcomes } = new OneAttempt(plaidSession());
    attempt.fail(new TypeError('secret'));
    const detail = outcomes[0]?.type === 'error' ? outcomes[0].detail : null;
    expect([detail?.code, detail?.cause?.name]).to.deep.equal(['partner-error', 'TypeError']);
    expect(JSON.stringify(outcomes)).not.to.contain('secret');
  });

  it('reports an error of this package as it is', () => {
    const { attempt, outcomes } = new OneAttempt(plaidSession());
    attempt.fail(new ExchangeLinkError('session-http', 'No.', { status: 403 }));
    const detail = outcomes[0]?.type === 'error' ? outcomes[0].detail : null;
    expect([detail?.code, detail?.status]).to.deep.equal(['session-http', 403]);
  });

  it('reports the outcome of an element that is put back in the same task', async () => {
    const { attempt, host, outcomes } = new OneAttempt(plaidSession());
    host.remove();
    attempt.close('host');
    expect(outcomes).to.deep.equal([]);
    document.body.append(host);
    await settled();
    expect(outcomes.length).to.equal(1);
  });

  it('reports none of an element that was removed', async () => {
    const { attempt, host, outcomes } = new OneAttempt(plaidSession());
    host.remove();
    attempt.close('host');
    attempt.end();
    document.body.append(host);
    await settled();
    expect(outcomes).to.deep.equal([]);
  });

  it('reports a session of no partner as what it is', async () => {
    const { attempt, outcomes } = new OneAttempt(linkSession('https://bank.example/'));
    await attempt.run('start', true);
    expect(outcomes.map((outcome) => outcome.type === 'error' && outcome.detail.code)).to.deep.equal([
      'untrusted-origin',
    ]);
  });
});

describe('an attempt: from asking for a session to exactly one outcome', () => {
  beforeEach(() => usePlaid());

  it('a cancelled opening leaves the session unspent: it is opened with later', async () => {
    const { backend, ...settings } = freshSettings({ launch: 'manual' });
    const watched = start(settings);
    await watched.state('ready');
    watched.element.addEventListener('exchange-opening', (event) => event.preventDefault(), { once: true });
    await watched.element.open();
    void watched.element.open();
    expect((await plaidHandler()).config['token']).to.equal(linkToken('1'));
    expect(backend.requests.length).to.equal(1);
  });

  describe('a session that waited in ready', () => {
    let now = 0;
    beforeEach(() => {
      now = Date.now();
      replace(Date, 'now', () => now);
    });

    it('for less than five minutes is good', async () => {
      const { backend, ...settings } = freshSettings({ launch: 'manual' });
      const watched = start(settings);
      await watched.state('ready');
      now += 5 * minute;
      void watched.element.open();
      expect((await plaidHandler()).config['token']).to.equal(linkToken('1'));
      expect(backend.requests.length).to.equal(1);
    });

    it('for longer is asked for again, and open() goes on with the new one', async () => {
      const { backend, ...settings } = freshSettings({ launch: 'manual' });
      const watched = start(settings);
      await watched.state('ready');
      now += 5 * minute + 1;
      const opened = watched.element.open();
      const handler = await plaidHandler();
      handler.load();
      await opened;
      expect(handler.config['token']).to.equal(linkToken('2'));
      expect(backend.requests.length).to.equal(2);
      expect(watched.outcomes).to.deep.equal([]);
    });

    it('and the same unspent answer is fine', async () => {
      const backend = new Backend(plaidSession());
      const watched = start({ launch: 'manual', sessionUrl: '/session', fetchSession: backend.fetchSession });
      await watched.state('ready');
      now += 6 * minute;
      void watched.element.open();
      expect((await plaidHandler()).config['token']).to.equal(linkToken());
      expect(backend.requests.length).to.equal(2);
    });

    it('with nothing to ask it is used as it is', async () => {
      const watched = start({ launch: 'manual', session: plaidSession() });
      await watched.state('ready');
      now += 60 * minute;
      void watched.element.open();
      expect((await plaidHandler()).config['token']).to.equal(linkToken());
    });

    it('the refusal of a new one is reported, and open() resolves', async () => {
      const backend = new Backend(plaidSession(), 403);
      const watched = start({ launch: 'manual', sessionUrl: '/session', fetchSession: backend.fetchSession });
      await watched.state('ready');
      now += 6 * minute;
      await watched.element.open();
      expect((await watched.detail('exchange-error')).status).to.equal(403);
    });
  });

  describe('time', () => {
    it('a session that does not come is session-timeout, and the request is aborted', async () => {
      let signal: AbortSignal | null | undefined;
      const watched = start({
        sessionUrl: '/session',
        timeout: 60,
        fetchSession: (_, init) => {
          ({ signal } = init);
          return later<Response>().promise;
        },
      });
      const detail = await watched.detail('exchange-error');
      expect([detail.code, detail.retryable, detail.partner]).to.deep.equal(['session-timeout', true, null]);
      expect(signal?.aborted).to.be.true;
    });

    it('so is one from getSession', async () => {
      let signal: AbortSignal | undefined;
      const watched = start({
        timeout: 60,
        getSession: (request) => {
          ({ signal } = request);
          return later<object>().promise;
        },
      });
      expect((await watched.detail('exchange-error')).code).to.equal('session-timeout');
      expect(signal?.aborted).to.be.true;
    });

    it('an answer that comes after that changes nothing', async () => {
      const answer = later<object>();
      const watched = start({ timeout: 60, getSession: () => answer.promise });
      await watched.detail('exchange-error');
      answer.resolve(plaidSession());
      await settled();
      expect(watched.outcomes.length).to.equal(1);
      expect(plaidHandlers()).to.deep.equal([]);
    });

    it('a session that is ready waits without an end', async () => {
      const watched = start({ ...freshSettings(), launch: 'manual', timeout: 1000 });
      await watched.state('ready');
      const since = performance.now();
      await until(() => performance.now() - since > 1200, 'the time to be over');
      expect(watched.element.state).to.equal('ready');
    });
  });

  describe('an attempt that is over asks for nothing more', () => {
    for (const [name, end] of Object.entries({
      'close()': ({ element }: Watched) => element.close(),
      removal: ({ element }: Watched) => element.remove(),
    }))
      it(`${name} aborts the request`, async () => {
        let signal: AbortSignal | null | undefined;
        const watched = start({
          sessionUrl: '/session',
          fetchSession: (_, init) => {
            ({ signal } = init);
            return later<Response>().promise;
          },
        });
        await until(() => signal, 'the request');
        end(watched);
        await settled();
        expect(signal?.aborted).to.be.true;
      });

    it('an answer that comes then is not looked at, and no error of it is reported', async () => {
      const answer = later<object>();
      const watched = start({ getSession: () => answer.promise });
      await watched.state('loading');
      watched.element.close();
      answer.reject(new Error('late'));
      await settled();
      expect(watched.outcomes.map(({ type }) => type)).to.deep.equal(['exchange-exit']);
    });
  });
});
