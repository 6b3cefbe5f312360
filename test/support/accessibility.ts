import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** The axe-core builder names the page's type by a copy of playwright-core of its own. */
type AxePage = ConstructorParameters<typeof AxeBuilder>[0]['page'];

/**
 * What axe-core finds wrong with a page, a line each, shadow roots included. Frames are left out: they are the
 * partners'.
 */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page: page as unknown as AxePage })
    .setLegacyMode()
    .options({ preload: false })
    .analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
