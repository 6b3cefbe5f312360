import { expect, test } from '../support/end-to-end.js';
import { bankPage, partnerScreen } from '../support/screens.js';
import { answerNewSessions, simulatedPage } from '../support/simulated-sessions.js';

/** What Chromium can be made to lack of what the web view of a mobile app lacks: docs/web-views.md. */
test.describe('a web view that opens no windows @chromium', () => {
  test.beforeEach(async ({ page }) => {
    await page.addInitScript(() => {
      window.open = () => null;
    });
  });

  for (const partner of ['plaid', 'mx'] as const)
    test(`${partner}: a bank without a login of its own is linked`, async ({
      page,
      site,
      linking,
      simulator,
    }) => {
      answerNewSessions(site, simulator, partner);
      await page.goto(site.addPage('/', simulatedPage(simulator)));
      await (await partnerScreen(page, partner)).succeed();
      expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner });
    });

  test('plaid: with a redirect URL, a bank with a login of its own takes the page, and Link goes on there', async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    answerNewSessions(site, simulator, 'plaid', { redirectUrl: `${site.origin}/` });
    await page.goto(site.addPage('/', simulatedPage(simulator)));
    const { frame } = await partnerScreen(page, 'plaid');
    await frame.getByRole('button', { name: 'Platypus OAuth Bank' }).click();
    await frame.getByRole('button', { name: 'Go there on this page' }).click();
    await (await bankPage(page)).approve();
    await page.waitForURL(`${site.origin}/*`);
    await (await partnerScreen(page, 'plaid')).succeed();
    expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner: 'plaid' });
    expect(site.requestsOf('/session')).toHaveLength(1);
  });
});

const withoutStorage = {
  'sessionStorage is null, as in an Android WebView without DOM storage': () => {
    Object.defineProperty(window, 'sessionStorage', { value: null });
  },
  'sessionStorage throws, as where the user blocks all site data': () => {
    Object.defineProperty(window, 'sessionStorage', {
      get: () => {
        throw new DOMException('Access is denied for this document.', 'SecurityError');
      },
    });
  },
};

for (const [name, take] of Object.entries(withoutStorage))
  test.describe(`${name} @chromium`, () => {
    test.beforeEach(async ({ page }) => {
      await page.addInitScript(take);
    });

    for (const partner of ['plaid', 'mx'] as const)
      test(`${partner} links an account`, async ({ page, site, linking, simulator }) => {
        answerNewSessions(site, simulator, partner);
        await page.goto(site.addPage('/', simulatedPage(simulator)));
        await (await partnerScreen(page, partner)).succeed();
        expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner });
      });

    test('visa is not left for: its return could not be distinguished from a forged one', async ({
      page,
      site,
      linking,
      simulator,
    }) => {
      answerNewSessions(site, simulator, 'visa', { redirectUrl: `${site.origin}/` });
      const address = site.addPage('/', simulatedPage(simulator));
      await page.goto(address);
      await linking.part('button').click();
      const error = await linking.waitForOutcome('exchange-error');
      expect(error).toMatchObject({ code: 'redirect-failed', partner: 'visa' });
      expect(error['message']).toContain('sessionStorage');
      expect(page.url()).toBe(address);
    });
  });
