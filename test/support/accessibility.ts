import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * What axe-core finds wrong with a page, a line each, shadow roots included. Frames are left out: they are the
 * partners'.
 */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().options({ preload: false }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** What of `<dwolla-add-funding-source>` a user cannot see whole, a line each: sideways out of the window or of its box. */
export function findCuts(page: Page): Promise<readonly string[]> {
  return page.locator('dwolla-add-funding-source').evaluate((element) => {
    const cuts: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    const page = document.documentElement.getBoundingClientRect();
    if (scrollWidth > clientWidth) cuts.push(`the page scrolls from ${clientWidth} to ${scrollWidth}`);
    for (const part of element.shadowRoot?.querySelectorAll<HTMLElement>('*') ?? []) {
      if (!part.checkVisibility() || part.closest('[part=status]')) continue;
      const { left, right } = part.getBoundingClientRect();
      const name = `${part.localName} "${part.innerText.trim().slice(0, 20)}"`;
      if (left < page.left - 0.5 || right > page.right + 0.5)
        cuts.push(`${name} reaches from ${left} to ${right}`);
      // What a user types may be longer than its field.
      const isField = part.localName === 'input';
      if (!isField && part.clientWidth > 0 && part.scrollWidth > part.clientWidth + 1)
        cuts.push(`${name} shows ${part.clientWidth} of ${part.scrollWidth} px`);
      const isClipped = getComputedStyle(part).overflowY !== 'visible';
      if (!isField && isClipped && part.scrollHeight > part.clientHeight + 1)
        cuts.push(`${name} shows ${part.clientHeight} of ${part.scrollHeight} px of its height`);
    }
    return cuts;
  });
}
