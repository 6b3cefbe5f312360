/** The partners' own code, from their packages on npm, beside ours: MX's widget in our frame, Mastercard's SDK as another host. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Frame, Page } from '@playwright/test';
import { build } from 'vite';
import { expect, test } from '../support/end-to-end.js';
import type { HostSite } from '../support/host-site.js';
import type { Linking } from '../support/linking.js';

const folder = join(import.meta.dirname, '../partner-packages');

/** Bundles a script of the folder together with the packages beside it. */
async function bundle(name: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { write: false, lib: { entry: join(folder, name), formats: ['iife'], name: 'partner' } },
  });
  const outputs = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
  const chunk = outputs.find((output) => output.type === 'chunk');
  if (!chunk) throw new Error(`Nothing was built of ${name}.`);
  return chunk.code;
}

let server: Server;
/** Where the partners' pages are: another origin than the platform's. */
let partnerOrigin: string;

test.beforeAll(async () => {
  const scripts = new Map<string, string>();
  for (const name of ['mx-widget', 'mastercard-host', 'mastercard-connect'])
    scripts.set(`/${name}`, await bundle(`${name}.js`));
  server = createServer(({ url = '' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const script = scripts.get(pathname.replace(/\.js$/, ''));
    if (pathname.endsWith('.js')) response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    else
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(
          `<!doctype html><meta charset="utf-8"><body style="margin:0"><div id="widget"></div>${script === undefined ? 'A bank' : `<script src="${pathname}.js"></script>`}`,
        );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  partnerOrigin = `http://localhost:${(server.address() as AddressInfo).port}`;
});
test.afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Opens a page whose element has a session with this link. */
async function openElement(
  page: Page,
  site: HostSite,
  partner: 'mx' | 'mastercard',
  link: string,
  above = '',
): Promise<void> {
  site.answerSession('/session', {
    _links: {
      'exchange-partner': { href: 'https://api.dwolla.com/exchange-partners/1' },
      'external-provider-session': { href: link },
    },
  });
  await page.goto(
    site.addPage('/', {
      body: `${above}<dwolla-exchange-link partner="${partner}" timeout="60000"></dwolla-exchange-link>`,
      script: `
        const link = document.querySelector('dwolla-exchange-link');
        link.constructor.configure({ partners: { ${partner}: { hosts: ['${partnerOrigin}'] } } });
        link.sessionUrl = '/session';
      `,
    }),
  );
}

/** The frame's document, in which the partner's own code runs. */
async function frameOf(page: Page): Promise<Frame> {
  await expect.poll(() => page.frames().some((frame) => frame.url().startsWith(partnerOrigin))).toBe(true);
  const found = page.frames().find((frame) => frame.url().startsWith(partnerOrigin));
  if (!found) throw new Error('The frame has gone.');
  return found;
}

/** Chooses the bank of MX's widget and signs in. */
async function signIn(frame: Frame, password: string): Promise<void> {
  await frame.getByLabel(/User name/).fill('mxuser');
  await frame.locator('input[type=password]').fill(password);
  await frame.getByRole('button', { name: 'Continue' }).click();
}

const activityOf = (linking: Linking): readonly unknown[] =>
  linking.events.filter(({ type }) => type === 'exchange-activity').map(({ detail }) => detail['name']);

test.describe("MX's own widget in the element @chromium", () => {
  test.beforeEach(async ({ page }) => {
    // Logos and fonts.
    await page.route(/^https:/, (route) => route.abort());
  });

  test('a bank is linked: each message of the widget is an activity, and Done ends it', async ({
    page,
    site,
    linking,
  }) => {
    await openElement(page, site, 'mx', `${partnerOrigin}/mx-widget`);
    const frame = await frameOf(page);
    await frame.getByText('MX Bank').first().click();
    await signIn(frame, 'simulated');
    await frame.getByRole('button', { name: 'Done' }).click({ timeout: 30_000 });
    expect(await linking.waitForOutcome('exchange-success')).toMatchObject({
      partner: 'mx',
      userGuid: 'USR-1',
      memberGuid: 'MBR-1',
      sessionGuid: 'SES-1',
    });
    await expect(linking.part('frame')).toHaveCount(0);
    expect(activityOf(linking)).toEqual([
      'mx/load',
      'mx/connect/stepChange',
      'mx/connect/loaded',
      'mx/connect/selectedInstitution',
      'mx/connect/stepChange',
      'mx/connect/enterCredentials',
      'mx/connect/stepChange',
      'mx/connect/memberStatusUpdate',
      'mx/connect/memberConnected',
      'mx/connect/stepChange',
      'mx/connect/connected/primaryAction',
    ]);
  });

  test('a refused login is the last error of the exit, with the member that the widget nests', async ({
    page,
    site,
    linking,
  }) => {
    await openElement(page, site, 'mx', `${partnerOrigin}/mx-widget`);
    const frame = await frameOf(page);
    await frame.getByText('MX Bank').first().click();
    await signIn(frame, 'UNAUTHORIZED');
    await expect.poll(() => activityOf(linking), { timeout: 30_000 }).toContain('mx/connect/memberError');
    const { detail } = linking.events.findLast((event) => event.detail['name'] === 'mx/connect/memberError')!;
    expect(detail['data']).toEqual({ member_guid: 'MBR-1', connection_status: 2 });
    await linking.element.evaluate((element: HTMLElement & { close(): void }) => element.close());
    expect(await linking.waitForOutcome('exchange-exit')).toMatchObject({
      reason: 'host',
      error: { type: 'mx/connect/memberError', code: '2' },
    });
  });

  test('below the fold, the widget takes neither the focus nor the scrolling', async ({
    page,
    site,
    linking,
  }) => {
    const above = '<input aria-label="A field" autofocus><div style="height: 3000px"></div>';
    await openElement(page, site, 'mx', `${partnerOrigin}/mx-widget`, above);
    await page.getByLabel('A field').focus();
    await linking.waitForState('ready');
    await linking.settle();
    expect(await page.evaluate(() => [document.activeElement?.tagName, window.scrollY])).toEqual([
      'INPUT',
      0,
    ]);
    // In view it starts, and the widget's heading takes the focus: the user has come to it.
    await linking.element.scrollIntoViewIfNeeded();
    await (await frameOf(page)).getByText('MX Bank').first().waitFor();
    await linking.waitForState('open');
  });
});

test.describe("Mastercard's SDK and the element, at the same Connect page @chromium", () => {
  /** What Connect's page was told by whoever shows it, when all is said. */
  async function conversation(page: Page): Promise<unknown> {
    const frame = await frameOf(page);
    await expect.poll(() => frame.title(), { timeout: 30_000 }).toBe('all said');
    const heard = await frame.evaluate(() => (window as unknown as { heard: [string, unknown][][] }).heard);
    // How often it was pinged before it answered is a matter of time.
    return heard.filter((message, index) => JSON.stringify(message) !== JSON.stringify(heard[index - 1]));
  }

  for (const steps of ['', 'ask', 'close', 'close,ask'])
    test(`both say the same, to the letter, when ${steps || 'nothing is asked'}`, async ({ page, site }) => {
      const link = `${partnerOrigin}/mastercard-connect?steps=${steps}`;
      page.on('popup', (popup) => {
        if (popup.url().endsWith('close')) void popup.close();
      });
      await page.goto(
        `${partnerOrigin.replace('localhost', '127.0.0.1')}/mastercard-host?link=${encodeURIComponent(link)}`,
      );
      const bySdk = await conversation(page);
      expect(JSON.stringify(bySdk)).toContain('"sdkVersion","2.3.0"');

      await openElement(page, site, 'mastercard', link);
      expect(await conversation(page)).toEqual(bySdk);
    });
});
