import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from '@playwright/test';
import { bankPage, partnerScreen } from '../../../../src/simulator/driver.js';
import { fieldOf, messagesTo, EmbeddingSite, waitForMessage } from '../shared/embedding-site.js';

let site: EmbeddingSite;
before(async () => {
  site = await EmbeddingSite.start();
});
after(() => site.close());

/** What Mastercard's SDK 2.3.0 sends from an element given by `node`, with the names whose value is undefined. */
const ping = `({
  type: 'ping', selector: undefined, sdkVersion: '2.3.0', platform: 'iframe',
  attachedEventHandlers: ['onLoad', 'onUser', 'onRoute', 'onDone', 'onCancel', 'onError'], overlay: undefined,
  isEmbedded: false, isPopup: false, isNodeAttached: true, sdkBuildSource: 'NPM', sdkBuildType: 'ESM',
})`;

/** The host's side of the conversation, as Mastercard's own library holds it; `window.open` is refused where asked. */
function openConnect(href: string, { opensWindows = true, pings = true } = {}): Promise<Page> {
  return site.openFrame(href, {
    script: `
      const frame = document.querySelector('iframe');
      const origin = ${JSON.stringify(new URL(href).origin)};
      const say = (message) => frame.contentWindow.postMessage(message, origin);
      window.loads = 0;
      frame.addEventListener('load', () => loads++);
      const timer = ${String(pings)} && setInterval(() => say(${ping}), 100);
      window.openBank = (url) => {
        const bank = window.open(url, 'targetWindow', 'width=600,height=600');
        window.bank = bank;
        const watch = setInterval(() => {
          if (!bank.closed) return;
          clearInterval(watch);
          say({ type: 'window', closed: true, blocked: false });
        }, 50);
      };
      addEventListener('message', ({ data, source }) => {
        if (source !== frame.contentWindow) return;
        if (data.type === 'ack') clearInterval(timer);
        if (data.type === 'url' && ${String(opensWindows)}) openBank(data.url);
        else if (data.type === 'url') say({ type: 'window', closed: true, blocked: true });
        if (data.type === 'closePopup') window.bank.close();
      });`,
  });
}

const dataOf = (data: unknown): unknown => (data as { data: unknown }).data;

test('Mastercard answers a ping, loads twice, and ends with done after a route of that name', async () => {
  const page = await openConnect(site.createSession('mastercard').href);
  await waitForMessage(page, { type: 'ack' });
  await (await partnerScreen(page, 'mastercard')).succeed();
  const received = await waitForMessage(page, { type: 'done' });
  assert.deepEqual(
    fieldOf(received, 'type').filter((type) => type !== 'ack'),
    ['route', 'user', 'route', 'route', 'user', 'user', 'route', 'user', 'done'],
  );
  const { code, reason, reportData } = dataOf(received.at(-1)!.data) as Record<string, unknown>;
  assert.deepEqual([code, reason], [200, 'complete']);
  assert.ok(Array.isArray(reportData));
  const lastRoute = received.filter(({ data }) => (data as { type: string }).type === 'route').at(-1);
  assert.deepEqual(dataOf(lastRoute!.data), { screen: 'Done', params: {} });
  assert.equal(await page.evaluate(() => (window as unknown as { loads: number }).loads), 2);
});

test('Mastercard keeps what was chosen before the first ping, and says it with that', async () => {
  const page = await openConnect(site.createSession('mastercard').href, { pings: false });
  const screen = await partnerScreen(page, 'mastercard');
  await screen.fail('timeout');
  await screen.fail('error');
  assert.deepEqual(await messagesTo(page), []);
  await page.evaluate(`say(${ping})`);
  const received = await waitForMessage(page, { type: 'error' });
  assert.deepEqual(fieldOf(received, 'type'), ['ack', 'error']);
  assert.deepEqual(dataOf(received.at(-1)!.data), { code: 500, reason: 'error' });
});

test('Mastercard says nothing to a page that does not ping', async () => {
  const page = await openConnect(site.createSession('mastercard').href, { pings: false });
  const { frame } = await partnerScreen(page, 'mastercard');
  // Messages come in order: once this one is echoed, those before it were received and left without an answer.
  await frame.evaluate(() => {
    window.addEventListener('message', ({ data }) => {
      if (data === 'echo') parent.postMessage('echoed', '*');
    });
  });
  await page.evaluate((origin) => {
    const connect = document.querySelector('iframe')!.contentWindow!;
    const messages = [null, 'ping', { type: 'ping' }, { type: 'window', closed: true }];
    for (const message of messages) connect.postMessage(message, origin);
  }, site.originOf('mastercard'));
  // Pings as no SDK sends them: of another place, with a selector that it does not know of, half of one, without a version.
  for (const wrong of [
    "platform: 'web'",
    'isEmbedded: true',
    'attachedEventHandlers: undefined',
    "attachedEventHandlers: ['onDone']",
    'isPopup: true',
    'sdkBuildSource: undefined',
    "sdkBuildType: 'AMD'",
    'sdkVersion: 2',
  ])
    await page.evaluate(`say({ ...${ping}, ${wrong} })`);
  await page.evaluate("say({ type: 'ping', sdkVersion: '2.3.0', platform: 'iframe' })");
  await page.evaluate("say('echo')");
  await page.waitForFunction("received.some(({ data }) => data === 'echoed')");
  assert.deepEqual(
    (await messagesTo(page)).map(({ data }) => data),
    ['echoed'],
  );
});

test('Mastercard ends with cancel, and with error', async () => {
  const left = await openConnect(site.createSession('mastercard').href);
  const screen = await partnerScreen(left, 'mastercard');
  await screen.frame.getByRole('heading', { name: 'Find your bank' }).waitFor();
  await screen.cancel();
  const [cancel] = (await waitForMessage(left, { type: 'cancel' })).slice(-1);
  assert.deepEqual(cancel!.data, { type: 'cancel', data: { code: 100, reason: 'exit' } });

  const failed = await openConnect(
    site.createSession('mastercard', { scenario: 'authentication-error' }).href,
  );
  const [error] = (await waitForMessage(failed, { type: 'error' })).slice(-1);
  assert.deepEqual(error!.data, { type: 'error', data: { code: 500, reason: 'error' } });

  const late = await openConnect(site.createSession('mastercard', { scenario: 'expired-session' }).href);
  const [timeout] = (await waitForMessage(late, { type: 'error' })).slice(-1);
  assert.deepEqual(timeout!.data, { type: 'error', data: { code: 1440, reason: 'timeout' } });
});

test('Mastercard has the host open the bank, waits for it, and has it closed', async () => {
  const page = await openConnect(site.createSession('mastercard').href);
  const { frame } = await partnerScreen(page, 'mastercard');
  await frame.getByRole('button', { name: 'FinBank OAuth' }).click();
  const opening = page.waitForEvent('popup');
  await frame.getByRole('button', { name: 'Go to my bank' }).click();
  const popup = await opening;
  const closed = popup.waitForEvent('close');
  await (await bankPage(popup)).approve();
  await closed;
  await frame.getByRole('heading', { name: 'Choose your accounts' }).waitFor();
  const received = await messagesTo(page);
  const url = received.find(({ data }) => (data as { type: string }).type === 'url')!.data as Record<
    string,
    unknown
  >;
  assert.equal(new URL(String(url['url'])).origin, site.originOf('mastercard'));
  assert.equal(url['data'], undefined);
  assert.ok(fieldOf(received, 'type').includes('closePopup'));
});

test('Mastercard says that the window was refused, and goes on when the host opens it all the same', async () => {
  const page = await openConnect(site.createSession('mastercard', { scenario: 'popup-blocked' }).href, {
    opensWindows: false,
  });
  const { frame } = await partnerScreen(page, 'mastercard');
  await frame.getByText('Your browser blocked the window').waitFor();
  const url = (await messagesTo(page))
    .map(({ data }) => (data as { url?: string }).url)
    .find((value) => value !== undefined);
  const opening = page.waitForEvent('popup');
  await page.evaluate(
    (address) => (window as unknown as { openBank: (url: string) => void }).openBank(address),
    url!,
  );
  await (await bankPage(await opening)).approve();
  await frame.getByRole('heading', { name: 'Choose your accounts' }).waitFor();
});

test('Mastercard may be loaded again until the user has finished, and not after', async () => {
  const { href } = site.createSession('mastercard');
  await waitForMessage(await openConnect(href), { type: 'ack' });
  const second = await openConnect(href);
  const screen = await partnerScreen(second, 'mastercard');
  await screen.frame.getByRole('heading', { name: 'Find your bank' }).waitFor();
  await screen.choose('succeed');
  await waitForMessage(second, { type: 'done' });
  const third = await waitForMessage(await openConnect(href), { type: 'error' });
  assert.ok(!fieldOf(third, 'type').includes('done'));
});
