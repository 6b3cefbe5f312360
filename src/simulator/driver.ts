/**
 * `dwolla-exchange-link/simulator/driver`: a person at a partner's screen, for tests with Playwright.
 *
 * ```ts
 * await routePartners(context, simulator);
 * const bank = await partnerScreen(page, 'plaid');
 * await bank.succeed();
 * ```
 */
import type { Frame, Page } from '@playwright/test';
import type { BehaviorSettings, SwitchedPartner } from './driver/behaviors.js';
import type { PartnerFailure, PartnerOutcomeName } from './driver/partner-outcomes.js';
import { partnerOutcomes } from './driver/partner-outcomes.js';
import type { RunningSimulator } from './driver/running-simulator.js';
import { chooseOutcome, findScreen, press, signIn, walk } from './driver/screens.js';
import type { PartnerName } from './partner-session.js';
import type { TypedCard } from './partners/checkout/card-form.js';
import { approvedCard, findFlow, payWith, pressPay, typeCard } from './partners/checkout/card-form.js';
import { partners } from './partners/registry.js';

export { routePartners } from './driver/route-partners.js';
export { partnerOutcomes } from './driver/partner-outcomes.js';
export type { PartnerFailure, PartnerOutcomeName } from './driver/partner-outcomes.js';
export type { RunningSimulator } from './driver/running-simulator.js';
export type { TypedCard } from './partners/checkout/card-form.js';

/** A person at a partner's screen. What is asked for is done when the promise resolves; what comes of it is not. */
export interface PartnerScreen<Partner extends PartnerName> {
  /** Goes through the screens, as they are now, to the success. */
  succeed(): Promise<void>;
  /** Leaves without finishing. Rejects for checkout and mx, whose screens have no way out: the page around has to. */
  cancel(): Promise<void>;
  /** Fails in a documented way; in the partner's plainest, if none is named. */
  fail(kind?: PartnerFailure<Partner>): Promise<void>;
  /** Presses a button under "Simulator: choose what happens". */
  choose(outcome: PartnerOutcomeName<Partner>): Promise<void>;
  /** The document with the partner's screen (for checkout: the one that Flow was mounted into). */
  readonly frame: Frame;
}

/** Flow takes cards besides. */
export interface CheckoutScreen extends PartnerScreen<'checkout'> {
  /** Types a card without paying. */
  type(card: TypedCard): Promise<void>;
  /** Types a card and pays with it. */
  pay(card: TypedCard): Promise<void>;
}

/** A bank's own page: in a window, or where the page was left for it. */
export interface BankPage {
  approve(): Promise<void>;
  deny(): Promise<void>;
}

/** How long to look for a screen. */
export interface WaitOptions {
  /** Milliseconds; 10,000 if absent. */
  readonly timeout?: number;
}

const defaultTimeout = 10_000;

/**
 * Finds a partner's screen on a page, whatever origin it is on: a frame, Flow's fields, or (Visa) the page itself.
 * Rejects when it does not come up.
 */
export function partnerScreen(
  page: Page,
  partner: 'checkout',
  options?: WaitOptions,
): Promise<CheckoutScreen>;
export function partnerScreen<Partner extends PartnerName>(
  page: Page,
  partner: Partner,
  options?: WaitOptions,
): Promise<PartnerScreen<Partner>>;
export async function partnerScreen(
  page: Page,
  partner: PartnerName,
  { timeout = defaultTimeout }: WaitOptions = {},
): Promise<PartnerScreen<PartnerName>> {
  if (partner === 'checkout') return checkoutScreen(await findFlow(page, timeout));
  const frame = await findScreen(page, partner, timeout);
  return {
    frame,
    succeed: () => walk(frame, partners[partner].driver.steps),
    cancel: () => cancel(frame, partner),
    fail: (kind = partnerOutcomes[partner].fails[0]) => chooseOutcome(frame, kind),
    choose: (outcome) => chooseOutcome(frame, outcome),
  };
}

function checkoutScreen(frame: Frame): CheckoutScreen {
  const pay = async (card: TypedCard): Promise<void> => {
    await typeCard(frame, card);
    await pressPay(frame);
  };
  return {
    frame,
    pay,
    type: (card) => typeCard(frame, card),
    succeed: () => pay(approvedCard),
    cancel: () => cancel(frame, 'checkout'),
    fail: (kind = partnerOutcomes.checkout.fails[0]) => payWith(frame, kind),
    choose: (outcome) => chooseOutcome(frame, outcome),
  };
}

async function cancel(frame: Frame, partner: PartnerName): Promise<void> {
  const outcome = partners[partner].driver.cancel;
  if (outcome === null)
    throw new Error(`${partner} has no way to leave from inside: close it from the page around it.`);
  await chooseOutcome(frame, outcome);
}

/** The bank that a partner opened in a window or went to: pass that window's page. */
export async function bankPage(
  page: Page,
  { timeout = defaultTimeout }: WaitOptions = {},
): Promise<BankPage> {
  const frame = await findScreen(page, 'bank', timeout);
  return { approve: () => press('Share my accounts')(frame), deny: () => press('Do not share')(frame) };
}

/** The issuer's 3DS question, over the page or on its own. `confirm` gives the right password. */
export async function challengeScreen(
  page: Page,
  { timeout = defaultTimeout }: WaitOptions = {},
): Promise<{ confirm(): Promise<void>; refuse(): Promise<void> }> {
  const frame = await findScreen(page, 'challenge', timeout);
  return {
    confirm: () => signIn('Checkout1!', 'Confirm')(frame),
    refuse: () => press('It is not me')(frame),
  };
}

/**
 * Switches a partner's behaviors (the table in `src/simulator/README.md`) from now on; those not named go back to their
 * defaults. Rejects when the simulator refuses them.
 */
export async function setBehaviours<Partner extends SwitchedPartner>(
  simulator: RunningSimulator,
  partner: Partner,
  settings: BehaviorSettings<Partner>,
): Promise<void> {
  const answer = await fetch(`${simulator.partners[partner].origin}/simulator/behaviours`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(settings),
  });
  if (!answer.ok) throw new Error(`The simulator answered ${answer.status}: ${await answer.text()}`);
}
