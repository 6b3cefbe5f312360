import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Simulator } from '../../src/simulator/index.js';
import { expect, test } from '../support/end-to-end.js';
import type { HostSite } from '../support/host-site.js';
import { answerNewSessions } from '../support/simulated-sessions.js';

const libraries = {
  turbo: '@hotwired/turbo/dist/turbo.es2017-umd.js',
  htmx: 'htmx.org/dist/htmx.js',
  morphdom: 'morphdom/dist/morphdom-umd.js',
} as const;
const file = (path: string): Promise<string> =>
  readFile(join(import.meta.dirname, '../hosts/node_modules', path), 'utf8');

/** Two pages of a platform whose links a library follows: one with the element, one without. */
async function addPages(
  site: HostSite,
  simulator: Simulator,
  library: keyof typeof libraries,
): Promise<void> {
  site.answer('/library.js', {
    headers: { 'content-type': 'text/javascript' },
    body: await file(libraries[library]),
  });
  const head = `<script src="/library.js"></script>
    <script type="module">
      const { DwollaExchangeLink } = await import('${site.cdnOrigin}/dwolla-exchange-link.js');
      DwollaExchangeLink.configure(${JSON.stringify(simulator.elementConfiguration)});
    </script>`;
  const tag = `<dwolla-exchange-link session-url="/session" timeout="60000"
    checkout-public-key="${simulator.checkoutPublicKey}"></dwolla-exchange-link>`;
  const link = (path: string): string => `<p hx-boost="true"><a href="${path}">To ${path}</a></p>`;
  site.addPage('/', { head, body: `${link('/next')}${tag}` });
  site.addPage('/next', { head, body: `<h2>Next</h2>${link('/')}` });
}

/** Follows a link as the library does, also where a partner's window is over the page. */
const follow = (page: Page, path: string): Promise<void> =>
  page.evaluate((path) => document.querySelector<HTMLElement>(`a[href="${path}"]`)?.click(), path);

/** What of a partner's is in the page's own tree. */
const traces = (page: Page): Promise<unknown> =>
  page.evaluate(() => ({
    frames: document.querySelectorAll('iframe').length,
    stages: document.querySelectorAll('[slot=stage]').length,
    overflow: document.body.style.overflow,
  }));
const none = { frames: 0, stages: 0, overflow: '' };

for (const library of ['turbo', 'htmx'] as const)
  test.describe(`${library} keeps its pages as snapshots @chromium`, () => {
    for (const partner of ['plaid', 'checkout', 'mx', 'flinks'] as const)
      test(`Back while ${partner} is open, then Forward: nothing of it is left, and no session is spent`, async ({
        page,
        site,
        linking,
        simulator,
      }) => {
        answerNewSessions(site, simulator, partner);
        await addPages(site, simulator, library);
        await page.goto(`${site.origin}/next`);
        await follow(page, '/');
        await linking.waitFor('exchange-open');
        await page.goBack();
        await expect(page.locator('h2')).toBeVisible();
        await expect.poll(() => traces(page)).toEqual(none);
        await page.goForward();
        await expect(linking.element).toHaveAttribute('state', 'exited');
        await linking.settle();
        expect(await traces(page)).toEqual(none);
        expect(linking.outcomes.map(({ detail }) => detail)).toEqual([{ partner, reason: 'host' }]);
        expect(site.requestsOf('/session')).toHaveLength(1);
        await linking.part('button').click();
        await expect(linking.element).toHaveAttribute('state', 'open');
        expect(site.requestsOf('/session')).toHaveLength(2);
      });

    test('Back to a page after a success shows that success', async ({ page, site, linking, simulator }) => {
      answerNewSessions(site, simulator, 'plaid', { scenario: 'success' });
      await addPages(site, simulator, library);
      await page.goto(`${site.origin}/`);
      await linking.waitForOutcome('exchange-success');
      await follow(page, '/next');
      await expect(page.locator('h2')).toBeVisible();
      await page.goBack();
      await expect(linking.element).toHaveAttribute('state', 'success');
      await linking.settle();
      expect(linking.outcomes).toHaveLength(1);
      expect(site.requestsOf('/session')).toHaveLength(1);
    });
  });

test('Turbo shows a cached page while it fetches the new one: one session is asked for @chromium', async ({
  page,
  site,
  linking,
  simulator,
}) => {
  answerNewSessions(site, simulator, 'mx');
  await addPages(site, simulator, 'turbo');
  await page.goto(`${site.origin}/`);
  await linking.waitFor('exchange-open');
  await follow(page, '/next');
  await expect(page.locator('h2')).toBeVisible();
  await page.evaluate(() => {
    const seen: boolean[] = [];
    Object.assign(window, { seen });
    document.addEventListener('turbo:render', () =>
      seen.push(document.documentElement.hasAttribute('data-turbo-preview')),
    );
  });
  // A page that comes before Turbo has drawn the cached one takes its place.
  await page.route(`${site.origin}/`, async (route) => {
    await page.waitForFunction(() => (window as unknown as { seen: boolean[] }).seen.length > 0);
    await route.continue();
  });
  await follow(page, '/');
  await expect.poll(() => site.requestsOf('/session').length).toBe(2);
  await linking.waitForState('open');
  expect(await page.evaluate(() => (window as unknown as { seen: boolean[] }).seen)).toEqual([true, false]);
  expect(site.requestsOf('/session')).toHaveLength(2);
});

for (const partner of ['checkout', 'plaid'] as const)
  test(`morphdom patches the page from what the server knows while ${partner} is open: an exit by the host @chromium`, async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    answerNewSessions(site, simulator, partner);
    await addPages(site, simulator, 'morphdom');
    await page.goto(`${site.origin}/`);
    await linking.waitFor('exchange-open');
    await page.evaluate(async () => {
      const answer = new DOMParser().parseFromString(await (await fetch('/')).text(), 'text/html');
      const { morphdom } = window as unknown as { morphdom: (from: Node, to: Node) => void };
      morphdom(document.body, answer.body);
    });
    expect(await linking.waitForOutcome('exchange-exit')).toEqual({ partner, reason: 'host' });
    expect(await traces(page)).toEqual(none);
  });
