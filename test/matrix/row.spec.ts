import type { Page } from '@playwright/test';
import { expect, test } from '../frameworks/partner-visit.js';
import type { Linking } from '../support/linking.js';
import { partnerScreen } from '../support/screens.js';

/** Where the row's pages are, and its name: `run.mjs` says so. */
const site = process.env['MATRIX_SITE'] ?? '';
const row = process.env['MATRIX_ROW'] ?? '';

const uuid = '[\\da-f]{8}-[\\da-f-]{27}';

test.describe(row, () => {
  /** What the page asked for in vain: a chunk that lies elsewhere than the bundle looks for it. */
  const missing: string[] = [];

  test.beforeEach(async ({ page }) => {
    const configuration: unknown = await (await fetch(`${site}/api/simulator`)).json();
    await page.addInitScript((simulator) => Object.assign(window, { simulator }), configuration);
    missing.length = 0;
    page.on('response', (response) => {
      if (response.url().startsWith(site) && response.status() >= 400)
        missing.push(`${response.status()} ${response.url()}`);
    });
  });
  test.afterEach(() => {
    expect(missing).toEqual([]);
  });

  /** The page says which exchange came of it, and there was one outcome: also where the page went on by then. */
  const expectExchange = async (page: Page, linking: Linking, partner: string): Promise<void> => {
    await expect(page.locator('p[role=status]')).toHaveText(new RegExp(`^${partner} exchange ${uuid}$`));
    await linking.settle();
    expect(linking.outcomes).toMatchObject([{ type: 'exchange-success', detail: { partner } }]);
  };

  test('plaid: from the first page to an exchange', async ({ page, linking }) => {
    await page.goto(site);
    await page.getByRole('link', { name: 'A bank, with Plaid' }).click();
    await linking.waitForState('open');
    await (await partnerScreen(page, 'plaid')).succeed();
    await expectExchange(page, linking, 'plaid');
  });

  test('visa: the page is left, and the page of the return reports the success once', async ({
    page,
    linking,
  }) => {
    const visited: string[] = [];
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) visited.push(new URL(frame.url()).pathname);
    });
    await page.goto(site);
    await page.getByRole('link', { name: 'A bank, with Visa' }).click();
    await linking.part('button').click();
    await (await partnerScreen(page, 'visa')).succeed();
    await expectExchange(page, linking, 'visa');
    expect(visited.filter((path) => /^\/linked\/?$/.test(path)).length).toBeGreaterThan(0);
  });

  if (row === 'astro')
    test('an element that the router keeps (transition:persist) shows its success on the next page', async ({
      page,
      linking,
    }) => {
      const sessions: string[] = [];
      page.on('request', (request) => {
        if (request.url().includes('/session?')) sessions.push(request.url());
      });
      await page.goto(`${site}/plaid`);
      await linking.waitForState('open');
      await (await partnerScreen(page, 'plaid')).succeed();
      await expectExchange(page, linking, 'plaid');
      await page.getByRole('link', { name: 'Go on' }).click();
      await expect(page.getByRole('heading', { name: 'What comes next' })).toBeVisible();
      await expect(linking.element).toHaveAttribute('state', 'success');
      await expectExchange(page, linking, 'plaid');
      expect(sessions).toHaveLength(1);
    });
});
