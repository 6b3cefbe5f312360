import { findBarriers, findCuts } from '../support/accessibility.js';
import { expect, test } from '../support/end-to-end.js';
import { fundingLooks, FundingStage, type FundingLook } from '../support/funding-looks.js';

// `@chromium` throughout: a picture is one browser's. `npm run pictures` takes them anew, with those of the other element.

test.use({
  viewport: { width: 480, height: 800 },
  // Pictures of what differs say more, and a trace takes longer than the test.
  trace: 'off',
  contextOptions: { reducedMotion: 'reduce' },
  // The headless shell's letters have the edges of the whole Chromium's then, which reads no such option.
  launchOptions: async ({ launchOptions }, use) => {
    const args = [...(launchOptions.args ?? []), '--font-render-hinting=slight', '--disable-lcd-text'];
    await use({ ...launchOptions, args });
  },
});

const themes = ['light', 'dark'] as const;
/** What a finger needs, in px. */
const smallestTarget = 44;

async function reach(stage: FundingStage, { state, reach }: FundingLook): Promise<void> {
  await reach(stage);
  await expect(stage.element).toHaveAttribute('state', state);
  await stage.linking.settle();
}

async function expectPicture({ element, page }: FundingStage, name: string): Promise<void> {
  // Where the focus is, is tested with the keyboard; its ring is in no picture.
  await page.evaluate(() => {
    const { activeElement } = document;
    const focused = activeElement?.shadowRoot?.activeElement ?? activeElement;
    if (focused instanceof HTMLElement) focused.blur();
  });
  // Of edges, a few points differ from one version of Chromium to the next; four corners have more.
  await expect(element).toHaveScreenshot(['add-funding-source', `${name}.png`], {
    threshold: 0.05,
    maxDiffPixels: 60,
  });
}

function lookOf(name: string): FundingLook {
  const look = fundingLooks.find((candidate) => candidate.name === name);
  if (!look) throw new Error(`There is no look named ${name}.`);
  return look;
}

for (const look of fundingLooks)
  test(`${look.name}: looks as ever in both themes, and everybody can use it @chromium`, async ({
    page,
    site,
    linking,
  }) => {
    const stage = await FundingStage.open(page, site, linking);
    await reach(stage, look);
    const { element } = stage;
    await expect(element.locator(':not(dwolla-exchange-link *)[aria-live]').first()).toHaveAttribute(
      'aria-live',
      look.state === 'error' || look.name.endsWith('-problems') ? 'assertive' : 'polite',
    );
    await expect(element).toMatchAriaSnapshot(look.tree);
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme });
      expect(await findBarriers(page), theme).toEqual([]);
      await expectPicture(stage, `${look.name}-${theme}`);
    }
    // A label is as good a target as its control.
    for (const target of await element.locator('button:visible, [part=input]:visible, .option').all()) {
      const { width = 0, height = 0 } = (await target.boundingBox()) ?? {};
      expect(Math.min(width, height), await target.innerText()).toBeGreaterThanOrEqual(smallestTarget);
    }
    // Nothing scrolls sideways, and nothing is cut off, in the languages that are built in and in the other direction too.
    const sentence = element.locator('[part=message]:visible');
    const english = await sentence.innerText();
    for (const locale of ['en', 'es', 'fr']) {
      await element.evaluate((funding, chosen) => Object.assign(funding, { locale: chosen }), locale);
      if (locale !== 'en') await expect(sentence).not.toHaveText(english);
      for (const [width, zoom, direction] of [
        [280, 1, 'ltr'],
        [280, 1, 'rtl'],
        // As a browser's own zoom makes it: the whole page twice as large in the same window.
        [640, 2, 'ltr'],
      ] as const) {
        await page.setViewportSize({ width, height: 800 });
        await page.evaluate(
          ([scale, dir]) =>
            Object.assign(document.documentElement.style, { zoom: `${scale}`, direction: dir }),
          [zoom, direction] as const,
        );
        expect(await findCuts(page), `${locale}, ${width} px, zoom ${zoom}, ${direction}`).toEqual([]);
      }
    }
  });

/** The same on other devices, for other eyes, and in other languages. */
const settings: readonly {
  readonly name: string;
  readonly looks: readonly string[];
  readonly width?: number;
  readonly html?: string;
  readonly head?: string;
  readonly media?: { readonly forcedColors: 'active' };
}[] = [
  {
    name: 'narrow',
    looks: ['choosing-partner', 'describing-bank-problems'],
    width: 280,
  },
  {
    name: 'large-text',
    looks: ['choosing-account', 'describing-card-problems'],
    width: 320,
    head: '<style>:root { font-size: 200% }</style>',
  },
  { name: 'forced-colors', looks: ['describing-bank-problems'], media: { forcedColors: 'active' } },
  { name: 'spanish', looks: ['describing-card-problems'], html: 'lang="es"' },
  { name: 'french', looks: ['describing-card-problems'], html: 'lang="fr"' },
  {
    name: 'right-to-left',
    looks: ['choosing-account', 'describing-bank-problems'],
    html: 'lang="en" dir="rtl"',
  },
];

for (const { name, looks, width = 480, html, head, media } of settings)
  for (const look of looks.map(lookOf))
    test(`${look.name}, ${name}: fits, and looks as ever @chromium`, async ({ page, site, linking }) => {
      await page.setViewportSize({ width, height: 800 });
      if (media) await page.emulateMedia(media);
      const stage = await FundingStage.open(page, site, linking, head, html);
      await reach(stage, look);
      if (html && !html.includes('en')) await expect(stage.button).not.toHaveText(/Add account/);
      expect(await findBarriers(page)).toEqual([]);
      expect(await findCuts(page)).toEqual([]);
      await expectPicture(stage, `${look.name}-${name}`);
    });
