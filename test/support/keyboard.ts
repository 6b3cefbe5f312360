import type { Frame, Page } from '@playwright/test';
import type { PartnerName } from '../../src/simulator/index.js';
import { expect } from './end-to-end.js';

/** What a person does at one stop: types, or presses Enter. */
type Step = string | { readonly field: RegExp; readonly type: string };

const password = (type: string): Step => ({ field: /^Password/, type });

/** The way through each partner's screens, by the names of what has the focus. */
export const ways: Readonly<Record<PartnerName, readonly Step[]>> = {
  checkout: [
    { field: /card number/i, type: '4024764449971519' },
    { field: /expir/i, type: '1230' },
    { field: /cvv|security/i, type: '100' },
    'Save card',
  ],
  plaid: ['First Platypus Bank', password('pass_good'), 'Submit', 'Continue', 'Finish'],
  mx: ['MX Bank', password('simulated'), 'Continue', 'Done'],
  visa: ['Demo Bank', password('ckr403'), 'Continue', 'Share'],
  flinks: ['FlinksCapital', password('Everyday'), 'Continue', 'Everyday Checking'],
  mastercard: ['FinBank Profiles - A', password('profile_09'), 'Continue', 'Share'],
};

/** The name of what has the focus in this document itself, or null. */
function focusIn(frame: Frame): Promise<string | null> {
  return frame
    .evaluate(() => {
      if (!document.hasFocus()) return null;
      let focused = document.activeElement;
      while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
      // A heading that a screen begins at is nothing to press.
      if (!focused || !/^(A|BUTTON|INPUT|SELECT|SUMMARY)$/.test(focused.tagName)) return null;
      const [label] =
        'labels' in focused ? [...((focused.labels as NodeListOf<HTMLElement> | null) ?? [])] : [];
      return (focused.ariaLabel ?? label?.textContent ?? focused.textContent).trim();
    })
    .catch(() => null);
}

/** The name of what has the focus, in whichever document it is. */
export async function focusedName(page: Page): Promise<string | null> {
  for (const frame of page.frames().toReversed()) {
    const name = await focusIn(frame);
    if (name !== null) return name;
  }
  return null;
}

/** Presses Tab until the focus is where it is wanted; screens come late. */
export async function tabTo(
  page: Page,
  wanted: string | RegExp,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
): Promise<void> {
  const seen: (string | null)[] = [];
  await expect(async () => {
    const name = await focusedName(page);
    seen.push(name);
    const isThere = typeof wanted === 'string' ? name?.startsWith(wanted) : name && wanted.test(name);
    if (isThere) return;
    await page.keyboard.press(key);
    throw new Error(`${key} leads to ${seen.slice(-20).join(' | ')}, never to ${String(wanted)}.`);
  }).toPass({ intervals: [20], timeout: 60_000 });
}

/** Goes through the partner's screens. */
export async function walk(page: Page, partner: PartnerName): Promise<void> {
  for (const step of ways[partner]) {
    await tabTo(page, typeof step === 'string' ? step : step.field);
    if (typeof step === 'string') await page.keyboard.press('Enter');
    else await page.keyboard.type(step.type);
  }
}
