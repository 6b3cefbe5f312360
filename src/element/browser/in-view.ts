import { atEnd } from './abort.js';
import { bare } from './own.js';

/**
 * A browser reports once after `observe()`, with the first frame that it shows. After this many frames without a report
 * the observer is a substitute that never reports, as happy-dom's is, and those of many test setups.
 */
const mostFrames = 3;

/**
 * Watches whether an element is in view.
 * @returns a function that resolves once the element is in view: at once if it is, or if the browser cannot tell. It calls `onWaiting` if it has to wait
 */
export function watchView(element: Element, signal: AbortSignal): (onWaiting: () => void) => Promise<void> {
  const { IntersectionObserver: Observer } = globalThis as Partial<typeof globalThis>;
  if (typeof Observer !== 'function') return () => Promise.resolve();
  let isInView: boolean | undefined;
  let enter: (() => void) | undefined;
  let stayOut: (() => void) | undefined;
  const report = (entries: readonly Pick<IntersectionObserverEntry, 'isIntersecting'>[]): void => {
    isInView = !!entries[entries.length - 1]?.isIntersecting;
    if (isInView) enter?.();
    else stayOut?.();
  };
  const observer = new Observer(report, bare({}));
  observer.observe(element);
  atEnd(signal, () => observer.disconnect());
  // Frames, not time: a page in the background, which nobody looks at, shows none.
  let frames = 0;
  const look = (): void => {
    if (isInView !== undefined || signal.aborted) return;
    if (++frames > mostFrames) report([{ isIntersecting: true }]);
    else requestAnimationFrame(look);
  };
  look();
  return (onWaiting) => {
    if (isInView === false) onWaiting();
    stayOut = onWaiting;
    return new Promise((resolve) => {
      enter = resolve;
      if (isInView) resolve();
    });
  };
}
