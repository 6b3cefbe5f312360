import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { BrowserContext, Page } from '@playwright/test';
import {
  challengeScreen,
  partnerScreen,
  routePartners,
  setBehaviours,
} from '../../../../src/simulator/driver.js';
import { EmbeddingSite } from '../shared/embedding-site.js';

let site: EmbeddingSite;
before(async () => {
  site = await EmbeddingSite.start();
});
afterEach(() => setBehaviours(site.simulator, 'checkout', {}));
after(() => site.close());

/** One callback of Flow's. */
interface Call {
  readonly name: string;
  /** Of the component that came first. */
  readonly type: string;
  readonly value: Record<string, unknown> | undefined;
}

/** `start(session, more?)` makes an instance, and `show(options?)` mounts a flow into the page. */
const host = `<div id="here"></div><script>
  window.calls = [];
  const note = (name) => (component, value) => {
    calls.push({ name, type: component.type, value: value && { ...value } });
    window.called?.(name);
  };
  const callbacks = Object.fromEntries(
    ['onReady', 'onChange', 'onSubmit', 'onPaymentCompleted', 'onError'].map((name) => [name, note(name)]));
  window.start = async (paymentSession, more = {}) => (window.checkout = await CheckoutWebComponents({
    publicKey: 'pk_sbox_test', environment: 'sandbox', paymentSession, ...callbacks, ...more }));
  window.show = (options) => (window.flow = checkout.create('flow', options)).mount('#here');
  window.attempt = (run) => { try { return String(run()); } catch (error) { return error.name + ' ' + error.type + ' ' + error.code; } };
  window.refusal = (promise) => promise.then(() => 'resolved', (error) => error.name + ' ' + error.type + ' ' + error.code);
</script>`;

const hidden = `{ componentOptions: { card: { displayCardholderName: 'hidden' } } }`;

async function openHost(context?: BrowserContext, origin = site.originOf('checkout')): Promise<Page> {
  return site.open({ html: `<script src="${origin}/index.js"></script>${host}` }, context);
}

async function showFlow(
  page: Page,
  session = site.createSession('checkout').session,
  more = hidden,
): Promise<void> {
  await page.evaluate(`start(${JSON.stringify(session)}, ${more}).then(() => { show(); })`);
}

const callsOf = async (page: Page): Promise<Call[]> =>
  (await page.evaluate<Call[]>('calls')).filter(({ name }) => name !== 'onChange');

async function waitForCalls(page: Page, name: string, count = 1): Promise<Call[]> {
  await page.waitForFunction(`calls.filter((call) => call.name === '${name}').length >= ${count}`);
  return callsOf(page);
}

test('Flow shows one frame per field, is ready later, and takes a card', async () => {
  const page = await openHost();
  await showFlow(page);
  assert.deepEqual(await callsOf(page), []);
  await waitForCalls(page, 'onReady');
  const names = await page
    .locator('[data-testid="checkout-web-component-root"] iframe')
    .evaluateAll((frames) => frames.map((frame) => (frame as HTMLIFrameElement).name.split('__')[0]));
  assert.deepEqual(names, ['card-number', 'card-expiry-date', 'card-cvv']);
  assert.ok(await page.evaluate("document.head.querySelector('link[rel=stylesheet]') !== null"));
  await (await partnerScreen(page, 'checkout')).succeed();
  const calls = await waitForCalls(page, 'onPaymentCompleted');
  assert.deepEqual(
    calls.map(({ name, type }) => [name, type]),
    [
      ['onReady', 'flow'],
      ['onSubmit', 'flow'],
      ['onPaymentCompleted', 'flow'],
    ],
  );
  const { id, ...rest } = calls.at(-1)!.value!;
  assert.match(String(id), /^pay_[a-z0-9]{26}$/);
  assert.deepEqual(rest, { status: 'Approved', type: 'card' });
  assert.ok(site.simulator.world.grants.has(String(id)));
});

test('Flow shows nothing before its styles are there, and goes on where a page refuses them', async () => {
  const page = await openHost();
  await page.evaluate(`new MutationObserver(() => {
    if (document.querySelector('.simulated-flow')) window.styled ??= document.querySelector('link').sheet !== null;
  }).observe(document, { childList: true, subtree: true })`);
  await showFlow(page);
  await waitForCalls(page, 'onReady');
  assert.equal(await page.evaluate('styled'), true);

  const bare = await openHost();
  await bare.route('**/flow.css', (route) => route.abort());
  await showFlow(bare);
  await waitForCalls(bare, 'onReady');
});

test('Flow declines a card and takes the next; a wrong number is not submitted at all', async () => {
  const page = await openHost();
  await showFlow(page);
  await waitForCalls(page, 'onReady');
  const screen = await partnerScreen(page, 'checkout');
  await screen.pay({ number: '4024 7644 4997 1510' });
  await page
    .frameLocator('iframe[name^="card-number"]')
    .getByRole('alert')
    .getByText('Card number is invalid')
    .waitFor();
  assert.deepEqual(
    (await callsOf(page)).map(({ name }) => name),
    ['onReady'],
  );

  await screen.fail('fill-declined');
  const [error] = (await waitForCalls(page, 'onError')).slice(-1);
  const { name, type, code, details } = error!.value as Record<string, Record<string, unknown>>;
  assert.deepEqual([name, type, code], ['CheckoutError', 'Request', 'payment_request_declined']);
  assert.deepEqual(details!['requestErrorCodes'], ['not_enough_funds']);
  assert.match(String(details!['paymentId']), /^pay_/);
  const root = page.locator('[data-testid="checkout-web-component-root"]');
  assert.equal(
    await root.locator('.problem').textContent(),
    'This card was declined. Try another one.',
    'the user reads why',
  );
  await screen.succeed();
  await waitForCalls(page, 'onPaymentCompleted');
});

for (const [locale, number, pay, required] of [
  ['es-ES', 'Número de tarjeta', 'Pagar', 'Obligatorio'],
  ['fr', 'Numéro de carte', 'Payer', 'Obligatoire'],
  ['de', 'Card number', 'Pay', 'Required'],
] as const)
  test(`Flow speaks as its locale says (${locale}), and the host's translations go before`, async () => {
    const page = await openHost();
    const own = `{ locale: '${locale}', translations: { '${locale}': { 'card.security_code': 'CVV!' } } }`;
    await showFlow(page, site.createSession('checkout').session, own);
    await waitForCalls(page, 'onReady');
    const root = page.locator('[data-testid="checkout-web-component-root"]');
    assert.equal(await root.locator('.pay').textContent(), pay);
    assert.equal(await root.locator('iframe').first().getAttribute('title'), number);
    const field = (name: string) => page.frameLocator(`iframe[name^="${name}"]`);
    await field('card-number').getByLabel(number).waitFor();
    await field('card-cvv').getByLabel('CVV!').waitFor();
    await root.locator('.pay').click();
    await field('card-number').getByText(required).waitFor();
  });

test("Flow is blocked for one session on a page that has the script: the loader's own error", async () => {
  const page = await openHost();
  const { session } = site.createSession('checkout', { scenario: 'script-blocked' });
  assert.equal(
    await page.evaluate(`refusal(start(${JSON.stringify(session)}))`),
    'CheckoutError Integration script_load_failed',
  );
  // The newest session has a say in how the script is served.
  site.createSession('checkout');
});

test('Flow refuses sessions in camelCase, without a field, and without a key', async () => {
  const page = await openHost();
  const { session } = site.createSession('checkout');
  const camelCase = {
    id: session['id'],
    paymentSessionSecret: session['payment_session_secret'],
    paymentSessionToken: session['payment_session_token'],
  };
  const refusals = await page.evaluate(
    `Promise.all([refusal(start(${JSON.stringify(camelCase)})), refusal(start(undefined)),
      refusal(start(${JSON.stringify({ ...session, payment_session_token: '' })})),
      refusal(start(${JSON.stringify(session)}, { publicKey: '' }))])`,
  );
  const invalid = 'CheckoutError Integration payment_session_invalid';
  assert.deepEqual(refusals, [
    invalid,
    'CheckoutError Integration payment_session_required',
    invalid,
    invalid,
  ]);
});

test('Flow refuses to be mounted wrongly, is silent after unmount, and has no destroy', async () => {
  const page = await openHost();
  await page.evaluate(`start(${JSON.stringify(site.createSession('checkout').session)}, ${hidden})`);
  const found = await page.evaluate(`[
    attempt(() => checkout.create('floww')),
    attempt(() => checkout.create('card').mount('#here')),
    attempt(() => checkout.create('flow').mount('#nowhere')),
    attempt(() => checkout.create('flow').mount(document.createElement('div'))),
    attempt(() => { show(); flow.mount('#here'); }),
    typeof flow.destroy,
  ]`);
  const code = (name: string): string => `CheckoutError Integration ${name}`;
  assert.deepEqual(found, [
    code('component_not_supported'),
    code('component_is_available_not_checked'),
    code('element_not_found'),
    code('element_not_found'),
    code('component_already_mounted'),
    'undefined',
  ]);
  await page.evaluate('flow.unmount()');
  await page.evaluate(`flow.mount(document.querySelector('#here'))`);
  await waitForCalls(page, 'onReady');
  await page.evaluate('calls.length = 0; flow.unmount()');
  assert.equal(await page.locator('iframe').count(), 0);
  assert.deepEqual(await callsOf(page), []);

  await setBehaviours(site.simulator, 'checkout', { mountErrors: 'callback' });
  await page.evaluate(
    `start(${JSON.stringify(site.createSession('checkout').session)}).then(() => checkout.create('flow').mount('#nowhere'))`,
  );
  const [error] = await waitForCalls(page, 'onError');
  assert.equal(error!.value!['code'], 'element_not_found');
});

test('Flow does not find a selector inside a shadow root', async () => {
  const page = await openHost();
  await page.evaluate(`document.querySelector('#here').attachShadow({ mode: 'open' }).innerHTML = '<div id="deep"></div>';
    start(${JSON.stringify(site.createSession('checkout').session)})`);
  assert.equal(
    await page.evaluate(`attempt(() => checkout.create('flow').mount('#deep'))`),
    'CheckoutError Integration element_not_found',
  );
});

test('Flow shows a session once; a late one fails when it is paid', async () => {
  const { session } = site.createSession('checkout');
  const page = await openHost();
  await showFlow(page, session);
  await waitForCalls(page, 'onReady');
  await page.evaluate(
    `flow.unmount(); calls.length = 0; start(${JSON.stringify(session)}).then(() => { show(); })`,
  );
  const [used] = await waitForCalls(page, 'onError');
  assert.deepEqual([used!.value!['type'], used!.value!['code']], ['Integration', 'payment_session_invalid']);

  const late = await openHost();
  await showFlow(late, site.createSession('checkout', { scenario: 'expired-session' }).session);
  const [expired] = (await waitForCalls(late, 'onError')).slice(-1);
  assert.equal(expired!.value!['code'], 'payment_request_failed');
  assert.deepEqual((expired!.value!['details'] as Record<string, unknown>)['requestErrorCodes'], [
    'payment_expired',
  ]);
});

test('Flow asks the issuer over the page, or leaves it without any callback', async () => {
  const page = await openHost();
  await showFlow(page);
  await waitForCalls(page, 'onReady');
  const screen = await partnerScreen(page, 'checkout');
  await screen.pay({ number: '4000 0000 0000 3220' });
  await (await challengeScreen(page)).refuse();
  await waitForCalls(page, 'onError');
  await screen.pay({ number: '4000 0000 0000 3220' });
  await (await challengeScreen(page)).confirm();
  // Each time the user is asked, a payment that is not finished; at last the one that is.
  const payments = (await waitForCalls(page, 'onPaymentCompleted', 3)).filter(
    ({ name }) => name === 'onPaymentCompleted',
  );
  const pending = { status: 'Pending', threeDs: { challenged: true } };
  assert.deepEqual(
    payments.map(({ value }) => ({ status: value?.['status'], threeDs: value?.['threeDs'] })),
    [pending, pending, { status: 'Approved', threeDs: undefined }],
  );

  await setBehaviours(site.simulator, 'checkout', { challenge: 'leaves-page' });
  const leaving = await openHost(await site.newContext());
  const called: string[] = [];
  await leaving.exposeFunction('called', (name: string) => called.push(name));
  await showFlow(leaving, site.createSession('checkout', { scenario: 'three-ds' }).session);
  await leaving.waitForURL(`${site.originOf('checkout')}/challenge.html?**`);
  assert.deepEqual(
    called.filter((name) => name !== 'onChange'),
    ['onReady', 'onSubmit', 'onPaymentCompleted'],
  );
});

for (const [status, isPaid] of [
  ['Card Verified', true],
  ['none', true],
  ['Pending', false],
  ['Declined', false],
] as const)
  test(`Flow reports a payment as switched: ${status}`, async () => {
    await setBehaviours(site.simulator, 'checkout', { status });
    const page = await openHost();
    await showFlow(page);
    await (await partnerScreen(page, 'checkout')).succeed();
    const [call] = (await waitForCalls(page, 'onPaymentCompleted')).slice(-1);
    assert.equal(call?.value?.['status'], status === 'none' ? undefined : status);
    assert.equal(site.simulator.world.grants.has(String(call?.value?.['id'])), isPaid);
  });

test('Flow takes sandbox keys for a mistake in production, its default', async () => {
  const page = await openHost();
  await showFlow(page, site.createSession('checkout').session, '{ environment: undefined }');
  await waitForCalls(page, 'onReady');
  await (await partnerScreen(page, 'checkout')).succeed();
  const [error] = (await waitForCalls(page, 'onError')).slice(-1);
  assert.equal((error!.value!['details'] as Record<string, unknown>)['status'], 401);
});

test('Flow plays scenarios at its production address', async () => {
  const context = await site.newContext();
  await routePartners(context, site.simulator);
  const page = await openHost(context, 'https://checkout-web-components.checkout.com');
  await showFlow(page, site.createSession('checkout', { scenario: 'duplicate-messages' }).session);
  const calls = await waitForCalls(page, 'onPaymentCompleted', 3);
  assert.equal(calls.filter(({ value }) => value?.['id'] !== undefined).length, 2);
});
