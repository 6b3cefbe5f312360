import { readFile } from 'node:fs/promises';
import type { preloadTags } from '../../src/server/index.js';
import { expect, test } from '../support/end-to-end.js';
import { answerNewSessions, simulatedPage } from '../support/simulated-sessions.js';

const partners = ['checkout', 'plaid', 'mx', 'visa', 'flinks', 'mastercard'] as const;
/** As it is published: only the build knows the names of the chunks. */
const builtKit = import(new URL('../../dist/server/index.js', import.meta.url).href) as Promise<{
  preloadTags: typeof preloadTags;
}>;
const chunkOf = (partner: string): RegExp => new RegExp(`^/partners/${partner}-[\\w-]+\\.js$`);
const anyPartner = new RegExp(`^/partners/(${partners.join('|')})-`);

test.describe('the built file on a page of another origin', () => {
  test('is the whole installation, and fetches nothing more for an idle element', async ({
    page,
    site,
    linking,
  }) => {
    await page.goto(site.addPage('/', {}));
    await linking.waitForState('idle');
    await linking.settle();
    expect(site.fetchedFiles).toEqual(['/dwolla-exchange-link.js']);
    expect(linking.foreignRequests).toEqual([]);
    expect(linking.events).toEqual([]);
  });

  for (const partner of partners)
    test(`${partner}: its code comes with the session that needs it, alone and once`, async ({
      page,
      site,
      linking,
      simulator,
    }) => {
      answerNewSessions(site, simulator, partner, { redirectUrl: `${site.origin}/` });
      await page.goto(site.addPage('/', simulatedPage(simulator, 'launch="manual"')));
      expect(await linking.waitFor('exchange-ready')).toEqual({ partner });
      const chunks = site.fetchedFiles.filter((path) => anyPartner.test(path));
      expect(chunks).toEqual([expect.stringMatching(chunkOf(partner))]);
    });

  for (const partner of ['plaid', 'mx'] as const)
    test(`${partner}: what the kit's tags ask for early is asked for once, and starts the partner`, async ({
      page,
      site,
      linking,
      simulator,
    }) => {
      answerNewSessions(site, simulator, partner);
      const elementUrl = `${site.cdnOrigin}/dwolla-exchange-link.js`;
      const { attributes, script } = simulatedPage(simulator, `partner="${partner}"`);
      const kit = await builtKit;
      const tags = kit.preloadTags({ sessionUrl: '/session', elementUrl, partner });
      // The simulator's script replaces Plaid's.
      const head = `${tags.replace(/<link rel="preload" as="script".*/, '')}<script type="module" src="${elementUrl}"></script>`;
      await page.goto(site.addPage('/', { attributes, script, head }));
      await linking.waitForState('open');
      expect(site.requestsOf('/session')).toHaveLength(1);
      const chunks = site.fetchedFiles.filter((path) => anyPartner.test(path));
      expect(chunks).toEqual([expect.stringMatching(chunkOf(partner))]);
      expect(site.fetchedFiles.filter((path) => path === '/dwolla-exchange-link.js')).toHaveLength(1);
    });

  test('a partner named by the host is fetched while the session is still on its way', async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    site.answer('/session', () => undefined);
    await page.goto(site.addPage('/', simulatedPage(simulator, 'partner="mx"')));
    await expect.poll(() => site.fetchedFiles).toContainEqual(expect.stringMatching(chunkOf('mx')));
    await linking.waitForState('loading');
  });

  for (const partner of ['plaid', 'checkout'] as const)
    test(`${partner}: its script is asked for where a later script of the page has configured it, and nowhere else`, async ({
      page,
      site,
      linking,
      simulator,
    }) => {
      answerNewSessions(site, simulator, partner);
      const attributes = `session-url="/session" partner="${partner}" checkout-public-key="pk_sbox_key"`;
      const configuration = JSON.stringify(simulator.elementConfiguration);
      const script = `customElements.get('dwolla-exchange-link').configure(${configuration});`;
      await page.goto(site.addPage('/', { attributes, script }));
      await linking.waitFor('exchange-open');
      expect(linking.foreignRequests).toEqual([]);
    });

  test('code that could not be fetched is asked for once more, and then at the press of the button', async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    const asked: string[] = [];
    await page.route('**/partners/mx-*', async (route) => {
      // Whether it is there at all is looked up too.
      if (route.request().method() === 'HEAD') return route.fallback();
      asked.push(new URL(route.request().url()).pathname);
      return asked.length < 3 ? route.fulfill({ status: 503 }) : route.fallback();
    });
    answerNewSessions(site, simulator, 'mx');
    await page.goto(site.addPage('/', simulatedPage(simulator)));
    expect(await linking.waitForOutcome('exchange-error')).toMatchObject({
      code: 'partner-script',
      retryable: true,
    });
    expect(asked).toEqual([asked[0], asked[0]]);
    await linking.part('button').click();
    await linking.waitFor('exchange-open');
  });

  for (const [what, answer] of [
    ['answers 404', { status: 404 }],
    ['answers 410', { status: 410 }],
    ["answers with a single-page app's page", { status: 200, contentType: 'text/html', body: '<p>' }],
  ] as const)
    test(`a server that ${what} for old code has a newer version: the page is to be loaded again`, async ({
      page,
      site,
      linking,
      simulator,
    }) => {
      answerNewSessions(site, simulator, 'mx');
      const headers = { 'access-control-allow-origin': '*' };
      await page.route('**/partners/mx-*', (route) => route.fulfill({ headers, ...answer }));
      await page.goto(site.addPage('/', simulatedPage(simulator)));
      const { message, ...detail } = await linking.waitForOutcome('exchange-error');
      expect(detail).toMatchObject({ code: 'partner-script', retryable: false });
      expect(message).toContain('keep old files');
      expect(await linking.readMessage()).toContain('newer version');
      await expect(linking.part('button')).toHaveText('Reload page');

      await page.unroute('**/partners/mx-*');
      await linking.part('button').click();
      await linking.waitFor('exchange-open');
      // Chromium's own line about a script that is a page.
      for (const complaint of linking.complaints.splice(0)) expect(complaint).toContain('MIME type');
    });

  test("no address out of the message of a partner's code is ever requested", async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    site.answer('/evil.js', { headers: { 'content-type': 'text/javascript' }, body: 'window.evil = true;' });
    answerNewSessions(site, simulator, 'mx');
    await page.route('**/partners/mx-*', (route) =>
      route.fulfill({
        headers: { 'access-control-allow-origin': '*', 'content-type': 'text/javascript' },
        body: `throw new TypeError('Failed to fetch dynamically imported module: ${site.origin}/evil.js');`,
      }),
    );
    await page.goto(site.addPage('/', simulatedPage(simulator)));
    const { code, message } = await linking.waitForOutcome('exchange-error');
    expect(code).toBe('partner-script');
    expect(message).not.toContain('evil');
    await linking.part('button').click();
    await expect.poll(() => linking.outcomes.length).toBe(2);
    expect(asked).not.toContain('/evil.js');
  });

  test('code is never taken from another address where the page may hold its hash', async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    const asked: string[] = [];
    await page.route('**/partners/mx-*', async (route) => {
      if (route.request().method() === 'HEAD') return route.fallback();
      asked.push(route.request().url());
      return route.fulfill({ status: 503 });
    });
    answerNewSessions(site, simulator, 'mx');
    const head = `<script type="importmap">{"integrity":{}}</script>
      <script type="module" src="${site.cdnOrigin}/dwolla-exchange-link.js"></script>`;
    await page.goto(site.addPage('/', { ...simulatedPage(simulator), head }));
    await linking.waitForOutcome('exchange-error');
    expect(asked.filter((url) => url.includes('?'))).toEqual([]);
  });

  test('a query on its URL does not bring the core a second time', async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    answerNewSessions(site, simulator, 'mx');
    const head = `<script type="module" src="${site.cdnOrigin}/dwolla-exchange-link.js?v=1.2.3"></script>`;
    await page.goto(site.addPage('/', { ...simulatedPage(simulator), head }));
    await linking.waitFor('exchange-open');
    expect(site.fetchedFiles.filter((path) => path.startsWith('/dwolla-exchange-link.js'))).toEqual([
      '/dwolla-exchange-link.js?v=1.2.3',
    ]);
  });

  test('a second copy on the page is ignored with a warning', async ({ page, site, linking, simulator }) => {
    answerNewSessions(site, simulator, 'mx');
    const warnings: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'warning') warnings.push(message.text());
    });
    const tag = (query: string): string =>
      `<script type="module" src="${site.cdnOrigin}/dwolla-exchange-link.js${query}"></script>`;
    await page.goto(site.addPage('/', { ...simulatedPage(simulator), head: tag('') + tag('?copy=2') }));
    await linking.waitFor('exchange-open');
    expect(warnings.filter((text) => text.includes('dwolla-exchange-link'))).toHaveLength(1);
  });

  test('another version on the page is ignored too, by its number', async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    answerNewSessions(site, simulator, 'mx');
    const warnings: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'warning') warnings.push(message.text());
    });
    const first = `${site.cdnOrigin}/dwolla-exchange-link.js`;
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    const built = await readFile('dist/dwolla-exchange-link.js', 'utf8');
    site.answer('/another.js', {
      headers: { 'content-type': 'text/javascript' },
      body: built.replaceAll(version, '99.0.0'),
    });
    const head = [first, '/another.js'].map((url) => `<script type="module" src="${url}"></script>`);
    await page.goto(site.addPage('/', { ...simulatedPage(simulator), head: head.join('') }));
    await linking.waitFor('exchange-open');
    const [warning, ...others] = warnings.filter((text) => text.includes('dwolla-exchange-link'));
    expect(others).toEqual([]);
    expect(warning).toContain('99.0.0');
    expect(
      await linking.element.evaluate((link) => (link.constructor as unknown as { version: string }).version),
    ).toBe(version);
  });

  test('a partner whose code does not come is a named error, and can be tried again', async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    answerNewSessions(site, simulator, 'mx');
    await page.route(`${site.cdnOrigin}/partners/**`, (route) => route.abort());
    await page.goto(site.addPage('/', simulatedPage(simulator)));
    expect(await linking.waitForOutcome('exchange-error')).toMatchObject({
      code: 'partner-script',
      retryable: true,
    });
    await expect(linking.part('button')).toBeVisible();
    expect(site.requestsOf('/session')).toHaveLength(1);
  });
});
