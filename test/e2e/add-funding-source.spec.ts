import { expect, test, type FundingSite } from '../support/funding-site.js';
import { findBarriers } from '../support/accessibility.js';
import type { PartnerName } from '../../src/simulator/index.js';

/** From the page to the partner's success. */
async function link(funding: FundingSite, partner: PartnerName, attributes = ''): Promise<void> {
  await funding.open(`partner="${partner}" ${attributes}`);
  if (partner === 'visa') await funding.linking.part('button').click();
  await funding.succeedAt(partner);
}

const partners: readonly PartnerName[] = ['plaid', 'mx', 'checkout', 'visa', 'flinks', 'mastercard'];

for (const partner of partners)
  test(`${partner}: from the tag to a funding source`, async ({ funding, page }) => {
    await link(funding, partner);
    await funding.finish(partner);
    const { fundingSource, exchangeId, ...rest } = await funding.outcome('funding-source-added');
    const type = partner === 'checkout' ? 'card' : 'bank';
    expect(rest).toEqual({ partner });
    expect(fundingSource).toMatchObject({ type });
    expect(funding.made.exchanges).toBe(1);
    expect(funding.made.sources).toHaveLength(1);
    expect(funding.made.sources[0]).toMatchObject({ exchangeId, kind: { type } });
    await funding.state('added');
    expect(page.url()).toBe(`${funding.site.origin}/`);
    expect(
      await page.evaluate(() =>
        JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)]),
      ),
    ).toBe('[[],[]]');
  });

/** A whole page, as a new user writes it. It offers all partners, and the user chooses. */
const fewLines = (cdn: string, key: string): string => `<!doctype html>
<html lang="en">
  <title>Add an account</title>
  <script type="module" src="${cdn}/dwolla-add-funding-source.js"></script>
  <dwolla-add-funding-source backend-url="/api/dwolla" checkout-public-key="${key}"
    partner="plaid mx checkout visa flinks mastercard"></dwolla-add-funding-source>
  <script type="module">
    const adding = document.querySelector('dwolla-add-funding-source');
    adding.addEventListener('funding-source-added', ({ detail }) => {
      location.assign('/done?account=' + detail.fundingSource.id);
    });
  </script>
</html>`;

const labels: Readonly<Record<PartnerName, string>> = {
  plaid: 'Plaid',
  mx: 'MX',
  checkout: 'Checkout.com',
  visa: 'Visa',
  flinks: 'Flinks',
  mastercard: 'Mastercard',
};

for (const partner of partners)
  test(`${partner}: a page of at most 15 lines, and nothing else, goes to a funding source`, async ({
    funding,
    page,
  }) => {
    const { site, simulator } = funding;
    const text = fewLines(site.cdnOrigin, simulator.checkoutPublicKey);
    expect(text.split('\n').length).toBeLessThanOrEqual(15);
    const headers = { 'content-type': 'text/html' };
    site.answer('/', { headers, body: text });
    site.answer('/done', { headers, body: 'Done' });
    // Where the simulator is, which a real page need not know, comes from outside of it.
    await page.addInitScript((configuration) => {
      if (window.top !== window) return;
      void customElements.whenDefined('dwolla-exchange-link').then((element) => {
        (element as unknown as { configure: (with_: object) => void }).configure(configuration);
      });
    }, simulator.elementConfiguration);
    await page.goto(`${site.origin}/`);
    await page.getByRole('button', { name: `Continue with ${labels[partner]}` }).click();
    await funding.succeedAt(partner);
    await funding.finish(partner);
    await page.waitForURL(/\/done\?account=[\da-f-]{36}$/);
    const id = new URL(page.url()).searchParams.get('account');
    expect([...simulator.world.dwolla.fundingSources.keys()]).toEqual([id]);
    expect(funding.made.exchanges).toBe(1);
  });

for (const partner of partners)
  test(`${partner}: a reload before the end goes on with the same exchange`, async ({ funding, page }) => {
    // A name is asked, so that there is a step to reload in; Plaid's account is chosen.
    await link(funding, partner);
    if (partner === 'mx') {
      await expect
        .poll(() =>
          funding.linking.events.some(({ detail }) =>
            /^(choosing|describing)-account$/.test(String(detail['state'])),
          ),
        )
        .toBe(true);
      const choosing = page.locator('dwolla-add-funding-source[state=choosing-account] [part=button]');
      if (await choosing.count()) await choosing.click();
    }
    await funding.state(partner === 'plaid' ? 'choosing-account' : 'describing-account');
    const stored = await page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)));
    expect(stored).not.toMatch(/public-|link-|"token|secret/i);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    await page.reload();
    await funding.describe();
    await funding.outcome('funding-source-added');
    expect(funding.made.exchanges).toBe(1);
    expect(funding.made.sources).toHaveLength(1);
  });

/** As far as the request for the exchange: MX's account is chosen. */
async function chooseConnection(funding: FundingSite, partner: PartnerName): Promise<void> {
  if (partner !== 'mx') return;
  await funding.state('choosing-account');
  await funding.page.locator('dwolla-add-funding-source[state=choosing-account] [part=button]').click();
}

for (const partner of partners)
  test(`${partner}: a reload before the answer of POST /exchanges goes on with that exchange`, async ({
    funding,
    page,
  }) => {
    funding.planned.push({ path: '/exchanges', isLost: 'after' });
    await link(funding, partner);
    await chooseConnection(funding, partner);
    await expect.poll(() => funding.lost).toBe(1);
    const stored = await page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)));
    expect(stored).not.toMatch(/public-|link-|"token|secret|pay_|mx-/i);
    await page.reload();
    await funding.describe();
    await funding.outcome('funding-source-added');
    expect(funding.made.exchanges).toBe(1);
    expect(funding.made.sources).toHaveLength(1);
    // The partner was visited once.
    expect(funding.site.requestsOf('/api/dwolla/session').length).toBeLessThanOrEqual(2);
    expect(funding.linking.outcomes.map(({ type }) => type)).toEqual(['exchange-success']);
  });

test('a reload before POST /exchanges has arrived starts again, and makes one exchange', async ({
  funding,
  page,
}) => {
  funding.planned.push({ path: '/exchanges', isLost: 'before' });
  await link(funding, 'plaid');
  await expect.poll(() => funding.lost).toBe(1);
  await page.reload();
  await funding.succeedAt('plaid');
  await funding.finish('plaid');
  await funding.outcome('funding-source-added');
  expect(funding.made.exchanges).toBe(1);
});

test('after a failure that nobody answered, a reload goes on with what came of it', async ({
  funding,
  page,
}) => {
  // The kit makes it; what it says is lost on the way, each time.
  funding.planned.push({ path: '/exchanges', isBroken: true });
  await funding.open('partner="plaid"');
  await funding.succeedAt('plaid');
  expect(await funding.linking.waitFor('funding-source-error')).toMatchObject({ code: 'NetworkError' });
  funding.planned.pop();
  await page.reload();
  await funding.describe();
  await funding.state('added');
  expect(funding.made.exchanges).toBe(1);
  expect(funding.made.sources).toHaveLength(1);
});

for (const partner of partners)
  for (const isLost of ['before', 'after'] as const)
    test(`${partner}: a reload before the answer of POST /funding-sources, lost ${isLost} it was done, makes one`, async ({
      funding,
      page,
    }) => {
      funding.planned.push({ path: '/funding-sources', isLost });
      await link(funding, partner);
      await chooseConnection(funding, partner);
      if (partner === 'plaid') await funding.finish(partner);
      else await funding.describe();
      await expect.poll(() => funding.lost).toBe(1);
      await page.reload();
      // What the user has typed is kept nowhere.
      if (partner !== 'plaid') await funding.describe();
      await funding.outcome('funding-source-added');
      expect(funding.made.exchanges).toBe(1);
      expect(funding.made.sources).toHaveLength(1);
    });

test('a reload at the choice of a partner, and while the session is on its way, begins again', async ({
  funding,
  page,
}) => {
  await funding.open('partner="plaid mx"');
  await funding.state('choosing-partner');
  await page.reload();
  funding.planned.push({ path: '/session', isLost: 'before' });
  await page.getByRole('button', { name: 'Continue with Plaid' }).click();
  await expect.poll(() => funding.lost).toBe(1);
  await page.reload();
  await page.getByRole('button', { name: 'Continue with Plaid' }).click();
  await funding.succeedAt('plaid');
  await funding.finish('plaid');
  await funding.outcome('funding-source-added');
  expect(funding.made.exchanges).toBe(1);
});

test('a reload at the partner starts again', async ({ funding, page }) => {
  await funding.open('partner="plaid"');
  await funding.linking.waitFor('exchange-open');
  await page.reload();
  await funding.succeedAt('plaid');
  await funding.finish('plaid');
  await funding.outcome('funding-source-added');
  expect(funding.made.exchanges).toBe(1);
});

test('a backend that answers 500 twice and then 201 makes one exchange', async ({ funding, page }) => {
  const body = { code: 'UnexpectedError', message: 'Something went wrong.' };
  funding.planned.push({ path: '/exchanges', status: 500, body }, { path: '/exchanges', status: 500, body });
  await link(funding, 'plaid');
  for (const count of [1, 2]) {
    await expect.poll(() => funding.outcomes.length).toBe(count);
    await funding.state('error');
    await page.locator('dwolla-add-funding-source > *').first().waitFor({ state: 'attached' });
    await page.locator('dwolla-add-funding-source').getByRole('button', { name: 'Try again' }).click();
  }
  await funding.finish('plaid');
  await funding.state('added');
  expect(funding.outcomes.map(({ type }) => type)).toEqual([
    'funding-source-error',
    'funding-source-error',
    'funding-source-added',
  ]);
  const keys = funding.site
    .requestsOf('/api/dwolla/exchanges')
    .map(({ headers }) => headers['idempotency-key']);
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
  expect(funding.made.exchanges).toBe(1);
});

test('InvalidExchangeToken goes back to the partner with a new session', async ({ funding }) => {
  const body = { code: 'InvalidExchangeToken', message: 'The token is no good.' };
  funding.planned.push({ path: '/exchanges', status: 400, body });
  await link(funding, 'plaid');
  await expect.poll(() => funding.site.requestsOf('/api/dwolla/session').length).toBe(2);
  await funding.succeedAt('plaid');
  await funding.finish('plaid');
  await funding.outcome('funding-source-added');
  expect(funding.made.exchanges).toBe(1);
});

test('UpdateCredentials logs in again in place, and the same exchange becomes a funding source', async ({
  funding,
}) => {
  await link(funding, 'plaid');
  await funding.state('choosing-account');
  const { world } = funding.simulator;
  for (const exchange of world.exchanges.values()) exchange.needsUpdate = true;
  await funding.finish('plaid');
  await expect.poll(() => funding.site.requestsOf('/api/dwolla/session').length).toBe(2);
  expect(funding.site.requestsOf('/api/dwolla/session')[1]?.path).toContain('exchange=');
  await funding.succeedAt('plaid');
  await funding.outcome('funding-source-added');
  expect(funding.made.exchanges).toBe(1);
  expect(funding.made.sources).toHaveLength(1);
});

test('DuplicateResource is the account that was added before', async ({ funding }) => {
  await link(funding, 'plaid', 'account-name="Mine"');
  await funding.state('choosing-account');
  const fundingSourceId = '11111111-2222-4333-8444-555555555555';
  const body = { code: 'DuplicateResource', message: 'Bank already exists.', fundingSourceId };
  funding.planned.push({ path: '/funding-sources', status: 409, body });
  await funding.finish('plaid');
  const detail = await funding.outcome('funding-source-added');
  expect(detail).toMatchObject({
    isDuplicate: true,
    fundingSource: { id: fundingSourceId },
    partner: 'plaid',
  });
});

test('the attribute exchange logs in again and makes nothing', async ({ funding }) => {
  await link(funding, 'plaid');
  await funding.finish('plaid');
  const { exchangeId } = await funding.outcome('funding-source-added');
  await funding.page.goto(funding.addPage(`partner="plaid" exchange="${String(exchangeId)}"`, '/again'));
  await funding.succeedAt('plaid');
  expect(await funding.linking.waitFor('exchange-reauthenticated')).toEqual({ exchangeId, partner: 'plaid' });
  expect(funding.made.exchanges).toBe(1);
});

test('the return from Visa needs the tag and nothing else', async ({ funding, page }) => {
  const { site, simulator } = funding;
  await funding.open('partner="plaid visa"', '/start');
  // The page that Visa sends its users to.
  site.addPage('/', {
    head: `<script type="module" src="${site.cdnOrigin}/dwolla-add-funding-source.js"></script>`,
    body: '<dwolla-add-funding-source></dwolla-add-funding-source>',
  });
  await page.locator('dwolla-add-funding-source').getByRole('button', { name: 'Continue with Visa' }).click();
  await funding.succeedAt('visa');
  await funding.describe();
  expect(await funding.outcome('funding-source-added')).toMatchObject({ partner: 'visa' });
  expect(page.url()).toBe(`${site.origin}/`);
  expect(simulator.world.exchanges.size).toBe(1);
});

test('success-url is where the user goes', async ({ funding, page }) => {
  funding.site.answer('/done', { headers: { 'content-type': 'text/html' }, body: 'Done' });
  await link(funding, 'plaid', 'success-url="/done?from=tag" account-name="Mine"');
  await funding.finish('plaid');
  await page.waitForURL(/\/done\?from=tag&funding-source=[\da-f-]{36}$/);
});

test('a page with the exchange link alone fetches nothing of it', async ({ site, page, linking }) => {
  await page.goto(site.addPage('/', { attributes: 'session-url="/nothing"' }));
  await linking.waitFor('exchange-error');
  expect(site.fetchedFiles.filter((path) => path.includes('funding'))).toEqual([]);
});

test('a page with it fetches nothing twice', async ({ funding }) => {
  await funding.open('partner="plaid mx"');
  await funding.page.locator('dwolla-add-funding-source [part=button]').first().waitFor();
  const files = funding.site.fetchedFiles;
  expect(new Set(files).size).toBe(files.length);
  expect(files.slice(0, 2)).toEqual(['/dwolla-add-funding-source.js', '/dwolla-exchange-link.js']);
});

test('autoload.js fetches an element when its first tag comes, now or later', async ({ site, page }) => {
  const head = `<script type="module" src="${site.cdnOrigin}/autoload.js"></script>`;
  await page.goto(site.addPage('/', { head, body: '<p>Nothing yet</p>' }));
  await page.waitForLoadState('networkidle');
  expect(site.fetchedFiles).toEqual(['/autoload.js']);
  await page.evaluate(() => document.body.append(document.createElement('dwolla-exchange-link')));
  await page.waitForFunction(() => !!customElements.get('dwolla-exchange-link'));
  expect(site.fetchedFiles).toEqual(['/autoload.js', '/dwolla-exchange-link.js']);
  await page.evaluate(() => document.body.append(document.createElement('dwolla-add-funding-source')));
  await page.waitForFunction(() => !!customElements.get('dwolla-add-funding-source'));
  expect(site.fetchedFiles.slice(2)).toEqual(['/dwolla-add-funding-source.js']);
});

test('its screens have no barriers, and fit 280 px', async ({ funding, page }) => {
  await page.setViewportSize({ width: 280, height: 700 });
  const check = async (): Promise<void> => {
    expect(await findBarriers(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(280);
  };
  await funding.open('partner="checkout plaid"');
  await page.locator('dwolla-add-funding-source [part=button]').first().waitFor();
  await check();
  await page.getByRole('button', { name: 'Continue with Checkout.com' }).click();
  await funding.succeedAt('checkout');
  await funding.state('describing-account');
  await check();
  await page.getByRole('button', { name: 'Add account' }).click();
  await expect(page.locator('dwolla-add-funding-source [aria-invalid=true]').first()).toBeFocused();
  await check();
  const sizes = await page
    .locator('dwolla-add-funding-source')
    .locator('input, button')
    .evaluateAll((controls) => controls.map((control) => control.getBoundingClientRect().height));
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(44);
});

/** The code of what comes after the partner's success. */
const accountStep = /\/partners\/account-step-[\w-]+\.js/;

for (const partner of ['plaid', 'mx', 'visa'] as const)
  test(`${partner}: where the code of the forms does not come, the success is kept, and another try goes on`, async ({
    funding,
    page,
  }) => {
    await page.route(accountStep, (route) => route.abort());
    await link(funding, partner);
    expect(await funding.outcome('funding-source-error')).toMatchObject({
      code: 'NetworkError',
      partner,
      retryable: true,
    });
    expect(funding.made.exchanges).toBe(partner === 'visa' ? 1 : 0);
    await page.unroute(accountStep);
    await page.locator('dwolla-add-funding-source[state=error] [part=button]').click();
    await funding.finish(partner);
    await expect
      .poll(() => funding.linking.events.filter(({ type }) => type === 'funding-source-added').length)
      .toBe(1);
    expect(funding.made.exchanges).toBe(1);
    expect(funding.made.sources).toHaveLength(1);
  });

test('the code of the forms comes while the user is at the partner, and not before', async ({
  funding,
  page,
}) => {
  const requests: string[] = [];
  page.on('request', (request) => {
    if (accountStep.test(request.url())) requests.push(request.url());
  });
  await funding.open('partner="plaid mx"');
  await funding.state('choosing-partner');
  await page.getByRole('button', { name: 'Continue with Plaid' }).hover();
  expect(requests).toHaveLength(0);
  const requested = page.waitForRequest(accountStep);
  await page.getByRole('button', { name: 'Continue with Plaid' }).click();
  await requested;
  await funding.succeedAt('plaid');
  await funding.finish('plaid');
  await funding.outcome('funding-source-added');
  expect(requests).toHaveLength(1);
});
