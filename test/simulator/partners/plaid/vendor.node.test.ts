import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { BrowserContext, Page } from '@playwright/test';
import { partnerScreen, routePartners } from '../../../../src/simulator/driver.js';
import { EmbeddingSite } from '../shared/embedding-site.js';
import type { VendorHost } from '../shared/vendor-host.js';
import { callsOf, vendorHost, waitForCall } from '../shared/vendor-host.js';

let site: EmbeddingSite;
let host: VendorHost;
let context: BrowserContext;
before(async () => {
  site = await EmbeddingSite.start();
  host = await vendorHost(site, 'plaid');
  // The library knows the production address of Plaid's script only.
  context = await site.newContext();
  await routePartners(context, site.simulator);
});
after(() => site.close());

/** Opens Link with the button, which the hook lets be pressed once Plaid's script has made a handler. */
async function openLink(token = site.createSession('plaid').credential): Promise<Page> {
  const page = await host.open(token, context);
  await page.getByRole('button', { name: 'Connect a bank account' }).click();
  return page;
}

test("Plaid's own React library passes a public token and its metadata", async () => {
  const page = await openLink();
  await (await partnerScreen(page, 'plaid')).succeed();
  const [publicToken, metadata] = (await waitForCall(page, 'onSuccess')) as [string, Record<string, unknown>];
  assert.match(publicToken, /^public-sandbox-/);
  assert.deepEqual(metadata['institution'], { name: 'First Platypus Bank', institution_id: 'ins_109508' });
  assert.equal((metadata['accounts'] as unknown[]).length, 2);
  const names = (await callsOf(page, 'onEvent')).map(({ name }) => name);
  assert.deepEqual(names, ['onLoad', 'onSuccess']);
  // Taking the component away destroys Plaid's handler, and with it the frame.
  await page.evaluate('leave()');
  await page.locator('iframe').waitFor({ state: 'detached' });
});

test("Plaid's own React library exits without an error when the user leaves, and opens again", async () => {
  const page = await openLink();
  await (await partnerScreen(page, 'plaid')).cancel();
  const [error, metadata] = (await waitForCall(page, 'onExit')) as [unknown, Record<string, unknown>];
  assert.equal(error, null);
  assert.equal(metadata['status'], 'institution_not_found');
  await page.getByRole('button', { name: 'Connect a bank account' }).click();
  await (await partnerScreen(page, 'plaid')).succeed();
  await waitForCall(page, 'onSuccess');
});

test("Plaid's own React library exits with the error of a bank, and of a token that is none", async () => {
  const page = await openLink();
  await (await partnerScreen(page, 'plaid')).fail('institution-down');
  const [down] = (await waitForCall(page, 'onExit')) as [Record<string, unknown>];
  assert.equal(down['error_code'], 'INSTITUTION_DOWN');
  assert.ok(!(await callsOf(page)).some(({ name }) => name === 'onSuccess'));

  const refused = await openLink('link-sandbox-never-made');
  const [invalid] = (await waitForCall(refused, 'onExit')) as [Record<string, unknown>];
  assert.deepEqual([invalid['error_type'], invalid['error_code']], ['INVALID_INPUT', 'INVALID_LINK_TOKEN']);
});

test("Plaid's own React library makes a new handler for another token", async () => {
  const page = await openLink();
  await partnerScreen(page, 'plaid');
  await page.evaluate(
    `launch(${JSON.stringify(site.createSession('plaid', { scenario: 'success' }).credential)})`,
  );
  // Link covers the button until the library has made it exit.
  await page.getByRole('button', { name: 'Connect a bank account' }).click();
  await waitForCall(page, 'onSuccess');
});

test("Plaid's own React library says when the script does not come", async () => {
  site.simulator.world.setScenario('plaid', 'script-blocked');
  try {
    const page = await host.open(site.createSession('plaid').credential, context);
    await page.getByRole('button', { name: 'Plaid did not load' }).waitFor();
  } finally {
    site.simulator.world.setScenario('plaid', null);
  }
});
