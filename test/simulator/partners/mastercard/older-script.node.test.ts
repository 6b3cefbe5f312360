import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from '@playwright/test';
import { partnerScreen } from '../../../../src/simulator/driver.js';
import { EmbeddingSite } from '../shared/embedding-site.js';

let site: EmbeddingSite;
before(async () => {
  site = await EmbeddingSite.start();
});
after(() => site.close());

/** A page that shows Connect as Dwolla's older sample does: by the global of Mastercard's older script. */
async function launch(): Promise<Page> {
  const { href } = site.createSession('mastercard');
  const html = `
    <script src="${site.originOf('mastercard')}/assets/sdk/finicity-connect.min.js"></script>
    <script>
      window.ends = [];
      const note = (name) => (data) => ends.push([name, data]);
      finicityConnect.destroy();
      finicityConnect.launch(${JSON.stringify(href)}, {
        success: note('success'), cancel: note('cancel'), error: note('error'),
      });
    </script>`;
  return site.open({ html });
}

const waitForEnd = async (page: Page): Promise<unknown> => {
  await page.waitForFunction('ends.length > 0');
  return page.evaluate('ends');
};

for (const [act, end, code] of [
  ['succeed', 'success', 200],
  ['cancel', 'cancel', 100],
  ['fail', 'error', 500],
] as const)
  test(`Mastercard's older script reports ${end} once, and takes the frame away`, async () => {
    const page = await launch();
    const screen = await partnerScreen(page, 'mastercard');
    await screen.frame.getByRole('heading', { name: 'Find your bank' }).waitFor();
    await screen[act]();
    const ends = await waitForEnd(page);
    assert.ok(Array.isArray(ends) && ends.length === 1);
    const [name, data] = ends[0] as [string, { code: number }];
    assert.deepEqual([name, data.code], [end, code]);
    assert.equal(await page.locator('#finicityConnectIframe').count(), 0);
  });
