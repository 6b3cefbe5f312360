import type {
  CardDetails,
  Connection,
  CreatedExchange,
  ExchangeSummary,
  FundingSourceBalance,
  FundingSourceSummary,
} from '../server/answers.js';
import type { PartnerName } from '../server/partners.js';
import { bare, ownFields, type Fields } from '../element/browser/own.js';
import { text, unexpectedAnswer } from './client-error.js';
import { request, type Fetch, type RequestOptions } from './request.js';

/** What a session is for: a partner, or an exchange to log in to again. */
export interface SessionTarget {
  readonly partner?: PartnerName | undefined;
  readonly exchangeId?: string | undefined;
}

/** What an exchange is made of: the detail of `exchange-success` as it is, of which the backend takes the token only. */
export interface ExchangeClaim {
  readonly partner: PartnerName;
  readonly exchangeRequest?: object | null | undefined;
  /** Visa's. */
  readonly exchangeId?: string | undefined;
  /** Flinks'. */
  readonly loginId?: string | undefined;
  readonly accountId?: string | undefined;
  /** Mastercard's. */
  readonly data?: unknown;
}

/** Of MX: one of the accounts that `listConnections()` answers. */
export interface ConnectionClaim {
  readonly partner: 'mx';
  readonly availableConnectionToken: string;
}

/** A token that a page of yours made itself; the kit takes it with its option `processorTokens`. */
export interface ProcessorTokenClaim {
  readonly partner: 'plaid' | 'mx' | 'flinks';
  readonly processorToken: string;
}

/** A bank account or a card of an exchange. */
export type FundingSourceRequest = {
  readonly exchangeId: string;
  /** 1 to 50 characters. */
  readonly name: string;
} & ({ readonly bankAccountType: 'checking' | 'savings' } | { readonly cardDetails: CardDetails });

/** Header fields by name, or a function that is asked for them before every request (a token that is renewed). */
export type ClientHeaders =
  | Readonly<Record<string, string>>
  | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);

/** What {@link createExchangeClient} takes. */
export interface ExchangeClientOptions {
  /** Where the kit is mounted: `/api/dwolla`, or absolute. In Node it has to be absolute. */
  readonly baseUrl: string;
  /** In place of the global `fetch`. */
  readonly fetch?: Fetch | undefined;
  /** Added to every request, for instance `authorization`. */
  readonly headers?: ClientHeaders | undefined;
}

/** The routes of the backend kit, as methods. Every one that asks rejects with an `ExchangeClientError`. */
export interface ExchangeClient {
  /** The URL of a new session, for `session-url`. Asks nothing. */
  readonly sessionUrl: (target: SessionTarget) => string;
  /** Sends any request as the methods below do: with the headers of the client. For `fetchSession` of the element. */
  readonly fetchSession: Fetch;
  /** Makes an exchange. Codes among others: `InvalidExchangeToken`, `DuplicateResource`, `UnsupportedPartner`. */
  readonly createExchange: (
    claim: ExchangeClaim | ConnectionClaim | ProcessorTokenClaim,
    options?: RequestOptions,
  ) => Promise<CreatedExchange>;
  /** The accounts that the user has shared through MX. */
  readonly listConnections: (options?: RequestOptions) => Promise<readonly Connection[]>;
  /** Makes a funding source. Codes among others: `ValidationError` with `errors`, `UpdateCredentials`, `DuplicateResource`. */
  readonly createFundingSource: (
    source: FundingSourceRequest,
    options?: RequestOptions,
  ) => Promise<FundingSourceSummary>;
  /** The user's exchanges, of all partners. */
  readonly listExchanges: (options?: RequestOptions) => Promise<readonly ExchangeSummary[]>;
  /** Reads an exchange; `NotFound` for what is not the user's own. */
  readonly getExchange: (id: string, options?: RequestOptions) => Promise<ExchangeSummary>;
  /** Reads a funding source; `NotFound` for what is not the user's own. */
  readonly getFundingSource: (id: string, options?: RequestOptions) => Promise<FundingSourceSummary>;
  /** Reads a balance. `UpdateCredentials`: the bank wants a new login, at `sessionUrl`. */
  readonly getBalance: (id: string, options?: RequestOptions) => Promise<FundingSourceBalance>;
}

/** An answer whose id is there. The other fields pass as they came: they are for showing. */
function checkId(answer: Fields, field = 'id'): Fields {
  if (!text(answer[field])) throw unexpectedAnswer(200);
  return { ...answer };
}

function readExchanges({ exchanges }: Fields): readonly ExchangeSummary[] {
  if (!Array.isArray(exchanges)) throw unexpectedAnswer(200);
  // Their other fields pass as they came, as those of a single one do.
  return exchanges.filter((exchange) => text(ownFields(exchange)['id'])) as ExchangeSummary[];
}

function readConnections({ connections }: Fields): readonly Connection[] {
  if (!Array.isArray(connections)) throw unexpectedAnswer(200);
  return connections.flatMap((connection: unknown) => {
    const { name, availableConnectionToken } = ownFields(connection);
    const token = text(availableConnectionToken);
    return token ? [{ name: text(name) ?? '', availableConnectionToken: token }] : [];
  });
}

/**
 * Makes the typed client of the backend kit, for browsers and Node.
 *
 * ```ts
 * const client = createExchangeClient({ baseUrl: '/api/dwolla' });
 * link.addEventListener('exchange-success', async ({ detail }) => {
 *   const { id: exchangeId } = await client.createExchange(detail);
 *   const source = await client.createFundingSource({ exchangeId, name: 'My bank', bankAccountType: 'checking' });
 * });
 * ```
 *
 * Each request is sent up to three times: again after a network failure, 502, 503 and 504. Creates keep one
 * `Idempotency-Key` over their tries. Nothing is sent before a method is called.
 */
export function createExchangeClient({
  baseUrl,
  fetch: given,
  headers,
}: ExchangeClientOptions): ExchangeClient {
  const base = baseUrl.replace(/\/+$/, '');
  const fetchSession: Fetch = async (url, init) => {
    const added = typeof headers === 'function' ? await headers() : headers;
    const all = bare({ ...(init.headers as Record<string, string> | undefined), ...added });
    // Looked up late, for a page may replace it, and called without a receiver.
    return (given ?? globalThis.fetch)(url, bare({ ...init, headers: all }));
  };
  const ask = (path: string, options: RequestOptions = {}, body?: unknown): Promise<Fields> =>
    request(fetchSession, base + path, options, body);
  // The kit's own types say what it answers; what counts for more than showing, the ids, is checked.
  const askFor = async <Answer>(
    path: string,
    options: RequestOptions | undefined,
    body?: unknown,
    field?: string,
  ): Promise<Answer> => checkId(await ask(path, options, body), field) as Answer;
  const fundingSource = (id: string): string => `/funding-sources/${encodeURIComponent(id)}`;
  return {
    fetchSession,
    sessionUrl: ({ partner, exchangeId }) =>
      `${base}/session?${new URLSearchParams({
        ...(partner && { partner }),
        ...(exchangeId && { exchange: exchangeId }),
      }).toString()}`,
    createExchange: (claim, options) => askFor('/exchanges', options, claim),
    listConnections: async (options) => readConnections(await ask('/connections', options)),
    createFundingSource: (source, options) => askFor('/funding-sources', options, source),
    listExchanges: async (options) => readExchanges(await ask('/exchanges', options)),
    getExchange: (id, options) => askFor(`/exchanges/${encodeURIComponent(id)}`, options),
    getFundingSource: (id, options) => askFor(fundingSource(id), options),
    getBalance: (id, options) =>
      askFor(`${fundingSource(id)}/balance`, options, undefined, 'fundingSourceId'),
  };
}
