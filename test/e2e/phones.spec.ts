import { expect, test } from '../support/end-to-end.js';
import { partnerScreen } from '../support/screens.js';
import { answerNewSessions, simulatedPage } from '../support/simulated-sessions.js';

const phones = {
  'Chrome on Android':
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36',
  'Chrome on iOS':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 CriOS/140.0.0.0 Mobile/15E148',
};

for (const [phone, userAgent] of Object.entries(phones))
  test.describe(`Plaid in ${phone} @chromium`, () => {
    test.use({ userAgent, viewport: { width: 390, height: 700 } });

    for (const end of ['succeed', 'cancel', 'remove'] as const)
      test(`${end}: the page is as it was, also after what Link writes late`, async ({
        page,
        site,
        linking,
        simulator,
      }) => {
        answerNewSessions(site, simulator, 'plaid');
        const address = site.addPage('/', simulatedPage(simulator));
        await page.goto(address);
        // Out of its scripts' way: Link has the page already when the test can look.
        const before = [['lang', 'en']];
        const attributes = (): Promise<unknown> =>
          page.evaluate(() =>
            [document.documentElement, document.body].flatMap((element) =>
              [...element.attributes].map(({ name, value }) => [name, value]),
            ),
          );
        const screen = await partnerScreen(page, 'plaid');
        await expect.poll(attributes).not.toEqual(before);
        if (end === 'remove') await linking.element.evaluate((element) => element.remove());
        else await screen[end]();
        await expect.poll(attributes).toEqual(before);
        // Chrome on iOS is told to set a height 100 ms after Link was shown.
        await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
        expect(await attributes()).toEqual(before);
        await expect(page.locator('iframe, #plaid-link-stylesheet')).toHaveCount(0);
      });
  });
