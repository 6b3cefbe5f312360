import type { ExchangeHandlerError } from './handler-error.js';
import type { Owner } from './owner.js';
import type { PartnerName, PlatformPartner, RedirectPartner } from './partners.js';
import { credential, partnerName, resourceId } from './request-input.js';
import { z } from './zod.js';

/**
 * The application at Dwolla, and which Dwolla: the sandbox, production, or a server of another address (a simulator, a proxy).
 * Behind a proxy give both: what goes to Dwolla then has the links of its own API.
 */
export type DwollaAccess = { readonly key: string; readonly secret: string } & (
  { readonly environment: 'sandbox' | 'production' } | { readonly serverUrl: string }
);

/** What a redirect URL is for. */
export interface RedirectUrlRequest {
  readonly partner: RedirectPartner;
  readonly owner: Owner;
  /** The browser's request; its body may be read already. */
  readonly request: Request;
}

/** What a Flinks login left in the browser. It is a claim: look it up at Flinks. */
export interface FlinksLogin {
  readonly loginId: string;
  readonly accountId?: string;
}

/** What Mastercard Connect sent to the browser at its end. It is a claim: look the customer's accounts up at Mastercard. */
export interface MastercardResult {
  readonly data: unknown;
}

/** A receipt out of Mastercard's answer to `partners/accessKey`, sent to Dwolla as it is. */
export type FinicityReceipt = Readonly<Record<string, unknown>> & { readonly receiptId: string };

/** How the handler finds the owner, and what else can be set. */
export interface ExchangeHandlerSettings {
  /**
   * Says whose request this is, from the host's own login (a cookie, a bearer token); null answers 401. The browser has no
   * other way to choose an owner. An {@link ExchangeHandlerError} that it throws becomes the answer. The request's body must
   * be left unread.
   */
  readonly authorize: (request: Request) => Owner | null | Promise<Owner | null>;
  /** What stands before the routes (`/api/dwolla`); paths elsewhere answer 404. Default: nothing. */
  readonly basePath?: string;
  /**
   * What browsers write before the routes, where a proxy takes a prefix off (`/shop/api/dwolla` for a `basePath` of
   * `/api/dwolla`): for the URLs that the handler answers. Default: `basePath`.
   */
  readonly publicPath?: string;
  /**
   * Takes `{ partner, processorToken }` at `POST /exchanges`, from pages that make processor tokens of their own. Off unless
   * you set it: a browser could bring a token that was made elsewhere.
   */
  readonly processorTokens?: boolean;
  /**
   * Where the user comes back to: must be registered at Dwolla, character by character. A string is sent with Visa sessions,
   * which need one. A function decides for Visa and for Plaid: Plaid's mobile sessions need one, sessions for a web page none.
   */
  readonly redirectUrl?:
    | string
    | ((request: RedirectUrlRequest) => string | null | undefined | Promise<string | null | undefined>);
  /**
   * Creates the URL to show for the partners that Dwolla has no sessions for (Flinks, Mastercard). Called each time a session
   * is read, so that every answer has a URL of its own.
   */
  readonly partnerUrls?: Partial<Readonly<Record<PlatformPartner, (owner: Owner) => Promise<string>>>>;
  /** Converts what Flinks and Mastercard left in the browser into what Dwolla takes. */
  readonly exchangeBody?: {
    /** Dwolla's Flinks token: base64 of `AuthSecret:AccessToken`. */
    readonly flinks?: (login: FlinksLogin, owner: Owner) => Promise<{ token: string }>;
    /** One receipt, or Mastercard's whole answer, of which the first receipt counts. */
    readonly mastercard?: (
      result: MastercardResult,
      owner: Owner,
    ) => Promise<{
      finicity: FinicityReceipt | { readonly data: readonly { readonly receipt: FinicityReceipt }[] };
    }>;
  };
  /** Ids of exchange partners that Dwolla does not list for the application (Visa). */
  readonly exchangePartners?: Partial<Record<PartnerName, string>>;
  /**
   * Where browsers find this handler (`https://api.shop.example`), for absolute links and for telling its own pages from
   * others. Default: the origin of `request.url`, which is another one behind a proxy that ends TLS or changes the host
   * name, and in Next.js.
   */
  readonly origin?: string;
  /** Other origins (`https://shop.example`, an app's `capacitor://localhost`) whose pages may call the handler; they get CORS answers with credentials. */
  readonly allowedOrigins?: readonly string[];
  /**
   * Called for every error that only the host can fix: status 500 and above, missing scopes, and those with a `hint`. Free of
   * secrets. Default: one line on `console.error`. What it throws or rejects with is ignored.
   */
  readonly onError?: (error: ExchangeHandlerError) => unknown;
  /** Replaces `fetch` for the calls to Dwolla. */
  readonly fetch?: typeof fetch;
  /** How long one request of a browser may take, all calls to Dwolla together, in ms: at most 600000. Default: 15000. */
  readonly timeout?: number;
}

/** All that {@link createExchangeHandler} takes. */
export type ExchangeHandlerOptions = DwollaAccess & ExchangeHandlerSettings;

const servers = { sandbox: 'https://api-sandbox.dwolla.com', production: 'https://api.dwolla.com' };

const isWebOrigin = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;
const webOrigin = z.string().check(
  z.refine(isWebOrigin, {
    error: 'must be an origin such as https://shop.example, without a slash at the end',
  }),
);
/** Apps have schemes of their own, whose origins no URL parser knows: `capacitor://localhost`, `chrome-extension://…`. */
const pageOrigin = z.string().check(
  z.refine(
    (text) =>
      isWebOrigin(text) || (!/^https?:/i.test(text) && /^[a-z][a-z\d+.-]*:\/\/[^/?#\s]+$/i.test(text)),
    {
      error:
        'must be an origin such as https://shop.example or capacitor://localhost, without a slash at the end',
    },
  ),
);

const isLoopback = (hostname: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
const pathPrefix = z.string().check(z.regex(/^(?:\/[^/?#]+)*\/?$/, 'must be empty or begin with a slash'));

const checked = z.object({
  key: credential,
  secret: credential,
  environment: z.optional(z.enum(['sandbox', 'production'])),
  serverUrl: z.optional(
    z.url({ protocol: /^https?$/ }).check(
      z.refine(
        (text) => /^https:/i.test(text) || (URL.canParse(text) && isLoopback(new URL(text).hostname)),
        {
          error: 'must be https, unless it is on this machine',
        },
      ),
      z.regex(/^[^?#]+$/, 'must have no query and no fragment'),
    ),
  ),
  basePath: z._default(pathPrefix, ''),
  publicPath: z.optional(pathPrefix),
  processorTokens: z._default(z.boolean(), false),
  exchangePartners: z._default(z.partialRecord(partnerName, resourceId), {}),
  origin: z.optional(webOrigin),
  allowedOrigins: z._default(z.array(pageOrigin), []),
  timeout: z._default(z.number().check(z.positive(), z.maximum(600_000)), 15_000),
});

/** The options with every default in its place. */
export interface ResolvedOptions extends Omit<ExchangeHandlerSettings, 'basePath' | 'allowedOrigins'> {
  readonly key: string;
  readonly secret: string;
  /** Dwolla's address without a slash at the end. */
  readonly serverUrl: string;
  /** Dwolla's address in links to its resources: another one behind a proxy. */
  readonly linkUrl: string;
  readonly basePath: string;
  readonly publicPath: string;
  readonly processorTokens: boolean;
  readonly allowedOrigins: ReadonlySet<string>;
  readonly exchangePartners: Partial<Record<PartnerName, string>>;
  readonly fetch: typeof fetch;
  readonly timeout: number;
}

/** Checks the options once, when the handler is made. Throws a TypeError that names the wrong ones, without their values. */
export function resolveOptions(options: ExchangeHandlerOptions): ResolvedOptions {
  const result = checked.safeParse(options);
  if (!result.success) throw new TypeError(`createExchangeHandler: ${z.prettifyError(result.error)}`);
  if (typeof options.authorize !== 'function')
    throw new TypeError('createExchangeHandler: authorize must be a function.');
  const { key, secret, environment, serverUrl, allowedOrigins, basePath, exchangePartners, timeout } =
    result.data;
  const { publicPath = basePath, processorTokens } = result.data;
  const server = serverUrl ?? (environment === undefined ? undefined : servers[environment]);
  if (server === undefined)
    throw new TypeError(
      "createExchangeHandler: say which Dwolla, by environment ('sandbox' or 'production') or by serverUrl.",
    );
  return {
    ...options,
    key,
    secret,
    serverUrl: server.replace(/\/+$/, ''),
    linkUrl: (environment === undefined ? server : servers[environment]).replace(/\/+$/, ''),
    basePath: basePath.replace(/\/$/, ''),
    publicPath: publicPath.replace(/\/$/, ''),
    processorTokens,
    allowedOrigins: new Set(allowedOrigins),
    exchangePartners,
    // Called late and unbound: a host may replace the global, and Workers refuse a detached `fetch` with a receiver.
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    timeout,
  };
}
