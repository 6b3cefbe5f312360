import { ExchangeHandlerError } from '../handler-error.js';

/** Longer than Dwolla's answer usually takes; whoever has waited for so long asks by itself. */
const patience = 2000; // ms

interface Begun<Result> {
  readonly work: Promise<Result>;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/**
 * Work whose result all want who ask for it at the same time: it is done once.
 *
 * Nobody depends on the one who began it. In Workers that request may be over, and what it began then never ends, or ends in
 * an error of the runtime's: whoever has waited for two seconds, or gets such an error, does the work again, for all who wait.
 * @see https://developers.cloudflare.com/workers/configuration/compatibility-flags/#handling-cross-request-promise-resolution
 */
export class SharedWork<Result> {
  #begun: Begun<Result> | null = null;

  /** The result of the work that is going on, or of this. Rejects as the work does. */
  async share(work: () => Promise<Result>): Promise<Result> {
    for (let begun = this.#begun; begun !== null; begun = this.#begun) {
      const outcome = await outcomeOf(begun);
      if (outcome !== null) return outcome.result;
      this.#forget(begun);
    }
    const begun = { work: work(), since: Date.now() };
    this.#begun = begun;
    try {
      return await begun.work;
    } finally {
      this.#forget(begun);
    }
  }

  #forget(begun: Begun<Result>): void {
    if (this.#begun === begun) this.#begun = null;
  }
}

/** What others' work came to; null where it did not within its time, or was cut off. Rejects where it failed by itself. */
async function outcomeOf<Result>({ work, since }: Begun<Result>): Promise<{ result: Result } | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waited = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), Math.max(0, since + patience - Date.now()));
  });
  try {
    return await Promise.race([work.then((result) => ({ result })), waited]);
  } catch (error) {
    if (error instanceof ExchangeHandlerError) throw error;
    return null;
  } finally {
    clearTimeout(timer);
  }
}
