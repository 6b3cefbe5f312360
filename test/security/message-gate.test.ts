import { expect } from '@open-wc/testing';
import * as fc from 'fast-check';
import { afterwards, settled, start, until, type Watched } from '../support/exchange-link.js';
import { otherOrigin, trustOtherOrigin } from '../support/framed.js';
import { linkSession } from '../support/sessions.js';
import { anyMessage, framedPartners, messagesOf, noMessageOf, show } from './any-message.js';
import { effort, patience } from './effort.js';
import { messageFrom } from './message-from.js';
import { override, PageWatch } from './page-watch.js';
import { shouterAt, shouterLink, Shouters } from './shouter.js';

type Partner = (typeof framedPartners)[number];

/** Messages made up for each sender; 3 partners × 12 senders × this many: 108,000. */
const perSender = effort(3_000);
const posted = effort(60); // through the browser itself, for each partner and sender

/** What a partner's frame says to show that it is there, and to finish. */
const words: Readonly<Record<Partner, { hello: unknown; done: unknown }>> = {
  mx: {
    hello: { mx: true, type: 'mx/connect/loaded', metadata: {} },
    done: { mx: true, type: 'mx/connect/connected/primaryAction', metadata: {} },
  },
  flinks: {
    hello: { step: 'INSTITUTION_SELECTED' },
    done: { step: 'REDIRECT', loginId: '5e115eac-1209-4f19-641c-08d6d484e2fe' },
  },
  mastercard: { hello: { type: 'ack' }, done: { type: 'done' } },
};

/** Everything that a message could have changed. */
function look({ element, events }: Watched): string {
  const { shadowRoot, state, outcome } = element;
  const frames = document.querySelectorAll('iframe').length;
  const nodes = shadowRoot?.querySelectorAll('*').length ?? 0;
  return `${events.length} events, ${state}, ${outcome?.type ?? 'no outcome'}, ${frames} frames, ${nodes} nodes`;
}

describe('the gate for messages', function () {
  this.timeout(patience(5));
  const watch = new PageWatch();
  before(() => watch.install());
  let judged = 0;
  after(() => {
    watch.uninstall();
    console.log(`${judged} messages in all`);
  });
  afterEach(() => expect(watch.takeUncaught()).to.deep.equal([]));

  /** An element with a partner's frame in it, and the pages that are not that frame. */
  async function scene(partner: Partner) {
    trustOtherOrigin(partner);
    const opened: unknown[] = [];
    afterwards(override(window, 'open', { value: (url: unknown) => void opened.push(url) }));
    const shouters = new Shouters();
    const watched = start({ session: linkSession(shouterLink()), timeout: patience(10) });
    const frame = await shouters.loaded(shouterLink());
    frame.postMessage({ order: 'nest', url: shouterLink('nested') }, '*');
    const nested = await shouters.loaded(shouterLink('nested'));
    const neighbour = document.createElement('iframe');
    neighbour.src = shouterLink('sibling');
    document.body.append(neighbour);
    afterwards(() => neighbour.remove());
    const sibling = await shouters.loaded(shouterLink('sibling'));
    const gone = document.createElement('iframe');
    document.body.append(gone);
    const goneWindow = gone.contentWindow!;
    gone.remove();
    await watched.state('opening');
    return { watched, shouters, frame, nested, sibling, gone: goneWindow, opened };
  }

  /** What changed at a message, or null. */
  function changedBy(watched: Watched, init: MessageEventInit): string | null {
    const before = look(watched);
    window.dispatchEvent(messageFrom(init));
    const after = look(watched);
    return after === before ? null : `${show(init.data)} from ${init.origin ?? ''}: ${before} → ${after}`;
  }

  for (const partner of framedPartners) {
    it(`believes nobody but ${partner}'s own frame at ${partner}'s own origin`, async () => {
      const { watched, shouters, frame, nested, sibling, gone, opened } = await scene(partner);
      const { port1 } = new MessageChannel();
      const wrong = otherOrigin.replace('http:', 'https:');
      const senders: readonly (readonly [who: string, from: MessageEventInit])[] = [
        ['the page itself', { source: window, origin: otherOrigin }],
        ['the page itself, by its own origin', { source: window, origin: location.origin }],
        ['a frame beside it, of the same origin', { source: sibling, origin: otherOrigin }],
        ['a frame within it, of the same origin', { source: nested, origin: otherOrigin }],
        ['a frame that is gone', { source: gone, origin: otherOrigin }],
        ['nobody', { source: null, origin: otherOrigin }],
        ['a port', { source: port1, origin: otherOrigin }],
        ['the frame at the page’s origin', { source: frame, origin: location.origin }],
        ['the frame at no origin', { source: frame, origin: 'null' }],
        ['the frame without an origin', { source: frame, origin: '' }],
        ['the frame at an origin that only looks right', { source: frame, origin: `${otherOrigin}/` }],
        ['the frame at another scheme', { source: frame, origin: wrong }],
      ];
      const seed = Date.now();
      const messages = fc.sample(anyMessage, { numRuns: perSender, seed });
      for (const state of ['opening', 'open'] as const) {
        if (state === 'open') await shouters.say(frame, words[partner].hello);
        expect(watched.element.state).to.equal(state);
        for (const [who, from] of senders)
          for (const data of state === 'opening'
            ? messages.slice(0, perSender / 2)
            : messages.slice(perSender / 2))
            expect(changedBy(watched, { ...from, data }), `${who} (seed ${seed})`).to.equal(null);
      }
      expect(opened).to.deep.equal([]);

      await shouters.say(frame, words[partner].done);
      expect(watched.outcomes.map(({ type }) => type)).to.deep.equal(['exchange-success']);
      judged += messages.length * senders.length;
      console.log(`${messages.length * senders.length} messages to ${partner}, seed ${seed}`);
    });

    it(`passes over what is none of ${partner}'s messages, even from its own frame`, async () => {
      const { watched, shouters, frame } = await scene(partner);
      const from = { source: frame, origin: otherOrigin };
      const seed = Date.now();
      for (const data of fc.sample(noMessageOf(partner), { numRuns: perSender, seed }))
        expect(changedBy(watched, { ...from, data }), `seed ${seed}`).to.equal(null);
      expect(watched.element.state).to.equal('opening');
      await shouters.say(frame, words[partner].hello);
      expect(watched.element.state).to.equal('open');
    });

    it(`believes nobody else for ${partner} either when the browser itself delivers`, async () => {
      const { watched, shouters, frame, nested, sibling } = await scene(partner);
      await shouters.say(frame, words[partner].hello);
      const before = look(watched);
      const sendable = fc
        .sample(anyMessage, { numRuns: posted * 3 })
        .filter((data) => isCloneable(data))
        .slice(0, posted);
      for (const data of [...messagesOf(partner), ...sendable]) {
        window.postMessage(data, '*');
        for (const page of [sibling, nested]) await shouters.say(page, data);
        expect(look(watched), show(data)).to.equal(before);
      }

      // The frame goes elsewhere: the window is the same, and what is in it is not the partner any more.
      const elsewhere = shouterAt(location.origin, 'elsewhere');
      frame.postMessage({ order: 'go', url: elsewhere }, '*');
      const taken = await shouters.loaded(elsewhere);
      expect(taken).to.equal(frame);
      for (const data of [...messagesOf(partner), ...sendable]) {
        await shouters.say(taken, data);
        expect(look(watched), show(data)).to.equal(before);
      }

      // It comes back, so that it was not the element that had gone deaf.
      taken.postMessage({ order: 'go', url: shouterLink('back') }, '*');
      await shouters.say(await shouters.loaded(shouterLink('back')), words[partner].done);
      expect(watched.outcomes.map(({ type }) => type)).to.deep.equal(['exchange-success']);
      await settled();
    });

    it(`receives nothing from ${partner} any more when the attempt is over`, async () => {
      const { watched, frame } = await scene(partner);
      const ears = (): number => watch.listeners.filter((type) => type === 'message').length;
      const before = ears();
      watched.element.close();
      expect(watched.outcomes.length).to.equal(1);
      expect(ears(), 'who listens for messages').to.equal(before - 1);
      for (const data of [...messagesOf(partner), words[partner].done])
        expect(changedBy(watched, { source: frame, origin: otherOrigin, data })).to.equal(null);
      await until(() => !frame.parent || frame.closed, 'the frame to be gone');
    });
  }
});

function isCloneable(data: unknown): boolean {
  try {
    structuredClone(data);
    return true;
  } catch {
    return false;
  }
}
