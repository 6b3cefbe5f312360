import { expect, test } from '../frameworks/partner-visit.js';
import { partnerScreen } from '../support/screens.js';

/** Where the row's pages are, and its name: `run.mjs` says so. */
const site = process.env['MATRIX_SITE'] ?? '';
const row = process.env['MATRIX_ROW'] ?? '';

const uuid = /^\w+ exchange [\da-f]{8}-[\da-f-]{27}$/;

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

  test('plaid: from the first page to an exchange', async ({ page, linking }) => {
    await page.goto(site);
    await page.getByRole('link', { name: 'A bank, with Plaid' }).click();
    await linking.waitForState('open');
    await (await partnerScreen(page, 'plaid')).succeed();
    expect(await linking.waitForEnding('exchange-success')).toMatchObject({ partner: 'plaid' });
    await expect(page.locator('p[role=status]')).toHaveText(uuid);
    await expect(linking.element).toHaveAttribute('state', 'success');
  });

  test('visa: the page is left, and the page of the return reports the success once', async ({
    page,
    linking,
  }) => {
    await page.goto(site);
    await page.getByRole('link', { name: 'A bank, with Visa' }).click();
    await linking.part('button').click();
    await (await partnerScreen(page, 'visa')).succeed();
    expect(await linking.waitForEnding('exchange-success')).toMatchObject({ partner: 'visa' });
    await expect(page.locator('p[role=status]')).toHaveText(uuid);
    expect(new URL(page.url()).pathname).toMatch(/^\/linked\/?$/);
  });
});
