import { apps } from '../../scripts/frameworks.mjs';
import { freePort } from '../../scripts/free-port.mjs';
import { enter, expect, finish, succeedAt, test } from './partner-visit.js';
import { serve } from './serving.js';

const notInstalled = (process.env['APPS_NOT_INSTALLED'] ?? '').split(',');

for (const app of Object.keys(apps))
  test(`npm start -- --app ${app}: the framework's own development server, and a linked bank`, async ({
    browser,
    page,
    linking,
  }) => {
    // eslint-disable-next-line no-restricted-syntax -- an app needs packages that this machine may not get; `npm test` says so
    test.skip(notInstalled.includes(app), 'The npm registry could not be reached.');
    const port = await freePort();
    const site = `http://localhost:${port}`;
    const serving = await serve('scripts/start.mjs', { PORT: `${port}` }, '--app', app, '--as-built');
    try {
      await expect
        .poll(() =>
          fetch(site).then(
            ({ ok }) => ok,
            () => false,
          ),
        )
        .toBe(true);
      // On its first visit Vite bundles what the app imports, and may break a page off and load it anew for that.
      const first = await browser.newPage();
      await first.goto(`${site}/add/visa`, { waitUntil: 'networkidle' });
      await first.close();
      const sessions: string[] = [];
      page.on('request', (request) => {
        if (request.url().includes('/session?')) sessions.push(request.url());
      });
      await enter(page, linking, site, 'mx');
      await succeedAt(page, 'mx');
      await finish(page, site, 'mx');
      // A framework that mounts everything twice in development has not started two sessions.
      expect(sessions).toHaveLength(1);
    } finally {
      await serving.close();
    }
  });
