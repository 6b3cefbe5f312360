import type { Frame, Page } from '@playwright/test';
import { chooseOutcome, findFrame, typeInto } from '../../driver/screens.js';

/** A debit card as a person types it. */
export interface TypedCard {
  /** Spaces are allowed. */
  readonly number: string;
  /** `MM/YY` */
  readonly expiry?: string;
  readonly cvv?: string;
  readonly name?: string;
}

/** Visa debit card of Dwolla's push-to-card guide. */
export const approvedCard: TypedCard = { number: '4024 7644 4997 1519' };

const root = '[data-testid="checkout-web-component-root"]';

/** The document that Flow was mounted into; open shadow roots are looked into. */
export function findFlow(page: Page, timeout: number): Promise<Frame> {
  return findFrame(page, async (frame) => (await frame.locator(root).count()) > 0, 'Checkout Flow', timeout);
}

/** Types a card into Flow's fields. */
export async function typeCard(flow: Frame, card: TypedCard): Promise<void> {
  const values: Record<string, string> = {
    'card-number': card.number,
    'card-expiry-date': card.expiry ?? '12/30',
    'card-cvv': card.cvv ?? '100',
    'cardholder-name': card.name ?? 'Jane Doe',
  };
  for (const [field, value] of Object.entries(values)) {
    const frame = flow.locator(`${root} iframe[name^="${field}__"]`);
    if ((await frame.count()) > 0) await typeInto(frame.contentFrame().locator('input'), value);
  }
}

/** Presses Flow's own button. */
export async function pressPay(flow: Frame): Promise<void> {
  await flow.locator(`${root} button.pay`).click();
}

/** Fills in one of the panel's test cards and pays. */
export async function payWith(flow: Frame, outcome: string): Promise<void> {
  await chooseOutcome(flow, outcome);
  await pressPay(flow);
}
