import { routePartners } from '../../src/simulator/driver.js';
import { startSimulator, type PartnerName } from '../../src/simulator/index.js';
import { expect, test as base } from '../support/end-to-end.js';
import type { HostPage, HostSite } from '../support/host-site.js';
import { answerNewSessions } from '../support/simulated-sessions.js';
import {
  documentedPolicy,
  guide,
  kinds,
  nonce,
  partnerOrigins,
  partners,
  strictPolicy,
} from '../support/strict-policies.js';

/** The simulated partners at their production addresses, so that a policy can be written as it is documented. */
const test = base.extend({
  simulator: async ({ page, site }, use) => {
    const simulator = await startSimulator({ partnerOrigins, redirectUrls: [`${site.origin}/`] });
    await routePartners(page, simulator);
    await use(simulator);
    await simulator.close();
  },
});

/** A page under a policy, which asks the partners' production addresses. `more`: attributes of the element. */
function strictPage(site: HostSite, policy: string, more = ''): HostPage {
  return {
    attributes: `session-url="/session" timeout="60000" checkout-public-key="pk_sbox_key" ${more}`,
    head: `<script type="module" nonce="${nonce}" src="${site.cdnOrigin}/dwolla-exchange-link.js"></script>`,
    headers: { 'content-security-policy': policy },
  };
}

for (const [kind, more] of kinds)
  test.describe(`a page with ${kind}`, () => {
    for (const partner of partners)
      test(`${partner}: goes through, and nothing is refused`, async ({ page, site, linking, simulator }) => {
        const redirectUrl = partner === 'visa' ? `${site.origin}/` : null;
        answerNewSessions(site, simulator, partner, { scenario: 'success', redirectUrl });
        const policy = strictPolicy(site, documentedPolicy(partner), more(site).policy);
        await page.goto(site.addPage('/', strictPage(site, policy, more(site).element)));
        if (partner === 'visa') await linking.part('button').click();
        expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner });
        expect(linking.violations).toEqual([]);
      });
  });

test.describe('a page whose policy lacks', () => {
  const lacking: readonly (readonly [PartnerName, string])[] = [
    ['plaid', 'script-src'],
    ['plaid', 'frame-src'],
    ['checkout', 'script-src'],
    ['mx', 'frame-src'],
    ['flinks', 'frame-src'],
    ['mastercard', 'frame-src'],
  ];
  for (const [partner, directive] of lacking)
    test(`${directive} for ${partner}: the error names what to add, and to which directive`, async ({
      page,
      site,
      linking,
      simulator,
    }) => {
      answerNewSessions(site, simulator, partner, { scenario: 'success' });
      const { [directive]: _left, ...rest } = documentedPolicy(partner);
      await page.goto(site.addPage('/', strictPage(site, strictPolicy(site, rest))));
      const error = await linking.waitForOutcome('exchange-error');
      expect(error).toMatchObject({ code: 'blocked-by-csp', partner, retryable: false });
      expect(error['message']).toContain(directive);
      expect(error['message']).toContain(partnerOrigins[partner]);
    });

  test('the name of the Trusted Types policy: the error names it @chromium', async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    answerNewSessions(site, simulator, 'plaid', { scenario: 'success' });
    const policy = strictPolicy(site, documentedPolicy('plaid'), {
      'trusted-types': ['lit-html', 'another'],
    });
    await page.goto(site.addPage('/', strictPage(site, policy)));
    const error = await linking.waitForOutcome('exchange-error');
    expect(error).toMatchObject({ code: 'blocked-by-csp', partner: 'plaid', retryable: false });
    expect(error['message']).toContain('add dwolla-exchange-link to trusted-types');
  });

  test("the session's origin gets a named error", async ({ page, site, linking, simulator }) => {
    answerNewSessions(site, simulator, 'mx');
    const policy = strictPolicy(site, documentedPolicy('mx'), { 'connect-src': ["'none'"] });
    await page.goto(site.addPage('/', strictPage(site, policy)));
    expect(await linking.waitForOutcome('exchange-error')).toMatchObject({ code: 'session-network' });
  });

  test('a policy that only reports refuses nothing', async ({ page, site, linking, simulator }) => {
    answerNewSessions(site, simulator, 'mx', { scenario: 'success' });
    const headers = { 'content-security-policy-report-only': "frame-src 'none'" };
    await page.goto(site.addPage('/', { attributes: 'session-url="/session" timeout="60000"', headers }));
    expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner: 'mx' });
  });
});

test.describe('a sandboxed page in a frame', () => {
  const flags = /`sandbox` needs `([^`]+)`/.exec(guide.replaceAll('\n', ' '))?.[1] ?? '';
  for (const partner of ['plaid', 'mx', 'flinks', 'mastercard'] as const)
    test(`${partner}: goes through with the documented flags`, async ({ page, site, linking, simulator }) => {
      expect(flags).toContain('allow-scripts');
      answerNewSessions(site, simulator, partner, { scenario: 'success' });
      const inner = site.addPage('/inner', { attributes: 'session-url="/session" timeout="60000"' });
      const body = `<iframe title="inner" sandbox="${flags}" src="${inner}" width="400" height="600"></iframe>`;
      await page.goto(site.addPage('/', { head: '', body }));
      expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner });
    });
});

test.describe('a cross-origin-isolated page', () => {
  const isolated = {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  };

  test('visa: goes there and comes back', async ({ page, site, linking, simulator }) => {
    answerNewSessions(site, simulator, 'visa', { scenario: 'success', redirectUrl: `${site.origin}/` });
    await page.goto(site.addPage('/', { attributes: 'session-url="/session"', headers: isolated }));
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await linking.part('button').click();
    expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner: 'visa' });
  });

  test('mx: its frame is refused by the browser, which ends in a named error', async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    answerNewSessions(site, simulator, 'mx', { scenario: 'success' });
    const attributes = 'session-url="/session" timeout="2000"';
    await page.goto(site.addPage('/', { attributes, headers: isolated }));
    expect(await linking.waitForOutcome('exchange-error')).toMatchObject({ code: 'partner-timeout' });
    await expect(linking.part('button')).toBeVisible();
  });
});

test('a page that sends no referrer still hears MX', async ({ page, site, linking, simulator }) => {
  answerNewSessions(site, simulator, 'mx', { scenario: 'success' });
  const headers = { 'referrer-policy': 'no-referrer' };
  await page.goto(site.addPage('/', { attributes: 'session-url="/session" timeout="60000"', headers }));
  expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner: 'mx' });
});
