// Plaid's script as a host page meets it (build 2.0.1951), driven by the test instead of by a user: what the real one
// refuses, changes on the page and leaves behind, this one does too. Served as a classic script.
{
  interface Config {
    readonly token?: string | null;
    readonly receivedRedirectUri?: string | null;
    readonly onSuccess: (token: unknown, metadata: unknown) => void;
    readonly onExit?: (error: unknown, metadata: unknown) => void;
    readonly onEvent?: (name: unknown, metadata: unknown) => void;
    readonly onLoad?: () => void;
  }

  let created = 0;
  const page = window as unknown as { Plaid?: unknown; plaidHandlers?: unknown[]; plaidRuns?: number };
  page.plaidRuns = (page.plaidRuns ?? 0) + 1;
  page.plaidHandlers ??= [];

  const tags = [...document.getElementsByTagName('script')];

  class Handler {
    readonly config: Config;
    readonly calls: string[] = [];
    readonly frame = document.createElement('iframe');
    isOpen = false;
    isDestroyed = false;
    #isReady = false;
    #overflow = document.body.style.overflow;

    constructor(config: Config) {
      this.config = config;
      this.frame.id = `plaid-link-iframe-${++created}`;
      this.frame.title = 'Plaid Link';
      this.frame.style.display = 'none';
      document.body.append(this.frame);
    }

    readonly open = (): void => {
      this.calls.push('open');
      if (this.isDestroyed) throw new Error('Cannot open a destroyed Link handler.');
      if (this.isOpen) return;
      this.isOpen = true;
      this.#overflow = document.body.style.overflow;
      document.body.style.overflow = 'hidden';
      this.frame.style.display = 'block';
    };

    readonly exit = (): void => {
      this.calls.push('exit');
    };

    readonly destroy = (): void => {
      this.calls.push('destroy');
      if (this.isDestroyed) return;
      this.isDestroyed = true;
      this.#hide();
      this.frame.remove();
    };

    #hide(): void {
      this.isOpen = false;
      this.frame.style.display = 'none';
      document.body.style.overflow = this.#overflow;
    }

    /** The frame says that it is there: told once, and not to a handler that is gone. */
    load(): void {
      if (this.isDestroyed || this.#isReady) return;
      this.#isReady = true;
      this.config.onLoad?.();
    }

    event(name: unknown, metadata: unknown = {}): void {
      if (!this.isDestroyed) this.config.onEvent?.(name, metadata);
    }

    /** The callback comes first and hiding after it, in one task, as in the real script. */
    succeed(token: unknown, metadata: unknown = {}): void {
      if (this.isDestroyed) return;
      this.config.onSuccess(token, metadata);
      this.#hide();
    }

    leave(error: unknown, metadata: unknown = {}): void {
      if (this.isDestroyed) return;
      this.config.onExit?.(error, metadata);
      this.#hide();
    }
  }

  page.Plaid = {
    version: '2.0.1951-test',
    create: (config: Config): Handler => {
      if (typeof config.onSuccess !== 'function') throw new Error('Invalid Link configuration.');
      if (config.token === undefined || config.token === null) throw new Error('Missing Link parameter.');
      const handler = new Handler(config);
      page.plaidHandlers?.push(handler);
      return handler;
    },
  };

  if (!tags.some(({ src }) => /\/fake-plaid\.ts(#\d+)?$/.test(src))) throw new Error('Failed to find script');
}
