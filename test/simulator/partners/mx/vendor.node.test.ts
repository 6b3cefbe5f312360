import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { partnerScreen } from '../../../../src/simulator/driver.js';
import { typeInto } from '../../../../src/simulator/driver/screens.js';
import { EmbeddingSite } from '../shared/embedding-site.js';
import type { VendorHost } from '../shared/vendor-host.js';
import { callsOf, vendorHost, waitForCall } from '../shared/vendor-host.js';

let site: EmbeddingSite;
let host: VendorHost;
before(async () => {
  site = await EmbeddingSite.start();
  host = await vendorHost(site, 'mx');
});
after(() => site.close());

/** MX's widget tells of its first step without a step before it, which this version of MX's own library cannot read. */
const firstStep = 'onInvalidMessageError';

test("MX's own library receives a bank connected and Done pressed, and understands all but the first step", async () => {
  const page = await host.open(site.createSession('mx').href);
  await (await partnerScreen(page, 'mx')).succeed();
  await waitForCall(page, 'onBackToSearch');
  const calls = await callsOf(page, 'onStepChange');
  assert.deepEqual(
    calls.map(({ name }) => name),
    [
      firstStep,
      'onLoaded',
      'onSelectedInstitution',
      'onEnterCredentials',
      'onMemberStatusUpdate',
      'onMemberStatusUpdate',
      'onMemberStatusUpdate',
      'onMemberConnected',
      'onConnectedPrimaryAction',
      'onBackToSearch',
    ],
  );
  const [connected] = (await waitForCall(page, 'onMemberConnected')) as [Record<string, unknown>];
  assert.match(String(connected['member_guid']), /^MBR-/);
  const statuses = calls.map(({ values }) => (values[0] as Record<string, unknown>)['connection_status']);
  assert.equal(
    statuses.findLast((status) => status !== undefined),
    6,
  );
});

test("MX's own library receives a refused login, and a connection after that", async () => {
  const page = await host.open(site.createSession('mx').href);
  const bank = await partnerScreen(page, 'mx');
  await bank.frame.getByRole('button', { name: 'MX Bank', exact: true }).click();
  await typeInto(bank.frame.getByLabel('Password'), 'UNAUTHORIZED');
  await bank.frame.getByRole('button', { name: 'Continue' }).click();
  const [update] = (await waitForCall(page, 'onMemberStatusUpdate')) as [Record<string, unknown>];
  assert.equal(update['connection_status'], 2);
  // This version of the library does not know `memberError`, which MX's widget sends all the same.
  const [, problem] = await waitForCall(page, 'onInvalidMessageError');
  assert.equal(problem, 'Unknown post message: mx/connect/memberError');
  assert.ok(!(await callsOf(page)).some(({ name }) => name.includes('Connected')));

  await bank.succeed();
  await waitForCall(page, 'onConnectedPrimaryAction');
});

test("MX's own library receives a member that cannot be made, and a bank window that failed", async () => {
  const page = await host.open(site.createSession('mx').href);
  const bank = await partnerScreen(page, 'mx');
  await bank.fail('create-member-error');
  const [failure] = (await waitForCall(page, 'onCreateMemberError')) as [Record<string, unknown>];
  assert.equal(failure['institution_code'], 'mxbank');
  await bank.fail('oauth-error');
  const [oauth] = (await waitForCall(page, 'onOAuthError')) as [Record<string, unknown>];
  assert.match(String(oauth['member_guid']), /^MBR-/);
  const [first, ...others] = await callsOf(page, 'onStepChange');
  assert.equal(first?.name, firstStep);
  assert.ok(!others.some(({ name }) => /Invalid|Connected/.test(name)));
});

test("MX's own library takes the widget a step back", async () => {
  const page = await host.open(site.createSession('mx').href);
  const { frame } = await partnerScreen(page, 'mx');
  await frame.getByRole('button', { name: 'MX Bank', exact: true }).click();
  await frame.getByLabel('Password').waitFor();
  assert.equal(await page.evaluate('widget.navigateBack()'), true);
  await frame.getByRole('heading', { name: 'Find your bank' }).waitFor();
  assert.equal(await page.evaluate('widget.navigateBack()'), false);
});
