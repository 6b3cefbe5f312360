import { expect, test } from '../support/end-to-end.js';
import { answerNewSessions, mintSession, simulatedPage } from '../support/simulated-sessions.js';

/** How often the simulated partner's UI was started, over all sessions. */
const started = (sessions: readonly { startedAt: number | null }[]): number =>
  sessions.filter(({ startedAt }) => startedAt !== null).length;

for (const partner of ['checkout', 'plaid', 'mx', 'visa', 'flinks', 'mastercard'] as const) {
  test(`${partner}: a session is asked for once, used once, and ends in one event`, async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    const redirectUrl = partner === 'visa' ? `${site.origin}/` : null;
    answerNewSessions(site, simulator, partner, { scenario: 'success', redirectUrl });
    await page.goto(site.addPage('/', simulatedPage(simulator)));
    if (partner === 'visa') await linking.part('button').click();

    expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner });
    expect(site.requestsOf('/session')).toHaveLength(1);
    expect(started(simulator.world.sessions())).toBe(1);
  });
}

for (const partner of ['checkout', 'plaid', 'mx', 'flinks', 'mastercard'] as const)
  test(`${partner}: messages that come twice make one event`, async ({ page, site, linking, simulator }) => {
    answerNewSessions(site, simulator, partner, { scenario: 'duplicate-messages' });
    await page.goto(site.addPage('/', simulatedPage(simulator)));

    await linking.waitForOutcome('exchange-success');
    expect(linking.events.filter(({ type }) => type === 'exchange-open').length).toBeLessThanOrEqual(1);
  });

test('the retry button asks for a new session, once', async ({ page, site, linking, simulator }) => {
  answerNewSessions(site, simulator, 'mx');
  await page.goto(site.addPage('/', simulatedPage(simulator)));
  await linking.waitFor('exchange-open');
  await linking.part('close-button').click();
  await linking.waitForOutcome('exchange-exit');

  await linking.pressAnother('button');
  await expect.poll(() => linking.events.filter(({ type }) => type === 'exchange-open').length).toBe(2);
  expect(site.requestsOf('/session')).toHaveLength(2);
  expect(started(simulator.world.sessions())).toBe(2);
});

test('the same spent session again from the backend is reported, and the partner is not started with it', async ({
  page,
  site,
  linking,
  simulator,
}) => {
  site.answerSession('/session', mintSession(simulator, 'mx'));
  await page.goto(site.addPage('/', simulatedPage(simulator)));
  await linking.waitFor('exchange-open');
  await linking.part('close-button').click();
  await linking.waitForOutcome('exchange-exit');

  await linking.pressAnother('button');
  expect(await linking.waitFor('exchange-error')).toMatchObject({
    code: 'session-expired',
    retryable: false,
  });
  expect(linking.outcomes).toHaveLength(2);
  expect(site.requestsOf('/session')).toHaveLength(2);
  expect(started(simulator.world.sessions())).toBe(1);
});

test('after a blocked script the retry button goes on with the session it has', async ({
  page,
  site,
  linking,
  simulator,
}) => {
  const { scriptUrl } = simulator.elementConfiguration.partners.plaid;
  await page.route(scriptUrl, (route) => route.abort());
  answerNewSessions(site, simulator, 'plaid', { scenario: 'success' });
  await page.goto(site.addPage('/', simulatedPage(simulator)));
  expect(await linking.waitForOutcome('exchange-error')).toMatchObject({ code: 'partner-script' });

  await page.unroute(scriptUrl);
  await linking.part('button').click();
  await linking.waitFor('exchange-success');
  expect(linking.outcomes).toHaveLength(2);
  expect(site.requestsOf('/session')).toHaveLength(1);
});

test('a cancelled opening leaves the session unspent', async ({ page, site, linking, simulator }) => {
  answerNewSessions(site, simulator, 'mx');
  await page.addInitScript(() => {
    document.addEventListener('exchange-opening', (event) => event.preventDefault(), { once: true });
  });
  await page.goto(site.addPage('/', simulatedPage(simulator)));
  await linking.waitFor('exchange-opening');
  await linking.waitForState('ready');
  expect(started(simulator.world.sessions())).toBe(0);

  await linking.part('button').click();
  await linking.waitFor('exchange-open');
  expect(site.requestsOf('/session')).toHaveLength(1);
});

test('a move within the page and properties set anew ask for nothing', async ({
  page,
  site,
  linking,
  simulator,
}) => {
  answerNewSessions(site, simulator, 'mx');
  await page.goto(site.addPage('/', simulatedPage(simulator, 'launch="manual"')));
  await linking.waitFor('exchange-ready');
  await page.evaluate(() => {
    const link = document.querySelector('dwolla-exchange-link')!;
    document.body.prepend(link);
    link.sessionUrl = '/session';
    link.timeout = 30_000;
    link.reauth = true;
  });
  await linking.settle();
  await linking.waitForState('ready');
  expect(site.requestsOf('/session')).toHaveLength(1);
  expect(linking.outcomes).toEqual([]);
});

test('a move of an open frame ends the attempt: its page would die of it', async ({
  page,
  site,
  linking,
  simulator,
}) => {
  answerNewSessions(site, simulator, 'mx');
  await page.goto(site.addPage('/', simulatedPage(simulator)));
  await linking.waitFor('exchange-open');
  await page.evaluate(() => document.body.prepend(document.querySelector('dwolla-exchange-link')!));

  expect(await linking.waitForOutcome('exchange-exit')).toMatchObject({ partner: 'mx', reason: 'host' });
  expect(site.requestsOf('/session')).toHaveLength(1);
  expect(started(simulator.world.sessions())).toBe(1);
});

test('an element that was removed says nothing more, and starts anew when it is put back', async ({
  page,
  site,
  linking,
  simulator,
}) => {
  answerNewSessions(site, simulator, 'mx');
  await page.goto(site.addPage('/', simulatedPage(simulator)));
  await linking.waitFor('exchange-open');
  const link = await page.evaluateHandle(() => {
    const link = document.querySelector('dwolla-exchange-link')!;
    link.remove();
    return link;
  });
  await linking.settle();
  expect(linking.outcomes).toEqual([]);

  await link.evaluate((link) => document.body.append(link));
  await expect.poll(() => linking.events.filter(({ type }) => type === 'exchange-open').length).toBe(2);
  expect(site.requestsOf('/session')).toHaveLength(2);
});
