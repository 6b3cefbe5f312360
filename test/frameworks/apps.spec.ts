import { apps } from '../../scripts/frameworks.mjs';
import { freePort } from '../../scripts/free-port.mjs';
import { partnerScreen } from '../support/screens.js';
import {
  enter,
  expect,
  expectLink,
  expectRefusal,
  finish,
  offered,
  succeedAt,
  test,
} from './partner-visit.js';
import { serve, type Serving } from './serving.js';

const notInstalled = (process.env['APPS_NOT_INSTALLED'] ?? '').split(',');

/** The built app beside a backend of its own. */
async function serveBuilt(app: string, folder: string): Promise<Serving & { readonly site: string }> {
  const port = await freePort();
  const site = `http://localhost:${port}`;
  const environment = { PORT: `${port}`, SITE: site, PAGES: `demo/frameworks/${app}/${folder}` };
  return { site, ...(await serve('demo/frameworks/backend.mjs', environment)) };
}

for (const [app, { built }] of Object.entries(apps))
  test.describe(app, () => {
    // eslint-disable-next-line no-restricted-syntax -- an app needs packages that this machine may not get; `npm test` says so
    test.skip(notInstalled.includes(app), 'The npm registry could not be reached.');

    let serving: Awaited<ReturnType<typeof serveBuilt>>;
    test.beforeAll(async () => {
      serving = await serveBuilt(app, built);
    });
    test.afterAll(() => serving.close());

    for (const partner of offered)
      test(`${partner}: from the first page to a funding source`, async ({ page, linking }) => {
        const { site } = serving;
        await enter(page, linking, site, partner);
        await succeedAt(page, partner);
        expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner });
        await finish(page, site, partner, `${site}${partner === 'visa' ? '/linked' : `/add/${partner}`}`);
      });

    for (const partner of ['plaid', 'mx', 'checkout'] as const)
      test(`${partner}: the link alone, and each of its events`, async ({ page, linking }) => {
        await expectLink(page, linking, `${serving.site}/link/${partner}`, partner);
      });

    test('the link alone: the page hears of who leaves', async ({ page, linking }) => {
      await page.goto(`${serving.site}/link/plaid`);
      await linking.waitForState('open');
      await (await partnerScreen(page, 'plaid')).cancel();
      await linking.waitForOutcome('exchange-exit');
      await expect(page.getByRole('status').filter({ hasText: 'Left by the user.' })).toBeVisible();
    });

    test('says when the backend has no accounts to choose from, and tries again', async ({
      page,
      linking,
    }) => {
      await expectRefusal(page, linking, serving.site);
    });

    test('who leaves the page half-way leaves nothing open, and begins anew when coming back', async ({
      page,
      linking,
    }) => {
      const { site } = serving;
      await enter(page, linking, site, 'plaid');
      await page.goBack();
      await expect(linking.element).toHaveCount(0);
      await expect(page.locator('iframe')).toHaveCount(0);
      await page.goForward();
      await linking.waitForState('open');
      await (await partnerScreen(page, 'plaid')).cancel();
      await linking.waitForOutcome('exchange-exit');
      expect(await linking.waitFor('funding-source-exit')).toMatchObject({
        partner: 'plaid',
        reason: 'user',
      });
      await expect(page.locator('dwolla-add-funding-source')).toHaveAttribute('state', 'exited');
      await expect(linking.part('message')).toBeVisible();

      await page.getByRole('link', { name: 'Home' }).click();
      await page.getByRole('link', { name: 'MX' }).click();
      await linking.waitForState('open');
      await page.getByRole('link', { name: 'Home' }).click();
      await expect(linking.element).toHaveCount(0);
      await page.goBack();
      await linking.waitForState('open');
      await succeedAt(page, 'mx');
      await finish(page, site, 'mx');
      expect(linking.outcomes.map(({ type }) => type)).toEqual(['exchange-exit', 'exchange-success']);
    });

    test('who comes back from Visa without an account can try again from there', async ({
      page,
      linking,
    }) => {
      await enter(page, linking, serving.site, 'visa');
      await (await partnerScreen(page, 'visa')).cancel();
      await linking.waitForOutcome('exchange-exit');
      await expect(page).toHaveURL(`${serving.site}/linked`);
      await linking.part('button').click();
      await succeedAt(page, 'visa');
      await finish(page, serving.site, 'visa');
    });
  });
