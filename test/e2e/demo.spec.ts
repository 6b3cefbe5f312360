import type { Locator, Page } from '@playwright/test';
import { startDemo } from '../../demo/server.js';
import { partnerScreen } from '../support/screens.js';
import type { PartnerName, Simulator } from '../../src/simulator/index.js';
import { findBarriers } from '../support/accessibility.js';
import { expect, test as base } from '../support/end-to-end.js';
import type { Linking } from '../support/linking.js';

interface RunningDemo {
  readonly url: string;
  readonly simulator: Simulator;
}

/** The demo as it is deployed, one per worker: every test is a visitor of its own. */
const test = base.extend<object, { demo: RunningDemo }>({
  demo: [
    // Playwright reads what a fixture needs from the pattern of its first parameter.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const demo = await startDemo({ port: 0, simulatorPort: 0, mode: 'built' });
      await use(demo);
      await demo.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

/** Opens the demo with these choices in its address and goes as far as the partner's screen. */
async function visit(page: Page, linking: Linking, { url }: RunningDemo, choices: string): Promise<void> {
  await page.goto(`${url}/#${choices}`);
  if (choices.includes('partner=visa')) await linking.part('button').click();
  else await linking.waitFor('exchange-open');
}

const host = (page: Page) => page.locator('.host');

/** From the partner's success to a funding source: of several accounts the first, and whatever is asked. */
async function finishAt(page: Page, partner: PartnerName): Promise<void> {
  const adding = host(page).locator('dwolla-add-funding-source');
  if (partner === 'mx' || partner === 'plaid')
    await adding.getByRole('button', { name: 'Continue', exact: true }).click();
  if (partner !== 'plaid') {
    await expect(adding).toHaveAttribute('state', 'describing-account');
    const name = adding.getByRole('textbox', { name: 'Name for this account' });
    if (await name.count()) await name.fill('My account');
    const checking = adding.getByRole('radio', { name: 'Checking' });
    if (await checking.count()) await checking.check();
    await adding.getByRole('button', { name: 'Add account' }).click();
  }
  await expect(host(page).getByRole('heading', { name: 'Ready for payouts' })).toBeVisible();
}

test('who comes for the first time finds a button and a silent console', async ({ page, linking, demo }) => {
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await page.goto(`${demo.url}/`);
  await linking.waitForState('ready');
  await expect(linking.part('button')).toHaveText('Continue with Plaid');
  await linking.settle();
  await expect(page.locator('iframe')).toHaveCount(0);
  expect(said.filter((text) => !text.startsWith('[vite]'))).toEqual([]);
});

/** What the simulated Dwolla has for whoever made its newest exchange. */
function made({ world }: Simulator) {
  const exchange = [...world.exchanges.values()].at(-1);
  const sources = [...world.dwolla.fundingSources.values()].filter(
    ({ exchangeId }) => exchangeId === exchange?.id,
  );
  return { exchange, sources };
}

const journeys: readonly (readonly [PartnerName, string])[] = [
  ['plaid', 'customer'],
  ['mx', 'customer'],
  ['checkout', 'customer'],
  ['visa', 'customer'],
  ['flinks', 'customer'],
  ['mastercard', 'customer'],
  ['mx', 'external-party'],
  ['visa', 'external-party'],
  ['flinks', 'account'],
  ['mastercard', 'account'],
];

for (const [partner, owner] of journeys)
  test(`${partner} for ${owner}: session, screens, success, exchange, funding source`, async ({
    page,
    linking,
    demo,
  }) => {
    const before = demo.simulator.world.exchanges.size;
    await visit(page, linking, demo, `partner=${partner}&owner=${owner}`);
    const screen =
      partner === 'checkout' ? await partnerScreen(page, partner) : await partnerScreen(page, partner);
    await screen.succeed();
    expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner });
    await finishAt(page, partner);

    expect(demo.simulator.world.exchanges.size).toBe(before + 1);
    const { exchange, sources } = made(demo.simulator);
    expect(exchange).toMatchObject({ partner, status: 'active', owner: { type: owner } });
    expect(sources).toHaveLength(1);
    expect(sources[0]).toMatchObject({ kind: { type: partner === 'checkout' ? 'card' : 'bank' } });
    expect(linking.foreignRequests).toEqual([]);
  });

for (const partner of ['plaid', 'visa', 'flinks', 'mastercard', 'mx', 'checkout'] as const)
  test(`${partner}: whoever leaves makes no exchange, and can begin again`, async ({
    page,
    linking,
    demo,
  }) => {
    const before = demo.simulator.world.exchanges.size;
    await visit(page, linking, demo, `partner=${partner}`);
    if (partner === 'mx') await linking.part('close-button').click();
    else if (partner === 'checkout') await page.getByRole('button', { name: 'close()' }).click();
    else await (await partnerScreen(page, partner)).cancel();
    await linking.waitForOutcome('exchange-exit');
    await linking.waitForState('exited');
    expect(demo.simulator.world.exchanges.size).toBe(before);

    await linking.pressAnother('button');
    if (partner === 'visa') await page.waitForURL(/account-check/);
    const screen =
      partner === 'checkout' ? await partnerScreen(page, partner) : await partnerScreen(page, partner);
    await screen.succeed();
    await expect
      .poll(() => linking.outcomes.map(({ type }) => type))
      .toEqual(['exchange-exit', 'exchange-success']);
    await finishAt(page, partner);
    expect(demo.simulator.world.exchanges.size).toBe(before + 1);
  });

for (const [partner, kind, ending] of [
  ['plaid', 'internal-server-error', 'exchange-exit'],
  ['visa', 'authentication-error', 'exchange-error'],
  ['flinks', 'expired', 'exchange-error'],
  ['mastercard', 'error', 'exchange-error'],
] as const)
  test(`${partner}: ${kind} is a sentence on the page and no exchange`, async ({ page, linking, demo }) => {
    const before = demo.simulator.world.exchanges.size;
    await visit(page, linking, demo, `partner=${partner}`);
    const screen = await partnerScreen(page, partner);
    await screen.fail(kind);
    await linking.waitForOutcome(ending);
    expect(await linking.readMessage()).toMatch(/\w{3}.*[.!]$/s);
    expect(demo.simulator.world.exchanges.size).toBe(before);
  });

for (const [partner, kind] of [
  ['mx', 'bad-credentials'],
  ['checkout', 'fill-declined'],
] as const)
  test(`${partner}: ${kind} stays inside, and the user tries again`, async ({ page, linking, demo }) => {
    await visit(page, linking, demo, `partner=${partner}`);
    const screen =
      partner === 'checkout' ? await partnerScreen(page, partner) : await partnerScreen(page, partner);
    await (screen as { fail(kind: string): Promise<void> }).fail(kind);
    await linking.waitFor('exchange-activity');
    expect(linking.outcomes).toEqual([]);
    await screen.succeed();
    await linking.waitForOutcome('exchange-success');
    await finishAt(page, partner);
  });

test('a bank that wants a new login: the same exchange is renewed, and no other one made', async ({
  page,
  linking,
  demo,
}) => {
  await visit(page, linking, demo, 'partner=plaid');
  await (await partnerScreen(page, 'plaid')).succeed();
  await linking.waitForOutcome('exchange-success');
  await finishAt(page, 'plaid');
  const { exchange } = made(demo.simulator);
  const exchanges = demo.simulator.world.exchanges.size;

  await host(page).getByRole('button', { name: 'Read balance' }).click();
  await expect(page.locator('.funding-balance')).toContainText('USD');
  await host(page)
    .getByRole('button', { name: /^Simulate/ })
    .click();
  await host(page).getByRole('button', { name: 'Renew the connection' }).click();
  await (await partnerScreen(page, 'plaid')).succeed();

  await expect(host(page).getByRole('heading', { name: 'Connection renewed' })).toBeVisible();
  expect(linking.outcomes.at(-1)).toMatchObject({
    type: 'exchange-success',
    detail: { reauth: true, exchangeRequest: null },
  });
  expect(demo.simulator.world.exchanges.size).toBe(exchanges);
  expect(demo.simulator.world.exchanges.get(exchange?.id ?? '')?.needsUpdate).toBe(false);
});

test('the page shows every event, what the backend asked of Dwolla, and the code to paste', async ({
  page,
  linking,
  demo,
}) => {
  await visit(page, linking, demo, 'partner=plaid&scenario=success');
  await linking.waitForOutcome('exchange-success');
  await finishAt(page, 'plaid');
  const panel = page.getByRole('tabpanel');
  for (const name of ['state', 'ready', 'opening', 'open', 'success'])
    await expect(panel.locator('.event-name', { hasText: new RegExp(`^${name}$`) }).first()).toBeVisible();

  await page.getByRole('tab', { name: /Backend/ }).click();
  await expect(panel).toContainText('/api/session');
  await expect(panel).toContainText('/exchange-sessions');
  await expect(panel).toContainText('/funding-sources');
  await page.getByRole('tab', { name: 'Code' }).click();
  await expect(panel).toContainText('<dwolla-add-funding-source');

  const reported = await page.evaluate(() => document.body.innerText);
  for (const { credential } of demo.simulator.world.sessions()) expect(reported).not.toContain(credential);
});

test('another partner is chosen on the page, without a reload', async ({ page, linking, demo }) => {
  await page.goto(`${demo.url}/#partner=visa`);
  await linking.waitForState('ready');
  await page.locator('label', { has: page.getByRole('radio', { name: /MX/ }) }).click();
  expect(await linking.waitFor('exchange-open')).toEqual({ partner: 'mx' });
});

test('one link restores the whole configuration', async ({ page, linking, demo }) => {
  await visit(page, linking, demo, 'partner=mx');
  await page.locator('label', { has: page.getByRole('radio', { name: 'External party' }) }).click();
  await page.getByRole('combobox', { name: 'Scenario' }).selectOption('cancel');
  for (const name of ['On click', 'ES', 'Dark'])
    await page.locator('label', { has: page.getByRole('radio', { name, exact: true }) }).click();
  const link = await page
    .locator('.top-tools copy-button')
    .evaluate((button) => (button as { text?: string }).text);
  expect(link?.startsWith(`${demo.url}/#`)).toBe(true);

  // Not out of the tab's memory: out of the link.
  await page.evaluate(() => sessionStorage.clear());
  await page.goto('about:blank');
  await page.goto(link ?? '');
  await linking.waitForState('ready');
  for (const name of [/^MX/, 'External party', 'On click', 'ES', 'Dark'])
    await expect(page.getByRole('radio', { name, exact: typeof name === 'string' })).toBeChecked();
  await expect(page.getByRole('combobox', { name: 'Scenario' })).toHaveValue('cancel');
  await expect(page.locator('dwolla-add-funding-source')).toHaveAttribute('locale', 'es');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('the keyboard alone chooses, starts, and reads what happened', async ({ page, linking, demo }) => {
  await page.goto(`${demo.url}/#partner=checkout&launch=manual`);
  await linking.waitForState('ready');
  await page.getByRole('radio', { name: /^Checkout/ }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: /^Visa/ })).toBeChecked();
  await linking.waitForState('ready');
  await expect(page.getByRole('radio', { name: /^Visa/ })).toBeFocused();

  await page.getByRole('tab', { name: /Events/ }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: /Backend/ })).toBeFocused();
  const call = page.locator('.call details').first();
  await page.keyboard.press('Tab');
  while (!(await call.locator('summary').evaluate((summary) => summary === document.activeElement)))
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(call.getByText('Response')).toBeVisible();

  await linking.part('button').focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/account-check/);
});

test('a script is blocked also on a page that had it before', async ({ page, linking, demo }) => {
  await visit(page, linking, demo, 'partner=plaid');
  await (await partnerScreen(page, 'plaid')).cancel();
  await linking.waitForState('exited');
  await page.getByRole('combobox', { name: 'Scenario' }).selectOption('script-blocked');
  expect(await linking.waitFor('exchange-error')).toMatchObject({ code: 'partner-script', retryable: true });
});

/** Whether a box that hides what does not fit hides some of this, from one side to the other. */
const isCut = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => {
    const { left, right } = element.getBoundingClientRect();
    for (let box = element.parentElement; box; box = box.parentElement) {
      const edges = box.getBoundingClientRect();
      if (getComputedStyle(box).overflowX === 'clip' && (left < edges.left || right > edges.right))
        return true;
    }
    return false;
  });

for (const [device, viewport] of [
  ['a desktop', { width: 1280, height: 900 }],
  ['a phone', { width: 320, height: 740 }],
] as const)
  test(`on ${device} the page is accessible, cuts nothing off, and needs no sideways scrolling`, async ({
    page,
    linking,
    demo,
  }) => {
    await page.setViewportSize(viewport);
    for (const partner of ['mx', 'checkout', 'visa']) {
      await page.goto(`${demo.url}/#partner=${partner}`);
      if (partner === 'visa') await linking.waitForState('ready');
      else {
        // MX begins once the user can see it. The page puts another element there for another partner.
        await expect(() => linking.element.scrollIntoViewIfNeeded({ timeout: 5_000 })).toPass();
        await linking.waitForState('open');
      }
      const scroll = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(scroll, `${partner} overflows by ${scroll} px`).toBeLessThanOrEqual(0);
      for (const button of await page.getByRole('button').or(page.getByRole('tab')).all())
        expect(await isCut(button), await button.innerText()).toBe(false);
      expect(await findBarriers(page)).toEqual([]);
    }
  });
