// Checkout.com's script as a host page meets it (loader package 1.13.0), driven by the test instead of by a user. It takes
// only the spelling of Checkout.com's own sessions, mounts only into an element of the document, and is there later.
// Served as a classic script.
{
  type Callback = ((...reported: unknown[]) => unknown) | undefined;
  interface Options {
    readonly publicKey?: unknown;
    readonly environment?: unknown;
    readonly paymentSession?: Readonly<Record<string, unknown>>;
    readonly onReady?: Callback;
    readonly onChange?: Callback;
    readonly onSubmit?: Callback;
    readonly onPaymentCompleted?: Callback;
    readonly onError?: Callback;
  }
  interface Page {
    CheckoutWebComponents?: unknown;
    flows?: unknown[];
    flowRuns?: number;
    /** What the next Flow does instead of working. */
    flowFault?: { at: 'start' | 'create' | 'available' | 'mount'; what: unknown } | null;
  }
  const page = window as unknown as Page;
  page.flowRuns = (page.flowRuns ?? 0) + 1;
  page.flows ??= [];

  const failure = (code: string): Error =>
    Object.assign(new Error(`[Integration]: ${code} [${code}]`), {
      name: 'CheckoutError',
      type: 'Integration',
      code,
      details: {},
    });
  const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
  const fail = (at: string): void => {
    if (page.flowFault?.at === at) throw page.flowFault.what;
  };

  class Flow {
    readonly options: Options;
    readonly calls: string[] = [];
    readonly root = document.createElement('div');
    target: Element | null = null;

    constructor(options: Options) {
      this.options = options;
      this.root.dataset['testid'] = 'checkout-web-component-root';
    }

    isAvailable(): Promise<boolean> {
      this.calls.push('isAvailable');
      const { flowFault } = page;
      if (flowFault?.at !== 'available') return Promise.resolve(true);
      return flowFault.what instanceof Error
        ? Promise.reject(flowFault.what)
        : Promise.resolve(flowFault.what as boolean);
    }

    mount(target: string | Element): this {
      this.calls.push('mount');
      fail('mount');
      const element = typeof target === 'string' ? document.querySelector(target) : target;
      if (!element?.isConnected) throw failure('element_not_found');
      if (this.target) throw failure('component_already_mounted');
      this.target = element;
      element.append(this.root);
      return this;
    }

    unmount(): this {
      this.calls.push('unmount');
      if (!this.target) throw new TypeError("Cannot read properties of null (reading 'unmount')");
      this.target = null;
      this.root.remove();
      return this;
    }

    /** Nothing fires after `unmount()`. */
    tell(
      callback: 'onReady' | 'onChange' | 'onSubmit' | 'onPaymentCompleted' | 'onError',
      reported?: unknown,
    ): void {
      if (this.target) this.options[callback]?.(this, reported);
    }
  }

  page.CheckoutWebComponents = async (options: Options): Promise<object> => {
    await Promise.resolve();
    fail('start');
    const { id, payment_session_secret: secret, payment_session_token: token } = options.paymentSession ?? {};
    if (!options.paymentSession) throw failure('payment_session_required');
    if (![id, secret, token, options.publicKey].every(isText)) throw failure('payment_session_invalid');
    return {
      create: (name: string): Flow => {
        fail('create');
        if (name !== 'flow') throw failure('component_not_supported');
        const flow = new Flow(options);
        page.flows?.push(flow);
        return flow;
      },
    };
  };
}
