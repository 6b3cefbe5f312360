import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { startDemo } from '../../demo/server.js';
import type { Simulator } from '../../src/simulator/index.js';
import { ApiClient } from '../simulator/api-client.js';
import {
  accountExchange,
  externalPartySession,
  getWrong,
  reauthentication,
  WrongBackend,
  withLink,
  type Row,
} from '../support/documented-rows.js';
import { expect, test as base } from '../support/end-to-end.js';
import type { Linking } from '../support/linking.js';

interface World {
  readonly url: string;
  readonly simulator: Simulator;
  readonly dwolla: ApiClient;
  readonly backend: WrongBackend;
}

const test = base.extend<object, { world: World }>({
  world: [
    // Playwright reads what a fixture needs from the pattern of its first parameter.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const backend = new WrongBackend();
      const demo = await startDemo({ port: 0, simulatorPort: 0, mode: 'built', fetch: backend.fetch });
      await use({ ...demo, dwolla: new ApiClient(demo.simulator), backend });
      await demo.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

// `@chromium` throughout: what is tested is what backend and host page make of an answer, the same in every browser.

const host = (page: Page) => page.locator('.host');

/** The page names the error and says what the user can do about it. */
async function expectNamed(page: Page, row: Row, sentence: string): Promise<void> {
  await expect(host(page)).toContainText(sentence);
  await expect(host(page).locator('.host-code code')).toHaveText(
    row.named ?? row.printed.split(' | ')[1] ?? '',
  );
}

/** No session, no linking: the element says so, and the host page names the backend's reason. */
async function expectNoSession(page: Page, linking: Linking, row: Row): Promise<void> {
  const error = await linking.waitForOutcome('exchange-error');
  expect(error).toMatchObject({ code: 'session-http', retryable: false });
  expect(await linking.readMessage()).toBe('This cannot be opened here. Please contact support.');
  await expectNamed(page, row, 'Code for our support:');
}

for (const row of externalPartySession)
  test(`a session for an external party: ${row.printed} @chromium`, async ({ page, linking, world }) => {
    await getWrong(world, /^\/external-parties\/[\w-]+\/exchange-sessions$/, row, async () => {
      await page.goto(`${world.url}/#partner=visa&owner=external-party`);
    });
    await expectNoSession(page, linking, row);
  });

test("a customer's session: ValidationError | /_links/exchange-partner/href is invalid @chromium", async ({
  page,
  linking,
  world,
}) => {
  const mistake = withLink('exchange-partner', 'https://api.dwolla.com/exchange-partners/none');
  world.backend.plan(/^\/customers\/[\w-]+\/exchange-sessions$/, mistake);
  await page.goto(`${world.url}/#partner=plaid`);
  await expectNoSession(page, linking, { printed: '400 | ValidationError', mistake: () => mistake });
  expect(world.backend.answer).toMatchObject({
    status: 400,
    body: { code: 'ValidationError', message: '/_links/exchange-partner/href is invalid' },
  });
});

for (const row of reauthentication)
  test(`a session to re-authenticate: ${row.printed} @chromium`, async ({ page, linking, world }) => {
    await page.goto(`${world.url}/#partner=visa&owner=external-party`);
    await linking.waitForState('ready');
    const { world: held, dwollaUrl } = world.simulator;
    await world.dwolla.complete(`${dwollaUrl}/exchange-sessions/${held.sessions().at(-1)?.id ?? ''}`);
    const exchange = [...held.exchanges.keys()].at(-1) ?? '';
    await getWrong(world, /^\/exchanges\/[\w-]+\/exchange-sessions$/, row, async () => {
      await page.goto(`${world.url}/#partner=visa&owner=external-party&exchange=${exchange}`);
    });
    await expectNoSession(page, linking, row);
  });

for (const row of accountExchange)
  test(`an exchange for the account: ${row.printed} @chromium`, async ({ page, world }) => {
    const before = world.simulator.world.exchanges.size;
    await getWrong(world, /^\/exchanges$/, row, async () => {
      await page.goto(`${world.url}/#partner=flinks&owner=account&scenario=success`);
    });
    if (row.printed.startsWith('401')) return expectNamed(page, row, 'This account cannot be added.');
    // The element goes back to the partner with a new session, and from there to the form.
    await expect(host(page).getByRole('button', { name: 'Add account' })).toBeVisible();
    await expect(host(page).locator('.host-code')).toHaveCount(0);
    expect(world.simulator.world.exchanges.size).toBeGreaterThan(before);
  });

test('UpdateCredentials on a bank balance check: the user needs to re-authenticate with their bank @chromium', async ({
  page,
  world,
}) => {
  await page.goto(`${world.url}/#partner=plaid&scenario=success`);
  await host(page).getByRole('button', { name: 'Continue', exact: true }).click();
  await host(page)
    .getByRole('button', { name: /^Simulate/ })
    .click();
  await expect(host(page)).toContainText('Your bank wants you to log in again');
  await expect(host(page).locator('.host-code code')).toHaveText('UpdateCredentials');
  await host(page).getByRole('button', { name: 'Renew the connection' }).click();
  await expect(host(page).getByRole('heading', { name: 'Renew your bank connection' })).toBeVisible();
});

test.describe('the documents themselves', () => {
  const folder = new URL('../../../shared/seeds/', import.meta.url);
  // The documents are beside the project, not in it: a copy of the project alone has nothing to compare with.
  // eslint-disable-next-line no-restricted-syntax
  test.skip(!existsSync(folder), `NOT RUN: the documents are not at ${folder.pathname}`);

  test('have no row that is not here @chromium', () => {
    const here = [...externalPartySession, ...reauthentication, ...accountExchange];
    const printed = readdirSync(folder)
      .flatMap((name) => readFileSync(new URL(name, folder), 'utf8').split('\n'))
      .filter((line) => /^[45]\d\d \| /.test(line));
    expect(printed).toHaveLength(here.length);
    for (const line of printed) expect(here.filter((row) => line.startsWith(row.printed))).not.toEqual([]);
  });
});
