import { testedProjects } from '../../scripts/frameworks.mjs';
import { freePort } from '../../scripts/free-port.mjs';
import { bankPage, partnerScreen } from '../support/screens.js';
import { enter, expect, finish, succeedAt, test } from './partner-visit.js';
import { serve, type Serving } from './serving.js';

const notInstalled = (process.env['APPS_NOT_INSTALLED'] ?? '').split(',');

/** Whether a build has a slash at the end of every address: Next.js sends all others there, requests of the kit's too. */
const hasSlashes = (built: string): boolean => built === '.next-slash';

/** Next.js with the kit in a route of its own, beside a simulated Dwolla. */
async function serveNext(built: string, mode: 'start' | 'dev'): Promise<Serving & { readonly site: string }> {
  const port = await freePort();
  const environment = {
    PORT: `${port}`,
    BUILT: built,
    ...(hasSlashes(built) ? { TRAILING_SLASH: 'true' } : {}),
  };
  return {
    site: `http://localhost:${port}`,
    ...(await serve('demo/frameworks/next/start.mjs', environment, mode)),
  };
}

const ways = [
  ...testedProjects.next.builds.map(({ script, environment }) => ({
    name: `next start after npm run ${script}${environment['TRAILING_SLASH'] === undefined ? '' : ', with trailingSlash'}`,
    built: environment['BUILT'] ?? '',
    mode: 'start' as const,
  })),
  { name: 'next dev', built: '.next', mode: 'dev' as const },
];

for (const { name, built, mode } of ways)
  test.describe(name, () => {
    // eslint-disable-next-line no-restricted-syntax -- the app needs packages that this machine may not get; `npm test` says so
    test.skip(notInstalled.includes('next'), 'The npm registry could not be reached.');

    let serving: Awaited<ReturnType<typeof serveNext>>;
    test.beforeAll(async () => {
      serving = await serveNext(built, mode);
    });
    test.afterAll(async () => {
      await serving.close();
      // The server imports the package too. ⨯ and ⚠ are how Next.js begins a line about something that went wrong.
      expect(serving.output()).not.toMatch(/[⨯⚠]|dwolla-exchange-link/);
    });

    // The development server is slow: there the two returns are enough.
    for (const partner of mode === 'start' ? (['plaid', 'mx'] as const) : [])
      test(`${partner}: from the first page to a funding source`, async ({ page, linking }) => {
        await enter(page, linking, serving.site, partner);
        await succeedAt(page, partner);
        await finish(page, serving.site, partner);
        expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner });
      });

    test('plaid: the page is left for the bank, and Link goes on in the page of the return', async ({
      page,
      linking,
    }) => {
      const { site } = serving;
      const sessions: string[] = [];
      page.on('request', (request) => {
        if (request.url().includes('/session?')) sessions.push(request.url());
      });
      await enter(page, linking, site, 'plaid');
      const { frame } = await partnerScreen(page, 'plaid');
      await frame.getByRole('button', { name: 'Platypus OAuth Bank' }).click();
      await frame.getByRole('button', { name: 'Go there on this page' }).click();
      await (await bankPage(page)).approve();
      const slash = hasSlashes(built) ? '/' : '';
      await page.waitForURL((url) => url.href.startsWith(site) && url.pathname === `/linked/plaid${slash}`);
      await (await partnerScreen(page, 'plaid')).succeed();
      expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner: 'plaid' });
      // The router, which hydrates at that time, writes the address of the return again.
      await expect(page).toHaveURL(`${site}/linked/plaid${slash}`);
      await finish(page, site, 'plaid');
      // The return goes on with the token that it left with.
      expect(sessions).toHaveLength(1);
    });

    test('visa: the page of the return, which the server renders, reports the success once', async ({
      page,
      linking,
    }) => {
      const { site } = serving;
      await enter(page, linking, site, 'visa');
      await succeedAt(page, 'visa');
      expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner: 'visa' });
      await expect(page).toHaveURL(`${site}/linked/visa${hasSlashes(built) ? '/' : ''}`);
      await finish(page, site, 'visa');
    });

    test('visa: without an account, the button of the page of the return tries again', async ({
      page,
      linking,
    }) => {
      await enter(page, linking, serving.site, 'visa');
      await (await partnerScreen(page, 'visa')).cancel();
      await linking.waitForOutcome('exchange-exit');
      expect(await linking.waitFor('funding-source-exit')).toMatchObject({ partner: 'visa', reason: 'user' });
      await expect(page.locator('dwolla-add-funding-source')).toHaveAttribute('state', 'exited');
      await expect(linking.part('message')).toBeVisible();
      await linking.part('button').click();
      await succeedAt(page, 'visa');
      await finish(page, serving.site, 'visa');
    });
  });
