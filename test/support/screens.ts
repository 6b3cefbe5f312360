import type { Page } from '@playwright/test';
import * as driver from '../../src/simulator/driver.js';
import type { PartnerName } from '../../src/simulator/index.js';

/** The driver's own patience is for a machine that does nothing else. */
const patience = { timeout: 60_000 };

/** {@link driver.partnerScreen}, with patience. */
export function partnerScreen(page: Page, partner: 'checkout'): Promise<driver.CheckoutScreen>;
export function partnerScreen<Partner extends PartnerName>(
  page: Page,
  partner: Partner,
): Promise<driver.PartnerScreen<Partner>>;
export function partnerScreen(page: Page, partner: PartnerName): Promise<driver.PartnerScreen<PartnerName>> {
  return driver.partnerScreen(page, partner, patience);
}

/** {@link driver.bankPage}, with patience. */
export const bankPage = (page: Page): Promise<driver.BankPage> => driver.bankPage(page, patience);

/** {@link driver.challengeScreen}, with patience. */
export const challengeScreen = (page: Page): ReturnType<typeof driver.challengeScreen> =>
  driver.challengeScreen(page, patience);
