import { ExchangeHandlerError } from './handler-error.js';

/**
 * Runs a function of the host's, whatever it does: throws at once, rejects, or answers something else than promised.
 * @param failure what its failure is for the browser; an {@link ExchangeHandlerError} of the host's own goes first
 * @returns what it answered, to be checked
 */
export async function askHost(
  run: () => unknown,
  failure: (cause: unknown) => ExchangeHandlerError,
): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    throw error instanceof ExchangeHandlerError ? error : failure(error);
  }
}

/**
 * Waits for some work, but not beyond a signal. What comes after that goes nowhere.
 * @throws what `reason` makes
 */
export function untilAborted<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
  reason: () => ExchangeHandlerError,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(reason());
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
