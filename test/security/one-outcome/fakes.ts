import type { PartnerName } from '../../../src/element/index.js';
import { messageFrom } from '../message-from.js';
import { override } from '../page-watch.js';
import type { Voice } from './partner-signals.js';

/** One time that a partner's UI was started. */
export interface Showing {
  readonly partner: PartnerName;
  /** What it was started with: a token, the id of a payment session, a link. */
  readonly credential: string;
  readonly voice: Voice;
  /** What of it is on the page, or live, still. */
  readonly leftovers: () => readonly string[];
}

export interface Manners {
  /** How Plaid's script behaves. */
  readonly plaid: 'well' | 'loads at once' | 'exits at once' | 'throws' | 'will not be destroyed';
  /** How Checkout Flow behaves. */
  readonly checkout: 'well' | 'rejects' | 'hangs' | 'is not available' | 'never says' | 'throws';
  /** Whether the browser lets windows be opened. */
  readonly popups: 'open' | 'blocked';
  /** Whether the partners' scripts are on the page already. */
  readonly scripts: 'there' | 'awaited';
}

export interface StandInReports {
  readonly onStart: (showing: Showing) => void;
  /** A partner was treated as it must not be. */
  readonly onBroken: (what: string) => void;
}

type Callbacks = Readonly<Record<string, unknown>>;

const voiceOf = (callbacks: Callbacks): Voice => ({
  call: (name, ...given) => (callbacks[name] as (...given: unknown[]) => void)(...given),
  post: () => undefined,
});

/**
 * The partners as the element's own modules meet them: their scripts' globals, and frames that load nothing. Only the
 * browser's side of loading is replaced (`src` of frames and scripts goes nowhere), none of the element's code.
 */
export class Fakes {
  readonly showings: Showing[] = [];
  readonly #manners: Manners;
  readonly #reports: StandInReports;
  readonly #undo: (() => void)[] = [];
  /** Those that wait to be delivered. */
  readonly #scripts: HTMLScriptElement[] = [];
  readonly #tags: HTMLScriptElement[] = [];
  readonly #windows: { closed: boolean; close: () => void }[] = [];

  constructor(manners: Manners, reports: StandInReports) {
    this.#manners = manners;
    this.#reports = reports;
  }

  install(): void {
    this.#keepFramesEmpty();
    this.#keepScriptsEmpty();
    this.#undo.push(
      override(window, 'open', { value: () => this.#openWindow() }),
      // The real one would cut the test page off from its server.
      override(window, 'stop', { value: () => undefined }),
      override(window, 'Plaid', { value: undefined, writable: true }),
      override(window, 'CheckoutWebComponents', { value: undefined, writable: true }),
    );
    if (this.#manners.scripts === 'there') this.#defineGlobals();
  }

  uninstall(): void {
    for (const undo of this.#undo.splice(0).reverse()) undo();
    for (const tag of this.#tags) tag.remove();
  }

  /** Windows that the element opened and that are still there. */
  get openWindows(): number {
    return this.#windows.filter(({ closed }) => !closed).length;
  }

  /** The user closes the bank's window. */
  closeWindows(): void {
    for (const window of this.#windows) window.closed = true;
  }

  /** What becomes of the scripts that are on their way. */
  deliver(how: 'whole' | 'empty' | 'not at all'): void {
    if (how === 'whole') this.#defineGlobals();
    for (const script of this.#scripts.splice(0))
      script.dispatchEvent(new Event(how === 'not at all' ? 'error' : 'load'));
  }

  #start(showing: Showing): void {
    this.showings.push(showing);
    this.#reports.onStart(showing);
  }

  #defineGlobals(): void {
    Object.assign(window, {
      Plaid: { create: (options: Callbacks) => this.#createPlaid(options) },
      CheckoutWebComponents: (options: Callbacks) => this.#createFlow(options),
    });
  }

  #createPlaid(options: Callbacks): object {
    const manners = this.#manners.plaid;
    if (manners === 'throws') throw new Error('Plaid.create');
    let isLive = true;
    const voice = voiceOf(options);
    this.#start({
      partner: 'plaid',
      credential: String(options['token']),
      voice,
      leftovers: () => (isLive ? ['a Plaid handler'] : []),
    });
    if (manners === 'loads at once') voice.call('onLoad');
    if (manners === 'exits at once') voice.call('onExit', null, {});
    const end = (): void => void (isLive = false);
    return {
      open: () => {
        if (manners === 'exits at once') this.#reports.onBroken('Plaid Link was opened after its end');
      },
      exit: end,
      destroy: () => {
        if (manners === 'will not be destroyed') throw new Error('destroy');
        end();
      },
    };
  }

  async #createFlow(options: Callbacks): Promise<object> {
    const manners = this.#manners.checkout;
    const { id } = options['paymentSession'] as { id: string };
    let stage: HTMLElement | null = null;
    this.#start({
      partner: 'checkout',
      credential: id,
      voice: voiceOf(options),
      leftovers: () => [...(stage ? ['a mounted Flow'] : []), ...(stage?.isConnected ? ['a stage'] : [])],
    });
    if (manners === 'rejects') throw new Error('CheckoutWebComponents');
    if (manners === 'hangs') await new Promise(() => undefined);
    return {
      create: () => {
        if (manners === 'throws') throw new TypeError('create');
        return {
          isAvailable: () =>
            manners === 'never says' ? new Promise(() => undefined) : manners !== 'is not available',
          mount: (place: HTMLElement) => void (stage = place),
          unmount: () => {
            if (!stage) throw new Error('It was never mounted.');
            stage = null;
          },
        };
      },
    };
  }

  /** A frame that is given a source stays empty: it is there, with a window of its own, and loads nothing. */
  #keepFramesEmpty(): void {
    const { set: _, get: __, ...rest } = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'src')!;
    const start = (frame: HTMLIFrameElement, link: string): void => {
      let sender: Window | null = null;
      frame.addEventListener(
        'load',
        () => {
          sender = frame.contentWindow;
          // What the element says to its frame is for the partner's origin, and this empty page has none.
          if (sender) sender.postMessage = () => undefined;
        },
        { capture: true, once: true },
      );
      const { hostname, origin } = new URL(link);
      const partner = hostname.endsWith('.moneydesktop.com')
        ? 'mx'
        : hostname.endsWith('.fin.ag')
          ? 'flinks'
          : 'mastercard';
      this.#start({
        partner,
        credential: link,
        voice: {
          call: () => undefined,
          post: (data) =>
            void window.dispatchEvent(messageFrom({ data, origin, source: sender ?? frame.contentWindow })),
        },
        leftovers: () => (frame.isConnected ? ['a frame'] : []),
      });
    };
    this.#undo.push(
      override(HTMLIFrameElement.prototype, 'src', {
        ...rest,
        set(this: HTMLIFrameElement, link: string) {
          start(this, link);
        },
      }),
    );
  }

  /** A script that is given a source waits for the test to deliver it. */
  #keepScriptsEmpty(): void {
    const sources = new WeakMap<HTMLScriptElement, string>();
    const start = (script: HTMLScriptElement): void => {
      this.#scripts.push(script);
      this.#tags.push(script);
    };
    const own = Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, 'src');
    this.#undo.push(
      override(HTMLScriptElement.prototype, 'src', {
        get(this: HTMLScriptElement) {
          return sources.get(this) ?? (own?.get?.call(this) as string);
        },
        set(this: HTMLScriptElement, url: string) {
          sources.set(this, url);
          start(this);
        },
      }),
    );
  }

  #openWindow(): object | null {
    if (this.#manners.popups === 'blocked') return null;
    const opened = { closed: false, close: () => void (opened.closed = true) };
    this.#windows.push(opened);
    return opened;
  }
}
