import { expect, test as base, type Page } from '@playwright/test';
import type { PartnerName } from '../../src/simulator/index.js';
import { Linking } from '../support/linking.js';
import { partnerScreen } from '../support/screens.js';

/** A page that is watched: nothing in it may go wrong, or look further than this machine. */
export const test = base.extend<{ linking: Linking }>({
  linking: async ({ page }, use) => {
    const linking = await Linking.watch(page);
    await use(linking);
    expect(linking.complaints).toEqual([]);
    expect(linking.foreignRequests).toEqual([]);
  },
});
export { expect };

/** The four that every app offers, by the words of its link. */
export const offers = {
  plaid: 'A bank, with Plaid',
  mx: 'A bank, with MX',
  visa: 'A bank, with Visa',
  checkout: 'A card, with Checkout.com',
} as const satisfies Partial<Record<PartnerName, string>>;
export type Offered = keyof typeof offers;
export const offered = Object.keys(offers) as readonly Offered[];

/** From a site's first page, by its own link, to the partner's screen. */
export async function enter(page: Page, linking: Linking, site: string, partner: Offered): Promise<void> {
  await page.goto(site);
  await page.getByRole('link', { name: offers[partner] }).click();
  if (partner === 'visa') await linking.part('button').click();
  else await linking.waitForState('open');
}

/** Goes through the partner's screens to the end. */
export async function succeedAt(page: Page, partner: Offered): Promise<void> {
  const screen =
    partner === 'checkout' ? await partnerScreen(page, partner) : await partnerScreen(page, partner);
  await screen.succeed();
}

/** Goes on in the page until it says that there is a funding source, and asks the backend for that. */
export async function finish(page: Page, site: string, partner: Offered): Promise<void> {
  const press = (name: string): Promise<void> => page.getByRole('button', { name }).first().click();
  const status = page.getByRole('status').filter({ hasText: /is ready|shares no/ });
  if (partner === 'mx') {
    await press('Rainy Day Savings');
    await press('A checking account');
    await expect(status).toContainText('The exchange shares no checking account.');
    await press('A savings account');
  } else if (partner !== 'checkout') await press('A checking account');
  await expect(status).toHaveText(/^My (bank|card) is ready: [\da-f-]{36}$/);
  const id = (await status.innerText()).split(' ').at(-1) ?? '';
  const answer = await page.request.get(`${site}/api/dwolla/funding-sources/${id}`);
  expect(await answer.json()).toMatchObject({ id, type: partner === 'checkout' ? 'card' : 'bank' });
  await expect(page.locator('dwolla-exchange-link')).toHaveAttribute('state', 'success');
}

/** The first request after an MX success fails: the page says so, with the backend's sentence. */
export async function expectRefusal(page: Page, linking: Linking, site: string): Promise<void> {
  const answer = { code: 'DwollaUnreachable', message: 'Dwolla could not be reached. Try again later.' };
  await page.route('**/api/dwolla/connections', (route) => route.fulfill({ status: 502, json: answer }));
  await enter(page, linking, site, 'mx');
  await succeedAt(page, 'mx');
  await expect(page.getByRole('status').filter({ hasText: answer.message })).toBeVisible();
}

/**
 * The page has written down every event that it heard, but for the three endings: the last of what there was, since a page
 * that was left and came back knows of its last document only.
 */
export async function expectHeard(page: Page, linking: Linking): Promise<void> {
  const others = ['state', 'ready', 'opening', 'open', 'activity'].map((name) => `exchange-${name}`);
  const written = async (): Promise<readonly string[]> =>
    (await page.locator('small').innerText()).split(/[\s,]+/).filter(Boolean);
  await expect(page.locator('small')).toContainText('exchange-state');
  const heard = linking.events.map(({ type }) => type).filter((type) => others.includes(type));
  expect(heard.join(' ')).toMatch(new RegExp(`${(await written()).join(' ')}$`));
}
