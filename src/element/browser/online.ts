import { atEnd } from './abort.js';
import { bare } from './own.js';

/**
 * Waits until the browser has a connection; at once if it has one or the signal is aborted. A browser that thinks it is
 * online may still reach nobody, which is for the request to find out.
 */
export function whenOnline(signal: AbortSignal): Promise<void> {
  if (navigator.onLine || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    addEventListener('online', () => resolve(), bare({ once: true, signal }));
    atEnd(signal, resolve);
  });
}
