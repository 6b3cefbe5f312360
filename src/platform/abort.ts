/** Runs something at the end of a signal; now, if it has ended. */
export function atEnd(signal: AbortSignal, run: () => void): void {
  if (signal.aborted) run();
  else signal.addEventListener('abort', run, { once: true });
}

/**
 * A timer that is gone with its signal.
 * @param delay in ms
 * @returns stops it
 */
export function startTimer(signal: AbortSignal, delay: number, run: () => void): () => void {
  const timer = setTimeout(run, delay);
  const stop = (): void => clearTimeout(timer);
  atEnd(signal, stop);
  return stop;
}
