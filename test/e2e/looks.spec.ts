import { findBarriers } from '../support/accessibility.js';
import { expect, looks, Stage, test, type Look } from '../support/looks.js';
import type { Linking } from '../support/linking.js';

// `@chromium` throughout: a picture is one browser's. They are those of the documentation; `npm run pictures` takes them anew.

test.use({
  viewport: { width: 480, height: 640 },
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
/** Least height of what the element shows of itself: 13.5rem. */
const usualHeight = 216;

async function expectPicture(linking: Linking, name: string): Promise<void> {
  // Of edges, a few points differ from one version of Chromium to the next; four corners have more.
  await expect(linking.element).toHaveScreenshot(`${name}.png`, { threshold: 0.05, maxDiffPixels: 60 });
}

const boxOf = (linking: Linking): Promise<{ width: number; height: number }> =>
  linking.part('container').evaluate((container) => {
    const { width, height } = container.getBoundingClientRect();
    return { width, height };
  });

async function reach(stage: Stage, { state, reach }: Look): Promise<void> {
  await reach(stage);
  await stage.linking.waitForState(state);
  await stage.linking.settle();
}

function lookOf(name: string): Look {
  const look = looks.find((candidate) => candidate.name === name);
  if (!look) throw new Error(`There is no look named ${name}.`);
  return look;
}

for (const look of looks)
  test(`${look.name}: looks as ever in both themes, and everybody can use it @chromium`, async ({
    page,
    site,
    linking,
  }) => {
    const stage = await Stage.open(page, site, linking);
    await reach(stage, look);
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme });
      await expectPicture(linking, `${look.name}-${theme}`);
      expect(await findBarriers(page), theme).toEqual([]);
    }
    await expect(linking.element).toMatchAriaSnapshot(look.tree);
    const isError = look.state === 'error';
    await expect(linking.element.locator('[aria-live]')).toHaveCount(1);
    await expect(linking.part('status')).toHaveAttribute('aria-live', isError ? 'assertive' : 'polite');
    for (const frame of await linking.part('frame').all())
      await expect(frame).toHaveAttribute('title', /^Link your account with /);
    for (const button of await linking.element.getByRole('button').all()) {
      const { width = 0, height = 0 } = (await button.boundingBox()) ?? {};
      expect(Math.min(width, height), await button.innerText()).toBeGreaterThanOrEqual(smallestTarget);
    }
    // From waiting to the end nothing below the element moves, unless a frame comes and goes.
    if (!(await linking.part('frame').count())) expect((await boxOf(linking)).height).toBe(usualHeight);
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
  { name: 'narrow', looks: ['ready', 'open-your-bank', 'error-blocked'], width: 280 },
  {
    name: 'large-text',
    looks: ['ready', 'error-blocked', 'open-your-bank'],
    width: 320,
    head: '<style>:root { font-size: 200% }</style>',
  },
  {
    name: 'forced-colors',
    looks: ['loading', 'ready', 'open-your-bank', 'error-network'],
    media: { forcedColors: 'active' },
  },
  { name: 'spanish', looks: ['ready', 'error-blocked'], html: 'lang="es"' },
  { name: 'right-to-left', looks: ['ready', 'open-your-bank', 'error-blocked'], html: 'lang="en" dir="rtl"' },
  {
    name: 'yours',
    looks: ['ready', 'open-frame', 'success'],
    head: `<style>dwolla-exchange-link {
      --exchange-link-accent: light-dark(#0b6b50, #5fd6b0);
      --exchange-link-on-accent: light-dark(#fff, #00251a);
      --exchange-link-surface: light-dark(#f3f8f2, #10201b);
      --exchange-link-border: light-dark(#b9d3c4, #2c4a40);
      --exchange-link-radius: 28px;
    }
    dwolla-exchange-link::part(button) { text-transform: uppercase; letter-spacing: 0.06em }</style>`,
  },
];

for (const { name, looks: names, width = 480, html, head, media } of settings)
  for (const look of names.map(lookOf))
    test(`${look.name}, ${name}: fits, and looks as ever @chromium`, async ({ page, site, linking }) => {
      await page.setViewportSize({ width, height: 640 });
      if (media) await page.emulateMedia(media);
      const stage = await Stage.open(page, site, linking, head, html);
      await reach(stage, look);
      await expectPicture(linking, `${look.name}-${name}`);
      expect(await findBarriers(page)).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    });
