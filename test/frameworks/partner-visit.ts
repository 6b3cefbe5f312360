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

/** Goes through the steps of `<dwolla-add-funding-source>` as far as its last one, the form, and fills it in. */
async function describe(page: Page, partner: Offered): Promise<void> {
  const adding = page.locator('dwolla-add-funding-source');
  const press = (name: string): Promise<void> => adding.getByRole('button', { name }).click();
  if (partner === 'mx' || partner === 'plaid') {
    await expect(adding).toHaveAttribute('state', 'choosing-account');
    if (partner === 'mx') await adding.getByRole('radio', { name: 'Rainy Day Savings' }).first().check();
    await press('Continue');
  }
  if (partner === 'plaid') return;
  await expect(adding).toHaveAttribute('state', 'describing-account');
  const fill = async (fields: Readonly<Record<string, string>>): Promise<void> => {
    for (const [label, value] of Object.entries(fields)) await adding.getByLabel(label).fill(value);
  };
  if (partner === 'mx') {
    await adding.getByRole('radio', { name: 'Checking' }).check();
    await press('Add account');
    // The exchange was made for the savings account: the backend's sentence is at the field.
    await expect(adding.locator('[part=field-error]')).toContainText(
      'The exchange shares no checking account.',
    );
    await adding.getByRole('radio', { name: 'Savings' }).check();
  } else if (partner === 'visa') {
    await fill({ 'Name for this account': 'My bank' });
    await adding.getByRole('radio', { name: 'Checking' }).check();
  } else
    await fill({
      'Name for this account': 'My card',
      'First name on the card': 'Ada',
      'Last name on the card': 'Lovelace',
      'Street address': '909 Locust Street',
      City: 'Des Moines',
      'State (two letters)': 'IA',
      'ZIP code': '50309',
      'Country (two letters)': 'US',
    });
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500))); // no double press
  await press('Add account');
}

/**
 * Goes on in the page until it says that there is a funding source, and asks the backend for that.
 * @param from the address that the page has until then
 */
export async function finish(page: Page, site: string, partner: Offered, from?: string): Promise<void> {
  if (from) await expect(page).toHaveURL(from);
  await describe(page, partner);
  const status = page.getByRole('status').filter({ hasText: 'is ready' });
  await expect(status).toHaveText(/^Your account is ready: [\da-f-]{36}$/);
  const id = (await status.innerText()).split(' ').at(-1) ?? '';
  const answer = await page.request.get(`${site}/api/dwolla/funding-sources/${id}`);
  expect(await answer.json()).toMatchObject({ id, type: partner === 'checkout' ? 'card' : 'bank' });
  await expect(page).toHaveURL(new RegExp(`^${site}/added\\b.*${id}/?$`));
}

/** The first request after an MX success fails: the page says so, offers another try, and that one goes through. */
export async function expectRefusal(page: Page, linking: Linking, site: string): Promise<void> {
  const answer = { code: 'DwollaUnreachable', message: 'Dwolla could not be reached. Try again later.' };
  await page.route('**/api/dwolla/connections', (route) => route.fulfill({ status: 502, json: answer }));
  await enter(page, linking, site, 'mx');
  await succeedAt(page, 'mx');
  const { code, status } = await linking.waitFor('funding-source-error');
  expect({ code, status }).toEqual({ code: answer.code, status: 502 });
  await expect(page.getByText('We could not add your account. Please try again.').last()).toBeVisible();
  await page.unroute('**/api/dwolla/connections');
  await page.getByRole('button', { name: 'Try again' }).click();
  await finish(page, site, 'mx');
}

/**
 * The link alone, on a page of its own: that has written down every event that it heard, and shows how it ended.
 * @param address of that page
 */
export async function expectLink(
  page: Page,
  linking: Linking,
  address: string,
  partner: Exclude<Offered, 'visa'>,
): Promise<void> {
  await page.goto(address);
  await linking.waitForState('open');
  await succeedAt(page, partner);
  expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner });
  await expect(page.getByRole('status').filter({ hasText: `Linked with ${partner}.` })).toBeVisible();
  const others = ['state', 'ready', 'opening', 'open', 'activity'].map((name) => `exchange-${name}`);
  const heard = linking.events.map(({ type }) => type).filter((type) => others.includes(type));
  const written = (await page.locator('small').innerText()).split(/[\s,]+/).filter(Boolean);
  expect(written).toEqual(heard);
}
