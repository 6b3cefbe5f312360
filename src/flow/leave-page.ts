export interface PageLeaving {
  readonly url: string;
  /** How long the page may still be here, in ms. */
  readonly timeout: number;
  /** The attempt's: it ends the leaving too. */
  readonly signal: AbortSignal;
  /** The browser did not go. */
  readonly onStuck: (cause?: unknown) => void;
  /** The user came back out of the page cache, without a result. */
  readonly onReturned: () => void;
}

/** Leaves the page for a partner's. */
export function leavePage({ url, timeout, signal, onStuck, onReturned }: PageLeaving): void {
  const timer = setTimeout(() => {
    window.stop();
    onStuck();
  }, timeout);
  const stopTimer = (): void => clearTimeout(timer);
  signal.addEventListener('abort', stopTimer, { once: true });
  addEventListener('pagehide', stopTimer, { signal });
  addEventListener('pageshow', ({ persisted }) => persisted && onReturned(), { signal });
  try {
    location.assign(url);
  } catch (cause) {
    onStuck(cause);
  }
}

/** Whether this document is all of its window. */
export const isTopLevel = (): boolean => window.top === window;
