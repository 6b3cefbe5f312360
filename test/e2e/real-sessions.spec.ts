import { routePartners } from '../../src/simulator/driver.js';
import type { PartnerName } from '../../src/simulator/index.js';
import { expect, test } from '../support/end-to-end.js';
import {
  asClientAnswers,
  mxDocumentationUrl,
  mxIntegrationUrl,
  sessionBodies,
  visaUrl,
  type SessionBody,
} from '../support/session-bodies.js';

interface Case {
  readonly name: string;
  readonly body: SessionBody;
  readonly partner: PartnerName;
  /** The one address of the partner that must be asked for, as it is in the session or the partner's documentation. */
  readonly address: string;
}

const plaidScript = 'https://cdn.plaid.com/link/v2/stable/link-initialize.js';
const checkoutScript = 'https://checkout-web-components.checkout.com/index.js';

const cases: readonly Case[] = [
  {
    name: 'MX, integration host',
    body: sessionBodies.mxIntegration,
    partner: 'mx',
    address: mxIntegrationUrl,
  },
  {
    name: 'MX, host of the API reference',
    body: sessionBodies.mxDocumentation,
    partner: 'mx',
    address: mxDocumentationUrl,
  },
  { name: 'Visa, raw redirect_uri', body: sessionBodies.visa, partner: 'visa', address: visaUrl },
  { name: 'Plaid', body: sessionBodies.plaid, partner: 'plaid', address: plaidScript },
  {
    name: 'Checkout.com',
    body: sessionBodies.checkout,
    partner: 'checkout',
    address: checkoutScript,
  },
  {
    name: 'three partners at once, as in the API reference',
    body: sessionBodies.combined,
    partner: 'checkout',
    address: checkoutScript,
  },
];

const spellings = [
  { spelling: 'HAL', write: (body: SessionBody) => body },
  { spelling: 'the official client', write: asClientAnswers },
];

for (const { spelling, write } of spellings)
  test.describe(`a real session in the spelling of ${spelling}`, () => {
    for (const { name, body, partner, address } of cases)
      test(`${name}: ${partner} is started at its own address`, async ({
        page,
        site,
        linking,
        simulator,
      }) => {
        await routePartners(page, simulator);
        site.answerSession('/session', write(body));
        await page.goto(
          site.addPage('/', { attributes: 'session-url="/session" checkout-public-key="pk_test_real"' }),
        );

        if (partner === 'visa') {
          await linking.part('button').click();
          await page.waitForURL('https://link.visa.com/**');
          expect(page.url()).toBe(address);
        } else {
          expect(await linking.waitFor('exchange-open')).toEqual({ partner });
        }
        expect(linking.foreignRequests.filter((url) => url === address)).toHaveLength(1);
        const { host } = new URL(address);
        expect(linking.foreignRequests.filter((url) => new URL(url).host !== host)).toEqual([]);
        expect(site.requestsOf('/session')).toHaveLength(1);
      });
  });

test('three partners at once: the host decides, and is warned where it does not', async ({
  page,
  site,
  linking,
  simulator,
}) => {
  await routePartners(page, simulator);
  site.answerSession('/session', sessionBodies.combined);
  const warnings: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text());
  });
  const key = 'checkout-public-key="pk_sbox_key"';
  await page.goto(site.addPage('/unsaid', { attributes: `session-url="/session" ${key} launch="manual"` }));
  expect(await linking.waitFor('exchange-ready')).toEqual({ partner: 'checkout' });
  expect(warnings.filter((text) => /ambigu|decides|partner/i.test(text))).toHaveLength(1);

  warnings.length = 0;
  await page.goto(site.addPage('/said', { attributes: 'session-url="/session" partner="mx"' }));
  expect(await linking.waitFor('exchange-open')).toEqual({ partner: 'mx' });
  expect(linking.foreignRequests).toContain(mxDocumentationUrl);
  expect(warnings).toEqual([]);
});
