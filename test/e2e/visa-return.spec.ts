import { expect, test } from '../support/end-to-end.js';
import { answerNewSessions, simulatedPage } from '../support/simulated-sessions.js';

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

test.describe('the return from Visa', () => {
  test('a success needs no second look at the session, and leaves a clean address', async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    answerNewSessions(site, simulator, 'visa', { scenario: 'success', redirectUrl: `${site.origin}/` });
    await page.goto(site.addPage('/', simulatedPage(simulator)));
    await linking.part('button').click();

    const success = await linking.waitForOutcome('exchange-success');
    expect(success).toMatchObject({ partner: 'visa', reauth: false, exchangeRequest: null });
    expect(success['exchangeId']).toMatch(uuid);
    expect(simulator.world.exchanges.has(success['exchangeId'] as string)).toBe(true);
    expect(page.url()).toBe(`${site.origin}/`);
    expect(site.requestsOf('/session')).toHaveLength(1);
  });

  for (const [scenario, ending, detail] of [
    ['cancel', 'exchange-exit', { reason: 'user' }],
    ['temporary-error', 'exchange-error', { code: 'partner-error', retryable: true }],
    ['authentication-error', 'exchange-error', { code: 'partner-error', retryable: true }],
  ] as const)
    test(`${scenario} is reported as it was`, async ({ page, site, linking, simulator }) => {
      answerNewSessions(site, simulator, 'visa', { scenario, redirectUrl: `${site.origin}/` });
      await page.goto(site.addPage('/', simulatedPage(simulator)));
      await linking.part('button').click();

      expect(await linking.waitForOutcome(ending)).toMatchObject({ partner: 'visa', ...detail });
      expect(await linking.readMessage()).not.toBe('');
      expect(page.url()).toBe(`${site.origin}/`);
    });

  test('parameters that somebody made up are nobody’s success', async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    answerNewSessions(site, simulator, 'visa', { redirectUrl: `${site.origin}/` });
    const forged = '?exchange=74a207b2-b7b7-4efa-8bf8-582148e7b980&page=2';
    await page.goto(`${site.addPage('/', simulatedPage(simulator))}${forged}`);
    await linking.waitFor('exchange-ready');
    await linking.settle();
    expect(linking.outcomes).toEqual([]);
    expect(page.url()).toBe(`${site.origin}/${forged}`);
  });

  test('coming back without a result leaves nothing running and redirects nobody', async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    answerNewSessions(site, simulator, 'visa', { redirectUrl: `${site.origin}/` });
    await page.goto(site.addPage('/', simulatedPage(simulator)));
    await linking.part('button').click();
    await page.waitForURL(/account-check/);
    const departures = linking.events.filter(({ type }) => type === 'exchange-opening').length;

    await page.goBack();
    await expect(linking.part('button')).toBeVisible();
    await linking.settle();
    expect(page.url()).toBe(`${site.origin}/`);
    expect(linking.events.filter(({ type }) => type === 'exchange-opening')).toHaveLength(departures);

    // The button then asks for a new session and leaves with that.
    await linking.part('button').click();
    await page.waitForURL(/account-check/);
    expect(simulator.world.sessions().filter(({ startedAt }) => startedAt !== null)).toHaveLength(2);
  });

  test('a reload of the page of the return reports nothing a second time', async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    answerNewSessions(site, simulator, 'visa', { scenario: 'success', redirectUrl: `${site.origin}/` });
    await page.goto(site.addPage('/', simulatedPage(simulator)));
    await linking.part('button').click();
    await linking.waitForOutcome('exchange-success');

    await page.reload();
    await linking.waitForState('ready');
    await linking.settle();
    expect(linking.outcomes).toHaveLength(1);
  });
});

test.describe('the page is not left, or not at once', () => {
  const attributes = 'timeout="4000"';

  test('who answers "Stay" can try again', async ({ page, site, linking, simulator }) => {
    answerNewSessions(site, simulator, 'visa', { redirectUrl: `${site.origin}/` });
    const { script } = simulatedPage(simulator);
    await page.goto(site.addPage('/', { attributes, script }));
    await linking.element.evaluate(() =>
      addEventListener('beforeunload', (event) => event.preventDefault(), { once: true }),
    );
    page.once('dialog', (dialog) => void dialog.dismiss());
    await linking.part('button').click();
    expect(await linking.waitForOutcome('exchange-error')).toMatchObject({
      code: 'redirect-failed',
      retryable: true,
    });
    expect(page.url()).toBe(`${site.origin}/`);
    await linking.pressAnother('button');
    await page.waitForURL(/account-check/);
  });

  test('a bank that is slower than the timeout is waited for', async ({ page, site, linking, simulator }) => {
    answerNewSessions(site, simulator, 'visa', { redirectUrl: `${site.origin}/` });
    await page.route(/account-check/, async (route) => {
      // The bank's own time, longer than the element's timeout: that it passes is what is tested.
      await new Promise((resolve) => setTimeout(resolve, 6000));
      await route.continue();
    });
    const { script } = simulatedPage(simulator);
    await page.goto(site.addPage('/', { attributes, script }));
    await linking.part('button').click();
    await page.waitForURL(/account-check/);
    expect(linking.outcomes).toEqual([]);
  });
});
