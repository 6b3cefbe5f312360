import { builtIntegrity, scriptTag } from '../../scripts/script-tag.js';
import { expect, test } from '../support/end-to-end.js';

const integrity = builtIntegrity()['dwolla-exchange-link.js'] ?? '';

/** The tag that `npm run build` prints, for the built file on the test's own origin. */
const tagFor = (origin: string, hash: string): string =>
  scriptTag('1.2.3', hash).replace(/https:.*\/dist/, origin);

test('the script tag with its hash loads the element from another origin', async ({
  page,
  site,
  linking,
}) => {
  await page.goto(site.addPage('/', { head: tagFor(site.cdnOrigin, integrity) }));
  await linking.waitForState('idle');
});

test('a file that is not the one of the hash does not run', async ({ page, site }) => {
  const other = integrity.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  await page.goto(site.addPage('/', { head: tagFor(site.cdnOrigin, other) }));
  await expect.poll(() => site.fetchedFiles).toEqual(['/dwolla-exchange-link.js']);
  await page.waitForLoadState('load');
  expect(await page.evaluate(() => customElements.get('dwolla-exchange-link'))).toBeUndefined();
});
