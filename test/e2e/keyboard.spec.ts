import type { PartnerName } from '../../src/simulator/index.js';
import { expect, test } from '../support/end-to-end.js';
import { focusedName, tabTo, walk, ways } from '../support/keyboard.js';
import { answerNewSessions, simulatedPage } from '../support/simulated-sessions.js';

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

    await walk(page, partner);
    await linking.waitForOutcome('exchange-success');
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
  await linking.afterPress();
  await page.keyboard.press('Enter');
  await linking.waitForOutcome('exchange-exit');
  await expect(linking.part('message')).toBeFocused();
  await tabTo(page, 'Try again');
});
