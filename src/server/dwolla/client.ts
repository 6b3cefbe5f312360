import type { Connection, NewFundingSource } from '../answers.js';
import { ExchangeHandlerError } from '../handler-error.js';
import type { Owner } from '../owner.js';
import { ownerPath } from '../owner.js';
import { resourceId } from '../request-input.js';
import { z } from '../zod.js';
import type { DwollaConnection } from './connection.js';
import { hintAtOwner, hintAtRedirectUrl } from './hints.js';

/** The token that makes an exchange, in one of the forms of Dwolla's create-exchange endpoints. */
export type ExchangeToken =
  | { readonly plaid: { readonly publicToken: string } }
  | { readonly mx: { readonly availableConnectionToken: string } }
  | { readonly token: string }
  | { readonly finicity: Readonly<Record<string, unknown>> };

const link = z.object({ href: z.string().check(z.minLength(1)) });
/** Links by their relation. Dwolla's printed resources have more of them than the kit reads. */
const links = z.record(
  z.string(),
  z.catch(z.object({ href: z.catch(z.optional(z.string()), undefined) }), {}),
);

const session = z.object({
  created: z.optional(z.string()),
  _links: z.object({ 'exchange-partner': link, 'external-provider-session': z.optional(link) }),
  externalProviderSessionToken: z.optional(z.string().check(z.minLength(1))),
  externalProviderSessionData: z.optional(
    z.looseObject({
      id: z.string(),
      payment_session_secret: z.string(),
      payment_session_token: z.string(),
    }),
  ),
});
/** `GET /exchange-sessions/{id}`, no more than the element needs. */
export type ExchangeSession = z.output<typeof session>;

const exchange = z.object({
  id: z.string().check(z.minLength(1)),
  status: z.optional(z.string()),
  created: z.optional(z.string()),
  _links: z.optional(links),
});
/** `GET /exchanges/{id}`. */
export type Exchange = z.output<typeof exchange>;

const fundingSource = z.object({
  id: z.string().check(z.minLength(1)),
  type: z.optional(z.string()),
  status: z.optional(z.string()),
  name: z.optional(z.string()),
  bankName: z.optional(z.string()),
  bankAccountType: z.optional(z.string()),
  removed: z.optional(z.boolean()),
  created: z.optional(z.string()),
  cardDetails: z.optional(
    z.partial(
      z.object({
        brand: z.unknown(),
        lastFour: z.unknown(),
        expirationMonth: z.unknown(),
        expirationYear: z.unknown(),
      }),
    ),
  ),
  _links: z.optional(links),
});
/** `GET /funding-sources/{id}`. */
export type FundingSource = z.output<typeof fundingSource>;

/** What can be changed about a funding source. */
export type FundingSourceChange = { readonly name: string } | { readonly removed: true };

/** `GET /funding-sources/{id}/balance`: which amounts there are depends on the bank. */
const balance = z.looseObject({ _links: z.unknown() });

const exchangeList = z.object({ _embedded: z.object({ exchanges: z.array(exchange) }) });
const fundingSourceList = z.object({
  _embedded: z.object({ 'funding-sources': z.array(fundingSource) }),
});
/** `GET /`: which account the application belongs to. */
const root = z.object({ _links: z.object({ account: link }) });
const connectionList = z.object({
  _embedded: z.object({
    'available-exchange-connections': z.array(
      z.object({ name: z.string(), availableConnectionToken: z.string() }),
    ),
  }),
});

/** The calls to Dwolla, each with the shape of its answer. */
export class DwollaClient {
  readonly #connection: DwollaConnection;

  constructor(connection: DwollaConnection) {
    this.#connection = connection;
  }

  /** Creates an exchange session; the id of it. The account has none at Dwolla: `UnsupportedOwner` (400). */
  async createSession(
    owner: Owner,
    { partnerHref, redirectUrl, idempotencyKey }: NewSession & { readonly partnerHref: string },
  ): Promise<string> {
    if ('account' in owner)
      throw new ExchangeHandlerError(
        400,
        'UnsupportedOwner',
        'Dwolla has no exchange sessions for the account itself, only for customers and external parties.',
      );
    const body = { _links: { 'exchange-partner': { href: partnerHref }, ...redirectLink(redirectUrl) } };
    return this.#createFor(owner, 'exchange-sessions', body, idempotencyKey).catch(hintAtRedirectUrl);
  }

  /** Creates a session that re-authenticates an exchange; the id of it. */
  async createReauthSession(
    exchangeId: string,
    { redirectUrl, idempotencyKey }: NewSession,
  ): Promise<string> {
    const body = redirectUrl === null ? {} : { _links: redirectLink(redirectUrl) };
    const path = `/exchanges/${exchangeId}/exchange-sessions`;
    return this.#create(path, body, idempotencyKey).catch(hintAtRedirectUrl);
  }

  /** Reads an exchange session. */
  readSession(id: string): Promise<ExchangeSession> {
    return this.#read(`/exchange-sessions/${id}`, session);
  }

  /** Creates an exchange; the id of it. */
  createExchange(
    owner: Owner,
    partnerHref: string,
    token: ExchangeToken,
    idempotencyKey: string,
  ): Promise<string> {
    const body = { _links: { 'exchange-partner': { href: partnerHref } }, ...token };
    return this.#createFor(owner, 'exchanges', body, idempotencyKey);
  }

  /** Reads an exchange, whoever it belongs to. */
  readExchange(id: string): Promise<Exchange> {
    return this.#read(`/exchanges/${id}`, exchange);
  }

  /** The owner's exchanges. */
  async listExchanges(owner: Owner): Promise<readonly Exchange[]> {
    const list = await this.#readFor(owner, 'exchanges', exchangeList);
    return list._embedded.exchanges;
  }

  /** Whether the owner's list of exchanges has this one. */
  async listsExchange(owner: Owner, id: string): Promise<boolean> {
    return (await this.listExchanges(owner)).some((listed) => listed.id === id);
  }

  /** The connections that MX has shared for the owner. The account has none at Dwolla: `UnsupportedOwner` (400). */
  async availableConnections(owner: Owner): Promise<readonly Connection[]> {
    if ('account' in owner)
      throw new ExchangeHandlerError(
        400,
        'UnsupportedOwner',
        'Dwolla lists available connections for customers and external parties only.',
      );
    const list = await this.#readFor(owner, 'available-exchange-connections', connectionList);
    return list._embedded['available-exchange-connections'];
  }

  /** Creates a funding source of an exchange; the id of it. */
  createFundingSource(
    owner: Owner,
    exchangeHref: string,
    source: NewFundingSource,
    idempotencyKey: string,
  ): Promise<string> {
    const body = { _links: { exchange: { href: exchangeHref } }, ...source };
    return this.#createFor(owner, 'funding-sources', body, idempotencyKey);
  }

  /** The owner's funding sources; the account's lie under its id, which the root names. */
  async listFundingSources(owner: Owner, removed: boolean): Promise<readonly FundingSource[]> {
    const path = `funding-sources?removed=${removed}`;
    const list = await ('account' in owner
      ? this.#read(`${await this.#accountPath()}/${path}`, fundingSourceList)
      : this.#readFor(owner, path, fundingSourceList));
    return list._embedded['funding-sources'];
  }

  async #accountPath(): Promise<string> {
    const { href } = (await this.#read('/', root))._links.account;
    const id = resourceId.safeParse(href.split('/').at(-1));
    if (!id.success) throw unexpectedAnswer('GET /, with a link to the account');
    return `/accounts/${id.data}`;
  }

  /** Renames or removes a funding source. Dwolla renames banks only, and changes nothing that is removed. */
  async changeFundingSource(id: string, change: FundingSourceChange): Promise<void> {
    await this.#connection.post(`/funding-sources/${id}`, change, crypto.randomUUID());
  }

  /** Reads a funding source, whoever it belongs to. */
  readFundingSource(id: string): Promise<FundingSource> {
    return this.#read(`/funding-sources/${id}`, fundingSource);
  }

  /** Reads the balance of a funding source. */
  readBalance(id: string): Promise<Readonly<Record<string, unknown>>> {
    return this.#read(`/funding-sources/${id}/balance`, balance);
  }

  /** Reads what lies under the owner. */
  #readFor<Schema extends z.ZodMiniType>(
    owner: Owner,
    path: string,
    schema: Schema,
  ): Promise<z.output<Schema>> {
    return this.#read(`${ownerPath(owner)}/${path}`, schema).catch(hintAtOwner(owner));
  }

  /** Creates something under the owner; the id of it. */
  #createFor(owner: Owner, path: string, body: unknown, idempotencyKey: string): Promise<string> {
    return this.#create(`${ownerPath(owner)}/${path}`, body, idempotencyKey).catch(hintAtOwner(owner));
  }

  async #read<Schema extends z.ZodMiniType>(path: string, schema: Schema): Promise<z.output<Schema>> {
    const parsed = schema.safeParse(await this.#connection.get(path));
    if (!parsed.success) throw unexpectedAnswer(`GET ${path.replaceAll(/[\da-f-]{36}/gi, '{id}')}`);
    return parsed.data;
  }

  /** The id at the end of the `Location` of what was created. */
  async #create(path: string, body: unknown, idempotencyKey: string): Promise<string> {
    const location = await this.#connection.post(path, body, idempotencyKey);
    const id = location?.split('/').at(-1);
    if (id === undefined || !/^[\w-]{1,128}$/.test(id))
      throw unexpectedAnswer('a Location of what was created');
    return id;
  }
}

interface NewSession {
  readonly redirectUrl: string | null;
  readonly idempotencyKey: string;
}

const redirectLink = (url: string | null): object => (url === null ? {} : { 'redirect-url': { href: url } });

/** The links of a resource, which for some resources may be missing. */
export const linksOf = (resource: Exchange | FundingSource): NonNullable<Exchange['_links']> =>
  resource._links ?? {};

function unexpectedAnswer(expected: string): ExchangeHandlerError {
  return new ExchangeHandlerError(
    502,
    'UnexpectedDwollaAnswer',
    `Dwolla's answer is not what its documentation describes (expected: ${expected}).`,
  );
}
