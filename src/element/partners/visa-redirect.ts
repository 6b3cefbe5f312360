import { atEnd, startTimer } from '../browser/abort.js';
import { bare } from '../browser/own.js';

export interface RedirectWatch {
  /** Ends the watching. */
  readonly signal: AbortSignal;
  /** How long a browser may take to start, in ms. */
  readonly timeout: number;
  /** The page stays: the navigation never started, or was canceled. */
  readonly onStay: () => void;
  readonly onGone: () => void;
}

/** What the Navigation API reports about a navigation; browsers before 2026 may lack all of it. */
interface NavigateEvent extends Event {
  readonly signal?: AbortSignal;
  readonly destination?: { readonly sameDocument: boolean };
}

/** Whether a listener of the page has the browser ask the user. */
const asksUser = ({ defaultPrevented, returnValue }: { defaultPrevented: boolean; returnValue: unknown }) =>
  defaultPrevented || (typeof returnValue === 'string' && returnValue !== '');

/**
 * Watches a redirect, from just before it starts. No event reports that the page stays, so:
 * - `beforeunload` means that the browser has started. From then on a slow server may take its time.
 * - A `beforeunload` that somebody prevented asks the user, whether by `preventDefault()` or by a text in `returnValue`.
 *   Chromium then aborts the navigation's signal at "Stay"; in other browsers a page that is still there after the timeout
 *   has stayed.
 * - A navigation without `beforeunload` within the timeout never began.
 */
export function watchRedirect({ signal, timeout, onStay, onGone }: RedirectWatch): void {
  const untilEnd = bare({ signal });
  let stopTimer = startTimer(signal, timeout, onStay);
  let latest: Event | null = null;
  const { navigation } = globalThis as { navigation?: EventTarget };
  navigation?.addEventListener(
    'navigate',
    (event: NavigateEvent) => {
      if (!event.signal || event.destination?.sameDocument) return;
      latest = event;
      atEnd(event.signal, () => {
        // A navigation that was replaced by another one still leaves the page.
        startTimer(signal, 0, () => latest === event && onStay());
      });
    },
    untilEnd,
  );
  addEventListener(
    'beforeunload',
    (event) => {
      stopTimer();
      // In a later task: all listeners have run by then, and timers pause while the prompt is open.
      stopTimer = startTimer(signal, 0, () => {
        if (asksUser(event)) stopTimer = startTimer(signal, timeout, onStay);
      });
    },
    untilEnd,
  );
  addEventListener(
    'pagehide',
    () => {
      stopTimer();
      onGone();
    },
    untilEnd,
  );
}
