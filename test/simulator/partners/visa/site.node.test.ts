import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from '@playwright/test';
import { partnerScreen, routePartners } from '../../../../src/simulator/driver.js';
import { typeInto } from '../../../../src/simulator/driver/screens.js';
import { EmbeddingSite } from '../shared/embedding-site.js';

let site: EmbeddingSite;
let redirectUrl: string;
before(async () => {
  site = await EmbeddingSite.start();
  redirectUrl = `${site.origin}/linked?tab=banks`;
});
after(() => site.close());

/** Leaves a page of the site for the bank, by script, and waits for its screen. */
async function leaveFor(href: string, page?: Page): Promise<Page> {
  const from = page ?? (await site.open({ html: '<h1>A platform</h1>' }));
  await from.evaluate((address) => location.assign(address), href);
  return from;
}

async function returnOf(page: Page): Promise<URLSearchParams> {
  await page.waitForURL((url) => url.origin === site.origin && url.pathname === '/linked');
  return new URL(page.url()).searchParams;
}

async function signIn(page: Page, user: string, password: string): Promise<void> {
  const { frame } = await partnerScreen(page, 'visa');
  await frame.getByRole('button', { name: 'Demo Bank' }).click();
  await typeInto(frame.getByLabel('User name'), user);
  await typeInto(frame.getByLabel('Password'), password);
  await frame.getByRole('button', { name: 'Continue' }).click();
}

test('Visa comes back over Dwolla with the exchange that Dwolla has made', async () => {
  const page = await leaveFor(site.createSession('visa', { redirectUrl }).href);
  const hops: string[] = [];
  page.on('request', (request) => {
    if (request.isNavigationRequest()) hops.push(new URL(request.url()).origin);
  });
  await (await partnerScreen(page, 'visa')).succeed();
  const result = await returnOf(page);
  assert.deepEqual([...result.keys()], ['tab', 'exchange']);
  assert.ok(site.simulator.world.exchanges.has(result.get('exchange')!));
  assert.deepEqual(hops.slice(-2), [new URL(site.simulator.dwollaUrl).origin, site.origin]);
});

for (const [user, password, code] of [
  ['u92721594', 'nbs589', 'AUTHENTICATION_ERROR'],
  ['u91902655', 'jtx720', 'TEMPORARY_ERROR'],
] as const)
  test(`Visa's demo user ${user} comes back with ${code}`, async () => {
    const page = await leaveFor(site.createSession('visa', { redirectUrl }).href);
    await signIn(page, user, password);
    assert.equal((await returnOf(page)).get('error'), code);
  });

test('Visa comes back with USER_CANCELLED when the user closes it, and with codes that nobody knows', async () => {
  const page = await leaveFor(site.createSession('visa', { redirectUrl }).href);
  await (await partnerScreen(page, 'visa')).frame.getByRole('button', { name: 'Close Visa' }).click();
  assert.deepEqual(
    [...(await returnOf(page))],
    [
      ['tab', 'banks'],
      ['error', 'USER_CANCELLED'],
    ],
  );
  await leaveFor(site.createSession('visa', { redirectUrl }).href, page);
  await (await partnerScreen(page, 'visa')).fail('something-new');
  assert.equal((await returnOf(page)).get('error'), 'SOMETHING_NEW');
});

test('Visa works once, and only with the link as it was created', async () => {
  const { href } = site.createSession('visa', { redirectUrl });
  const page = await leaveFor(href);
  await (await partnerScreen(page, 'visa')).cancel();
  await returnOf(page);
  await leaveFor(href, page);
  await page.getByText('It was opened before').waitFor();

  const altered = new URL(site.createSession('visa', { redirectUrl }).href);
  altered.searchParams.set('state', altered.searchParams.get('state')!);
  await leaveFor(altered.href, page);
  await page.getByText('It was changed on the way').waitFor();
});

test('Visa refuses to be framed, and is not used up by the attempt', async () => {
  const { href } = site.createSession('visa', { redirectUrl });
  const framed = await site.openFrame(href);
  await framed.waitForFunction(() => frames.length === 1);
  const answer = await fetch(href, { headers: { 'sec-fetch-dest': 'iframe' } });
  assert.equal(answer.headers.get('x-frame-options'), 'DENY');
  await leaveFor(href, framed);
  await partnerScreen(framed, 'visa');
});

test('Visa plays a scenario by itself at its production address', async () => {
  const context = await site.newContext();
  await routePartners(context, site.simulator);
  const page = await site.open({ html: '<h1>A platform</h1>' }, context);
  const { href } = site.createSession('visa', { redirectUrl, scenario: 'success' });
  const production = href
    .replace(site.originOf('visa'), 'https://link.visa.com')
    .replace(site.simulator.dwollaUrl, 'https://api-sandbox.dwolla.com');
  await leaveFor(production, page);
  assert.ok((await returnOf(page)).has('exchange'));
});
