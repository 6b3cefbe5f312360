import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { bankPage, partnerScreen, setBehaviours } from '../../../../src/simulator/driver.js';
import { fieldOf, EmbeddingSite, waitForMessage } from '../shared/embedding-site.js';

let site: EmbeddingSite;
before(async () => {
  site = await EmbeddingSite.start();
});
afterEach(() => setBehaviours(site.simulator, 'flinks', {}));
after(() => site.close());

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

test('Flinks reports each step, and ends with REDIRECT', async () => {
  const page = await site.openFrame(site.createSession('flinks').href);
  await (await partnerScreen(page, 'flinks')).succeed();
  const received = await waitForMessage(page, { step: 'REDIRECT' });
  assert.deepEqual(fieldOf(received, 'step'), [
    'APP_MOUNTED',
    'APP_RESIZE',
    'COMPONENT_LOAD_INSTITUTION_SELECTOR',
    'INSTITUTION_SELECTED',
    'COMPONENT_LOAD_CREDENTIAL',
    'SUBMIT_CREDENTIAL',
    'COMPONENT_LOAD_ACCOUNT_SELECTION',
    'ACCOUNT_SELECTED',
    'REDIRECT',
  ]);
  const { loginId, accountId, requestId, institution } = received.at(-1)!.data as Record<string, string>;
  for (const id of [loginId, accountId, requestId]) assert.match(id!, uuid);
  assert.equal(institution, 'FlinksCapital');
});

test('Flinks ends in each documented shape of REDIRECT, and as a JSON string where the URL asks for it', async () => {
  await setBehaviours(site.simulator, 'flinks', { redirect: 'url' });
  const withUrl = await site.openFrame(
    `${site.createSession('flinks').href}&redirectUrl=${encodeURIComponent(`${site.origin}/linked`)}&innerRedirect=true`,
  );
  await (await partnerScreen(withUrl, 'flinks')).choose('succeed');
  const [end] = (await waitForMessage(withUrl, { step: 'REDIRECT' })).slice(-1);
  const { url, ...rest } = end!.data as Record<string, string>;
  assert.deepEqual(rest, { step: 'REDIRECT', institution: 'FlinksCapital' });
  assert.match(new URL(url!).searchParams.get('loginId')!, uuid);
  await withUrl.waitForFunction((origin) => frames[0]?.location.href.startsWith(origin), site.origin);

  await setBehaviours(site.simulator, 'flinks', { redirect: 'login', accountId: 'list' });
  const asText = await site.openFrame(`${site.createSession('flinks').href}&stringify=true`);
  await (await partnerScreen(asText, 'flinks')).choose('succeed');
  const [text] = (await waitForMessage(asText, { step: 'REDIRECT' })).slice(-1);
  const message = JSON.parse(String(text!.data)) as Record<string, unknown>;
  assert.match(String(message['loginId']), uuid);
  assert.ok(Array.isArray(message['accountId']));
  assert.equal(message['requestId'], undefined);
});

test('Flinks closes only where the URL allows it', async () => {
  const { href } = site.createSession('flinks');
  const page = await site.openFrame(href);
  await (
    await partnerScreen(page, 'flinks')
  ).frame
    .getByRole('button', { name: 'Close Flinks Connect' })
    .click();
  await waitForMessage(page, { step: 'COMPONENT_CLOSE_SESSION' });

  const fixed = await site.openFrame(
    site.createSession('flinks').href.replace('closeEnable=true', 'closeEnable=false'),
  );
  const { frame } = await partnerScreen(fixed, 'flinks');
  await frame.getByRole('heading', { name: 'Choose your bank' }).waitFor();
  assert.equal(await frame.getByRole('button', { name: 'Close Flinks Connect' }).count(), 0);
});

test('Flinks reports a refused login twice, with a step and as a fault, and can still succeed', async () => {
  const page = await site.openFrame(site.createSession('flinks').href);
  const bank = await partnerScreen(page, 'flinks');
  await bank.fail('bad-credentials');
  await waitForMessage(page, { flinksCode: 'INVALID_LOGIN' });
  const received = await waitForMessage(page, { step: 'INVALID_LOGIN' });
  const fault = received.find(({ data }) => (data as Record<string, unknown>)['flinksCode'] !== undefined);
  assert.equal((fault!.data as Record<string, unknown>)['step'], undefined);
  await bank.succeed();
  await waitForMessage(page, { step: 'REDIRECT' });
});

test('Flinks says TOKEN_INVALID at a second view, from which no success can come', async () => {
  const { href, credential } = site.createSession('flinks');
  const first = await site.openFrame(href);
  await (await partnerScreen(first, 'flinks')).choose('succeed');
  await waitForMessage(first, { step: 'REDIRECT' });
  const second = await site.openFrame(href);
  const received = await waitForMessage(second, { step: 'TOKEN_INVALID' });
  assert.equal(received.length, 1);
  const { frame } = await partnerScreen(second, 'flinks');
  assert.equal(await frame.locator('form, [data-outcome]').count(), 0);
  const again = await fetch(`${site.originOf('flinks')}/simulator/link`, {
    method: 'POST',
    body: JSON.stringify({ credential, institution: { id: '14', name: 'FlinksCapital' } }),
  });
  assert.equal(again.status, 400);
});

test('Flinks opens the bank in a window of its own and says so, or that it was blocked', async () => {
  const page = await site.openFrame(site.createSession('flinks', { scenario: 'popup-blocked' }).href);
  await waitForMessage(page, { step: 'POPUP_BLOCKED' });
  const { frame } = await partnerScreen(page, 'flinks');
  const opening = page.waitForEvent('popup');
  await frame.getByRole('button', { name: 'Go to my bank' }).click();
  await (await bankPage(await opening)).approve();
  await waitForMessage(page, { step: 'COMPONENT_LOAD_ACCOUNT_SELECTION' });
  const received = await waitForMessage(page, { step: 'POPUP_OPENED' });
  assert.ok(
    fieldOf(received, 'step').indexOf('POPUP_BLOCKED') < fieldOf(received, 'step').indexOf('POPUP_OPENED'),
  );
});

test('Flinks plays "duplicate-messages": REDIRECT twice, and a forged one from another window', async () => {
  const page = await site.openFrame(site.createSession('flinks', { scenario: 'duplicate-messages' }).href);
  await page.waitForFunction(
    () =>
      (window as unknown as { received: { data: unknown; isFromFrame: boolean }[] }).received.filter(
        ({ data, isFromFrame }) => isFromFrame && (data as { step?: string } | null)?.step === 'REDIRECT',
      ).length === 2,
  );
  const received = await waitForMessage(page, { step: 'REDIRECT', institution: 'Forged' });
  assert.ok(
    received.some(({ data, isFromFrame }) => !isFromFrame && (data as { step?: string }).step === 'REDIRECT'),
  );
});
