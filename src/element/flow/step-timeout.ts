import { ExchangeLinkError } from '../errors.js';
import { startTimer } from '../browser/abort.js';

/** One stage of waiting. */
export interface WaitingStage {
  /** What it is called when it takes too long. */
  readonly code: 'session-timeout' | 'partner-timeout';
  /** Its bound, in ms. */
  readonly timeout: number;
  /** The attempt's. */
  readonly signal: AbortSignal;
}

/** What a stage that took too long is told as. */
export const tooLong = ({ code, timeout }: Pick<WaitingStage, 'code' | 'timeout'>): ExchangeLinkError =>
  new ExchangeLinkError(
    code,
    `Nothing came within ${timeout} ms: set timeout for more.${
      code === 'partner-timeout' && globalThis.crossOriginIsolated
        ? " This page is cross-origin isolated, which keeps partners' frames from loading: send no Cross-Origin-Embedder-Policy."
        : ''
    }`,
  );

/**
 * Waits for some work: bounded in time, and over with the attempt. The signal that the work gets is aborted at either.
 * @throws ExchangeLinkError `session-timeout`, `partner-timeout`, or what the work throws
 */
export async function waitFor<Result>(
  stage: WaitingStage,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const over = new AbortController();
  stage.signal.throwIfAborted();
  const bound = new Promise<never>((_, reject) => {
    startTimer(over.signal, stage.timeout, () => {
      const error = tooLong(stage);
      reject(error);
      // With the reason: what took too long is not worth another caller's waiting.
      over.abort(error);
    });
    stage.signal.addEventListener('abort', () => reject(stage.signal.reason as Error), {
      signal: over.signal,
    });
  });
  try {
    return await Promise.race([bound, work(over.signal)]);
  } finally {
    over.abort();
  }
}
