import { expect } from '@open-wc/testing';
import { afterwards, settled, start, until } from '../../support/exchange-link.js';
import { plaidHandler, plaidHandlers, usePlaid } from '../../support/plaid.js';
import { linkToken, plaidSession } from '../../support/sessions.js';

const { body, documentElement: root } = document;
type Handler = Awaited<ReturnType<typeof plaidHandler>>;

async function openLink(): Promise<{ handler: Handler; link: ReturnType<typeof start> }> {
  const link = start({ session: plaidSession(linkToken(String(plaidHandlers().length))) });
  const handler = await plaidHandler(plaidHandlers().length);
  handler.load();
  await link.state('open');
  return { handler, link };
}
type Opened = Awaited<ReturnType<typeof openLink>>;
/** Every way in which Link ends, by itself or by others. */
const ends: Readonly<Record<string, (opened: Opened) => void>> = {
  success: ({ handler }) => handler.succeed('public-sandbox-1'),
  cancel: ({ handler }) => handler.leave(null),
  'close()': ({ link }) => link.element.close(),
  removal: ({ link }) => link.element.remove(),
  'another session': ({ link }) => (link.element.session = null),
};
const ended = async ({ handler }: Opened): Promise<void> => {
  await until(() => handler.isDestroyed, 'the handler to be destroyed');
  await settled();
};
/** What build 2.0.1951 writes on phones: 100 ms after it is shown, and as its frame says. */
const fixHeights = (): void => {
  body.style.setProperty('height', '800px', 'important');
  root.style.setProperty('height', '612px', 'important');
  root.id = 'plaid-link-temporary-id';
};
const attributes = (): readonly (string | null)[] =>
  [body, root].flatMap((element) => [element.getAttribute('style'), element.getAttribute('id')]);
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('the page while Plaid Link has it', () => {
  beforeEach(() => {
    usePlaid();
    const before = attributes();
    afterwards(() => {
      for (const [index, value] of before.entries()) {
        const element = index < 2 ? body : root;
        const name = index % 2 ? 'id' : 'style';
        if (value === null) element.removeAttribute(name);
        else element.setAttribute(name, value);
      }
    });
    for (const element of [body, root]) element.removeAttribute('style');
  });

  for (const [outcome, end] of Object.entries(ends)) {
    describe(`after ${outcome}`, () => {
      it('is as it was, with no empty attribute left', async () => {
        const before = attributes();
        const opened = await openLink();
        expect(body.style.overflow).to.equal('hidden');
        fixHeights();
        await turn();
        end(opened);
        await ended(opened);
        expect(attributes()).to.deep.equal(before);
      });

      it('has its own values back, each with its priority', async () => {
        body.style.cssText = 'overflow-y: scroll; height: 90% !important';
        root.style.cssText = 'height: 100%';
        root.id = 'app';
        const before = attributes();
        const opened = await openLink();
        fixHeights();
        end(opened);
        await ended(opened);
        expect([body.style.overflowX, body.style.overflowY]).to.deep.equal(['', 'scroll']);
        expect([body.style.height, body.style.getPropertyPriority('height')]).to.deep.equal([
          '90%',
          'important',
        ]);
        expect([root.style.height, root.id]).to.deep.equal(['100%', before[3]]);
      });

      it('takes back what Link is late to write', async () => {
        const before = attributes();
        const opened = await openLink();
        end(opened);
        await ended(opened);
        for (let late = 0; late < 3; late++) {
          fixHeights();
          await turn();
          expect(attributes()).to.deep.equal(before);
        }
      });

      it('keeps what the host has changed meanwhile', async () => {
        body.style.overflow = 'hidden';
        root.id = 'app';
        const opened = await openLink();
        // The host's dialog has gone, with a transition.
        body.style.overflow = '';
        root.id = 'other';
        body.style.setProperty('height', '50%');
        await turn();
        fixHeights();
        end(opened);
        await ended(opened);
        expect([body.style.overflow, root.id, body.style.height]).to.deep.equal(['', 'other', '50%']);
        expect(body.style.getPropertyPriority('height')).to.equal('');
      });

      it('keeps the host’s own lock, which says what Link’s said', async () => {
        const opened = await openLink();
        body.style.overflow = 'hidden';
        end(opened);
        await ended(opened);
        expect([body.style.overflow, body.style.getPropertyPriority('overflow')]).to.deep.equal([
          'hidden',
          '',
        ]);
      });

      it('keeps what the host writes as soon as it is over', async () => {
        const opened = await openLink();
        opened.link.element.addEventListener('exchange-state', () => {
          if (opened.link.element.outcome) body.style.overflow = 'clip';
        });
        end(opened);
        if (!opened.link.element.outcome) body.style.overflow = 'clip';
        await ended(opened);
        expect(body.style.overflow).to.equal('clip');
        body.style.overflow = 'hidden';
        await settled();
        expect(body.style.overflow).to.equal('hidden');
      });
    });
  }

  it('is as it was after several openings in a row', async () => {
    const before = attributes();
    for (const end of Object.values(ends)) {
      const opened = await openLink();
      fixHeights();
      end(opened);
      await until(() => opened.handler.isDestroyed, 'the handler to be destroyed');
      opened.link.element.remove();
      fixHeights();
    }
    await settled();
    expect(attributes()).to.deep.equal(before);
  });

  it('a frame of Link’s that somebody else takes off the page ends the attempt, as an exit by the host', async () => {
    const opened = await openLink();
    opened.handler.frame.remove();
    expect((await opened.link.detail('exchange-exit')).reason).to.equal('host');
    await ended(opened);
    expect(body.style.overflow).to.equal('');
  });

  for (const end of ['close()', 'removal'] as const)
    it(`holds nothing of Link’s any more when the microtasks after ${end} have run`, async () => {
      const opened = await openLink();
      ends[end]!(opened);
      await Promise.resolve();
      await Promise.resolve();
      expect([
        opened.handler.isDestroyed,
        opened.handler.frame.isConnected,
        body.style.overflow,
      ]).to.deep.equal([true, false, '']);
    });
});
