import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from '../support/end-to-end.js';
import type { HostSite } from '../support/host-site.js';
import { sessionBodies } from '../support/session-bodies.js';
import { answerNewSessions, mintSession, simulatedPage } from '../support/simulated-sessions.js';

/** Answers the first requests of `/session` one way each and every later one with the last; keeps when they came. */
function answerInTurn(
  site: HostSite,
  ...answers: ((request: IncomingMessage, response: ServerResponse) => void)[]
): number[] {
  const times: number[] = [];
  site.answer('/session', (request, response) => {
    times.push(Date.now());
    answers[Math.min(times.length, answers.length) - 1]?.(request, response);
  });
  return times;
}

const status =
  (code: number, headers: Record<string, string> = {}) =>
  (_request: IncomingMessage, response: ServerResponse): void =>
    void response.writeHead(code, headers).end('{}');
const body =
  (value: object) =>
  (_request: IncomingMessage, response: ServerResponse): void =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
const pauses = (times: readonly number[]): number[] =>
  times.slice(1).map((time, at) => time - (times[at] ?? 0));

const manual = { attributes: 'session-url="/session" launch="manual"' };

test.describe('the session request', () => {
  // A browser repeats 408 by itself, which does not count.
  for (const code of [429, 500, 502, 503, 504])
    test(`is repeated after ${code}, twice, with growing pauses`, async ({ page, site, linking }) => {
      const times = answerInTurn(site, status(code));
      await page.goto(site.addPage('/', manual));
      expect(await linking.waitForOutcome('exchange-error')).toMatchObject({
        code: 'session-http',
        status: code,
        retryable: true,
      });
      expect(times).toHaveLength(3);
      const [first = 0, second = 0] = pauses(times);
      // Half a second and a second, each give or take a half, and what a busy machine adds.
      expect(first).toBeGreaterThanOrEqual(240);
      expect(second).toBeGreaterThanOrEqual(490);
    });

  for (const code of [400, 401, 403, 404, 409, 410, 422, 425, 501])
    test(`is not repeated after ${code}`, async ({ page, site, linking }) => {
      const times = answerInTurn(site, status(code));
      await page.goto(site.addPage('/', manual));
      await linking.waitForOutcome('exchange-error');
      expect(times).toHaveLength(1);
    });

  test('goes on where one of the tries is answered', async ({ page, site, linking }) => {
    const times = answerInTurn(site, status(503), status(502), body(sessionBodies.visa));
    await page.goto(site.addPage('/', manual));
    expect(await linking.waitFor('exchange-ready')).toEqual({ partner: 'visa' });
    expect(times).toHaveLength(3);
  });

  test('waits as long as the backend asks for', async ({ page, site, linking }) => {
    const times = answerInTurn(site, status(429, { 'retry-after': '2' }), body(sessionBodies.visa));
    await page.goto(site.addPage('/', manual));
    await linking.waitFor('exchange-ready');
    expect(pauses(times)[0]).toBeGreaterThanOrEqual(1990);
  });

  test('does not wait beyond its deadline', async ({ page, site, linking }) => {
    const times = answerInTurn(site, status(503, { 'retry-after': '3600' }));
    await page.goto(site.addPage('/', manual));
    expect(await linking.waitForOutcome('exchange-error')).toMatchObject({ code: 'session-http' });
    expect(times).toHaveLength(1);
  });

  test('has one deadline over all tries', async ({ page, site, linking }) => {
    const times = answerInTurn(site, status(503), () => undefined);
    await page.goto(site.addPage('/', { attributes: `${manual.attributes} timeout="3000"` }));
    expect(await linking.waitForOutcome('exchange-error')).toMatchObject({ code: 'session-timeout' });
    expect(times).toHaveLength(2);
  });

  test('takes 256 KiB and not a byte more, of a body that never ends', async ({ page, site, linking }) => {
    let sent = 0;
    site.answer('/session', (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const piece = ' '.repeat(64 * 1024);
      const send = (): void => {
        while (!response.destroyed) {
          sent += piece.length;
          if (!response.write(piece)) return void response.once('drain', send);
        }
      };
      send();
    });
    await page.goto(site.addPage('/', manual));
    expect(await linking.waitForOutcome('exchange-error')).toMatchObject({ code: 'session-malformed' });
    // What lies in the buffers between, and no more.
    expect(sent).toBeLessThan(32 * 1024 * 1024);
  });

  test('takes a body of exactly 256 KiB', async ({ page, site, linking }) => {
    const text = JSON.stringify(sessionBodies.visa);
    site.answer('/session', { body: text + ' '.repeat(256 * 1024 - Buffer.byteLength(text)) });
    await page.goto(site.addPage('/', manual));
    expect(await linking.waitFor('exchange-ready')).toEqual({ partner: 'visa' });
  });

  for (const [when, act, tries] of [
    ['goes on while the attempt does', 'getAttribute', 3],
    ['is not repeated after the host has closed', 'close', 1],
    ['is not repeated after the element was removed', 'remove', 1],
  ] as const)
    test(when, async ({ page, site, linking }) => {
      // The page's time stands still until it is told to go on.
      await page.clock.install({ time: '2026-01-01T00:00:00Z' });
      await page.clock.pauseAt('2026-01-01T00:01:00Z');
      const times = answerInTurn(site, status(503));
      await page.goto(site.addPage('/', manual));
      await expect.poll(() => times.length).toBe(1);
      await linking.element.evaluate((link, name) => {
        (link as unknown as Record<string, (argument: string) => void>)[name]?.('state');
      }, act);
      // Every pause there could be, and each answer that came after one.
      for (let second = 0; second < 10; second++) {
        await page.clock.runFor(1000);
        await page.evaluate(() => fetch('/session-of-another').then((response) => response.text()));
      }
      expect(times).toHaveLength(tries);
    });

  test('that is under way ends with the attempt', async ({ page, site, linking }) => {
    let isClosed = false;
    site.answer('/session', (request) => request.socket.once('close', () => (isClosed = true)));
    await page.goto(site.addPage('/', manual));
    await expect.poll(() => site.requestsOf('/session').length).toBe(1);
    await linking.element.evaluate((link: Element & { close?(): void }) => link.close?.());
    expect(await linking.waitForOutcome('exchange-exit')).toMatchObject({ reason: 'host' });
    await expect.poll(() => isClosed).toBe(true);
  });
});

test.describe('no connection', () => {
  // Playwright cannot take Firefox's connection away.
  test('is said, and the session request goes on when it is back @chromium', async ({
    page,
    context,
    site,
    linking,
  }) => {
    site.answerSession('/session', sessionBodies.visa);
    await page.goto(site.addPage('/', {}));
    await context.setOffline(true);
    await linking.element.evaluate((link) => link.setAttribute('session-url', '/session'));
    await expect(linking.part('message')).toContainText(/connection|offline/i);
    expect(linking.outcomes).toEqual([]);
    await context.setOffline(false);
    expect(await linking.waitFor('exchange-ready')).toEqual({ partner: 'visa' });
    expect(linking.outcomes).toEqual([]);
  });

  test('that lasts ends in an error with a button, which then works @chromium', async ({
    page,
    context,
    site,
    linking,
  }) => {
    site.answerSession('/session', sessionBodies.visa);
    await page.goto(site.addPage('/', { attributes: 'timeout="1500"' }));
    await context.setOffline(true);
    await linking.element.evaluate((link) => link.setAttribute('session-url', '/session'));
    expect((await linking.waitForOutcome('exchange-error'))['code']).toMatch(/^session-(timeout|network)$/);
    await context.setOffline(false);
    await linking.part('button').click();
    expect(await linking.waitFor('exchange-ready')).toEqual({ partner: 'visa' });
  });
});

test.describe("a partner's script", () => {
  test('that stumbles once is fetched again', async ({ page, site, linking, simulator }) => {
    const { scriptUrl } = simulator.elementConfiguration.partners.plaid;
    let tries = 0;
    await page.route(scriptUrl, (route) => (++tries === 1 ? route.abort('failed') : route.continue()));
    answerNewSessions(site, simulator, 'plaid');
    await page.goto(site.addPage('/', simulatedPage(simulator)));
    expect(await linking.waitFor('exchange-open')).toEqual({ partner: 'plaid' });
    expect(tries).toBe(2);
    expect(linking.outcomes).toEqual([]);
  });

  test('that is blocked leaves a button, and no tag behind', async ({ page, site, linking, simulator }) => {
    const { scriptUrl } = simulator.elementConfiguration.partners.plaid;
    await page.route(scriptUrl, (route) => route.abort('blockedbyclient'));
    answerNewSessions(site, simulator, 'plaid');
    await page.goto(site.addPage('/', simulatedPage(simulator)));
    expect(await linking.waitForOutcome('exchange-error')).toMatchObject({ code: 'partner-script' });
    await expect(linking.part('button')).toBeVisible();
    expect(await page.locator(`script[src="${scriptUrl}"]`).count()).toBe(0);
  });
});

for (const partner of ['mx', 'flinks', 'mastercard'] as const)
  test(`${partner}: a frame that never speaks ends at the deadline, and is taken away`, async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    await page.route(`${simulator.partners[partner].origin}/**`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<h1>Maintenance</h1>' }),
    );
    answerNewSessions(site, simulator, partner);
    const { attributes, script } = simulatedPage(simulator);
    const impatient = `document.querySelector('dwolla-exchange-link').timeout = 1500;`;
    await page.goto(site.addPage('/', { attributes, script: impatient + script }));
    expect(await linking.waitForOutcome('exchange-error')).toMatchObject({
      code: 'partner-timeout',
      partner,
      retryable: true,
    });
    await expect(linking.part('frame')).toHaveCount(0);
    await expect(linking.part('button')).toBeVisible();
  });

test.describe('the user can leave', () => {
  test('while the session is on its way', async ({ page, site, linking }) => {
    site.answer('/session', () => undefined);
    await page.goto(site.addPage('/', manual));
    await linking.waitForState('loading');
    await linking.part('close-button').click();
    expect(await linking.waitForOutcome('exchange-exit')).toMatchObject({ reason: 'user' });
  });

  test("while a partner's script is on its way", async ({ page, site, linking, simulator }) => {
    await page.route(simulator.elementConfiguration.partners.plaid.scriptUrl, () => undefined);
    answerNewSessions(site, simulator, 'plaid');
    await page.goto(site.addPage('/', simulatedPage(simulator)));
    await linking.part('close-button').click();
    expect(await linking.waitForOutcome('exchange-exit')).toMatchObject({ reason: 'user', partner: 'plaid' });
  });

  test("while a partner's frame is silent", async ({ page, site, linking, simulator }) => {
    await page.route(`${simulator.partners.mx.origin}/**`, () => undefined);
    site.answerSession('/session', mintSession(simulator, 'mx'));
    await page.goto(site.addPage('/', simulatedPage(simulator)));
    await linking.waitForState('opening');
    await linking.part('close-button').click();
    expect(await linking.waitForOutcome('exchange-exit')).toMatchObject({ reason: 'user', partner: 'mx' });
    await expect(linking.part('frame')).toHaveCount(0);
  });
});
