import type { Page } from '@playwright/test';
import { bankPage, challengeScreen, partnerScreen } from '../support/screens.js';
import type { PartnerName, Simulator } from '../../src/simulator/index.js';
import { expect, test } from '../support/end-to-end.js';
import type { HostSite } from '../support/host-site.js';
import type { Linking } from '../support/linking.js';
import { answerNewSessions, simulatedPage } from '../support/simulated-sessions.js';

const text = expect.stringMatching(/\S/) as unknown;
const link = { _links: { 'exchange-partner': { href: text } } };

/** What a host gets when a user has finished. */
const successes: Readonly<Record<PartnerName, Readonly<Record<string, unknown>>>> = {
  plaid: {
    partner: 'plaid',
    reauth: false,
    publicToken: text,
    metadata: { institution: expect.any(Object), accounts: expect.any(Array), link_session_id: text },
    exchangeRequest: { ...link, plaid: { publicToken: text } },
  },
  checkout: {
    partner: 'checkout',
    reauth: false,
    paymentId: text,
    payment: { id: text, status: 'Approved', type: 'card' },
    exchangeRequest: { ...link, token: text },
  },
  mx: {
    partner: 'mx',
    reauth: false,
    userGuid: text,
    memberGuid: text,
    sessionGuid: text,
    exchangeRequest: null,
  },
  visa: { partner: 'visa', reauth: false, exchangeId: text, exchangeRequest: null },
  flinks: {
    partner: 'flinks',
    reauth: false,
    loginId: text,
    accountId: expect.anything(),
    institution: text,
    exchangeRequest: null,
  },
  mastercard: { partner: 'mastercard', reauth: false, data: expect.any(Object), exchangeRequest: null },
};

interface World {
  readonly page: Page;
  readonly site: HostSite;
  readonly linking: Linking;
  readonly simulator: Simulator;
}

/** Goes to a page with a session of the partner and waits for the partner's screen. */
async function reach({ page, site, linking, simulator }: World, partner: PartnerName): Promise<void> {
  const redirectUrl = partner === 'visa' ? `${site.origin}/` : null;
  answerNewSessions(site, simulator, partner, { redirectUrl });
  await page.goto(site.addPage('/', simulatedPage(simulator)));
  if (partner === 'visa') await linking.part('button').click();
  else await linking.waitFor('exchange-open');
}

for (const partner of Object.keys(successes) as PartnerName[])
  test(`${partner}: a user goes through its screens, and the host gets what it needs, once`, async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    await reach({ page, site, linking, simulator }, partner);
    // One overload takes checkout, the other the rest.
    const screen =
      partner === 'checkout' ? await partnerScreen(page, partner) : await partnerScreen(page, partner);
    await screen.succeed();

    expect(await linking.waitForOutcome('exchange-success')).toEqual(successes[partner]);
    await linking.waitForState('success');
    expect(await linking.readMessage()).not.toBe('');
    const states = linking.events
      .filter(({ type }) => type === 'exchange-state')
      .map(({ detail }) => detail['state']);
    expect(states.slice(-1)).toEqual(['success']);

    // The page is the host's again: nothing of the partner is left on it.
    await expect(page.locator('body > iframe')).toHaveCount(0);
    await expect(linking.element.locator('iframe')).toHaveCount(0);
    expect(await page.evaluate(() => [document.body.style.overflow, document.documentElement.id])).toEqual([
      '',
      '',
    ]);
  });

for (const partner of ['plaid', 'visa', 'flinks', 'mastercard'] as const)
  test(`${partner}: a user who leaves from inside is reported as an exit`, async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    await reach({ page, site, linking, simulator }, partner);
    await (await partnerScreen(page, partner)).cancel();
    expect(await linking.waitForOutcome('exchange-exit')).toMatchObject({ partner, reason: 'user' });
    await linking.waitForState('exited');
    await expect(linking.part('button')).toBeVisible();
  });

for (const partner of ['mx', 'flinks', 'mastercard'] as const)
  test(`${partner}: the close button over its frame is an exit, too`, async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    await reach({ page, site, linking, simulator }, partner);
    await linking.part('close-button').click();
    expect(await linking.waitForOutcome('exchange-exit')).toMatchObject({ partner, reason: 'user' });
  });

test('mx: closing after the bank was connected is a success, because it is linked', async ({
  page,
  site,
  linking,
  simulator,
}) => {
  await reach({ page, site, linking, simulator }, 'mx');
  await (await partnerScreen(page, 'mx')).choose('connect-only');
  await expect
    .poll(() => linking.events.map(({ detail }) => detail['name']))
    .toContain('mx/connect/memberConnected');
  await linking.part('close-button').click();
  expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner: 'mx', memberGuid: text });
});

test('plaid: an error that the user has met inside Link goes with the exit', async ({
  page,
  site,
  linking,
  simulator,
}) => {
  await reach({ page, site, linking, simulator }, 'plaid');
  await (await partnerScreen(page, 'plaid')).fail('internal-server-error');
  expect(await linking.waitForOutcome('exchange-exit')).toMatchObject({
    partner: 'plaid',
    reason: 'user',
    error: { type: 'API_ERROR', code: 'INTERNAL_SERVER_ERROR' },
  });
});

for (const [partner, kind, error] of [
  ['plaid', 'invalid-link-token', { code: 'session-expired', partnerCode: 'INVALID_LINK_TOKEN' }],
  ['visa', 'temporary-error', { code: 'partner-error', retryable: true, partnerCode: 'TEMPORARY_ERROR' }],
  ['visa', 'something-new', { code: 'partner-error', retryable: false }],
  ['flinks', 'expired', { code: 'session-expired' }],
  ['mastercard', 'error', { code: 'partner-error' }],
  ['mastercard', 'timeout', { code: 'partner-error' }],
] as const)
  test(`${partner}: ${kind} ends with a named error`, async ({ page, site, linking, simulator }) => {
    await reach({ page, site, linking, simulator }, partner);
    const screen = await partnerScreen(page, partner);
    await screen.fail(kind);
    expect(await linking.waitForOutcome('exchange-error')).toMatchObject({ partner, ...error });
    expect(await linking.readMessage()).not.toBe('');
  });

test('checkout: a declined card is no ending, and another one succeeds', async ({
  page,
  site,
  linking,
  simulator,
}) => {
  await reach({ page, site, linking, simulator }, 'checkout');
  const flow = await partnerScreen(page, 'checkout');
  await flow.fail('fill-declined');
  await expect.poll(() => linking.events.map(({ type }) => type)).toContain('exchange-activity');
  await linking.settle();
  await linking.waitForState('open');
  expect(linking.outcomes).toEqual([]);

  await flow.succeed();
  expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner: 'checkout' });
});

test('checkout: a 3DS challenge inside the page stays open until it is passed', async ({
  page,
  site,
  linking,
  simulator,
}) => {
  await reach({ page, site, linking, simulator }, 'checkout');
  const flow = await partnerScreen(page, 'checkout');
  await flow.pay({ number: '4000 0000 0000 3220' });
  const challenge = await challengeScreen(page);
  await linking.waitForState('open');
  await challenge.confirm();
  expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner: 'checkout' });
});

test('mastercard: the bank has a window of its own, which the element opens and closes', async ({
  page,
  site,
  linking,
  simulator,
}) => {
  await reach({ page, site, linking, simulator }, 'mastercard');
  const screen = await partnerScreen(page, 'mastercard');
  await screen.frame.getByRole('button', { name: 'FinBank OAuth' }).click();
  const opening = page.waitForEvent('popup');
  await screen.frame.getByRole('button', { name: 'Go to my bank' }).click();
  const bank = await opening;
  await (await bankPage(bank)).approve();
  await screen.succeed();

  await linking.waitForOutcome('exchange-success');
  expect(bank.isClosed()).toBe(true);
});

test('mastercard: where the browser refuses the window, a button opens it', async ({
  page,
  site,
  linking,
  simulator,
}) => {
  await page.addInitScript(() => {
    const open = window.open.bind(window);
    let refused = false;
    // As a browser does that saw no gesture: once null, and the next time, after a click, a window.
    window.open = (...how) => {
      if (refused) return open(...how);
      refused = true;
      return null;
    };
  });
  await reach({ page, site, linking, simulator }, 'mastercard');
  const screen = await partnerScreen(page, 'mastercard');
  await screen.frame.getByRole('button', { name: 'FinBank OAuth' }).click();
  await screen.frame.getByRole('button', { name: 'Go to my bank' }).click();
  const opening = page.waitForEvent('popup');
  await linking.part('button').click();
  await (await bankPage(await opening)).approve();
  await screen.succeed();
  await linking.waitForOutcome('exchange-success');
});

test('what the host hears on the way holds no secret and nothing that the user typed', async ({
  page,
  site,
  linking,
  simulator,
}) => {
  const partners = ['mx', 'plaid', 'flinks', 'mastercard'] as const;
  for (const [index, partner] of partners.entries()) {
    await reach({ page, site, linking, simulator }, partner);
    await (await partnerScreen(page, partner)).succeed();
    await expect.poll(() => linking.outcomes.length).toBe(index + 1);
  }
  const reported = JSON.stringify(linking.events.filter(({ type }) => type === 'exchange-activity'));
  expect(linking.events.filter(({ type }) => type === 'exchange-activity').length).toBeGreaterThan(4);
  for (const { credential } of simulator.world.sessions()) expect(reported).not.toContain(credential);
  expect(reported).not.toMatch(/pass_good|profile_09|Everyday"|https?:|public-sandbox|routing/);
});
