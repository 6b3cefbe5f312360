import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { BrowserContext } from '@playwright/test';
import { partnerScreen, routePartners } from '../../../../src/simulator/driver.js';
import { EmbeddingSite } from '../shared/embedding-site.js';
import type { VendorHost } from '../shared/vendor-host.js';
import { callsOf, vendorHost, waitForCall } from '../shared/vendor-host.js';

let site: EmbeddingSite;
let host: VendorHost;
let context: BrowserContext;
before(async () => {
  site = await EmbeddingSite.start();
  host = await vendorHost(site, 'checkout');
  // The loader knows the production address of Flow's script only.
  context = await site.newContext();
  await routePartners(context, site.simulator);
});
after(() => site.close());

test("Flow, loaded by Checkout's own library, completes a payment", async () => {
  const page = await host.open(site.createSession('checkout').session, context);
  await waitForCall(page, 'onReady');
  await (await partnerScreen(page, 'checkout')).succeed();
  const [component, payment] = (await waitForCall(page, 'onPaymentCompleted')) as [
    string,
    Record<string, unknown>,
  ];
  assert.equal(component, 'flow');
  assert.match(String(payment['id']), /^pay_/);
  assert.ok(site.simulator.world.grants.has(String(payment['id'])));
  const names = (await callsOf(page)).map(({ name }) => name);
  assert.deepEqual(names, ['onReady', 'onSubmit', 'onPaymentCompleted']);
});

test("Flow, loaded by Checkout's own library, declines a card and completes with the next", async () => {
  const page = await host.open(site.createSession('checkout').session, context);
  await waitForCall(page, 'onReady');
  const screen = await partnerScreen(page, 'checkout');
  await screen.fail('fill-declined');
  const [, error] = (await waitForCall(page, 'onError')) as [string, Record<string, unknown>];
  assert.deepEqual(
    [error['name'], error['type'], error['code']],
    ['CheckoutError', 'Request', 'payment_request_declined'],
  );
  assert.ok(!(await callsOf(page)).some(({ name }) => name === 'onPaymentCompleted'));
  await screen.succeed();
  await waitForCall(page, 'onPaymentCompleted');
});

test("Flow, loaded by Checkout's own library, refuses an invalid session", async () => {
  const { id } = site.createSession('checkout').session;
  const page = await host.open({ id, paymentSessionSecret: 'pss_in_camel_case' }, context);
  assert.deepEqual(await waitForCall(page, 'refused'), [
    { name: 'CheckoutError', type: 'Integration', code: 'payment_session_invalid' },
  ]);
  assert.equal(await page.locator('iframe').count(), 0);
});

test("Checkout's own library says when Flow's script does not come", async () => {
  site.simulator.world.setScenario('checkout', 'script-blocked');
  try {
    const page = await host.open(site.createSession('checkout').session, context);
    const [refusal] = (await waitForCall(page, 'refused')) as [Record<string, unknown>];
    assert.deepEqual([refusal['name'], refusal['type']], ['CheckoutLoaderError', 'Integration']);
  } finally {
    site.simulator.world.setScenario('checkout', null);
  }
});
