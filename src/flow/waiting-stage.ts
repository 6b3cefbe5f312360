import { ExchangeLinkError } from '../errors.js';

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
  new ExchangeLinkError(code, `Nothing came within ${timeout} ms: set timeout if more is needed.`);

/**
 * Waits for some work: bounded in time, and over with the attempt. The signal that the work gets is aborted at either.
 * @throws ExchangeLinkError `session-timeout`, `partner-timeout`, or what the work throws
 */
export function waitFor<Result>(
  stage: WaitingStage,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const over = new AbortController();
  return new Promise<Result>((resolve, reject) => {
    const stop = (error: Error): void => {
      reject(error);
      over.abort();
    };
    const attemptOver = (): void => stop(new DOMException('The attempt is over.', 'AbortError'));
    const timer = setTimeout(() => stop(tooLong(stage)), stage.timeout);
    over.signal.addEventListener('abort', () => clearTimeout(timer));
    if (stage.signal.aborted) return attemptOver();
    stage.signal.addEventListener('abort', attemptOver, { signal: over.signal });
    work(over.signal)
      .then(resolve, reject)
      .finally(() => over.abort());
  });
}
