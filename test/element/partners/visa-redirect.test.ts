import { expect } from '@open-wc/testing';
import { watchRedirect } from '../../../src/element/partners/visa-redirect.js';
import { afterwards } from '../../support/exchange-link.js';

const timeout = 60; // ms

const pause = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));

/** What the watch has reported so far. */
function watch(): { readonly reports: string[]; readonly end: () => void } {
  const controller = new AbortController();
  afterwards(() => controller.abort());
  const reports: string[] = [];
  watchRedirect({
    signal: controller.signal,
    timeout,
    onStay: () => reports.push('stay'),
    onGone: () => reports.push('gone'),
  });
  return { reports, end: () => controller.abort() };
}

/** The browser starts to leave the page. @param ask what a listener of the page does to have the browser ask the user */
function startLeaving(ask?: (event: Event) => void): void {
  const event = new Event('beforeunload', { cancelable: true });
  // What a `BeforeUnloadEvent` has, which only browsers create.
  Object.defineProperty(event, 'returnValue', { value: '', writable: true });
  if (ask) addEventListener('beforeunload', ask);
  dispatchEvent(event);
  if (ask) removeEventListener('beforeunload', ask);
}
const prevent = (event: Event): void => event.preventDefault();
const setText = (event: Event): void => void Object.assign(event, { returnValue: 'Unsaved changes' });

/** The browser's Navigation API reports a navigation. @returns aborts it, as "Stay" and the Stop button do */
function navigate(sameDocument = false): () => void {
  const controller = new AbortController();
  const { navigation } = globalThis as { navigation?: EventTarget };
  navigation?.dispatchEvent(
    Object.assign(new Event('navigate'), { signal: controller.signal, destination: { sameDocument } }),
  );
  return () => controller.abort();
}

describe('watchRedirect: whether the page is left', () => {
  it('a navigation that does not start within the timeout: the page stays', async () => {
    const { reports } = watch();
    await pause(3 * timeout);
    expect(reports).to.deep.equal(['stay']);
  });

  it('a navigation that has started takes as long as it takes: nothing is reported', async () => {
    const { reports } = watch();
    startLeaving();
    await pause(4 * timeout);
    expect(reports).to.deep.equal([]);
  });

  for (const [name, ask] of Object.entries({ 'preventDefault()': prevent, 'a returnValue': setText }))
    it(`${name}, and the user answers "Stay": the page stays, after the timeout and not before`, async () => {
      const { reports } = watch();
      startLeaving(ask);
      await pause(0);
      expect(reports).to.deep.equal([]);
      await pause(4 * timeout);
      expect(reports).to.deep.equal(['stay']);
    });

  it('the user answers "Leave": the page is gone, and nothing else is reported', async () => {
    const { reports } = watch();
    startLeaving(prevent);
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false }));
    await pause(4 * timeout);
    expect(reports).to.deep.equal(['gone']);
  });

  it('nothing is reported after the end of the attempt', async () => {
    const { reports, end } = watch();
    end();
    startLeaving(prevent);
    navigate()();
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false }));
    await pause(3 * timeout);
    expect(reports).to.deep.equal([]);
  });

  describe('where the browser reports navigations', () => {
    before(function () {
      // WebKit 2.50 has no such API: the tests outside of this block hold there too.
      if (!('navigation' in globalThis)) this.skip();
    });

    it('one that is aborted: the page stays, at once', async () => {
      const { reports } = watch();
      const abort = navigate();
      startLeaving();
      abort();
      await pause(timeout / 2);
      expect(reports).to.deep.equal(['stay']);
    });

    it('one that another one replaces: the page is still left', async () => {
      const { reports } = watch();
      const abort = navigate();
      startLeaving();
      navigate();
      abort();
      await pause(3 * timeout);
      expect(reports).to.deep.equal([]);
    });

    it('one within the document is none', async () => {
      const { reports } = watch();
      startLeaving();
      navigate(true)();
      await pause(3 * timeout);
      expect(reports).to.deep.equal([]);
    });
  });
});
