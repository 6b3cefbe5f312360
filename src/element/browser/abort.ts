import { bare } from './own.js';

/** Runs something at the end of a signal; now, if it has ended. */
export function atEnd(signal: AbortSignal, run: () => void): void {
  if (signal.aborted) run();
  else signal.addEventListener('abort', run, bare({ once: true }));
}

const longestDelay = 2 ** 31 - 1; // ms; a browser takes a longer one for none at all

/**
 * A timer that is gone with its signal.
 * @param delay in ms; 25 days at most, also where it says more
 * @returns stops it
 */
export function startTimer(signal: AbortSignal, delay: number, run: () => void): () => void {
  const timer = setTimeout(run, Math.min(delay, longestDelay));
  const stop = (): void => clearTimeout(timer);
  atEnd(signal, stop);
  return stop;
}
