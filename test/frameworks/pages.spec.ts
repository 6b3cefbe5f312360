import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../scripts/free-port.mjs';
import { expect, expectLink, finish, offered, succeedAt, test } from './partner-visit.js';
import { serve } from './serving.js';

/** Something that was painted at one place and then at another. */
interface Shift {
  readonly value: number;
  /** The element's, when it happened. */
  readonly state: string | null;
  /** Whether anything outside of the element moved. */
  readonly isOfThePage: boolean;
}

const isWithPartner = (state: string | null): boolean => state === 'opening' || state === 'open';

/** In the page: keeps `window.shifts`, from its first paint on. */
function recordShifts(): void {
  if (window.top !== window) return;
  const shifts: Shift[] = [];
  Object.assign(window, { shifts });
  new PerformanceObserver((list) => {
    const adding = document.querySelector('dwolla-add-funding-source');
    const link = document.querySelector('dwolla-exchange-link');
    // TypeScript's DOM does not know this entry, which only Chromium has.
    const entries = list.getEntries() as unknown as { value: number; sources: { node: Node | null }[] }[];
    for (const { value, sources } of entries) {
      // A node in a shadow tree is not told.
      const isOfThePage = sources.some(({ node }) => node !== null && !adding?.contains(node));
      shifts.push({ value, state: link?.getAttribute('state') ?? null, isOfThePage });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** What the element calls them. */
const labels = { plaid: 'Plaid', mx: 'MX', visa: 'Visa', checkout: 'Checkout.com' } as const;

test.describe('a page without a build step', () => {
  let site: string;
  const opened: (() => Promise<unknown>)[] = [];
  test.beforeAll(async () => {
    const port = await freePort();
    const elsewhere = await freePort(port + 1);
    site = `http://localhost:${port}`;
    const folder = await mkdtemp(join(tmpdir(), 'plain-page-'));
    opened.push(() => rm(folder, { recursive: true }));
    for (const name of ['index.html', 'link-only.html', 'added.html']) {
      const text = await readFile(`demo/frameworks/plain/${name}`, 'utf8');
      const moved = text.replace('http://localhost:5190/', `http://localhost:${elsewhere}/`);
      expect(moved === text).toBe(name === 'added.html');
      await writeFile(join(folder, name), moved);
    }
    const environment = { PORT: `${port}`, SITE: site, PAGES: folder };
    const serving = [
      await serve('demo/frameworks/cdn.mjs', { PORT: `${elsewhere}`, FILES: 'dist' }),
      await serve('demo/frameworks/backend.mjs', environment),
    ];
    opened.push(...serving.map(({ close }) => close));
  });
  test.afterAll(() => Promise.all(opened.map((close) => close())));

  for (const partner of offered)
    test(`${partner}: the script comes from another origin, and there is a funding source`, async ({
      page,
      linking,
    }) => {
      await page.goto(site);
      await page.getByRole('button', { name: `Continue with ${labels[partner]}` }).click();
      await succeedAt(page, partner);
      expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner });
      await finish(page, site, partner, `${site}${partner === 'visa' ? '/linked' : '/'}`);
    });

  for (const partner of ['plaid', 'mx', 'checkout'] as const)
    test(`${partner}: the link alone, and each of its events`, async ({ page, linking }) => {
      await expectLink(page, linking, `${site}/link-only.html?partner=${partner}`, partner);
    });

  test('says when the backend has no accounts to choose from, and tries again', async ({ page, linking }) => {
    const answer = { code: 'DwollaUnreachable', message: 'Dwolla could not be reached. Try again later.' };
    await page.route('**/api/dwolla/connections', (route) => route.fulfill({ status: 502, json: answer }));
    await page.goto(site);
    await page.getByRole('button', { name: 'Continue with MX' }).click();
    await succeedAt(page, 'mx');
    expect(await linking.waitFor('funding-source-error')).toMatchObject({ code: answer.code, status: 502 });
    await page.unroute('**/api/dwolla/connections');
    await page.getByRole('button', { name: 'Try again' }).click();
    await finish(page, site, 'mx');
  });
});

test.describe('a page that a server renders', () => {
  let site: string;
  const opened: (() => Promise<unknown>)[] = [];
  test.beforeAll(async () => {
    const port = await freePort();
    const backend = await freePort(port + 1);
    site = `http://localhost:${port}`;
    const serving = [
      await serve('demo/frameworks/backend.mjs', { PORT: `${backend}`, SITE: site }),
      await serve('demo/frameworks/rendered/server.mjs', {
        PORT: `${port}`,
        BACKEND: `http://localhost:${backend}`,
        FILES: 'dist',
      }),
    ];
    opened.push(...serving.map(({ close }) => close));
  });
  test.afterAll(() => Promise.all(opened.map((close) => close())));

  for (const partner of offered)
    test(`${partner}: nothing moves when the element wakes up`, async ({ page, linking }) => {
      await page.addInitScript(recordShifts);
      // The script comes after the page was painted.
      let letGo = (): void => {};
      const painted = new Promise<void>((resolve) => (letGo = resolve));
      await page.route('**/dwolla-exchange-link.js', async (route) => {
        await painted;
        await route.continue();
      });
      await page.goto(`${site}/${partner}`, { waitUntil: 'commit' });
      await expect(page.getByText('Linking takes a minute.')).toBeVisible();
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
      const adding = page.locator('dwolla-add-funding-source');
      expect(await adding.evaluate((element) => element.matches(':defined'))).toBe(false);
      letGo();
      await linking.waitForState(partner === 'visa' ? 'ready' : 'open');
      await linking.settle();
      const shifts = await page.evaluate(() => (window as unknown as { shifts: readonly Shift[] }).shifts);
      // What a partner's own form does inside the element, once it is there, is its own.
      const ofTheElement = shifts.filter(({ state, isOfThePage }) => isOfThePage || !isWithPartner(state));
      expect(ofTheElement).toEqual([]);
    });

  for (const partner of offered)
    test(`${partner}: from the page to a funding source`, async ({ page, linking }) => {
      await page.goto(`${site}/${partner}`);
      if (partner === 'visa') await linking.part('button').click();
      await succeedAt(page, partner);
      expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner });
      await finish(page, site, partner, `${site}/${partner === 'visa' ? 'linked' : partner}`);
    });
});
