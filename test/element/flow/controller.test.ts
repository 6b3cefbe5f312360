import { expect } from '@open-wc/testing';
import { DwollaExchangeLink } from '../../../src/element/dwolla-exchange-link.js';
import type { ExchangeState } from '../../../src/element/flow/state.js';
import {
  Backend,
  later,
  make,
  replace,
  settled,
  start,
  storedRecord,
  until,
  type Recorded,
  type Watched,
} from '../../support/exchange-link.js';
import { createBackend, freshSettings } from '../../support/fresh-sessions.js';
import { frameLink, partnerPage, trustOtherOrigin } from '../../support/framed.js';
import { plaidHandler, plaidHandlers, useNewPlaid, usePlaid } from '../../support/plaid.js';
import { linkSession, linkToken, plaidSession } from '../../support/sessions.js';

const publicToken = 'public-sandbox-1';

/** Brings an element to a state, and keeps it there. */
const stations: Record<ExchangeState, (settings?: Parameters<typeof start>[0]) => Promise<Watched>> = {
  idle: async () => {
    const watched = start();
    await watched.element.updateComplete;
    return watched;
  },
  loading: async (settings) => {
    const watched = start({
      sessionUrl: '/session',
      fetchSession: () => later<Response>().promise,
      ...settings,
    });
    await watched.state('loading');
    return watched;
  },
  ready: async (settings) => {
    const watched = start({ ...freshSettings(), launch: 'manual', ...settings });
    await watched.state('ready');
    return watched;
  },
  opening: async (settings) => {
    const watched = start({ ...freshSettings(), ...settings });
    await plaidHandler();
    return watched;
  },
  open: async (settings) => {
    const watched = start({ ...freshSettings(), ...settings });
    (await plaidHandler()).load();
    await watched.state('open');
    return watched;
  },
  redirecting: async (settings) => {
    replace(window, 'stop', () => undefined);
    const { DwollaExchangeLink } = await import('../../../src/element/dwolla-exchange-link.js');
    DwollaExchangeLink.configure({ partners: { visa: { hosts: [location.origin] } } });
    let count = 0;
    const watched = start({
      getSession: () =>
        Promise.resolve(linkSession(`${location.href.split('#', 1)[0] ?? ''}#away-${++count}`)),
      ...settings,
    });
    await watched.state('ready');
    await watched.element.open();
    return watched;
  },
  success: async (settings) => {
    const watched = start({ ...freshSettings(), ...settings });
    (await plaidHandler()).succeed(publicToken);
    return watched;
  },
  exited: async (settings) => {
    const watched = start({ ...freshSettings(), ...settings });
    (await plaidHandler()).leave(null);
    return watched;
  },
  error: async (settings) => {
    const watched = start({ ...freshSettings(), ...settings });
    (await plaidHandler()).leave({ error_type: 'API_ERROR', error_code: 'X' });
    return watched;
  },
};
const states = Object.keys(stations) as ExchangeState[];
const running: readonly ExchangeState[] = ['loading', 'ready', 'opening', 'open', 'redirecting'];

describe('what the element calls: one attempt at a time, each with exactly one outcome', () => {
  beforeEach(() => usePlaid());

  for (const state of states)
    it(`the table’s way to ${state} leads there`, async () => {
      expect((await stations[state]()).element.state).to.equal(state);
    });

  describe('close(): ends what runs, in whatever state, as an exit by the host', () => {
    for (const state of states)
      it(`while ${state}: ${running.includes(state) ? 'one exit' : 'nothing'}`, async () => {
        const watched = await stations[state]();
        watched.forget();
        watched.element.close();
        watched.element.close();
        await settled();
        if (!running.includes(state)) expect(watched.events).to.deep.equal([]);
        else {
          expect(watched.story).to.deep.equal(['exited', 'exchange-exit']);
          expect(watched.outcomes[0]?.detail).to.include({ reason: 'host' });
        }
        expect(storedRecord()).to.equal(null);
      });
  });

  describe('removal: nothing more is reported, nothing stays on the page', () => {
    for (const state of states)
      it(`while ${state}`, async () => {
        const watched = await stations[state]();
        watched.forget();
        watched.element.remove();
        await settled();
        for (const handler of plaidHandlers()) handler.succeed(publicToken);
        await settled();
        expect(watched.events).to.deep.equal([]);
        expect(document.querySelector('iframe[id^="plaid"]')).to.equal(null);
        expect(document.body.style.overflow).to.equal('');
        expect(storedRecord()).to.equal(null);
        if (running.includes(state)) expect(watched.element.state).to.equal('idle');
      });

    for (const [state, next] of [
      ['ready', 'exchange-ready'],
      ['opening', 'exchange-opening'],
      ['open', 'exchange-open'],
    ])
      it(`by a listener of ${state}: ${next} does not come`, async () => {
        const watched = make({ session: plaidSession() });
        watched.element.addEventListener('exchange-state', ({ detail }) => {
          if (detail.state === state) watched.element.remove();
        });
        document.body.append(watched.element);
        if (state === 'open') (await plaidHandler()).load();
        await until(() => !watched.element.isConnected, 'the removal');
        await settled();
        expect(watched.story.at(-1)).to.equal(state);
      });

    for (const state of states)
      it(`while ${state}, and out of the document nothing can be begun`, async () => {
        const watched = await stations[state]();
        watched.element.remove();
        await settled();
        watched.forget();
        const handlers = plaidHandlers().length;
        await watched.element.open();
        await watched.element.reload();
        watched.element.close();
        watched.element.session = plaidSession(linkToken('other'));
        await settled();
        expect(watched.events).to.deep.equal([]);
        expect(plaidHandlers().length).to.equal(handlers);
      });
  });

  describe('put back after a removal: it starts anew', () => {
    for (const state of states.filter((state) => state !== 'idle' && state !== 'redirecting'))
      it(`while it was ${state}`, async () => {
        const backend = createBackend();
        const watched = await stations[state](
          state === 'loading' ? {} : { sessionUrl: '/session', fetchSession: backend.fetchSession },
        );
        watched.element.remove();
        await settled();
        watched.forget();
        backend.requests.length = 0;
        Object.assign(watched.element, { launch: 'manual', fetchSession: backend.fetchSession });
        document.body.append(watched.element);
        await watched.state('ready');
        expect(backend.requests.length).to.equal(1);
        expect(watched.story).to.deep.equal(['loading', 'ready', 'exchange-ready']);
      });
  });

  describe('a page that is prerendered: nothing begins before somebody comes to see it', () => {
    const page: Document & { prerendering?: boolean } = Document.prototype;
    const activate = (): void => {
      replace(page, 'prerendering', false);
      document.dispatchEvent(new Event('prerenderingchange'));
    };
    for (const isRemoved of [false, true])
      it(isRemoved ? 'and never, if the element is gone by then' : 'and then it does, once', async () => {
        replace(page, 'prerendering', true);
        let calls = 0;
        const watched = start({
          getSession: () => {
            calls += 1;
            return Promise.resolve(plaidSession());
          },
        });
        await settled();
        expect([calls, watched.element.state]).to.deep.equal([0, 'idle']);
        if (isRemoved) watched.element.remove();
        await settled();
        activate();
        await settled();
        expect(calls).to.equal(isRemoved ? 0 : 1);
      });
  });

  describe('another session-url: cuts the attempt off silently and starts anew', () => {
    for (const state of states)
      it(`while ${state}`, async () => {
        const watched = await stations[state]();
        const late = plaidHandlers().at(-1);
        watched.forget();
        const backend = new Backend(plaidSession(linkToken('other')));
        Object.assign(watched.element, {
          getSession: null,
          fetchSession: backend.fetchSession,
          sessionUrl: '/other',
          launch: 'manual',
        });
        await until(
          () => watched.element.state === 'ready' && backend.requests.length > 0,
          'the new attempt',
        );
        late?.succeed(publicToken);
        await settled();
        expect(watched.outcomes).to.deep.equal([]);
        expect(watched.element.state).to.equal('ready');
        expect(backend.requests.map(({ url }) => new URL(url).pathname)).to.deep.equal(['/other']);
      });
  });

  describe('a move within the document is no removal', () => {
    for (const state of states)
      it(`while ${state}: it stays so`, async () => {
        const watched = await stations[state]();
        watched.forget();
        const other = document.createElement('div');
        document.body.append(other);
        other.append(watched.element);
        await settled();
        expect([watched.element.state, watched.events]).to.deep.equal([state, []]);
        other.remove();
      });

    it('while a frame is being opened: an exit by the host', async () => {
      trustOtherOrigin('mx');
      const watched = start({ session: linkSession(frameLink()) });
      await partnerPage(watched);
      const other = document.createElement('div');
      document.body.append(other);
      other.append(watched.element);
      expect((await watched.detail('exchange-exit')).reason).to.equal('host');
      other.remove();
    });
  });

  describe('open(): never rejects, and always resolves', () => {
    it('while idle: at once, and nothing happens', async () => {
      const watched = await stations.idle();
      await watched.element.open();
      expect(watched.events).to.deep.equal([]);
    });

    it('while loading: when the UI is shown', async () => {
      const answer = later<Response>();
      const watched = start({ launch: 'manual', sessionUrl: '/session', fetchSession: () => answer.promise });
      await watched.state('loading');
      const opened = watched.element.open();
      await settled();
      answer.resolve(Response.json(plaidSession()));
      (await plaidHandler()).load();
      await opened;
      expect(watched.element.state).to.equal('open');
    });

    it('while ready: when the UI is shown', async () => {
      const watched = await stations.ready();
      const opened = watched.element.open();
      (await plaidHandler()).load();
      await opened;
      expect(watched.element.state).to.equal('open');
    });

    for (const state of ['opening', 'open', 'redirecting'] as const)
      it(`while ${state}: harmless`, async () => {
        const watched = await stations[state]();
        watched.forget();
        const opened = watched.element.open();
        await settled();
        plaidHandlers()[0]?.load();
        await opened;
        expect(plaidHandlers().length).to.be.lessThan(2);
        expect(watched.outcomes).to.deep.equal([]);
      });

    for (const state of ['success', 'exited', 'error'] as const)
      it(`after ${state}: asks for a new session, reason restart, and shows it`, async () => {
        const watched = await stations[state]();
        const opened = watched.element.open();
        const next = await plaidHandler(1);
        next.load();
        await opened;
        expect(next.config['token']).to.equal(linkToken('2'));
        expect(watched.element.state).to.equal('open');
      });

    it('resolves when the opening is cancelled', async () => {
      const watched = await stations.ready();
      watched.element.addEventListener('exchange-opening', (event) => event.preventDefault());
      await watched.element.open();
      expect(watched.element.state).to.equal('ready');
    });

    const cuts: Record<string, (watched: Watched) => unknown> = {
      'close()': ({ element }) => element.close(),
      removal: ({ element }) => element.remove(),
      'another session': ({ element }) => (element.session = plaidSession(linkToken('other'))),
      'no session any more': ({ element }) => (element.sessionUrl = ''),
      'reload()': ({ element }) => element.reload(),
    };
    for (const [name, end] of Object.entries(cuts))
      for (const state of ['loading', 'ready', 'opening'] as const)
        it(`resolves when ${name} ends the attempt while ${state}`, async () => {
          const watched = await stations[state]();
          if (state === 'ready') watched.element.launch = 'manual';
          let isOver = false;
          const opened = watched.element.open().then(() => (isOver = true));
          await settled();
          end(watched);
          await until(() => isOver || plaidHandlers().length > 1, 'open() to resolve');
          plaidHandlers().at(-1)?.load();
          await opened;
        });

    it('resolves when the attempt fails', async () => {
      const watched = start({
        launch: 'manual',
        sessionUrl: '/session',
        fetchSession: new Backend(403).fetchSession,
      });
      await watched.element.open();
      expect(watched.element.state).to.equal('error');
    });

    it('resolves when the UI never comes', async () => {
      const watched = await stations.ready({ timeout: 60 });
      await watched.element.open();
      expect((await watched.detail('exchange-error')).code).to.equal('partner-timeout');
    });

    it('many at once are one opening', async () => {
      const watched = await stations.ready();
      const all = [watched.element.open(), watched.element.open(), watched.element.open()];
      (await plaidHandler()).load();
      await Promise.all(all);
      expect(plaidHandlers().length).to.equal(1);
      expect(watched.all('exchange-opening').length).to.equal(1);
    });

    it('close() in the same breath after it has the last word', async () => {
      const watched = await stations.ready();
      const opened = watched.element.open();
      watched.element.close();
      await opened;
      await settled();
      expect(watched.element.state).to.equal('exited');
      expect(plaidHandlers()).to.deep.equal([]);
      expect(watched.outcomes.length).to.equal(1);
    });

    it('with a session set in the same breath it opens that one', async () => {
      const watched = await stations.idle();
      watched.element.launch = 'manual';
      watched.element.session = plaidSession(linkToken('now'));
      void watched.element.open();
      expect((await plaidHandler()).config['token']).to.equal(linkToken('now'));
    });
  });

  describe('reload(): forgets the session and starts over with a new one', () => {
    for (const state of states.filter((state) => state !== 'idle' && state !== 'redirecting'))
      it(`while ${state}: asks with reason restart, and the old attempt is cut off silently`, async () => {
        const reasons: string[] = [];
        let count = 0;
        const watched = await stations[state]({
          sessionUrl: '',
          fetchSession: null,
          getSession: ({ reason, signal }) => {
            reasons.push(reason);
            if (state === 'loading' && reasons.length === 1)
              return new Promise((_, reject) =>
                signal.addEventListener('abort', () => reject(new Error('over'))),
              );
            return Promise.resolve(plaidSession(linkToken(String(++count))));
          },
        });
        const late = plaidHandlers()[0];
        watched.forget();
        watched.element.launch = 'manual';
        await watched.element.reload();
        expect(reasons).to.deep.equal(['start', 'restart']);
        expect(watched.element.state).to.equal('ready');
        late?.succeed(publicToken);
        await settled();
        expect(watched.outcomes).to.deep.equal([]);
      });

    it('while idle: nothing', async () => {
      const watched = await stations.idle();
      await watched.element.reload();
      expect(watched.events).to.deep.equal([]);
    });

    it('resolves when the new attempt fails, and when it is shown', async () => {
      const failing = await stations.open();
      failing.element.fetchSession = new Backend(403).fetchSession;
      await failing.element.reload();
      expect(failing.element.state).to.equal('error');
      failing.element.remove();
      await settled();
      usePlaid();
      const watched = await stations.open();
      const reloaded = watched.element.reload();
      (await plaidHandler(1)).load();
      await reloaded;
      expect(watched.element.state).to.equal('open');
    });

    it('close() in the same breath after it has the last word', async () => {
      const watched = await stations.open();
      const reloaded = watched.element.reload();
      watched.element.close();
      await reloaded;
      await settled();
      expect(watched.element.state).to.equal('exited');
      expect(watched.outcomes.length).to.equal(1);
      expect(plaidHandlers().length).to.equal(1);
    });
  });

  describe('whatever a listener does: exactly one outcome, and no call is lost', () => {
    const types: readonly Recorded['type'][] = [
      'exchange-state',
      'exchange-ready',
      'exchange-opening',
      'exchange-open',
      'exchange-activity',
      'exchange-success',
    ];
    /** What a host might call, and how many outcomes the whole story has then at most. */
    const deeds: Record<string, (watched: Watched) => unknown> = {
      'close()': ({ element }) => element.close(),
      'open()': ({ element }) => element.open(),
      'reload()': ({ element }) => element.reload(),
      removal: ({ element }) => element.remove(),
      'another session': ({ element }) => (element.session = plaidSession(linkToken('other'))),
      'no session any more': ({ element }) => (element.session = null),
    };
    for (const type of types)
      for (const [deed, act] of Object.entries(deeds))
        it(`${deed} in ${type}`, async () => {
          const watched = make({ session: plaidSession(linkToken('first')) });
          let isDone = false;
          watched.element.addEventListener(type, () => {
            if (isDone) return;
            isDone = true;
            act(watched);
          });
          document.body.append(watched.element);
          const go = async (): Promise<void> => {
            await settled();
            plaidHandlers().at(-1)?.load();
            await settled();
            plaidHandlers().at(-1)?.event('OPEN');
            await settled();
            plaidHandlers().at(-1)?.succeed(publicToken);
            await settled();
          };
          await go();
          await go();
          expect(isDone).to.be.true;
          // Every attempt begins by loading and has one outcome, unless another one, or removal, has cut it off.
          const { story } = watched;
          const attempts = story.join(' ').split('loading').slice(1);
          for (const attempt of attempts)
            expect(
              attempt.match(/exchange-(success|exit|error)/g)?.length ?? 0,
              story.join(' '),
            ).to.be.lessThan(2);
          expect(watched.events.length).to.be.greaterThan(0);
          if (deed === 'close()' && type !== 'exchange-success')
            expect(watched.outcomes.map((outcome) => outcome.type)).to.deep.equal(['exchange-exit']);
          if (deed === 'open()' && type !== 'exchange-success')
            expect(watched.outcomes.map((outcome) => outcome.type)).to.deep.equal(['exchange-success']);
          if (type === 'exchange-success') expect(watched.outcomes[0]?.type).to.equal('exchange-success');
          if (deed === 'another session' && type !== 'exchange-success')
            expect(plaidHandlers().at(-1)?.config['token'], story.join(' ')).to.equal(linkToken('other'));
          if (deed === 'removal' || deed === 'no session any more')
            expect(document.querySelector('iframe[id^="plaid"]')).to.equal(null);
          expect(watched.element.state).to.match(/^(idle|success|exited|error)$/);
        });

    it('a listener of the outcome’s exchange-state that starts anew does not swallow the outcome', async () => {
      const watched = await stations.open();
      watched.element.addEventListener('exchange-state', ({ detail }) => {
        if (detail.state === 'success') watched.element.sessionUrl = '/other';
      });
      plaidHandlers()[0]?.succeed(publicToken);
      await settled();
      expect(watched.all('exchange-success').length).to.equal(1);
    });
  });

  describe('the events', () => {
    it('state and outcome are set before any event, and exchange-state comes first', async () => {
      const watched = await stations.open();
      plaidHandlers()[0]?.event('HANDOFF');
      plaidHandlers()[0]?.succeed(publicToken);
      let previous: ExchangeState = 'idle';
      for (const [at, reported] of watched.events.entries()) {
        if (reported.type === 'exchange-state') {
          expect([reported.detail.previous, reported.detail.state]).to.deep.equal([previous, reported.state]);
          previous = reported.state;
        }
        if (/^exchange-(ready|opening|open)$/.test(reported.type))
          expect(watched.events[at - 1]).to.deep.include({ type: 'exchange-state', state: reported.state });
      }
      const [stateEvent, success] = watched.events.slice(-2);
      expect([stateEvent?.type, stateEvent?.state, success?.type]).to.deep.equal([
        'exchange-state',
        'success',
        'exchange-success',
      ]);
      expect(stateEvent?.outcome).to.deep.equal({ type: 'success', detail: success?.detail });
      expect(success?.outcome).to.deep.equal(stateEvent?.outcome);
    });

    it('details are frozen all the way down, and share nothing with what the element keeps', async () => {
      const watched = await stations.open();
      plaidHandlers()[0]?.event('OPEN', { link_session_id: 's' });
      plaidHandlers()[0]?.succeed(publicToken, { accounts: [{ id: 'a' }], institution: { name: 'x' } });
      const isFrozen = (value: unknown): boolean =>
        typeof value !== 'object' ||
        value === null ||
        (Object.isFrozen(value) && Object.values(value).every(isFrozen));
      expect(watched.events.every(({ detail }) => isFrozen(detail))).to.be.true;
      expect(isFrozen(watched.element.outcome)).to.be.true;
      expect(watched.element.outcome?.detail).not.to.equal(watched.outcomes[0]?.detail);
    });

    it('they bubble out of shadow roots', async () => {
      const box = document.createElement('div');
      document.body.append(box);
      const heard: string[] = [];
      for (const type of ['exchange-state', 'exchange-ready'])
        document.addEventListener(type, () => heard.push(type), { once: true });
      start({ session: plaidSession(), launch: 'manual' }, box.attachShadow({ mode: 'closed' }));
      await until(() => heard.length === 2, 'both events at the document');
      box.remove();
    });
  });

  describe('single use', () => {
    for (const partner of ['', 'plaid'] as const)
      it(`a script that did not come leaves it unspent${partner && ', also where the host has named the partner'}`, async () => {
        useNewPlaid();
        const scriptUrl = new URL('/there-is-no-such-script.js', location.href).href;
        DwollaExchangeLink.configure({ partners: { plaid: { scriptUrl } } });
        const { backend, ...settings } = freshSettings({ partner });
        const watched = start(settings);
        expect((await watched.detail('exchange-error')).code).to.equal('partner-script');
        useNewPlaid();
        await watched.press();
        expect((await plaidHandler()).config['token']).to.equal(linkToken('1'));
        expect(backend.requests.length).to.equal(1);
      });

    it('a session that was closed before it was shown is used by the next open()', async () => {
      const { backend, ...settings } = freshSettings({ launch: 'manual' });
      const watched = start(settings);
      await watched.state('ready');
      watched.element.close();
      void watched.element.open();
      expect((await plaidHandler()).config['token']).to.equal(linkToken('1'));
      expect(backend.requests.length).to.equal(1);
    });

    for (const [outcome, end] of Object.entries({
      success: () => plaidHandlers()[0]?.succeed(publicToken),
      exit: () => plaidHandlers()[0]?.leave(null),
      error: () => plaidHandlers()[0]?.leave({ error_type: 'API_ERROR', error_code: 'X' }),
    })) {
      it(`consumed by an attempt that ended in ${outcome}: with a session alone there is nothing to ask`, async () => {
        const watched = start({ session: plaidSession() });
        await plaidHandler();
        end();
        await watched.element.updateComplete;
        watched.forget();
        await watched.element.open();
        const detail = await watched.detail('exchange-error');
        expect([detail.code, detail.retryable]).to.deep.equal(['session-expired', false]);
        expect(detail.message).to.contain('getSession');
        await watched.element.updateComplete;
        expect(watched.button).to.equal(null);
        expect(plaidHandlers().length).to.equal(1);
      });

      it(`consumed by an attempt that ended in ${outcome}: a backend that has no other one answers 404, 409 or 410`, async () => {
        for (const status of [404, 409, 410]) {
          usePlaid();
          const backend = new Backend(plaidSession(), status);
          const watched = start({ sessionUrl: '/session', fetchSession: backend.fetchSession });
          await plaidHandler();
          end();
          watched.forget();
          await watched.element.open();
          const detail = await watched.detail('exchange-error');
          expect([detail.code, detail.status, detail.retryable]).to.deep.equal([
            'session-expired',
            status,
            false,
          ]);
          watched.element.remove();
          await settled();
        }
      });

      it(`consumed by an attempt that ended in ${outcome}: the same session again is session-expired`, async () => {
        const backend = new Backend(plaidSession());
        const watched = start({ sessionUrl: '/session', fetchSession: backend.fetchSession });
        await plaidHandler();
        end();
        watched.forget();
        await watched.element.reload();
        expect((await watched.detail('exchange-error')).code).to.equal('session-expired');
        expect(plaidHandlers().length).to.equal(1);
      });
    }

    it('is remembered over a removal: put back with the same session alone, it is session-expired', async () => {
      const watched = start({ session: plaidSession() });
      await plaidHandler();
      watched.element.remove();
      await settled();
      document.body.append(watched.element);
      expect((await watched.detail('exchange-error')).code).to.equal('session-expired');
      expect(plaidHandlers().length).to.equal(1);
    });

    it('a new session from the host is as good as the first', async () => {
      const watched = start({ session: plaidSession(linkToken('1')) });
      (await plaidHandler()).leave(null);
      watched.element.session = plaidSession(linkToken('2'));
      expect((await plaidHandler(1)).config['token']).to.equal(linkToken('2'));
    });

    it('getSession receives start first, and restart when the last session is consumed', async () => {
      const reasons: string[] = [];
      const watched = start({
        getSession: ({ reason }) => {
          reasons.push(reason);
          return Promise.resolve(plaidSession(linkToken(String(reasons.length))));
        },
      });
      (await plaidHandler()).leave(null);
      await watched.press();
      (await plaidHandler(1)).leave(null);
      expect(reasons).to.deep.equal(['start', 'restart']);
    });

    it('a start that failed is tried again as a start: nothing was used up', async () => {
      const reasons: string[] = [];
      const watched = start({
        getSession: ({ reason }) => {
          reasons.push(reason);
          return reasons.length === 1 ? Promise.reject(new Error('no')) : Promise.resolve(plaidSession());
        },
      });
      await watched.detail('exchange-error');
      await watched.press();
      await plaidHandler();
      expect(reasons).to.deep.equal(['start', 'start']);
    });

    it('an exit has a button where there is something to ask, and none where there is not', async () => {
      const asking = start(freshSettings());
      (await plaidHandler()).leave(null);
      await asking.element.updateComplete;
      expect(asking.button?.textContent).to.equal('Try again');
      asking.element.remove();
      await settled();
      usePlaid();
      const alone = start({ session: plaidSession() });
      (await plaidHandler()).leave(null);
      await alone.element.updateComplete;
      expect(alone.button).to.equal(null);
    });
  });
});
