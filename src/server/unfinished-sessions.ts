/** A session that was asked of Dwolla, and whose answer reached nobody. */
export interface UnfinishedSession {
  /** The `Idempotency-Key` it was asked under: under the same one Dwolla answers with the same session. */
  readonly idempotencyKey: string;
  /** The session's id at Dwolla; null while it is not known whether it was made. */
  id: string | null;
  /** How many requests have tried to deliver it. */
  tries: number;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** Longer than the element's three tries take, and shorter than any partner's session lives. */
const lifetime = 60_000; // ms
const mostKept = 1000;

/**
 * Sessions that were asked for and not delivered. The element repeats a request that failed in passing; the repetition gets
 * the session of the first, instead of one more at Dwolla. Whoever takes one out has it alone, and what was delivered is
 * never in here: no two attempts share a session. Kept in this process only: a repetition that another instance answers
 * costs one more session, and nothing else.
 */
export class UnfinishedSessions {
  readonly #kept = new Map<string, UnfinishedSession[]>();
  #size = 0;

  /** Takes out the oldest under a name that is still fresh; else a new one, not asked for yet. */
  take(name: string): UnfinishedSession {
    const kept = this.#kept.get(name) ?? [];
    for (let oldest = kept.shift(); oldest !== undefined; oldest = kept.shift()) {
      this.#size -= 1;
      if (kept.length === 0) this.#kept.delete(name);
      if (isFresh(oldest)) return oldest;
    }
    return { idempotencyKey: crypto.randomUUID(), id: null, tries: 0, since: Date.now() };
  }

  /** Keeps one for the repetition. */
  keep(name: string, session: UnfinishedSession): void {
    if (!isFresh(session)) return;
    if (this.#size >= mostKept) this.#makeRoom();
    this.#kept.set(name, [...(this.#kept.get(name) ?? []), session]);
    this.#size += 1;
  }

  /** Lets go of what is too old; where nothing is, of the name that has waited longest. */
  #makeRoom(): void {
    for (const [name, kept] of this.#kept) {
      const fresh = kept.filter(isFresh);
      if (fresh.length === 0) this.#kept.delete(name);
      else this.#kept.set(name, fresh);
    }
    this.#count();
    const [oldest] = this.#kept.keys();
    if (this.#size >= mostKept && oldest !== undefined) this.#kept.delete(oldest);
    this.#count();
  }

  #count(): void {
    this.#size = [...this.#kept.values()].reduce((sum, kept) => sum + kept.length, 0);
  }
}

const isFresh = ({ since }: UnfinishedSession): boolean => Date.now() - since < lifetime;
