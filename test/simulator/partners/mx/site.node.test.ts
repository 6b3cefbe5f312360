import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bankPage, partnerScreen, routePartners } from '../../../../src/simulator/driver.js';
import { fieldOf, messagesTo, EmbeddingSite, waitForMessage } from '../shared/embedding-site.js';

let site: EmbeddingSite;
before(async () => {
  site = await EmbeddingSite.start();
});
after(() => site.close());

const guidsOf = (data: unknown): unknown => (data as { metadata: Record<string, unknown> }).metadata;

test('MX reports the bank it connected, then of Done, and then searches again', async () => {
  const { href } = site.createSession('mx');
  const page = await site.openFrame(href);
  const bank = await partnerScreen(page, 'mx');
  await bank.succeed();
  await bank.frame.getByRole('heading', { name: 'Find your bank' }).waitFor();
  const received = await messagesTo(page);
  const types = fieldOf(received, 'type');
  assert.deepEqual(
    types.filter((type) => type !== 'mx/ping'),
    [
      'mx/load',
      'mx/connect/stepChange',
      'mx/connect/loaded',
      'mx/connect/selectedInstitution',
      'mx/connect/stepChange',
      'mx/connect/enterCredentials',
      'mx/connect/stepChange',
      'mx/connect/memberStatusUpdate',
      'mx/connect/memberStatusUpdate',
      'mx/connect/memberStatusUpdate',
      'mx/connect/memberConnected',
      'mx/connect/stepChange',
      'mx/connect/connected/primaryAction',
      'mx/connect/backToSearch',
      'mx/connect/stepChange',
    ],
  );
  for (const { data, origin, isFromFrame } of received) {
    assert.equal(origin, site.originOf('mx'));
    assert.ok(isFromFrame);
    const { user_guid, session_guid } = guidsOf(data) as Record<string, string>;
    assert.match(user_guid!, /^USR-/);
    assert.match(session_guid!, /^SES-/);
  }
  assert.equal(site.simulator.world.availableConnections({ type: 'customer', id: 'a-customer' }).length, 2);
});

test('MX shows a page of words, and says nothing, at the second load of a URL', async () => {
  const { href } = site.createSession('mx');
  const first = await site.openFrame(href);
  await waitForMessage(first, { type: 'mx/connect/loaded' });
  const second = await site.openFrame(href);
  const refused = second.frameLocator('iframe');
  await refused.getByText('It was opened before').waitFor();
  assert.deepEqual(await messagesTo(second), []);
  const answer = await fetch(href);
  assert.equal(answer.status, 410);
});

test('MX is mute to a page without a referrer, unless the frame has a policy of its own', async () => {
  const headers = { 'referrer-policy': 'no-referrer' };
  const rightly = await site.openFrame(site.createSession('mx').href, { headers });
  await waitForMessage(rightly, { type: 'mx/connect/loaded' });

  const { href } = site.createSession('mx');
  const bare = await site.open({
    html: `<iframe class="partner" title="MX" src="${href}"></iframe>`,
    headers,
  });
  await partnerScreen(bare, 'mx');
  assert.deepEqual(await messagesTo(bare), []);
});

test('MX lets the user try again after the bank has refused, and has no message for leaving', async () => {
  const page = await site.openFrame(site.createSession('mx').href);
  const bank = await partnerScreen(page, 'mx');
  await assert.rejects(bank.cancel(), /no way to leave/);
  await bank.fail('bad-credentials');
  const received = await waitForMessage(page, { type: 'mx/connect/memberError' });
  assert.ok(!fieldOf(received, 'type').includes('mx/connect/memberConnected'));
  await bank.succeed();
  await waitForMessage(page, { type: 'mx/connect/connected/primaryAction' });
});

test('MX opens the window of the bank by itself', async () => {
  const page = await site.openFrame(site.createSession('mx').href, {
    script: 'window.open = () => { throw new Error("by the host"); };',
  });
  const { frame } = await partnerScreen(page, 'mx');
  await frame.getByRole('button', { name: 'MX Bank (OAuth)' }).click();
  const opening = page.waitForEvent('popup');
  await frame.getByRole('button', { name: 'Go to my bank' }).click();
  const popup = await opening;
  const closed = popup.waitForEvent('close');
  await (await bankPage(popup)).approve();
  await closed;
  const received = await waitForMessage(page, { type: 'mx/connect/memberConnected' });
  assert.equal(fieldOf(received, 'type').filter((type) => type === 'mx/connect/oauthRequested').length, 1);
});

test('MX plays "duplicate-messages" with noise that only a check of the source can tell apart', async () => {
  const page = await site.openFrame(site.createSession('mx', { scenario: 'duplicate-messages' }).href);
  await waitForMessage(page, { type: 'mx/connect/backToSearch' });
  const received = await messagesTo(page);
  const members = received.filter(
    ({ data }) =>
      fieldOf([{ data, origin: '', isFromFrame: true }], 'type')[0] === 'mx/connect/memberConnected',
  );
  assert.deepEqual(
    members.map(({ origin, isFromFrame }) => [origin === site.originOf('mx'), isFromFrame]).sort(),
    [
      [false, false],
      [true, false],
      [true, true],
      [true, true],
    ],
  );
});

test('MX answers a request to go back, which comes as a JSON string', async () => {
  const page = await site.openFrame(site.createSession('mx').href);
  const { frame } = await partnerScreen(page, 'mx');
  await frame.getByRole('button', { name: 'MX Bank', exact: true }).click();
  await frame.getByLabel('Password').waitFor();
  await page.evaluate((origin) => {
    const message = JSON.stringify({ mx: true, type: 'mx/navigation', payload: { action: 'back' } });
    document.querySelector('iframe')!.contentWindow!.postMessage(message, origin);
  }, site.originOf('mx'));
  const received = await waitForMessage(page, { type: 'mx/navigation' });
  assert.equal((guidsOf(received.at(-1)!.data) as Record<string, unknown>)['did_go_back'], true);
});

test('production URLs of MX are answered from the simulator, and no other host is', async () => {
  const context = await site.newContext();
  await routePartners(context, site.simulator);
  const { credential } = site.createSession('mx');
  const href = `https://int-widgets.moneydesktop.com/md/connect/${credential}/eyJ9`;
  const page = await site.open(
    {
      html: `<iframe class="partner" title="MX" src="${href}"></iframe><img src="https://example.com/a.png" onerror="this.alt='refused'">`,
    },
    context,
  );
  const bank = await partnerScreen(page, 'mx');
  await bank.choose('succeed');
  const received = await waitForMessage(page, { type: 'mx/connect/connected/primaryAction' });
  assert.ok(received.every(({ origin }) => origin === 'https://int-widgets.moneydesktop.com'));
  await page.locator('img[alt="refused"]').waitFor();
});
