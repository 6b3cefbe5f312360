import { atEnd } from './abort.js';
import { bare } from './own.js';

/**
 * Watches whether an element is in view.
 * @returns waits until it is: at once where it is now, and in browsers that cannot tell. Says so if it has to wait
 */
export function watchView(element: Element, signal: AbortSignal): (onWaiting: () => void) => Promise<void> {
  const { IntersectionObserver: Observer } = globalThis as Partial<typeof globalThis>;
  if (typeof Observer !== 'function') return () => Promise.resolve();
  let isInView: boolean | undefined;
  let enter: (() => void) | undefined;
  let stayOut: (() => void) | undefined;
  const observer = new Observer((entries) => {
    isInView = !!entries[entries.length - 1]?.isIntersecting;
    if (isInView) enter?.();
    else stayOut?.();
  }, bare({}));
  observer.observe(element);
  atEnd(signal, () => observer.disconnect());
  return (onWaiting) => {
    if (isInView === false) onWaiting();
    stayOut = onWaiting;
    return new Promise((resolve) => {
      enter = resolve;
      if (isInView) resolve();
    });
  };
}
