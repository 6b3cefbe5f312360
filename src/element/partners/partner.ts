import type { CodedError, ExchangeLinkErrorCode, ExchangeLinkErrorFields } from '../error-codes.js';
import type { CredentialKind, Credentials } from '../session/session.js';

/**
 * The contract between the controller and a partner: types only.
 *
 * A partner's module is fetched when a session needs it and imports nothing of the core at run time: everything it
 * needs comes in through its context. So its chunk never pulls the entry file in a second time.
 */
export interface PartnerModule<Kind extends CredentialKind, Success extends object> {
  /** Checks what the host has to set. Throws what `context.error` made. */
  readonly check?: (context: PartnerContext) => void;
  /**
   * Gets the partner's own script. Called as soon as the partner is known, perhaps before the session is.
   * Throws what `context.error` made.
   */
  readonly prepare?: (context: PartnerContext) => Promise<void>;
  /**
   * Called before the UI is opened. Returns the holder of the page-wide lock, or null.
   * Throws what `context.error` made if it cannot be opened on this page.
   */
  readonly beforeOpening?: (context: PartnerContext) => PageLock | null;
  /** Shows the partner's UI, or redirects the page to it. */
  readonly mount: (
    credential: NoInfer<Credentials[Kind]>,
    context: MountContext<Success>,
  ) => MountedPartner<Success> | Promise<MountedPartner<Success>>;
  /** Reads the outcome from the address after a return. Pure; only for partners that redirect the page. */
  readonly readReturn?: (parameters: URLSearchParams, context: PartnerContext) => PartnerOutcome<Success>;
}

export interface PageLock {
  /** Resolves when the lock is released. */
  readonly released: Promise<void>;
  /** It is about to be released without further action. */
  isReleasing: boolean;
}

export interface MountedPartner<Success extends object> {
  /** Takes everything off the page that `mount` put there. Called once, whatever the outcome. */
  readonly destroy: () => void;
  /** Called when the user or the host closes the attempt. An outcome replaces the exit (MX: the bank is already linked). */
  readonly outcomeOnClose?: () => PartnerOutcome<Success> | null;
}

export type PartnerOutcome<Success extends object> =
  | {
      readonly type: 'success';
      /** What the host gets in the event's detail, under the partner's name. */
      readonly fields: Success;
      /** The partner's part of the create-exchange body, or null where the backend has another step first. */
      readonly exchange: PartnerExchange | null;
      /** True if the partner itself reports that an existing exchange was re-authenticated. */
      readonly reauth?: boolean;
    }
  | { readonly type: 'exit' }
  | { readonly type: 'error'; readonly error: CodedError };

/** The partner's part of the body that creates an exchange: `POST /customers/{id}/exchanges`. */
export type PartnerExchange =
  { readonly token: string } | { readonly plaid: { readonly publicToken: string } };

/** The last error a user met inside the partner's UI; reported with an exit. */
export interface LastError {
  readonly type: string;
  readonly code: string;
}

/** Where a partner is found and how it looks, when that differs from the partner's own production. */
export interface PartnerConfiguration {
  /** Origins (`http://localhost:4010`) whose links are this partner's too, added to the built-in hosts. */
  readonly hosts?: readonly string[] | undefined;
  /** The partner's script, https or on this machine. */
  readonly scriptUrl?: string | undefined;
  /** Checkout Flow's own option of that name; wins over the element's custom properties. */
  readonly appearance?: Readonly<Record<string, unknown>> | undefined;
  /** Checkout Flow's own option of that name. */
  readonly translations?: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
  /** Checkout Flow's own option of that name; functions in it are ignored. */
  readonly componentOptions?: Readonly<Record<string, unknown>> | undefined;
}

/** What every step of a partner gets. */
export interface PartnerContext {
  /** Aborted when the attempt is over: ends waiting and listeners. */
  readonly signal: AbortSignal;
  readonly configuration: PartnerConfiguration;
  /** Address of the partner's own script, or '' for a partner without one. */
  readonly scriptUrl: string;
  /**
   * Makes an address one that strict pages let a script have.
   * @throws TypeError for anything but the scripts built in and configured
   */
  readonly trustScript: (url: string) => string;
  readonly nonce: string;
  readonly checkoutPublicKey: string;
  readonly error: (
    code: ExchangeLinkErrorCode,
    message: string,
    fields?: ExchangeLinkErrorFields,
  ) => CodedError;
}

/** What showing a partner's UI gets on top. */
export interface MountContext<Success extends object> extends PartnerContext {
  /** The element, for resolved styles. */
  readonly element: HTMLElement;
  /** BCP 47 tag of the texts. */
  readonly locale: string;
  /** The address of the page the user was sent back to, or null on a first start. */
  readonly returnUrl: string | null;
  /** Timeout for each step, in ms. */
  readonly timeout: number;
  /** A text by key: the host's, then the partner's own in the locale at hand. */
  readonly text: (key: string, texts?: PartnerTexts) => string;
  /** Puts a frame into the element's shadow tree, once. */
  readonly showFrame: (frame: HTMLIFrameElement) => void;
  /** Makes a child of the element in the page's own tree, for UI that needs it. It is removed with the attempt. */
  readonly makeSlotContainer: () => HTMLElement;
  /** Marks what a partner put into the page's own tree, so that a restored copy of it is known for what it is. */
  readonly markOwn: (element: Element) => void;
  /** Something else removed the partner's UI from the page: closes the attempt as the host. */
  readonly lost: () => void;
  /** Shows a button above the partner's UI, or takes it away again with null. */
  readonly showAction: (action: { readonly text: string; readonly run: () => void } | null) => void;

  /** The partner reported that its UI is in front of the user. */
  readonly opened: () => void;
  /** The browser is about to leave the page. */
  readonly redirecting: () => void;
  /** A step inside the partner's UI. `data` holds allowed fields only. */
  readonly activity: (name: string, data?: Readonly<Record<string, unknown>>) => void;
  readonly reportLastError: (error: LastError) => void;
  /** The end; the first one counts. */
  readonly settle: (outcome: PartnerOutcome<Success>) => void;
  /** The end, as an error. */
  readonly fail: (code: ExchangeLinkErrorCode, message: string, fields?: ExchangeLinkErrorFields) => void;
}

/** Texts that only one partner shows, by language. English is complete. */
export type PartnerTexts = Readonly<Record<'en', Readonly<Record<string, string>>>> &
  Readonly<Record<string, Readonly<Record<string, string>>>>;
