import type { Page } from '@playwright/test';
import { expect, test } from '../support/end-to-end.js';
import type { ReactPage } from '../support/react/browser.js';
import { browserScript, renderOnServer, type ReactVersion } from '../support/react/bundle.js';
import { answerNewSessions, mintSession } from '../support/simulated-sessions.js';
import type { HostSite } from '../support/host-site.js';

declare global {
  interface Window {
    readonly reactPage: ReactPage;
  }
}

/** A page with the script of a React application, and perhaps what its server has rendered. */
async function open(page: Page, site: HostSite, version: ReactVersion, html = '', query = ''): Promise<void> {
  site.answer('/app.js', {
    headers: { 'content-type': 'text/javascript' },
    body: await browserScript(version),
  });
  const head = '<script type="module" src="/app.js"></script>';
  await page.goto(site.addPage('/', { head, body: `<div id="app">${html}</div>` }) + query);
  await page.waitForFunction(() => 'reactPage' in window);
  expect(await page.evaluate(() => window.reactPage.version)).toMatch(new RegExp(`^${version}\\.`));
}

const exchangeId = '9b7fb629-0fad-44f4-8c5e-44c25a0bfa8e';
/** What an earlier document of this tab has left before the user went to the partner. */
const comeBack = (page: Page, left: object): Promise<unknown> =>
  page.addInitScript(
    (record) => {
      if (window === top) sessionStorage.setItem('dwolla-exchange-link', JSON.stringify(record));
    },
    {
      startedAt: Date.now(),
      sessionUrl: null,
      exchangePartnerHref: null,
      reauth: false,
      ...left,
    },
  );

const names = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => window.reactPage.called.map(({ name }) => name).filter((name) => name !== 'onState'));

for (const version of ['18', '19'] as const)
  test.describe(`React ${version} @chromium`, () => {
    test('callbacks get the events, the latest ones only, and each event once', async ({
      page,
      site,
      linking,
      simulator,
    }) => {
      answerNewSessions(site, simulator, 'mx');
      await open(page, site, version);
      await page.evaluate((configuration) => {
        window.reactPage.configure(configuration);
        window.reactPage.render({ launch: 'manual', className: 'wide', reauth: false, timeout: 60_000 });
      }, simulator.elementConfiguration);
      await linking.waitForState('idle');
      await expect(linking.element).toHaveClass('wide');
      expect(await linking.element.getAttribute('reauth')).toBeNull();
      expect(await linking.element.evaluate((link: HTMLElement & { timeout: number }) => link.timeout)).toBe(
        60_000,
      );

      await page.evaluate(() =>
        window.reactPage.render({ launch: 'manual', className: 'wide', sessionUrl: '/session' }),
      );
      await expect.poll(() => names(page)).toEqual(['onReady']);
      await page.evaluate(() =>
        window.reactPage.render({
          launch: 'manual',
          sessionUrl: '/session',
          onOpening: (event) => event.preventDefault(),
        }),
      );
      await page.evaluate(() => window.reactPage.ref.current?.open());
      await linking.waitForState('ready');
      expect(linking.events.map(({ type }) => type)).toContain('exchange-opening');
      await page.evaluate(() => window.reactPage.ref.current?.close());
      await expect.poll(() => names(page)).toEqual(['onReady', 'onExit']);
      const called = await page.evaluate(() => window.reactPage.called);
      expect(called.at(-1)).toEqual({
        name: 'onExit',
        type: 'exchange-exit',
        detail: { partner: 'mx', reason: 'host' },
        rendering: 3,
      });
      expect(site.requestsOf('/session')).toHaveLength(1);
    });

    test('a new getSession at every rendering starts nothing anew, and null takes it away', async ({
      page,
      site,
      linking,
    }) => {
      await open(page, site, version);
      for (let rendering = 1; rendering <= 3; rendering++)
        await page.evaluate(() =>
          window.reactPage.render({
            getSession: () => {
              window.reactPage.asked++;
              return new Promise(() => undefined);
            },
          }),
        );
      await linking.waitForState('loading');
      await linking.settle();
      expect(await page.evaluate(() => window.reactPage.asked)).toBe(1);
      await page.evaluate(() => window.reactPage.render({}));
      await linking.settle();
      expect(await page.evaluate(() => window.reactPage.ref.current?.getSession)).toBeNull();
      await page.evaluate(() => window.reactPage.unmount());
      expect(await page.evaluate(() => window.reactPage.ref.current)).toBeNull();
      await expect(linking.element).toHaveCount(0);
    });

    test('what a server has rendered is taken over, with an ending that came before', async ({
      page,
      site,
      linking,
    }) => {
      const settings = { sessionUrl: '/session', className: 'wide', reauth: true, session: null };
      const { html, complaints } = await renderOnServer(version, settings);
      expect(complaints).toEqual([]);
      expect(html).toBe(
        '<dwolla-exchange-link session-url="/session" reauth="" class="wide"><p slot="success">Thank you.</p></dwolla-exchange-link>',
      );
      site.answer('/session', { status: 400 });
      await open(page, site, version, html);
      await linking.waitForOutcome('exchange-error');
      expect(await names(page)).toEqual([]);
      await page.evaluate((taken) => window.reactPage.hydrate(taken), settings);
      await expect.poll(() => names(page)).toEqual(['onError']);
      const [called] = await page.evaluate(() => window.reactPage.called);
      expect(called).toMatchObject({ type: 'exchange-error', detail: { code: 'session-http', status: 400 } });
      await page.evaluate((taken) => window.reactPage.render(taken), settings);
      await linking.settle();
      expect(await names(page)).toEqual(['onError']);
    });

    for (const when of ['before', 'after'] as const)
      test(`a keyed list replaces the element ${when} the outcome of a return from Visa: onSuccess is called once`, async ({
        page,
        site,
        linking,
      }) => {
        await comeBack(page, { partner: 'visa', linkToken: null });
        await open(page, site, version, '', `?exchange=${exchangeId}`);
        await page.evaluate((when) => {
          const render = (key: string): void =>
            window.reactPage.render(Object.assign({ sessionUrl: '/session' }, { key }));
          render('a');
          const replace = (): void => {
            render('b');
            setTimeout(() => render('c'));
          };
          if (when === 'before') setTimeout(replace);
          else addEventListener('exchange-success', () => setTimeout(replace), { once: true });
        }, when);
        await linking.waitForOutcome('exchange-success');
        await linking.waitForState('success');
        await linking.settle();
        expect(await names(page)).toEqual(['onSuccess']);
        expect(site.requestsOf('/session')).toHaveLength(0);
      });

    test('a page that does not match its server’s: the outcome that came before React is reported once, by the element in the other’s place', async ({
      page,
      site,
      linking,
    }) => {
      await comeBack(page, { partner: 'visa', linkToken: null });
      const settings = { sessionUrl: '/session', session: null };
      const { html } = await renderOnServer(version, settings);
      const other = html.replace('<p slot="success">Thank you.</p>', '<b>Something else</b>');
      await open(page, site, version, other, `?exchange=${exchangeId}`);
      await linking.waitForOutcome('exchange-success');
      const [before] = await linking.element.elementHandles();
      await page.evaluate((taken) => window.reactPage.hydrate(taken), settings);
      await expect.poll(() => names(page)).toEqual(['onSuccess']);
      expect(await before?.evaluate((link) => link.isConnected)).toBe(false);
      await linking.waitForState('success');
      await linking.settle();
      expect(linking.outcomes).toHaveLength(1);
      expect(await names(page)).toEqual(['onSuccess']);
      // React complains of the difference, as it should.
      linking.complaints.length = 0;
    });

    test('a router mounts the page of a return from Plaid again while Link is open: Link opens for the next element', async ({
      page,
      site,
      simulator,
    }) => {
      const { externalProviderSessionToken } = mintSession(simulator, 'plaid') as {
        externalProviderSessionToken: string;
      };
      await comeBack(page, { partner: 'plaid', linkToken: externalProviderSessionToken });
      await open(page, site, version, '', '?oauth_state_id=9b7fb629');
      await page.evaluate((configuration) => {
        window.reactPage.configure(configuration);
        window.reactPage.render(Object.assign({ timeout: 60_000 }, { key: 'a' }));
        addEventListener(
          'exchange-opening',
          () => setTimeout(() => window.reactPage.render(Object.assign({ timeout: 60_000 }, { key: 'b' }))),
          { once: true },
        );
      }, simulator.elementConfiguration);
      // What comes after that is Link's own: it does not know this return.
      await expect
        .poll(async () => (await names(page)).slice(0, 5))
        .toEqual(['onReady', 'onOpening', 'onReady', 'onOpening', 'onOpen']);
      expect(site.requestsOf('/session')).toHaveLength(0);
    });
  });
