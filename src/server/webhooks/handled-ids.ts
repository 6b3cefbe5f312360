interface Entry {
  readonly work: Promise<void>;
  /** Milliseconds since 1970. */
  readonly since: number;
  done: boolean;
}

/** Dwolla's first retry comes after 15 minutes: work that has hung for longer than this does not keep it out. */
const longestWork = 600_000; // ms

/**
 * Which events were handled, by their id: each is handled once, and again after it failed. Remembers a bounded number of
 * ids, the newest, in this process only.
 */
export class HandledIds {
  readonly #most: number;
  readonly #entries = new Map<string, Entry>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Runs `handle` for a new id; for one that is being handled, or was, returns that work instead. */
  once(id: string, handle: () => Promise<void>): Promise<void> {
    const known = this.#entries.get(id);
    if (known?.done) return Promise.resolve();
    if (known !== undefined && Date.now() - known.since < longestWork) return known.work;
    const entry: Entry = { work: handle(), since: Date.now(), done: false };
    this.#entries.set(id, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#most && oldest !== undefined) this.#entries.delete(oldest);
    entry.work.then(
      () => (entry.done = true),
      () => {
        if (this.#entries.get(id) === entry) this.#entries.delete(id);
      },
    );
    return entry.work;
  }
}
