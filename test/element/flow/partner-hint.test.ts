import { expect } from '@open-wc/testing';
import { Backend, start } from '../../support/exchange-link.js';
import { plaidRuns, plaidScript, useNewPlaid } from '../../support/plaid.js';
import { checkoutSession, linkSession, plaidSession } from '../../support/sessions.js';
import { frameLink, partnerPage, trustOtherOrigin } from '../../support/framed.js';

/** A session that is answered only when the test says so. */
function heldSession(session: object): {
  fetchSession: (url: string) => Promise<Response>;
  answer: () => void;
} {
  let answer = (): void => undefined;
  const held = new Promise<Response>((resolve) => (answer = () => resolve(Response.json(session))));
  return { fetchSession: () => held, answer: () => answer() };
}

const scriptOnPage = (): boolean => [...document.scripts].some(({ src }) => src === plaidScript());

async function tasks(count: number): Promise<void> {
  for (let task = 0; task < count; task++) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('the partner parameter of session-url is a hint', () => {
  beforeEach(() => useNewPlaid());

  for (const sessionUrl of [
    '/session?partner=plaid',
    'session?partner=plaid#x',
    `${location.origin}/a/b?x=1&partner=plaid`,
    '?partner=acme&partner=plaid',
  ])
    it(`${sessionUrl}: the partner's script is fetched while the session is on its way`, async () => {
      const before = plaidRuns();
      const { fetchSession, answer } = heldSession(plaidSession());
      const watched = start({ sessionUrl, fetchSession });
      for (let task = 0; task < 100 && plaidRuns() === before; task++) await tasks(1);
      expect([plaidRuns(), watched.element.state, watched.element.activePartner]).to.deep.equal([
        before + 1,
        'loading',
        null,
      ]);
      answer();
      await watched.state('opening');
      expect(watched.element.activePartner).to.equal('plaid');
    });

  for (const sessionUrl of [
    '/session?partner=PLAID',
    '/session?partner=acme',
    '/session?Partner=plaid',
    '/plaid',
  ])
    it(`${sessionUrl} is none`, async () => {
      const { fetchSession, answer } = heldSession(plaidSession());
      const watched = start({ sessionUrl, fetchSession });
      await tasks(5);
      expect(scriptOnPage()).to.be.false;
      answer();
      await watched.state('opening');
    });

  it('nor is that of a URL that is not asked', async () => {
    const watched = start({
      sessionUrl: '/session?partner=plaid',
      getSession: () => new Promise(() => undefined),
    });
    await tasks(5);
    expect([scriptOnPage(), watched.element.state]).to.deep.equal([false, 'loading']);
  });

  it("the session decides: another partner's is no mismatch", async () => {
    trustOtherOrigin('mx');
    const backend = new Backend(linkSession(frameLink()));
    const watched = start({ sessionUrl: '/session?partner=plaid', fetchSession: backend.fetchSession });
    const page = await partnerPage(watched);
    await page.say({ mx: true, type: 'mx/load' });
    await watched.state('open');
    expect(watched.element.activePartner).to.equal('mx');
  });

  it("what is wrong with the hinted partner does not matter to another one's session", async () => {
    const backend = new Backend(plaidSession());
    // Checkout.com would need a public key.
    const watched = start({ sessionUrl: '/session?partner=checkout', fetchSession: backend.fetchSession });
    await watched.state('opening');
    expect(watched.element.activePartner).to.equal('plaid');
  });

  it('and to its own it does', async () => {
    const backend = new Backend(checkoutSession());
    const watched = start({ sessionUrl: '/session?partner=checkout', fetchSession: backend.fetchSession });
    expect((await watched.detail('exchange-error')).code).to.equal('missing-public-key');
  });

  it('an error of the session is nobody’s: the hint names no partner in it', async () => {
    const watched = start({
      sessionUrl: '/session?partner=plaid',
      fetchSession: () => Promise.resolve(new Response('', { status: 403 })),
    });
    expect(await watched.detail('exchange-error')).to.include({ code: 'session-http', partner: null });
  });
});
