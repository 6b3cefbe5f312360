interface Listening {
  readonly type: string;
  readonly listener: unknown;
}

/** Puts a property over an object's own or inherited one. @returns puts it back */
export function override(target: object, name: string, descriptor: PropertyDescriptor): () => void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { configurable: true, ...descriptor });
  return () => {
    if (own) Object.defineProperty(target, name, own);
    else Reflect.deleteProperty(target, name);
  };
}

/**
 * Watches the page itself: what nobody caught, and the listeners that somebody has on the window and the document.
 */
export class PageWatch {
  /** What nobody caught since the last look. */
  readonly #uncaught: string[] = [];
  readonly #listening = new Set<Listening>();
  readonly #undo: (() => void)[] = [];

  install(): void {
    const catchAll = (event: Event): void => {
      // What did not load says so on its own element.
      if (event.target !== window) return;
      // The test framework would end the run at once, and the case could not be made smaller.
      event.stopImmediatePropagation();
      event.preventDefault();
      const { error, reason, message } = event as Event & Readonly<Record<string, unknown>>;
      const problem = error ?? reason ?? message;
      this.#uncaught.push(`${event.type}: ${problem instanceof Error ? problem.stack : String(problem)}`);
    };
    for (const type of ['error', 'unhandledrejection']) {
      window.addEventListener(type, catchAll, { capture: true });
      this.#undo.push(() => window.removeEventListener(type, catchAll, { capture: true }));
    }
    for (const target of [window, document]) this.#follow(target);
  }

  uninstall(): void {
    for (const undo of this.#undo.splice(0).reverse()) undo();
  }

  /** What nobody caught since the last time this was asked. */
  takeUncaught(): readonly string[] {
    return this.#uncaught.splice(0);
  }

  /** The types that somebody listens to on the window or the document, in no order. */
  get listeners(): readonly string[] {
    return [...this.#listening].map(({ type }) => type);
  }

  #follow(target: EventTarget): void {
    const add = target.addEventListener.bind(target);
    const remove = target.removeEventListener.bind(target);
    const drop = (type: string, listener: unknown): void => {
      for (const known of this.#listening)
        if (known.type === type && known.listener === listener) this.#listening.delete(known);
    };
    this.#undo.push(
      override(target, 'addEventListener', {
        value: (
          type: string,
          listener: EventListenerOrEventListenerObject,
          options?: AddEventListenerOptions | boolean,
        ): void => {
          add(type, listener, options);
          const { signal } = typeof options === 'object' ? options : {};
          if (signal?.aborted) return;
          this.#listening.add({ type, listener });
          signal?.addEventListener('abort', () => drop(type, listener), { once: true });
        },
      }),
      override(target, 'removeEventListener', {
        value: (
          type: string,
          listener: EventListenerOrEventListenerObject,
          options?: EventListenerOptions | boolean,
        ): void => {
          remove(type, listener, options);
          drop(type, listener);
        },
      }),
    );
  }
}
