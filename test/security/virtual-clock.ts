interface Timer {
  at: number;
  readonly every: number | null;
  readonly run: () => void;
}

const names = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const;
const firstId = 1e9; // far from the browser's own

/** A turn of the real event loop, without any timer. */
export const turn = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

/** A few rounds of microtasks: enough for any chain of promises that waits for nothing else. */
export async function microtasks(rounds = 25): Promise<void> {
  for (let round = 0; round < rounds; round++) await Promise.resolve();
}

/**
 * The page's timers and `Date.now`, under the test's control: no real time passes. Promises, messages and the loading of
 * modules go on by themselves.
 */
export class VirtualClock {
  readonly #timers = new Map<number, Timer>();
  readonly #real = new Map<string, PropertyDescriptor | undefined>();
  readonly #realNow = Date.now;
  #now = Date.now();
  #lastId = firstId;

  /** In ms since 1970. */
  get now(): number {
    return this.#now;
  }
  /** How many timers wait. */
  get pending(): number {
    return this.#timers.size;
  }

  install(): void {
    const start = (every: boolean) => (run: () => void, delay?: number) => {
      const pause = Math.max(0, Number(delay) || 0);
      const id = ++this.#lastId;
      this.#timers.set(id, { at: this.#now + pause, every: every ? Math.max(1, pause) : null, run });
      return id;
    };
    const stop = (id: unknown): void => void this.#timers.delete(Number(id));
    const fakes = {
      setTimeout: start(false),
      setInterval: start(true),
      clearTimeout: stop,
      clearInterval: stop,
    };
    for (const name of names) {
      this.#real.set(name, Object.getOwnPropertyDescriptor(window, name));
      Object.defineProperty(window, name, { configurable: true, writable: true, value: fakes[name] });
    }
    Date.now = () => this.#now;
  }

  uninstall(): void {
    for (const [name, descriptor] of this.#real)
      if (descriptor) Object.defineProperty(window, name, descriptor);
    Date.now = this.#realNow;
    this.#timers.clear();
  }

  /** Lets time pass, and with it every timer that is due, each in a task of its own. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    for (let next; (next = this.#nextUntil(until));) {
      const [id, timer] = next;
      this.#now = Math.max(this.#now, timer.at);
      if (timer.every === null) this.#timers.delete(id);
      else timer.at += timer.every;
      try {
        timer.run();
      } catch (error) {
        // As the browser does with what a timer throws.
        reportError(error);
      }
      await microtasks();
    }
    this.#now = until;
  }

  #nextUntil(until: number): [number, Timer] | null {
    let found: [number, Timer] | null = null;
    for (const entry of this.#timers)
      if (entry[1].at <= until && (!found || entry[1].at < found[1].at)) found = entry;
    return found;
  }
}
