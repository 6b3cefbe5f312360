import { createExchangeHandler } from 'dwolla-exchange-link/server';
import { startSimulator } from 'dwolla-exchange-link/simulator';
import { partnerScreen, routePartners } from 'dwolla-exchange-link/simulator/driver';
import { expect, test } from '@playwright/test';
import { readFile } from 'node:fs/promises';

test('plaid: the app as it is deployed, with the partners of the simulator', async ({ context, page }) => {
  const simulator = await startSimulator();
  const { dwollaUrl, key, secret } = simulator;
  const customerId = simulator.customerId ?? '8c1d6b3e-3b0c-4b2a-9d55-1c2d3e4f5a6b';
  simulator.world.dwolla.customers.set(customerId, {
    id: customerId,
    createdAt: Date.now(),
    fields: { type: 'unverified', firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' },
  });
  const site = 'http://localhost:4000';
  const handler = createExchangeHandler({
    serverUrl: dwollaUrl,
    key,
    secret,
    basePath: '/api/dwolla',
    origin: site,
    authorize: () => ({ customerId }),
  });
  await routePartners(context, simulator);
  await page.route(`${site}/**`, async (route) => {
    const request = route.request();
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/dwolla/')) {
      const answer = await handler(
        new Request(request.url(), {
          method: request.method(),
          headers: await request.allHeaders(),
          body: request.postData() ?? undefined,
        }),
      );
      return route.fulfill({
        status: answer.status,
        body: await answer.text(),
        contentType: 'application/json',
      });
    }
    if (pathname.endsWith('.js'))
      return route.fulfill({
        body: await readFile(`node_modules/dwolla-exchange-link/dist${pathname}`, 'utf8'),
        contentType: 'text/javascript',
      });
    return route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><script type="module" src="/dwolla-exchange-link.js"></script>
        <dwolla-exchange-link session-url="/api/dwolla/session?partner=plaid"></dwolla-exchange-link>`,
    });
  });
  await page.goto(site);
  await (await partnerScreen(page, 'plaid')).succeed();
  await expect(page.locator('dwolla-exchange-link')).toHaveAttribute('state', 'success');
  await simulator.close();
});
