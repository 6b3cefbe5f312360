import { expect, test } from '../support/end-to-end.js';
import { answerNewSessions, simulatedPage } from '../support/simulated-sessions.js';

/**
 * A page that allows nothing by itself: scripts by nonce only, no inline style, Trusted Types with the two policies that
 * the element needs, and what the partner at hand needs.
 */
const strictPolicy = (nonce: string, ...more: string[]): Record<string, string> => ({
  'content-security-policy': [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    "base-uri 'none'",
    "object-src 'none'",
    "connect-src 'self'",
    'img-src data:',
    "require-trusted-types-for 'script'",
    'trusted-types lit-html dwolla-exchange-link',
    ...more,
  ].join('; '),
});

const nonce = 'bm9uY2UtZm9yLXRlc3Rz';

test.describe('a strict page', () => {
  for (const partner of ['mx', 'flinks', 'mastercard'] as const)
    test(`${partner}: needs its frame allowed and nothing else`, async ({
      page,
      site,
      linking,
      simulator,
    }) => {
      answerNewSessions(site, simulator, partner);
      const { attributes, script } = simulatedPage(simulator);
      const headers = strictPolicy(nonce, `frame-src ${simulator.partners[partner].origin}`);
      const head = `<script type="module" nonce="${nonce}" src="${site.cdnOrigin}/dwolla-exchange-link.js"></script>
        <script type="module" nonce="${nonce}">addEventListener('DOMContentLoaded', () => {${script}});</script>`;
      await page.goto(site.addPage('/', { attributes, head, headers }));
      await linking.waitFor('exchange-open');
      expect(linking.violations).toEqual([]);
    });

  test('plaid: its script gets the nonce and passes the policy of its name', async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    answerNewSessions(site, simulator, 'plaid', { scenario: 'success' });
    const { attributes, script } = simulatedPage(simulator, `nonce="${nonce}"`);
    const plaid = simulator.partners.plaid.origin;
    const headers = strictPolicy(nonce, `frame-src ${plaid}`, "style-src 'unsafe-inline'");
    const head = `<script type="module" nonce="${nonce}" src="${site.cdnOrigin}/dwolla-exchange-link.js"></script>
        <script type="module" nonce="${nonce}">addEventListener('DOMContentLoaded', () => {${script}});</script>`;
    await page.goto(site.addPage('/', { attributes, head, headers }));
    await linking.waitForEnding('exchange-success');
    expect(linking.violations).toEqual([]);
  });

  test('a page that sends no referrer still hears MX', async ({ page, site, linking, simulator }) => {
    answerNewSessions(site, simulator, 'mx', { scenario: 'success' });
    await page.goto(
      site.addPage('/', { ...simulatedPage(simulator), headers: { 'referrer-policy': 'no-referrer' } }),
    );
    expect(await linking.waitForEnding('exchange-success')).toMatchObject({ partner: 'mx' });
  });
});
