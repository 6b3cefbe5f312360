import type { Page } from '@playwright/test';
import { expect, test } from '../support/end-to-end.js';
import type { HostPage, HostSite } from '../support/host-site.js';
import { paymentSession, plaidLinkToken, sessionBodies, visaUrl } from '../support/session-bodies.js';

interface Case {
  readonly code: string;
  readonly when: string;
  readonly page?: Omit<HostPage, 'script'>;
  /** What the session's address answers; by default Plaid's session. */
  readonly backend?: (site: HostSite) => void;
  readonly partner?: (page: Page) => Promise<unknown>;
  /** What the event's detail holds besides its code. */
  readonly detail?: Readonly<Record<string, unknown>>;
  /** How often the session may be asked for. */
  readonly requests?: number;
  /** Nothing of a partner may be asked for. */
  readonly isLocal?: boolean;
}

const plaidScript = 'https://cdn.plaid.com/link/v2/stable/link-initialize.js';
const mxPages = 'https://int-widgets.moneydesktop.com/**';
const session = (body: object) => (site: HostSite) => site.answerSession('/session', body);
const status = (status: number) => (site: HostSite) => site.answer('/session', { status, body: '{}' });
const linkTo = (href: string) => session({ _links: { 'external-provider-session': { href } } });
const attributes = (text: string) => ({ attributes: `session-url="/session" ${text}` });

const cases: readonly Case[] = [
  {
    code: 'invalid-session-url',
    when: 'the session URL is a script',
    page: { attributes: 'session-url="javascript:alert(1)"' },
    detail: { retryable: false, partner: null },
    requests: 0,
  },
  {
    code: 'invalid-session-url',
    when: 'the session URL is no URL',
    page: { attributes: 'session-url="http://["' },
    requests: 0,
  },
  {
    code: 'session-network',
    when: 'the backend hangs up, three times',
    backend: (site) => site.answer('/session', (request) => request.socket.destroy()),
    detail: { retryable: true },
    // Chromium repeats a GET by itself when a connection that was open before ends without an answer.
  },
  {
    code: 'session-http',
    when: 'the backend refuses',
    backend: status(403),
    detail: { status: 403, retryable: false },
    requests: 1,
  },
  {
    code: 'session-http',
    when: 'the backend does not know the session at a start',
    backend: status(404),
    detail: { status: 404, retryable: false },
    requests: 1,
  },
  {
    code: 'session-http',
    when: 'the backend is down for three tries',
    backend: status(503),
    detail: { status: 503, retryable: true },
    requests: 3,
  },
  {
    code: 'session-timeout',
    when: 'the backend never answers',
    page: attributes('timeout="500"'),
    backend: (site) => site.answer('/session', () => undefined),
    detail: { retryable: true },
    requests: 1,
  },
  {
    code: 'session-malformed',
    when: 'the answer is a page of HTML',
    backend: (site) => site.answer('/session', { body: '<!doctype html><title>Sign in</title>' }),
    detail: { retryable: false },
    requests: 1,
  },
  {
    code: 'session-malformed',
    when: 'the payment session lacks its secret, though a token is there too',
    backend: session({
      externalProviderSessionData: { ...paymentSession, payment_session_secret: '' },
      externalProviderSessionToken: plaidLinkToken,
    }),
    requests: 1,
  },
  {
    code: 'session-malformed',
    when: 'the answer is far too big',
    backend: (site) => site.answer('/session', { body: JSON.stringify({ filler: 'x'.repeat(300_000) }) }),
    requests: 1,
  },
  {
    code: 'session-unsupported',
    when: 'the session has none of the fields',
    backend: session({ created: '2024-03-25T17:13:38.430Z', _links: {} }),
    detail: { retryable: false },
    requests: 1,
  },
  {
    code: 'session-expired',
    when: 'the backend says that it is gone',
    backend: status(410),
    detail: { status: 410 },
    requests: 1,
  },
  {
    code: 'partner-mismatch',
    when: 'the host insists on another partner',
    page: attributes('partner="mx"'),
    detail: { retryable: false },
    requests: 1,
  },
  ...[
    'http://link.visa.com/1.0/account-check/connect',
    'https://link.visa.com.evil.test/1.0/account-check/connect',
    'https://notmx.com/connect/abc',
    'https://someone@int-widgets.moneydesktop.com/md/connect/abc',
    'https://int-widgets.moneydesktop.com:8443/md/connect/abc',
    'data:text/html,<h1>MX</h1>',
    'javascript:alert(document.domain)',
  ].map((href) => ({
    code: 'untrusted-origin',
    when: `the link is ${href}`,
    backend: linkTo(href),
    detail: { retryable: false, partner: null },
    requests: 1,
    isLocal: true,
  })),
  {
    code: 'missing-public-key',
    when: 'a card is to be linked without a key',
    backend: session(sessionBodies.checkout),
    detail: { partner: 'checkout', retryable: false },
    requests: 1,
    isLocal: true,
  },
  {
    code: 'partner-script',
    when: "Plaid's script is blocked by an ad blocker",
    partner: (page) => page.route(plaidScript, (route) => route.abort('blockedbyclient')),
    detail: { partner: 'plaid', retryable: true },
    requests: 1,
  },
  {
    code: 'partner-script',
    when: "Plaid's script is not what it should be",
    partner: (page) => page.route(plaidScript, (route) => route.fulfill({ body: '/* maintenance */' })),
    detail: { partner: 'plaid', retryable: true },
    requests: 1,
  },
  {
    code: 'partner-timeout',
    when: "Plaid's script never comes",
    page: attributes('timeout="5000"'),
    partner: (page) => page.route(plaidScript, () => undefined),
    detail: { partner: 'plaid', retryable: true },
    requests: 1,
  },
  {
    code: 'partner-timeout',
    when: 'the page of MX says nothing',
    page: attributes('timeout="5000"'),
    backend: session(sessionBodies.mxIntegration),
    partner: (page) =>
      page.route(mxPages, (route) =>
        route.fulfill({ contentType: 'text/html', body: '<h1>Link expired</h1>' }),
      ),
    detail: { partner: 'mx', retryable: true },
    requests: 1,
  },
  {
    code: 'blocked-by-csp',
    when: "the page's policy refuses Plaid's script",
    page: {
      ...attributes(''),
      headers: { 'content-security-policy': "script-src 'self' http://localhost:*" },
    },
    detail: { partner: 'plaid', retryable: false },
    requests: 1,
  },
  {
    code: 'blocked-by-csp',
    when: "the page's policy refuses MX's frame",
    page: { ...attributes(''), headers: { 'content-security-policy': "frame-src 'self'" } },
    backend: session(sessionBodies.mxIntegration),
    detail: { partner: 'mx', retryable: false },
    requests: 1,
  },
];

/** What must never be read in an error, by a user or a developer. */
const secrets = [plaidLinkToken, paymentSession.payment_session_secret, new URL(visaUrl).search, 'evil.test'];

for (const { code, when, page: hostPage, backend, partner, detail, requests, isLocal } of cases)
  test(`${code}: ${when}`, async ({ page, site, linking }) => {
    site.answerSession('/session', sessionBodies.plaid);
    backend?.(site);
    await partner?.(page);
    await page.goto(site.addPage('/', hostPage ?? attributes('')));

    const error = await linking.waitForOutcome('exchange-error');
    expect(error).toMatchObject({ code, ...detail });
    expect(error['message']).toMatch(/\S/);
    expect(linking.events.at(-2)).toMatchObject({ type: 'exchange-state', detail: { state: 'error' } });
    await linking.waitForState('error');

    // A sentence for the user, and a button only where trying again can help.
    expect(await linking.readMessage()).toMatch(/^\p{Lu}.{10,}[.!]$/su);
    await expect(linking.part('button')).toHaveCount(error['retryable'] ? 1 : 0);
    const said = JSON.stringify(error) + (await linking.readMessage());
    for (const secret of secrets) expect(said).not.toContain(secret);

    if (requests !== undefined) expect(site.requestsOf('/session')).toHaveLength(requests);
    if (isLocal) expect(linking.foreignRequests).toEqual([]);
  });

test('redirect-failed: Visa is not left for from inside a frame', async ({ page, site, linking }) => {
  site.answerSession('/session', sessionBodies.visa);
  const inner = site.addPage('/inner', attributes(''));
  await page.goto(site.addPage('/', { head: '', body: `<iframe title="inner" src="${inner}"></iframe>` }));

  await page.frameLocator('iframe').locator('dwolla-exchange-link [part~="button"]').click();
  const error = await linking.waitForOutcome('exchange-error');
  expect(error).toMatchObject({ code: 'redirect-failed', partner: 'visa', retryable: false });
  await expect(page.frameLocator('iframe').locator('[part~="message"]')).toBeVisible();
});

test('redirect-failed: Visa is not left for without a place to remember it', async ({
  page,
  site,
  linking,
}) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  site.answerSession('/session', sessionBodies.visa);
  await page.goto(site.addPage('/', attributes('')));

  await linking.part('button').click();
  expect(await linking.waitForOutcome('exchange-error')).toMatchObject({ code: 'redirect-failed' });
  expect(page.url()).toBe(`${site.origin}/`);
});

test('session-expired: a session that was given, not asked for, cannot be used twice', async ({
  page,
  site,
  linking,
}) => {
  await page.route(mxPages, (route) => route.fulfill({ contentType: 'text/html', body: '<h1>MX</h1>' }));
  const script = `document.querySelector('dwolla-exchange-link').session = ${JSON.stringify(sessionBodies.mxIntegration)};`;
  await page.goto(site.addPage('/', { script }));
  await linking.waitForState('opening');
  await page.evaluate(() => document.querySelector('dwolla-exchange-link')!.close());
  await linking.waitForOutcome('exchange-exit');

  await page.evaluate(() => document.querySelector('dwolla-exchange-link')!.open());
  await linking.waitForState('error');
  expect(await linking.waitFor('exchange-error')).toMatchObject({
    code: 'session-expired',
    retryable: false,
  });
  await expect(linking.part('button')).toHaveCount(0);
});
