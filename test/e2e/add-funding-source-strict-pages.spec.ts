import { routePartners } from '../../src/simulator/driver.js';
import { startSimulator } from '../../src/simulator/index.js';
import { expect, FundingSite, test as base } from '../support/funding-site.js';
import {
  documentedPolicy,
  kinds,
  nonce,
  partnerOrigins,
  partners,
  strictPolicy,
} from '../support/strict-policies.js';

/** The simulated partners at their production addresses, so that the policies are those of the documentation. */
const test = base.extend({
  simulator: async ({ page, site }, use) => {
    const simulator = await startSimulator({
      partnerOrigins,
      redirectUrls: [`${site.origin}/`],
      visa: true,
    });
    await routePartners(page, simulator);
    await use(simulator);
    await simulator.close();
  },
  // Addresses that are not on this machine are asked for here, and routed to it.
  funding: async ({ page, site, simulator, linking }, use) => {
    await use(new FundingSite(page, site, simulator, linking));
  },
});

for (const [kind, more] of kinds)
  test.describe(`a page with ${kind}`, () => {
    for (const partner of partners)
      test(`${partner}: goes from the tag to a funding source, and nothing is refused`, async ({
        funding,
        page,
      }) => {
        const { site, linking } = funding;
        const { policy, element } = more(site);
        await page.goto(
          site.addPage('/', {
            head: `<script type="module" nonce="${nonce}" src="${site.cdnOrigin}/dwolla-add-funding-source.js"></script>`,
            body: `<dwolla-add-funding-source backend-url="/api/dwolla" partner="${partner}" timeout="60000"
              checkout-public-key="pk_sbox_key" ${element}></dwolla-add-funding-source>`,
            headers: { 'content-security-policy': strictPolicy(site, documentedPolicy(partner), policy) },
          }),
        );
        if (partner === 'visa') await linking.part('button').click();
        await funding.succeedAt(partner);
        await funding.finish(partner);
        expect(await funding.outcome('funding-source-added')).toMatchObject({ partner });
        expect(linking.violations).toEqual([]);
      });
  });
