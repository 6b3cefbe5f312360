import { ExchangeLinkError } from '../errors.js';
import { startTimer } from '../browser/abort.js';

/** One step with a timeout. */
export interface TimedStep {
  /** Error code if it takes too long. */
  readonly code: 'session-timeout' | 'partner-timeout';
  /** Its timeout, in ms. */
  readonly timeout: number;
  /** The attempt's. */
  readonly signal: AbortSignal;
}

/** The error of a step that took too long. */
export const timeoutError = ({ code, timeout }: Pick<TimedStep, 'code' | 'timeout'>): ExchangeLinkError =>
  new ExchangeLinkError(
    code,
    `Nothing came within ${timeout} ms: set timeout for more.${
      code === 'partner-timeout' && globalThis.crossOriginIsolated
        ? " This page is cross-origin isolated, which blocks partners' frames: send no Cross-Origin-Embedder-Policy."
        : ''
    }`,
  );

/**
 * Runs a step with a timeout. The signal that the step gets is aborted at the timeout and at the end of the attempt.
 * @throws ExchangeLinkError `session-timeout`, `partner-timeout`, or what the work throws
 */
export async function withTimeout<Result>(
  step: TimedStep,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const over = new AbortController();
  step.signal.throwIfAborted();
  const timeout = new Promise<never>((_, reject) => {
    startTimer(over.signal, step.timeout, () => {
      const error = timeoutError(step);
      reject(error);
      // With the reason, so that other callers do not wait for the same request.
      over.abort(error);
    });
    step.signal.addEventListener('abort', () => reject(step.signal.reason as Error), {
      signal: over.signal,
    });
  });
  try {
    return await Promise.race([timeout, work(over.signal)]);
  } finally {
    over.abort();
  }
}
