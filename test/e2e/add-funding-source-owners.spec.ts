import type { PartnerName } from '../../src/simulator/index.js';
import { ApiClient } from '../simulator/api-client.js';
import {
  accountExchange,
  externalPartySession,
  getWrong,
  reauthentication,
} from '../support/documented-rows.js';
import { expect, test, type FundingSite } from '../support/funding-site.js';

/** From the page to a funding source, whatever is asked on the way. */
async function add(funding: FundingSite, partner: PartnerName): Promise<void> {
  await funding.open(`partner="${partner}"`);
  if (partner === 'visa') await funding.linking.part('button').click();
  await funding.succeedAt(partner);
  const element = funding.page.locator('dwolla-add-funding-source');
  if (partner === 'mx') {
    await funding.state('choosing-account');
    await element.getByRole('button', { name: 'Continue' }).click();
  }
  await funding.describe();
}

for (const [owner, partner] of [
  ['external-party', 'mx'],
  ['external-party', 'visa'],
  ['account', 'flinks'],
  ['account', 'mastercard'],
] as const)
  test(`${owner} with ${partner}: from the tag to a funding source`, async ({ funding }) => {
    funding.owner = funding.owners[owner];
    await add(funding, partner);
    expect(await funding.outcome('funding-source-added')).toMatchObject({ partner });
    const [exchange] = [...funding.simulator.world.exchanges.values()];
    expect(exchange).toMatchObject({ partner, owner: { type: owner } });
    expect(funding.made.sources).toHaveLength(1);
  });

for (const row of externalPartySession)
  test(`a session for an external party: ${row.printed}`, async ({ funding }) => {
    funding.owner = funding.owners['external-party'];
    const world = { dwolla: new ApiClient(funding.simulator), backend: funding.backend };
    await getWrong(world, /^\/external-parties\/[\w-]+\/exchange-sessions$/, row, () =>
      funding.open('partner="visa"'),
    );
    expect(await funding.outcome('funding-source-error')).toMatchObject({
      code: 'session-http',
      partner: 'visa',
      retryable: false,
    });
    expect(await funding.linking.readMessage()).toBe('This cannot be opened here. Please contact support.');
    expect(funding.made).toEqual({ exchanges: 0, sources: [] });
  });

for (const row of reauthentication)
  test(`a session to log in again: ${row.printed}`, async ({ funding, page }) => {
    funding.owner = funding.owners['external-party'];
    await add(funding, 'visa');
    const { exchangeId } = await funding.outcome('funding-source-added');
    const world = { dwolla: new ApiClient(funding.simulator), backend: funding.backend };
    await getWrong(world, /^\/exchanges\/[\w-]+\/exchange-sessions$/, row, async () => {
      await page.goto(funding.addPage(`partner="visa" exchange="${String(exchangeId)}"`, '/again'));
    });
    expect(await funding.linking.waitFor('funding-source-error')).toMatchObject({
      code: 'session-http',
      retryable: false,
    });
    expect(funding.made.exchanges).toBe(1);
  });

for (const row of accountExchange)
  test(`an exchange for the account: ${row.printed}`, async ({ funding }) => {
    funding.owner = funding.owners.account;
    const world = { dwolla: new ApiClient(funding.simulator), backend: funding.backend };
    await getWrong(world, /^\/exchanges$/, row, async () => {
      await funding.open('partner="flinks"');
      await funding.succeedAt('flinks');
    });
    if (row.printed.startsWith('401')) {
      expect(await funding.outcome('funding-source-error')).toMatchObject({
        code: 'InvalidScope',
        retryable: false,
      });
      expect(await funding.page.getByText('This account cannot be added.').last().isVisible()).toBe(true);
      return;
    }
    // A new session, and the user is at the partner again.
    await expect.poll(() => funding.site.requestsOf('/api/dwolla/session').length).toBe(2);
    await expect(
      funding.page.getByText('The connection has expired. Please connect once more.').first(),
    ).toBeAttached();
    await funding.succeedAt('flinks');
    await funding.describe();
    expect(await funding.outcome('funding-source-added')).toMatchObject({ partner: 'flinks' });
    expect(funding.made.sources).toHaveLength(1);
  });

test('several partners: the first has no script, and the other one is offered', async ({ funding, page }) => {
  await page.route('**/link-initialize.js*', (route) => route.abort());
  await funding.open('partner="plaid mx"');
  const element = page.locator('dwolla-add-funding-source');
  await element.getByRole('button', { name: 'Continue with Plaid' }).click();
  await expect(element.getByText('That did not work. Choose another way').last()).toBeVisible();
  await expect(element.getByRole('button', { name: /^Continue with/ })).toHaveText(['Continue with MX']);
  await funding.linking.settle();
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500))); // no double press
  await element.getByRole('button', { name: 'Continue with MX' }).click();
  await funding.succeedAt('mx');
  await funding.state('choosing-account');
  await element.getByRole('button', { name: 'Continue' }).click();
  await funding.describe();
  expect(await funding.outcome('funding-source-added')).toMatchObject({ partner: 'mx' });
});
