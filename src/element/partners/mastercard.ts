import { bare, ownFields } from '../browser/own.js';
import { parseUrl } from '../browser/parse-url.js';
import { pick } from './shared/fields.js';
import { mountFrame, type PostToFrame } from './shared/frame.js';
import type { MountContext, PartnerModule, PartnerTexts } from './partner.js';

/** Codes and report ids; the backend knows the customer and builds the `finicity` receipt. */
export interface MastercardSuccess {
  readonly data: Readonly<Record<string, unknown>>;
}

const texts: PartnerTexts = {
  en: { openBank: 'Open your bank' },
  es: { openBank: 'Abrir su banco' },
  fr: { openBank: 'Ouvrir votre banque' },
};

const pingInterval = 1000; // ms, as in connect-web-sdk 2.3.0
const windowPoll = 500; // ms
const features = 'popup,width=600,height=600';

/** The bank's window. The element opens it when the frame asks, and reports its state to the frame. */
class BankWindow {
  #window: Window | null = null;
  #timer = 0;
  readonly #context: MountContext<MastercardSuccess>;
  readonly #post: PostToFrame;

  constructor(context: MountContext<MastercardSuccess>, post: PostToFrame) {
    this.#context = context;
    this.#post = post;
  }

  open(url: string): void {
    const { showAction, text } = this.#context;
    this.close();
    // Under a fixed name any frame of the page could catch the bank's page. The window keeps its opener: without one
    // Chromium does not let it be closed, which `closePopup` asks for.
    this.#window = window.open(url, `bank-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`, features);
    if (this.#window) {
      showAction(null);
      this.#timer = window.setInterval(() => this.#window?.closed && this.#report(false), windowPoll);
    } else {
      // A message is not a user gesture, so the browser may block the window; a click is one.
      showAction({ text: text('openBank', texts), run: () => this.open(url) });
      this.#report(true);
    }
  }

  /** The frame asked to close the window, and waits for the report. */
  closeAndReport(): void {
    const wasOpen = this.#window !== null;
    this.close();
    if (wasOpen) this.#report(false);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#window?.close();
    this.#window = null;
    this.#context.showAction(null);
  }

  #report(blocked: boolean): void {
    clearInterval(this.#timer);
    this.#window = null;
    this.#post({ type: 'window', closed: true, blocked });
  }
}

/** A bank's address: https, or an origin that the page configured for this partner. */
function readBankUrl(value: unknown, { configuration }: MountContext<MastercardSuccess>): string | null {
  const url = typeof value === 'string' ? parseUrl(value) : null;
  return url?.protocol === 'https:' || (url && configuration.hosts?.includes(url.origin))
    ? (value as string)
    : null;
}

function readReports(value: unknown): Record<string, unknown> {
  const { reportData } = ownFields(value);
  return {
    ...pick(value, ['code', 'reason']),
    ...(Array.isArray(reportData) && {
      reportData: reportData.map((report) => pick(report, ['portfolioId', 'type', 'reportId'])),
    }),
  };
}

/**
 * Mastercard (Finicity) Connect, in a frame that sends nothing until it is pinged.
 * @see https://github.com/Mastercard/connect-web-sdk 2.3.0, which uses the same messages
 */
export const partner: PartnerModule<'link', MastercardSuccess> = {
  mount: (link, context) =>
    mountFrame<MastercardSuccess>(link, context, (post) => {
      const { signal, settle, activity, fail } = context;
      const bank = new BankWindow(context, post);
      let pinging = 0;
      let isTalking = false;
      signal.addEventListener(
        'abort',
        () => {
          clearInterval(pinging);
          bank.close();
        },
        bare({ once: true }),
      );
      const ping = (): void =>
        post({
          type: 'ping',
          selector: undefined,
          sdkVersion: '2.3.0',
          platform: 'iframe',
          attachedEventHandlers: ['onLoad', 'onUser', 'onRoute', 'onDone', 'onCancel', 'onError'],
          overlay: undefined,
          // As for an element given by `node`: the SDK means a selector by `isEmbedded`.
          isEmbedded: false,
          isPopup: false,
          isNodeAttached: true,
          sdkBuildSource: 'NPM',
          sdkBuildType: 'ESM',
        });
      return {
        onLoad: () => {
          if (pinging) return;
          ping();
          pinging = window.setInterval(ping, pingInterval);
        },
        read: ({ type, url, data }) => {
          const acts: Readonly<Record<string, () => void>> = {
            ack: () => {
              clearInterval(pinging);
              // The next page of the frame knows nothing of it.
              pinging = 0;
            },
            url: () => {
              const address = readBankUrl(url, context);
              if (address) bank.open(address);
            },
            closePopup: () => bank.closeAndReport(),
            route: () => activity('route', pick(data, ['screen'])),
            user: () => activity('user', pick(data, ['action', 'code', 'institutionId'])),
            done: () => settle({ type: 'success', fields: { data: readReports(data) }, exchange: null }),
            cancel: () => settle({ type: 'exit' }),
            error: () =>
              fail('partner-error', 'Mastercard Connect ended with an error.', {
                partnerCode: String(pick(data, ['code'])['code'] ?? ''),
              }),
          };
          if (typeof type !== 'string') return null;
          if (Object.hasOwn(acts, type)) {
            isTalking = true;
            return acts[type] ?? null;
          }
          // Ignore unknown messages until Connect has sent a known one; after that they pass by name alone.
          return isTalking && /^\w{1,64}$/.test(type) ? () => activity(type) : null;
        },
      };
    }),
};
