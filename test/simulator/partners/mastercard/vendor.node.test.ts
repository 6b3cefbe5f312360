import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from '@playwright/test';
import type { PartnerScreen } from '../../../../src/simulator/driver.js';
import { bankPage, partnerScreen } from '../../../../src/simulator/driver.js';
import { EmbeddingSite } from '../shared/embedding-site.js';
import type { VendorHost } from '../shared/vendor-host.js';
import { callsOf, vendorHost, waitForCall } from '../shared/vendor-host.js';

let site: EmbeddingSite;
let host: VendorHost;
before(async () => {
  site = await EmbeddingSite.start();
  host = await vendorHost(site, 'mastercard');
});
after(() => site.close());

/** Connect's screen, once the library has pinged it: what is chosen before reaches nobody. */
async function pingedScreen(page: Page): Promise<PartnerScreen<'mastercard'>> {
  const screen = await partnerScreen(page, 'mastercard');
  await screen.frame.getByRole('heading', { name: 'Find your bank' }).waitFor();
  return screen;
}

test("Mastercard's own library receives each step to done, and takes the frame away", async () => {
  const page = await host.open(site.createSession('mastercard').href);
  await (await pingedScreen(page)).succeed();
  const [end] = (await waitForCall(page, 'onDone')) as [Record<string, unknown>];
  assert.deepEqual([end['code'], end['reason']], [200, 'complete']);
  const [report] = end['reportData'] as Record<string, unknown>[];
  assert.deepEqual(Object.keys(report!).sort(), ['portfolioId', 'reportId', 'type']);
  assert.equal(await page.locator('#connectIframe').count(), 0);
  const calls = await callsOf(page, 'onLoad', 'onUser');
  const last = calls.findLast(({ name }) => name === 'onRoute')!;
  assert.equal((last.values[0] as Record<string, unknown>)['screen'], 'Done');
  assert.ok(!calls.some(({ name }) => name === 'onCancel' || name === 'onError'));
});

test("Mastercard's own library receives a user's exit", async () => {
  const page = await host.open(site.createSession('mastercard').href);
  await (await pingedScreen(page)).cancel();
  assert.deepEqual(await waitForCall(page, 'onCancel'), [{ code: 100, reason: 'exit' }]);
  assert.equal(await page.locator('#connectIframe').count(), 0);
  assert.ok(!(await callsOf(page)).some(({ name }) => name === 'onDone'));
});

test("Mastercard's own library receives a failure, and a session that is too old", async () => {
  const failed = await host.open(site.createSession('mastercard').href);
  await (await pingedScreen(failed)).fail('error');
  assert.deepEqual(await waitForCall(failed, 'onError'), [{ code: 500, reason: 'error' }]);
  assert.equal(await failed.locator('#connectIframe').count(), 0);

  const late = await host.open(site.createSession('mastercard', { scenario: 'expired-session' }).href);
  assert.deepEqual(await waitForCall(late, 'onError'), [{ code: 1440, reason: 'timeout' }]);
});

test("Mastercard's own library opens the bank's window, closes it, and goes on to done", async () => {
  const page = await host.open(site.createSession('mastercard').href);
  const { frame } = await partnerScreen(page, 'mastercard');
  await frame.getByRole('button', { name: 'FinBank OAuth' }).click();
  const opening = page.waitForEvent('popup');
  await frame.getByRole('button', { name: 'Go to my bank' }).click();
  const popup = await opening;
  const closed = popup.waitForEvent('close');
  await (await bankPage(popup)).approve();
  await closed;
  await frame.getByRole('button', { name: 'Share', exact: true }).click();
  await waitForCall(page, 'onDone');
});

test("Mastercard's own library reports a window that the user closed, and one that the browser refused", async () => {
  const page = await host.open(site.createSession('mastercard').href);
  const { frame } = await partnerScreen(page, 'mastercard');
  await frame.getByRole('button', { name: 'FinBank OAuth' }).click();
  const opening = page.waitForEvent('popup');
  await frame.getByRole('button', { name: 'Go to my bank' }).click();
  await (await opening).close();
  await frame.getByText('You did not sign in').waitFor();

  await page.evaluate(() => {
    window.open = () => null;
  });
  await frame.getByRole('button', { name: 'Go to my bank' }).click();
  await frame.getByText('Your browser blocked the window').waitFor();
});
