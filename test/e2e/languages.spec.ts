import { expect, test } from '../support/end-to-end.js';
import { looks, Stage } from '../support/looks.js';
import type { Linking } from '../support/linking.js';

// `@chromium` throughout: what is tested is the element's, the same in every browser.

const hebrew = {
  ready: 'ההמשך הוא אצל {partner}.',
  start: 'המשך אצל {partner}',
  open: '{partner} פתוח.',
  close: 'סגירה',
  openBank: 'פתיחת הבנק',
};

const leftOf = async (linking: Linking, part: string): Promise<number> =>
  (await linking.part(part).boundingBox())?.x ?? NaN;

/** Adds a language, as a host does, before anything has started. */
function addLanguage(
  linking: Linking,
  texts: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Promise<void> {
  return linking.element.evaluate((element, added) => {
    (element.constructor as unknown as { configure(settings: object): void }).configure({ texts: added });
  }, texts);
}

test('a language of the host’s own is spoken from right to left @chromium', async ({
  page,
  site,
  linking,
}) => {
  const stage = await Stage.open(page, site, linking, '', 'lang="he" dir="rtl"');
  await addLanguage(linking, { he: hebrew });
  await stage.link('visa', '/never');
  await expect(linking.part('button')).toHaveText('המשך אצל Visa');
  // It is the page's own language, so nothing has to be said of it.
  await expect(linking.part('container')).not.toHaveAttribute('lang');
  await expect(linking.part('message')).toHaveCSS('direction', 'rtl');
});

test('the bar over a partner’s frame is mirrored with the page @chromium', async ({
  page,
  site,
  linking,
}) => {
  const stage = await Stage.open(page, site, linking, '', 'lang="he" dir="rtl"');
  await addLanguage(linking, { he: hebrew });
  await looks.find(({ name }) => name === 'open-your-bank')?.reach(stage);
  await expect(linking.part('button')).toHaveText('פתיחת הבנק');
  expect(await leftOf(linking, 'close-button')).toBeLessThan(await leftOf(linking, 'button'));
});

test('on a page from left to right the bar is the other way round @chromium', async ({
  page,
  site,
  linking,
}) => {
  const stage = await Stage.open(page, site, linking);
  await looks.find(({ name }) => name === 'open-your-bank')?.reach(stage);
  expect(await leftOf(linking, 'close-button')).toBeGreaterThan(await leftOf(linking, 'button'));
});

test('a sentence that nobody has translated says so, and keeps its own direction @chromium', async ({
  page,
  site,
  linking,
}) => {
  const stage = await Stage.open(page, site, linking, '', 'lang="he" dir="rtl"');
  await stage.link('visa', '/never');
  await expect(linking.part('message')).toHaveText('You will continue with Visa.');
  await expect(linking.part('container')).toHaveAttribute('lang', 'en');
  await expect(linking.part('message')).toHaveCSS('unicode-bidi', 'plaintext');
});

test('the page’s language is followed, another one named by the host is fetched, and its own words come first @chromium', async ({
  page,
  site,
  linking,
}) => {
  const stage = await Stage.open(page, site, linking, '', 'lang="es-MX"');
  await addLanguage(linking, { fr: { start: 'On y va' } });
  await stage.link('visa', '/never');
  await expect(linking.part('button')).toHaveText('Continuar con Visa');
  expect(site.fetchedFiles.filter((path) => /\/(fr|es)-/.test(path))).toEqual([
    expect.stringMatching('/es-'),
  ]);

  await stage.set({ locale: 'fr-CA' });
  await expect(linking.part('button')).toHaveText('On y va');
  await expect(linking.part('message')).toHaveText('Vous allez continuer avec Visa.');
  await expect(linking.part('container')).toHaveAttribute('lang', 'fr-CA');
});
