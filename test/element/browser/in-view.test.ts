import { expect } from '@open-wc/testing';
import { afterwards, replace, settled, start, until, type Watched } from '../../support/exchange-link.js';
import { partnerPage, frameLink, trustOtherOrigin } from '../../support/framed.js';
import { plaidHandler, usePlaid } from '../../support/plaid.js';
import { linkSession, linkToken, plaidSession } from '../../support/sessions.js';

/** A page that is longer than its window, with a field above. */
function makeLongPage(): HTMLInputElement {
  const field = document.createElement('input');
  const space = document.createElement('div');
  space.style.height = '3000px';
  document.body.prepend(field, space);
  afterwards(() => {
    field.remove();
    space.remove();
    scrollTo(0, 0);
  });
  field.focus();
  return field;
}
function startBelow(settings: Parameters<typeof start>[0] = {}): Watched {
  trustOtherOrigin('mx');
  return start({ session: linkSession(frameLink()), ...settings });
}

describe('launch=auto: what is shown inside the element starts when the element comes into view', () => {
  it('out of view it is ready, with its button, and the page stays where the user is', async () => {
    const field = makeLongPage();
    const watched = startBelow();
    await watched.state('ready');
    for (let frames = 0; frames < 3; frames++) await settled();
    expect([watched.element.state, watched.part('frame')]).to.deep.equal(['ready', null]);
    expect(watched.button).not.to.equal(null);
    expect([document.activeElement, window.scrollY]).to.deep.equal([field, 0]);
    watched.element.scrollIntoView();
    await partnerPage(watched);
    expect(watched.all('exchange-opening').length).to.equal(1);
  });

  it('open() and the button start it wherever it is', async () => {
    makeLongPage();
    const watched = startBelow();
    await watched.state('ready');
    await watched.press();
    await partnerPage(watched);
  });

  it('what the host has cancelled does not start by itself when the element comes into view', async () => {
    makeLongPage();
    const watched = startBelow();
    watched.element.addEventListener('exchange-opening', (event) => event.preventDefault());
    await watched.state('ready');
    await watched.element.open();
    watched.element.scrollIntoView();
    for (let frames = 0; frames < 3; frames++) await settled();
    expect([watched.element.state, watched.all('exchange-opening').length]).to.deep.equal(['ready', 1]);
  });

  it('reload() out of view resolves when it is ready: a gesture is needed', async () => {
    makeLongPage();
    const watched = startBelow({
      session: null,
      getSession: () => Promise.resolve(linkSession(frameLink(String(Math.random())))),
    });
    await watched.state('ready');
    await watched.element.reload();
    expect(watched.element.state).to.equal('ready');
  });

  it('waiting ends with the element', async () => {
    makeLongPage();
    const watched = startBelow();
    await watched.state('ready');
    watched.element.close();
    watched.element.scrollIntoView();
    await settled();
    expect(watched.outcomes.map(({ type }) => type)).to.deep.equal(['exchange-exit']);
  });

  /** An observer that never reports, as happy-dom's. */
  const useSilentObserver = (): void =>
    replace(
      window,
      'IntersectionObserver',
      class {
        observe(): void {}
        disconnect(): void {}
      } as unknown as typeof IntersectionObserver,
    );

  it('starts where the observer never reports: in a test environment', async () => {
    useSilentObserver();
    await partnerPage(startBelow());
  });

  it('waits in a page that shows no frames: in the background nothing is in view', async () => {
    useSilentObserver();
    const { requestAnimationFrame: ask } = window;
    window.requestAnimationFrame = () => 0;
    try {
      const watched = startBelow();
      await watched.state('ready');
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect([watched.element.state, watched.part('frame')]).to.deep.equal(['ready', null]);
    } finally {
      window.requestAnimationFrame = ask; // the end of a test waits for a frame
    }
  });

  it('a window over the page (Plaid) is shown at once', async () => {
    usePlaid();
    makeLongPage();
    start({ session: plaidSession(linkToken()) });
    await plaidHandler();
  });

  it('in browsers that cannot tell, it counts as in view', async () => {
    replace(globalThis, 'IntersectionObserver', undefined as never);
    makeLongPage();
    const watched = startBelow();
    await until(() => watched.part('frame'), 'the frame');
  });
});
