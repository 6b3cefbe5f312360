import type { Locator } from '@playwright/test';
import type { PartnerName } from '../../src/simulator/index.js';
import { expect, test, type FundingSite } from '../support/funding-site.js';
import { focusedName, tabTo, walk, ways } from '../support/keyboard.js';

// `@chromium`: what Tab stops at differs between browsers by their settings.

const labels: Readonly<Record<PartnerName, string>> = {
  plaid: 'Plaid',
  mx: 'MX',
  checkout: 'Checkout.com',
  visa: 'Visa',
  flinks: 'Flinks',
  mastercard: 'Mastercard',
};

/** The element's own sentence; that of the link inside is hidden whenever this one is not. */
const message = ({ page }: FundingSite): Locator =>
  page.locator('dwolla-add-funding-source [part=message]:visible');

const typed: Readonly<Record<string, string>> = {
  name: 'My account',
  firstName: 'Ada',
  lastName: 'Lovelace',
  address1: '909 Locust Street',
  city: 'Des Moines',
  stateProvinceRegion: 'ia',
  postalCode: '50309',
  country: 'us',
};

/** Fills in the form in the order in which Tab goes through it, and sends it with Enter. */
async function describeByKeyboard({ page }: FundingSite): Promise<void> {
  const inputs = page.locator('dwolla-add-funding-source form input');
  const names = await inputs.evaluateAll((all) => [
    ...new Set((all as HTMLInputElement[]).map(({ name }) => name)),
  ]);
  for (const name of names) {
    const input = page.locator(`dwolla-add-funding-source input[name=${name}]`).first();
    // The first may have the focus already.
    if (!(await input.evaluate((element) => element.matches(':focus')))) await page.keyboard.press('Tab');
    await expect(input).toBeFocused();
    if (name === 'bankAccountType') await page.keyboard.press('Space');
    else if (typed[name]) await page.keyboard.type(typed[name]);
  }
  await page.keyboard.press('Enter');
}

for (const partner of Object.keys(ways) as PartnerName[])
  test(`${partner}: the keyboard alone goes from the tag to a funding source @chromium`, async ({
    funding,
    page,
  }) => {
    const { linking } = funding;
    await funding.open(`partner="${partner} ${partner === 'plaid' ? 'mx' : 'plaid'}"`);
    await funding.state('choosing-partner');
    // Nobody is moved anywhere before having done anything.
    expect(await focusedName(page)).toBeNull();
    await tabTo(page, `Continue with ${labels[partner]}`);
    await page.keyboard.press('Space');
    if (partner !== 'visa') await linking.waitFor('exchange-open');
    // Into the frame that has come, so that the next Tab is the partner's.
    if (/^(mx|flinks|mastercard)$/.test(partner)) await expect(linking.part('frame')).toBeFocused();
    await walk(page, partner);

    // The focus is at the sentence above what comes next, so that the next Tab is the first field.
    if (partner === 'mx' || partner === 'plaid') {
      await funding.state('choosing-account');
      await expect(message(funding)).toBeFocused();
      await page.keyboard.press('Tab');
      await expect(page.locator('dwolla-add-funding-source input[name=connection]').first()).toBeFocused();
      await page.keyboard.press('Enter');
    }
    if (partner !== 'plaid') {
      await funding.state('describing-account');
      // A page that the user comes back to begins where pages begin.
      if (partner === 'visa') await tabTo(page, 'Name for this account');
      else await expect(message(funding)).toBeFocused();
      await describeByKeyboard(funding);
    }
    await funding.outcome('funding-source-added');
    await expect(message(funding)).toBeFocused();
    expect(funding.made.sources).toHaveLength(1);
  });

test('what the backend refuses at a field has the focus, is named, and is sent again by keyboard @chromium', async ({
  funding,
  page,
}) => {
  const errors = [{ path: '/name', message: 'This name has a letter that we cannot take.' }];
  const body = { code: 'ValidationError', message: 'Validation error(s) present.', errors };
  funding.planned.push({ path: '/funding-sources', status: 400, body });
  await funding.open('partner="flinks"');
  await funding.succeedAt('flinks');
  await funding.describe();
  const name = page.locator('dwolla-add-funding-source input[name=name]');
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription('This name has a letter that we cannot take.');
  await expect(name).toHaveValue(/\w/);
  const status = page.getByRole('status').filter({ hasText: 'Please check the marked fields.' });
  await expect(status).toHaveAttribute('aria-live', 'assertive');
  await page.keyboard.press('Enter');
  await funding.outcome('funding-source-added');
});

test('the type of the account that was not chosen is said at the choice, and has the focus @chromium', async ({
  funding,
  page,
}) => {
  await funding.open('partner="flinks" account-name="Mine"');
  await funding.succeedAt('flinks');
  await funding.state('describing-account');
  const element = page.locator('dwolla-add-funding-source');
  await element.getByRole('button', { name: 'Add account' }).press('Enter');
  const group = element.getByRole('radiogroup', { name: 'Account type' });
  await expect(group).toHaveAttribute('aria-invalid', 'true');
  await expect(group).toHaveAttribute('aria-required', 'true');
  await expect(group).toHaveAccessibleDescription('Fill in this field.');
  await expect(element.getByRole('radio', { name: 'Checking' })).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await funding.outcome('funding-source-added');
});
