import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { BrowserContext, Page } from '@playwright/test';
import { bankPage, partnerScreen, routePartners, setBehaviours } from '../../../../src/simulator/driver.js';
import { typeInto } from '../../../../src/simulator/driver/screens.js';
import { EmbeddingSite } from '../shared/embedding-site.js';

let site: EmbeddingSite;
before(async () => {
  site = await EmbeddingSite.start();
});
afterEach(() => setBehaviours(site.simulator, 'plaid', {}));
after(() => site.close());

/** One callback of Plaid's, with what it was given and how the page looked at that moment. */
interface Call {
  readonly name: string;
  readonly values: readonly unknown[];
  readonly isShown: boolean;
}

/** `make(token, more?)` creates a handler whose callbacks write down what they get. */
const host = `<script>
  window.calls = [];
  const frameOf = () => document.querySelector('iframe[id^="plaid-link-iframe"]');
  const note = (name) => (...values) => {
    calls.push({ name, values, isShown: frameOf()?.style.display === 'block' });
    window.during?.(name);
  };
  window.make = (token, more = {}) => (window.handler = Plaid.create({
    token, onSuccess: note('onSuccess'), onExit: note('onExit'), onEvent: note('onEvent'), onLoad: note('onLoad'), ...more,
  }));
</script>`;

const scriptUrl = (): string => `${site.originOf('plaid')}/link/v2/stable/link-initialize.js`;

async function openHost(
  head = `<script src="${scriptUrl()}"></script>`,
  context?: BrowserContext,
): Promise<Page> {
  return site.open({ html: `<button>Link</button>${head}${host}` }, context);
}

const callsOf = (page: Page): Promise<Call[]> => page.evaluate('calls');

async function waitForCall(page: Page, name: string): Promise<Call[]> {
  await page.waitForFunction(`calls.some((call) => call.name === ${JSON.stringify(name)})`);
  return callsOf(page);
}

const open = (token: string, more = '{}'): string =>
  `make(${JSON.stringify(token)}, ${more}); handler.open();`;
const without = (calls: readonly Call[], name: string): Call[] => calls.filter((call) => call.name !== name);

test('Plaid loads, opens and passes a public token; it hides after the callback', async () => {
  const page = await openHost();
  await page.evaluate(open(site.createSession('plaid').credential));
  assert.equal(await page.evaluate('document.body.style.overflow'), 'hidden');
  assert.deepEqual(await callsOf(page), []);
  await (await partnerScreen(page, 'plaid')).succeed();
  const calls = await waitForCall(page, 'onSuccess');
  assert.deepEqual(
    without(calls, 'onEvent').map(({ name }) => name),
    ['onLoad', 'onSuccess'],
  );
  const events = calls.filter(({ name }) => name === 'onEvent');
  assert.equal(events[0]!.values[0], 'OPEN');
  assert.equal((events[0]!.values[1] as Record<string, unknown>)['is_update_mode'], false);
  assert.equal(events.at(-1)!.values[0], 'HANDOFF');

  const { values, isShown } = calls.at(-1)!;
  const [publicToken, metadata] = values as [string, Record<string, unknown>];
  assert.ok(isShown);
  assert.match(publicToken, /^public-sandbox-[0-9a-f-]{36}$/);
  assert.equal(metadata['public_token'], publicToken);
  assert.deepEqual(metadata['institution'], { name: 'First Platypus Bank', institution_id: 'ins_109508' });
  assert.deepEqual(
    (metadata['accounts'] as Record<string, unknown>[]).map(({ mask, subtype }) => [mask, subtype]),
    [
      ['0000', 'checking'],
      ['1111', 'savings'],
    ],
  );
  await page.locator('iframe').waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate('document.body.style.overflow'), '');
});

test('Plaid exits with null, and with the last trouble the user met', async () => {
  const page = await openHost();
  await page.evaluate(open(site.createSession('plaid').credential));
  await (await partnerScreen(page, 'plaid')).cancel();
  const [exit] = (await waitForCall(page, 'onExit')).slice(-1);
  const [error, metadata] = exit!.values as [unknown, Record<string, unknown>];
  assert.equal(error, null);
  assert.deepEqual([metadata['institution'], metadata['status']], [null, 'institution_not_found']);
  assert.deepEqual(Object.keys(metadata).sort(), ['institution', 'link_session_id', 'request_id', 'status']);

  await page.evaluate('calls.length = 0; handler.open()');
  const { frame } = await partnerScreen(page, 'plaid');
  await frame.getByRole('button', { name: 'First Platypus Bank' }).click();
  await typeInto(frame.getByLabel('Password'), 'error_ITEM_LOCKED');
  await frame.getByRole('button', { name: 'Submit' }).click();
  await frame.getByRole('alert').waitFor();
  await page.evaluate('handler.exit({ force: true })');
  const again = await waitForCall(page, 'onExit');
  assert.ok(again.every(({ name }) => name !== 'onLoad'));
  const [trouble] = again.at(-1)!.values as [Record<string, unknown>];
  assert.deepEqual([trouble['error_type'], trouble['error_code']], ['ITEM_ERROR', 'ITEM_LOCKED']);
});

test('Plaid refuses a token that was used, that never was one, and that waited too long', async () => {
  const used = site.createSession('plaid').credential;
  const page = await openHost();
  await page.evaluate(open(used));
  await (await partnerScreen(page, 'plaid')).choose('succeed');
  await waitForCall(page, 'onSuccess');
  const expired = site.createSession('plaid', { scenario: 'expired-session' }).credential;
  for (const token of [used, '', 'public-sandbox-1', expired]) {
    await page.evaluate(`handler.destroy(); calls.length = 0; ${open(token)}`);
    const [error] = (await waitForCall(page, 'onExit')).at(-1)!.values as [Record<string, unknown>];
    assert.deepEqual([error['error_type'], error['error_code']], ['INVALID_INPUT', 'INVALID_LINK_TOKEN']);
  }
});

test('Plaid throws at its end where its tag is not as it must be, with the global there all the same', async () => {
  const inShadow = `<div id="root"></div><script>
    const tag = document.createElement('script'); tag.src = '${scriptUrl()}';
    tag.onload = () => (window.loaded = true);
    document.querySelector('#root').attachShadow({ mode: 'open' }).append(tag);</script>`;
  const withQuery = `<script src="${scriptUrl()}?version=1" onload="loaded = true"></script>`;
  for (const head of [inShadow, withQuery]) {
    const page = await site.open({ html: '' });
    const failed = page.waitForEvent('pageerror');
    await page.setContent(head);
    assert.match((await failed).message, /Failed to find script/);
    await page.waitForFunction('window.loaded && typeof Plaid.create === "function"');
  }
});

test('Plaid embedded twice warns, counts its frames anew, and lets both copies receive every message', async () => {
  const page = await openHost();
  await page.evaluate(open(site.createSession('plaid').credential));
  const warned = page.waitForEvent('console', (message) => message.text().includes('more than once'));
  await page.addScriptTag({ url: scriptUrl() });
  await warned;
  await page.evaluate(`make(${JSON.stringify(site.createSession('plaid').credential)})`);
  assert.equal(await page.locator('#plaid-link-iframe-1').count(), 2);
  await (await partnerScreen(page, 'plaid')).cancel();
  await page.waitForFunction("calls.filter(({ name }) => name === 'onExit').length === 2");
});

test('Plaid checks what it is created with', async () => {
  const page = await openHost();
  const warned = page.waitForEvent('console', (message) => message.text().includes('cspNonce'));
  const thrown = await page.evaluate<
    string[]
  >(`[{}, { token: 'a' }, { onSuccess() {} }, { token: null, onSuccess() {} }].map(
    (config) => { try { Plaid.create(config); return 'created'; } catch (error) { return error.message.split('.')[0]; } })`);
  assert.deepEqual(thrown, [
    ...Array<string>(2).fill('Invalid Link configuration: onSuccess must be a function'),
    ...Array<string>(2).fill('Missing Link parameter'),
  ]);
  await page.evaluate(`Plaid.create({ token: '', cspNonce: 'a', onSuccess() {} }).destroy()`);
  await warned;
  assert.equal(await page.locator('iframe').count(), 0);
});

test('Plaid loses an exit before it is ready, is destroyed silently, and cannot be opened after that', async () => {
  const page = await openHost();
  await page.evaluate(`${open(site.createSession('plaid').credential)} handler.exit();`);
  await partnerScreen(page, 'plaid');
  assert.deepEqual(
    without(await callsOf(page), 'onEvent').map(({ name }) => name),
    ['onLoad'],
  );
  await page.evaluate('document.body.style.overflow = "clip"; handler.destroy(); handler.destroy();');
  assert.equal(await page.locator('iframe').count(), 0);
  assert.equal(await page.evaluate('document.body.style.overflow'), '');
  assert.equal(
    await page.evaluate('(() => { try { handler.open(); } catch { return "thrown"; } })()'),
    'thrown',
  );
  assert.deepEqual(
    without(await callsOf(page), 'onEvent').map(({ name }) => name),
    ['onLoad'],
  );
});

test('Plaid stays on the screen when a callback throws, and its late hiding undoes what a callback opened', async () => {
  const page = await openHost();
  page.on('pageerror', () => undefined);
  await page.evaluate(`window.during = (name) => { if (name === 'onExit') throw new Error('of the page'); };
    ${open(site.createSession('plaid').credential)}`);
  await (await partnerScreen(page, 'plaid')).cancel();
  await waitForCall(page, 'onExit');
  assert.equal(await page.evaluate('frameOf().style.display'), 'block');

  await page.evaluate(`handler.destroy(); calls.length = 0;
    window.during = (name) => { if (name === 'onExit') { handler.destroy(); make(${JSON.stringify(site.createSession('plaid').credential)}); handler.open(); } };
    ${open(site.createSession('plaid').credential)}`);
  await (await partnerScreen(page, 'plaid')).cancel();
  await waitForCall(page, 'onExit');
  await page.waitForFunction("document.body.style.overflow === ''");
  assert.equal(await page.evaluate('frameOf().style.display'), 'block');
});

test('Plaid on a phone takes the page away while it is open, and blanks the id of <html> when it never was', async () => {
  const context = await site.newContext({ userAgent: 'Mozilla/5.0 (iPhone) Mobile' });
  const page = await openHost(undefined, context);
  await page.evaluate(
    `document.documentElement.id = 'mine'; ${open(site.createSession('plaid').credential)}`,
  );
  assert.equal(await page.evaluate('document.documentElement.id'), 'plaid-link-temporary-id');
  assert.equal(await page.locator('button').first().isVisible(), false);
  await (await partnerScreen(page, 'plaid')).cancel();
  await waitForCall(page, 'onExit');
  await page.waitForFunction("document.documentElement.id === 'mine'");
  await page.evaluate(`make(${JSON.stringify(site.createSession('plaid').credential)}).destroy()`);
  assert.equal(await page.evaluate('document.documentElement.id'), '');
});

test('Plaid on a phone leaves the heights that it has set, as build 2.0.1951 does', async () => {
  for (const [userAgent, bodyHeight] of [
    ['Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile', ''],
    ['Mozilla/5.0 (iPhone) CriOS/140 Mobile', '700px!important'],
  ] as const) {
    const context = await site.newContext({ userAgent, viewport: { width: 390, height: 700 } });
    const page = await openHost(undefined, context);
    const heights = `[document.documentElement, document.body].map(({ style }) =>
      style.height && style.height + '!' + style.getPropertyPriority('height'))`;
    await page.evaluate(open(site.createSession('plaid').credential));
    const wanted = ['612px!important', bodyHeight];
    await page.waitForFunction(`String(${heights}) === ${JSON.stringify(String(wanted))}`);
    assert.equal(await page.evaluate('document.body.style.overflow'), '');
    await (await partnerScreen(page, 'plaid')).cancel();
    await waitForCall(page, 'onExit');
    await page.waitForFunction("document.documentElement.id === ''");
    assert.deepEqual(await page.evaluate(heights), wanted);
  }
});

test('Plaid that is opened twice finds its own lock the second time, and leaves it', async () => {
  const page = await openHost();
  await page.evaluate(`${open(site.createSession('plaid').credential)}; handler.open()`);
  await (await partnerScreen(page, 'plaid')).cancel();
  await waitForCall(page, 'onExit');
  await page.waitForFunction("frameOf().style.display === 'none'");
  assert.equal(await page.evaluate('document.body.style.overflow'), 'hidden');
});

test('Plaid sends its events out of order, and an exit after success, where it is switched so', async () => {
  await setBehaviours(site.simulator, 'plaid', {
    events: 'mixed',
    exitAfterSuccess: true,
    publicToken: 'null',
  });
  const page = await openHost();
  await page.evaluate(`window.during = (name) => { if (name === 'onSuccess') handler.exit(); };
    ${open(site.createSession('plaid').credential)}`);
  await (await partnerScreen(page, 'plaid')).choose('succeed');
  const calls = await waitForCall(page, 'onExit');
  const names = calls.map(({ name, values }) => (name === 'onEvent' ? values[0] : name));
  assert.ok(names.indexOf('SOMETHING_NEW') > names.indexOf('onSuccess'));
  assert.equal(calls.find(({ name }) => name === 'onSuccess')!.values[0], null);
});

test('Plaid opens the bank in a window, or leaves the page and goes on with the same token', async () => {
  const redirectUrl = `${site.origin}/linked`;
  const page = await openHost();
  await page.evaluate(open(site.createSession('plaid').credential));
  const first = await partnerScreen(page, 'plaid');
  await first.frame.getByRole('button', { name: 'Platypus OAuth Bank' }).click();
  const opening = page.waitForEvent('popup');
  await first.frame.getByRole('button', { name: 'Open my bank' }).click();
  await (await bankPage(await opening)).approve();
  await first.frame.getByRole('heading', { name: 'Choose your accounts' }).waitFor();

  await setBehaviours(site.simulator, 'plaid', { oauth: 'redirect' });
  const { credential } = site.createSession('plaid', { redirectUrl, scenario: 'oauth' });
  const leaving = await openHost();
  await leaving.evaluate(open(credential));
  await leaving.waitForURL(`${redirectUrl}?oauth_state_id=*`);
  const returned = JSON.stringify({ receivedRedirectUri: leaving.url() });

  const back = await openHost();
  const endOf = async (token: string, more: string): Promise<unknown> => {
    await back.evaluate(`window.handler?.destroy(); calls.length = 0; ${open(token, more)}`);
    const [error] = (await waitForCall(back, 'onExit')).at(-1)!.values as [Record<string, unknown>];
    return error['error_code'];
  };
  assert.equal(await endOf(site.createSession('plaid').credential, returned), 'INCORRECT_LINK_TOKEN');
  assert.equal(
    await endOf(credential, JSON.stringify({ receivedRedirectUri: redirectUrl })),
    'INVALID_FIELD',
  );
  await back.evaluate(`handler.destroy(); calls.length = 0; ${open(credential, returned)}`);
  await waitForCall(back, 'onSuccess');
  assert.equal(await endOf(credential, returned), 'OAUTH_STATE_ID_ALREADY_PROCESSED');
});

test('Plaid is blocked, never ready, or without its global, as switched', async () => {
  const status = async (): Promise<number> => (await fetch(scriptUrl())).status;
  site.simulator.world.setScenario('plaid', 'script-blocked');
  assert.equal(await status(), 503);
  site.simulator.world.setScenario('plaid', null);
  assert.equal(await status(), 200);
  site.createSession('plaid', { scenario: 'script-blocked' });
  assert.equal(await status(), 503);
  site.createSession('plaid');
  assert.equal(await status(), 200);

  const page = await openHost();
  await page.evaluate(open(site.createSession('plaid', { scenario: 'never-ready' }).credential));
  await page.waitForFunction("document.getElementById('plaid-link-open-iframe') === null");
  assert.deepEqual(await callsOf(page), []);
  assert.equal(await page.locator('#plaid-link-iframe-1').isVisible(), true);

  const late = await openHost();
  await late.evaluate(open(site.createSession('plaid', { scenario: 'script-blocked' }).credential));
  const [error] = (await waitForCall(late, 'onExit')).at(-1)!.values as [Record<string, unknown>];
  assert.equal(error['error_code'], 'INTERNAL_SERVER_ERROR', 'the page had the script already');

  await setBehaviours(site.simulator, 'plaid', { script: 'no-global' });
  const bare = await openHost();
  assert.equal(await bare.evaluate('typeof Plaid'), 'undefined');
});

test('the script at its production address plays a scenario by itself', async () => {
  const context = await site.newContext();
  await routePartners(context, site.simulator);
  const { credential } = site.createSession('plaid', { scenario: 'duplicate-messages' });
  const page = await openHost(
    '<script src="https://cdn.plaid.com/link/v2/stable/link-initialize.js"></script>',
    context,
  );
  await page.evaluate(open(credential));
  const calls = await waitForCall(page, 'onExit');
  assert.equal(calls.filter(({ name }) => name === 'onSuccess').length, 2);
});
