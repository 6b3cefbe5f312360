import { setTimeout as pause } from 'node:timers/promises';
import type { Frame, Locator, Page } from '@playwright/test';
import type { ScreenStep } from '../partners/partner.js';

/** Between two looks for a frame, in milliseconds. */
const lookAgain = 50;
/** How long one look into a frame may take, in milliseconds: a document that is still on its way answers nothing. */
const longestLook = 1000;

/**
 * The newest frame, in any document of a page, that `matches` says is the one; it may be the page itself.
 * Rejects when there is none within `timeout` milliseconds.
 */
export async function findFrame(
  page: Page,
  matches: (frame: Frame) => Promise<boolean>,
  what: string,
  timeout: number,
): Promise<Frame> {
  const deadline = Date.now() + timeout;
  for (;;) {
    for (const frame of page.frames().toReversed()) if (await isMatch(frame, matches)) return frame;
    if (Date.now() > deadline) throw new Error(`There is no ${what} on ${page.url()} after ${timeout} ms.`);
    await pause(lookAgain);
  }
}

/** A frame that goes while it is looked at, or does not answer in time, is not the one, this time. */
async function isMatch(frame: Frame, matches: (frame: Frame) => Promise<boolean>): Promise<boolean> {
  const waiting = new AbortController();
  const answered = matches(frame).catch(() => false);
  const tooLate = pause(longestLook, false, { signal: waiting.signal }).catch(() => false);
  const found = await Promise.race([answered, tooLate]);
  waiting.abort();
  return found;
}

/** The frame (or page) that shows the simulator's screen of this name. */
export function findScreen(page: Page, name: string, timeout: number): Promise<Frame> {
  const isShown = async (frame: Frame): Promise<boolean> =>
    (await frame.locator(`html[data-simulator="${name}"]`).count()) > 0;
  return findFrame(page, isShown, `simulated screen "${name}"`, timeout);
}

/** Goes from screen to screen, doing on each what its step says, and returns after the last step. */
export async function walk(frame: Frame, steps: readonly ScreenStep[]): Promise<void> {
  const heading = frame.locator('.screen h1');
  for (;;) {
    const text = await heading.innerText();
    const step = steps.find((candidate) => candidate.heading.test(text));
    if (step !== undefined) await act(frame, step);
    if (step !== undefined && step === steps.at(-1)) return;
    await heading.filter({ hasNotText: text }).waitFor();
  }
}

async function act(frame: Frame, { password, press: button }: ScreenStep): Promise<void> {
  await (password === undefined ? press(button) : signIn(password, button))(frame);
}

/** Presses a button by its text. */
export const press =
  (name: string) =>
  (frame: Frame): Promise<void> =>
    frame.getByRole('button', { name }).first().click();

/**
 * Types a text into a field. Where a frame of another process got its focus while it was still loading, Chromium can go on
 * sending the keys to the frame that had it before: the field, whose focus looks right, stays as it was. Then the text is
 * put there, with the event that typing sends.
 */
export async function typeInto(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  if ((await field.inputValue()) === text) return;
  await field.evaluate((input: HTMLInputElement, typed) => {
    input.value = typed;
    input.dispatchEvent(new InputEvent('input', { bubbles: true, data: typed }));
  }, text);
}

/** Types into the password field and sends the form. */
export const signIn =
  (password: string, button: string) =>
  async (frame: Frame): Promise<void> => {
    await typeInto(frame.getByLabel('Password'), password);
    await press(button)(frame);
  };

/** Presses a button of the panel on which a person chooses what happens. */
export async function chooseOutcome(frame: Frame, outcome: string): Promise<void> {
  const button = frame.locator(`[data-outcome="${outcome}"]`);
  if (!(await button.isVisible())) await frame.getByText('Simulator: ').click();
  await button.click();
}
