import { expect } from '@open-wc/testing';
import { afterwards, replace, settled, start, until, type Watched } from '../../../support/exchange-link.js';
import {
  frameLink,
  neighbourPage,
  otherOrigin,
  partnerPage,
  type PartnerPage,
  trustOtherOrigin,
} from '../../../support/framed.js';
import { linkSession } from '../../../support/sessions.js';

const loginId = '5e115eac-1209-4f19-641c-08d6d484e2fe';
/** What each partner says first, and how it says that the user is done. */
const words = {
  mx: {
    first: { mx: true, type: 'mx/load', metadata: { user_guid: 'USR-1', session_guid: 'SES-1' } },
    done: { mx: true, type: 'mx/connect/connected/primaryAction', metadata: { user_guid: 'USR-1' } },
  },
  flinks: { first: { step: 'APP_MOUNTED' }, done: { step: 'REDIRECT', loginId } },
  mastercard: { first: { type: 'ack' }, done: { type: 'done', data: { code: 200, reason: 'complete' } } },
} as const;
type Framed = keyof typeof words;
const names = Object.keys(words) as Framed[];

async function open(partner: Framed): Promise<{ watched: Watched; page: PartnerPage }> {
  trustOtherOrigin(partner);
  const watched = start({ session: linkSession(frameLink()) });
  const page = await partnerPage(watched);
  await page.say(words[partner].first);
  await watched.state('open');
  return { watched, page };
}

for (const partner of names)
  describe(`${partner}: a partner in a frame of our own`, () => {
    const { first, done } = words[partner];

    it('opens at the frame’s first valid message, and ends at its word', async () => {
      trustOtherOrigin(partner);
      const watched = start({ session: linkSession(frameLink()) });
      const page = await partnerPage(watched);
      expect(watched.element.state).to.equal('opening');
      await page.say(first);
      await page.say(done);
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
      const detail = await watched.detail('exchange-success');
      expect([detail.partner, detail.reauth, detail.exchangeRequest]).to.deep.equal([partner, false, null]);
      expect(watched.part('frame')).to.equal(null);
    });

    it('opens first and ends then, where its first word is its last', async () => {
      trustOtherOrigin(partner);
      const watched = start({ session: linkSession(frameLink()) });
      const page = await partnerPage(watched);
      await page.say(done);
      expect(watched.story.slice(-4)).to.deep.equal(['open', 'exchange-open', 'success', 'exchange-success']);
    });

    it('the frame has the link as it came, a title, a referrer to answer to, and no sandbox', async () => {
      const { watched, page } = await open(partner);
      const frame = watched.part('frame') as HTMLIFrameElement;
      expect(frame.getAttribute('src')).to.equal(frameLink());
      expect(frame.title).to.match(/\w/);
      expect(frame.referrerPolicy).to.equal('strict-origin-when-cross-origin');
      expect(frame.hasAttribute('sandbox')).to.be.false;
      expect(frame.hasAttribute('srcdoc')).to.be.false;
      expect(page.heard[0]?.at).to.equal(frameLink());
      expect(page.heard[0]?.referrer).to.equal(`${location.origin}/`);
    });

    for (const [width, padding, frameWidth] of [
      [700, 0, 698],
      [360, 0, 358],
      [360, 20, 320],
      [280, 0, 320],
      [200, 40, 320],
    ] as const)
      it(`in a box of ${width}px with a padding of ${padding}px the frame is ${frameWidth}px wide`, async () => {
        const box = document.createElement('div');
        box.style.cssText = `box-sizing: border-box; width: ${width}px; padding: ${padding}px`;
        document.body.append(box);
        afterwards(() => box.remove());
        trustOtherOrigin(partner);
        const watched = start({ session: linkSession(frameLink()) }, box);
        const { frame } = await partnerPage(watched);
        expect(frame.clientWidth).to.equal(frameWidth);
        // Whatever it reaches over, it stays in the middle of it.
        const middleOf = (element: Element): number => {
          const { left, right } = element.getBoundingClientRect();
          return (left + right) / 2;
        };
        expect(Math.abs(middleOf(frame) - middleOf(box))).to.be.lessThan(1);
      });

    it('is framed where elements have no `part` property, as in jsdom 26', async () => {
      replace(Element.prototype, 'part', undefined as never);
      const { watched } = await open(partner);
      expect(watched.element.shadowRoot?.querySelector('[part=frame]')?.tagName).to.equal('IFRAME');
    });

    it('a page that keeps its own referrer to itself is answered all the same', async () => {
      const policy = Object.assign(document.createElement('meta'), {
        name: 'referrer',
        content: 'no-referrer',
      });
      document.head.append(policy);
      afterwards(() => {
        policy.content = 'strict-origin-when-cross-origin';
        policy.remove();
      });
      const { page } = await open(partner);
      expect(page.heard[0]?.referrer).to.equal(`${location.origin}/`);
    });

    it('the frame is made once and loads once, whatever is rendered and set around it', async () => {
      const { watched, page } = await open(partner);
      const frame = watched.part('frame');
      Object.assign(watched.element, { locale: 'fr', timeout: 5000, reauth: true, launch: 'manual' });
      document.documentElement.lang = 'es';
      afterwards(() => document.documentElement.removeAttribute('lang'));
      await watched.element.updateComplete;
      await page.say(first);
      expect(watched.part('frame')).to.equal(frame);
      expect(page.heard.filter(({ heard }) => heard === 'loaded').length).to.equal(1);
      expect(watched.element.state).to.equal('open');
    });

    describe('a message counts only from that frame, from the link’s origin, in the partner’s shape', () => {
      it('not from another frame with the same page', async () => {
        const { watched } = await open(partner);
        const neighbour = await neighbourPage(frameLink('neighbour'));
        await neighbour.say(done);
        await settled();
        expect(watched.element.state).to.equal('open');
      });

      it('not from the page itself, nor from another origin by name', async () => {
        const { watched, page } = await open(partner);
        postMessage(done, location.origin);
        for (const origin of [otherOrigin, 'null', '', location.origin])
          for (const source of [null, window])
            dispatchEvent(new MessageEvent('message', { data: done, origin, source }));
        await page.say(first);
        expect(watched.element.state).to.equal('open');
      });

      it('not from the frame when it has gone to another origin', async () => {
        const { watched, page } = await open(partner);
        await page.go(frameLink().replace(otherOrigin, location.origin));
        await page.say(done);
        await settled();
        expect(watched.element.state).to.equal('open');
      });

      it('but from the frame when it has gone to another page of that origin', async () => {
        const { watched, page } = await open(partner);
        await page.go(frameLink('second'));
        await page.say(done);
        expect(watched.element.state).to.equal('success');
      });

      for (const odd of [
        null,
        undefined,
        7,
        true,
        'text',
        '',
        '{',
        '7',
        'null',
        [],
        [done],
        {},
        { type: null },
        { type: 7 },
        { type: 'constructor' },
        { type: 'unknown' },
        { step: 7 },
        { step: '' },
        { step: 'x'.repeat(100) },
        { mx: true },
        { mx: true, type: 7 },
        { mx: 'true', type: 'mx/load' },
        { mx: true, type: 'other/load' },
      ])
        it(`${JSON.stringify(odd) ?? 'undefined'} is no word of the partner’s`, async () => {
          trustOtherOrigin(partner);
          const watched = start({ session: linkSession(frameLink()) });
          const page = await partnerPage(watched);
          await page.say(odd);
          expect(watched.element.state).to.equal('opening');
          expect(watched.all('exchange-activity')).to.deep.equal([]);
          await page.say(first);
          await watched.state('open');
        });

      it('two elements each receive the messages of their own frame', async () => {
        const { watched: one, page } = await open(partner);
        const other = start({ session: linkSession(frameLink('two')) });
        // It is below the first one, and starts when the user comes to it.
        other.element.scrollIntoView();
        const otherPage = await partnerPage(other);
        await otherPage.say(first);
        await page.say(done);
        expect([one.element.state, other.element.state]).to.deep.equal(['success', 'open']);
      });
    });

    it('the first outcome counts: messages after it are ignored', async () => {
      const { watched, page } = await open(partner);
      await page.say(done, first, done);
      await settled();
      expect(watched.story.slice(-2)).to.deep.equal(['success', 'exchange-success']);
      expect(watched.outcomes.length).to.equal(1);
    });

    it('a frame that never says a word is partner-timeout, and goes', async () => {
      trustOtherOrigin(partner);
      const watched = start({ session: linkSession(frameLink()), timeout: 100 });
      const detail = await watched.detail('exchange-error');
      expect([detail.code, detail.partner, detail.retryable]).to.deep.equal([
        'partner-timeout',
        partner,
        true,
      ]);
      expect(watched.part('frame')).to.equal(null);
    });

    it('a frame that speaks in time has as much time as its user needs', async () => {
      trustOtherOrigin(partner);
      const watched = start({ session: linkSession(frameLink()), timeout: 3000 });
      const page = await partnerPage(watched);
      await page.say(first);
      const since = performance.now();
      await until(() => performance.now() - since > 3200, 'the time to be over');
      expect(watched.element.state).to.equal('open');
    }).timeout(20_000);

    it('a frame that the page’s policy refuses is blocked-by-csp, with what to add', async () => {
      trustOtherOrigin(partner);
      const watched = start({ session: linkSession(frameLink()) });
      await until(() => watched.part('frame'), 'the frame');
      document.dispatchEvent(
        new SecurityPolicyViolationEvent('securitypolicyviolation', {
          blockedURI: otherOrigin,
          disposition: 'enforce',
          documentURI: location.href,
          effectiveDirective: 'frame-src',
          violatedDirective: 'frame-src',
          originalPolicy: "frame-src 'self'",
          statusCode: 200,
        }),
      );
      const { code, message, retryable } = await watched.detail('exchange-error');
      expect([code, retryable]).to.deep.equal(['blocked-by-csp', false]);
      expect(message).to.contain('frame-src').and.contain(otherOrigin);
    });

    it('the close button is the user’s way out', async () => {
      const { watched } = await open(partner);
      await watched.element.updateComplete;
      watched.part('close-button')?.click();
      expect(await watched.detail('exchange-exit')).to.deep.equal({ partner, reason: 'user' });
      expect(watched.part('frame')).to.equal(null);
    });

    it('and so it is while the frame is still on its way', async () => {
      trustOtherOrigin(partner);
      const watched = start({ session: linkSession(frameLink()) });
      await partnerPage(watched);
      await watched.element.updateComplete;
      watched.part('close-button')?.click();
      expect((await watched.detail('exchange-exit')).reason).to.equal('user');
    });

    it('a move in the document ends it as an exit by the host: its one-use link did not survive that', async () => {
      const { watched } = await open(partner);
      const other = document.createElement('div');
      document.body.append(other);
      afterwards(() => other.remove());
      other.append(watched.element);
      expect(watched.outcomes.map(({ detail }) => detail)).to.deep.equal([{ partner, reason: 'host' }]);
      await settled();
      expect(watched.outcomes.length).to.equal(1);
      expect(watched.part('frame')).to.equal(null);
    });

    it('moveBefore() keeps everything, unless the browser has loaded the frame anew all the same: an ordinary move then', async function () {
      // WebKit 2.50 has no such method, so that there is nothing to try.
      if (!('moveBefore' in Element.prototype)) this.skip();
      const { watched, page } = await open(partner);
      const { contentWindow } = page.frame;
      const other = document.createElement('div');
      document.body.append(other);
      afterwards(() => other.remove());
      (other as unknown as { moveBefore: (node: Node, child: Node | null) => void }).moveBefore(
        watched.element,
        null,
      );
      await settled();
      // Firefox 153 keeps frames, but not those in a shadow tree.
      if (page.frame.contentWindow === contentWindow) {
        await page.say(done);
        expect(watched.element.state).to.equal('success');
      } else expect(await watched.detail('exchange-exit')).to.deep.equal({ partner, reason: 'host' });
    });

    it('removal takes the frame away, and nothing more is reported', async () => {
      const { watched } = await open(partner);
      const reported = watched.events.length;
      watched.element.remove();
      await settled();
      expect(watched.part('frame')).to.equal(null);
      expect(watched.events.length).to.equal(reported);
      expect(watched.element.state).to.equal('idle');
    });

    it('the link, which is a credential, is in no event, attribute or sentence', async () => {
      const { watched, page } = await open(partner);
      await page.say(done);
      const all = JSON.stringify([
        watched.events.map(({ detail }) => detail),
        watched.element.getAttributeNames().map((name) => watched.element.getAttribute(name)),
        watched.element.shadowRoot?.textContent,
      ]);
      expect(all).not.to.contain('frame.html');
    });
  });
