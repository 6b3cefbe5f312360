import type { Frame, Page } from '@playwright/test';
import type { PartnerName } from '../../src/simulator/index.js';
import { expect, test } from '../support/end-to-end.js';
import { answerNewSessions, simulatedPage } from '../support/simulated-sessions.js';

/** What a person does at one stop: types, or presses Enter. */
type Step = string | { readonly field: RegExp; readonly type: string };

const password = (type: string): Step => ({ field: /^Password/, type });

/** The way through each partner's screens, by the names of what has the focus. */
const ways: Readonly<Record<PartnerName, readonly Step[]>> = {
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
async function focusedName(page: Page): Promise<string | null> {
  for (const frame of page.frames().toReversed()) {
    const name = await focusIn(frame);
    if (name !== null) return name;
  }
  return null;
}

/** Presses Tab until the focus is where it is wanted; screens come late. */
async function tabTo(page: Page, wanted: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
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

// `@chromium`: what Tab stops at differs between browsers by their settings.

for (const partner of Object.keys(ways) as PartnerName[])
  test(`${partner}: the keyboard alone goes all the way @chromium`, async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    const redirectUrl = partner === 'visa' ? `${site.origin}/` : null;
    answerNewSessions(site, simulator, partner, { redirectUrl });
    await page.goto(site.addPage('/', simulatedPage(simulator, 'launch="manual"')));
    await linking.waitForState('ready');
    // Nobody is moved anywhere before having done anything.
    expect(await focusedName(page)).toBeNull();

    await tabTo(page, /^Continue with /);
    await page.keyboard.press('Space');
    if (partner !== 'visa') await linking.waitForState('open');
    // Into the frame that has come, so that the next Tab is the partner's.
    if (/^(mx|flinks|mastercard)$/.test(partner)) await expect(linking.part('frame')).toBeFocused();

    for (const step of ways[partner]) {
      await tabTo(page, typeof step === 'string' ? step : step.field);
      if (typeof step === 'string') await page.keyboard.press('Enter');
      else await page.keyboard.type(step.type);
    }
    await linking.waitForEnding('exchange-success');
    // A page that the user comes back to begins where pages begin.
    if (partner !== 'visa') await expect(linking.part('message')).toBeFocused();
  });

test('the keyboard leaves a frame by its close button, and is at the sentence then @chromium', async ({
  page,
  site,
  linking,
  simulator,
}) => {
  answerNewSessions(site, simulator, 'mx');
  await page.goto(site.addPage('/', simulatedPage(simulator, 'launch="manual"')));
  await tabTo(page, 'Continue with MX');
  await page.keyboard.press('Enter');
  await linking.waitForState('open');
  await expect(linking.part('frame')).toBeFocused();
  await tabTo(page, 'Close', 'Shift+Tab');
  await expect(linking.part('close-button')).toBeFocused();
  await page.keyboard.press('Enter');
  await linking.waitForEnding('exchange-exit');
  await expect(linking.part('message')).toBeFocused();
  await tabTo(page, 'Try again');
});
