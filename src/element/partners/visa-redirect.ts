import { atEnd, startTimer } from '../browser/abort.js';
import { bare } from '../browser/own.js';

export interface Departure {
  /** Ends the watching. */
  readonly signal: AbortSignal;
  /** How long a browser may take to begin, in ms. */
  readonly timeout: number;
  /** The page stays: the browser never began, or the navigation was canceled. */
  readonly onStay: () => void;
  readonly onGone: () => void;
}

/** What the Navigation API tells about a navigation; browsers before 2026 may lack all of it. */
interface NavigateEvent extends Event {
  readonly signal?: AbortSignal;
  readonly destination?: { readonly sameDocument: boolean };
}

/**
 * Watches the page being left, from just before the browser is asked to. No event says that it stays, so:
 * - `beforeunload` says that the browser has begun. From then on a slow server may take its time.
 * - A `beforeunload` that somebody prevented asks the user. Chromium then aborts the navigation's signal at "Stay"; in
 *   other browsers a page that is still there after the timeout has stayed.
 * - A navigation without `beforeunload` within the timeout never began.
 */
export function watchDeparture({ signal, timeout, onStay, onGone }: Departure): void {
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
        // One that another navigation took the place of is still a page being left.
        startTimer(signal, 0, () => latest === event && onStay());
      });
    },
    untilEnd,
  );
  addEventListener(
    'beforeunload',
    (event) => {
      stopTimer();
      // Timers stand still while the user is asked, so the wait begins in a task after that.
      if (event.defaultPrevented)
        stopTimer = startTimer(signal, 0, () => (stopTimer = startTimer(signal, timeout, onStay)));
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
