import { DwollaCore } from 'dwolla/core.js';
import { accountsExchangesList } from 'dwolla/funcs/accountsExchangesList.js';
import { customersExchangeSessionsCreate } from 'dwolla/funcs/customersExchangeSessionsCreate.js';
import { customersExchangesCreate } from 'dwolla/funcs/customersExchangesCreate.js';
import { customersExchangesList } from 'dwolla/funcs/customersExchangesList.js';
import { customersFundingSourcesCreate } from 'dwolla/funcs/customersFundingSourcesCreate.js';
import { customersListAvailableConnections } from 'dwolla/funcs/customersListAvailableConnections.js';
import { exchangeSessionsGet } from 'dwolla/funcs/exchangeSessionsGet.js';
import { exchangesExchangeSessionsCreateReAuth } from 'dwolla/funcs/exchangesExchangeSessionsCreateReAuth.js';
import { exchangesGet } from 'dwolla/funcs/exchangesGet.js';
import { fundingSourcesBalanceGet } from 'dwolla/funcs/fundingSourcesBalanceGet.js';
import { fundingSourcesGet } from 'dwolla/funcs/fundingSourcesGet.js';
import { HTTPClient } from 'dwolla/lib/http.js';
import type { Exchange, ExchangeSession, FundingSource } from 'dwolla/models';
import type { GetFundingSourceBalanceResponse } from 'dwolla/models/operations';
import { z } from 'zod';
import { ExchangeHandlerError } from '../handler-error.js';
import type { Links, Owner } from '../owner.js';
import { ownerPath } from '../owner.js';
import type { DwollaConnection } from './connection.js';

/** The token that makes an exchange, in one of the forms of Dwolla's create-exchange endpoints. */
export type ExchangeToken =
  | { readonly plaid: { readonly publicToken: string } }
  | { readonly mx: { readonly availableConnectionToken: string } }
  | { readonly token: string }
  | { readonly finicity: Readonly<Record<string, unknown>> };

/** What a funding source is made from, beside its exchange. */
export type NewFundingSource =
  | { readonly name: string; readonly bankAccountType: 'checking' | 'savings' }
  | { readonly name: string; readonly cardDetails: CardDetails };

/** Whose card it is and where its bills go, in Dwolla's fields. */
export interface CardDetails {
  readonly firstName: string;
  readonly lastName: string;
  readonly billingAddress: {
    readonly address1: string;
    readonly address2?: string | undefined;
    readonly address3?: string | undefined;
    readonly city: string;
    readonly stateProvinceRegion: string;
    readonly country: string;
    readonly postalCode: string;
  };
}

/** A bank account that MX has shared and that waits to become an exchange. */
export interface AvailableConnection {
  readonly name: string;
  readonly availableConnectionToken: string;
}

const connectionList = z.object({
  _embedded: z.object({
    'available-exchange-connections': z.array(
      z.object({ name: z.string(), availableConnectionToken: z.string() }),
    ),
  }),
});

const exchangeList = z.object({ _embedded: z.object({ exchanges: z.array(z.object({ id: z.string() })) }) });

/** The client's own result type, of which only the two branches matter here. */
type Result<Value> = { ok: true; value: Value } | { ok: false; error: unknown };

/**
 * The calls to Dwolla. The official client makes them wherever it can; over plain HTTP go external parties (the client has
 * no methods for them) and creating for the account: its exchange method wants a body in Dwolla's empty answer, its funding
 * source method insists on account numbers. So does a Finicity receipt, whose times the client would rewrite as dates.
 */
export class DwollaClient {
  readonly #connection: DwollaConnection;
  readonly #client: DwollaCore;

  constructor(connection: DwollaConnection) {
    this.#connection = connection;
    this.#client = new DwollaCore({
      serverURL: connection.serverUrl,
      // Empty on purpose: the client then fetches no tokens of its own, and the connection adds the one that all share.
      security: { clientID: '', clientSecret: '' },
      httpClient: new HTTPClient({
        fetcher: (input, init) => connection.send(new Request(input, init)),
      }),
    });
  }

  /** Makes an exchange session; the id of it. The account has none at Dwolla: `UnsupportedOwner` (400). */
  async createSession(
    owner: Owner,
    session: { partnerHref: string; redirectUrl: string | null; idempotencyKey: string },
  ): Promise<string> {
    const { partnerHref, redirectUrl, idempotencyKey } = session;
    if ('account' in owner)
      throw new ExchangeHandlerError(
        400,
        'UnsupportedOwner',
        'Dwolla has no exchange sessions for the account itself, only for customers and external parties.',
      );
    if ('externalPartyId' in owner) {
      const links = {
        'exchange-partner': { href: partnerHref },
        ...(redirectUrl === null ? {} : { 'redirect-url': { href: redirectUrl } }),
      };
      const path = `${ownerPath(owner)}/exchange-sessions`;
      return idIn(await this.#connection.post(path, { _links: links }, idempotencyKey));
    }
    const exchangePartner = { href: partnerHref };
    const links =
      redirectUrl === null ? { exchangePartner } : { exchangePartner, redirectUrl: { href: redirectUrl } };
    return createdId(
      customersExchangeSessionsCreate(
        this.#client,
        { id: owner.customerId, requestBody: { links } },
        withKey(idempotencyKey),
      ),
    );
  }

  /** Makes a session that re-authenticates an exchange; the id of it. */
  async createReauthSession(
    exchangeId: string,
    { redirectUrl, idempotencyKey }: { redirectUrl: string | null; idempotencyKey: string },
  ): Promise<string> {
    const requestBody = redirectUrl === null ? {} : { links: { redirectUrl: { href: redirectUrl } } };
    return createdId(
      exchangesExchangeSessionsCreateReAuth(
        this.#client,
        { id: exchangeId, requestBody },
        withKey(idempotencyKey),
      ),
    );
  }

  /** Reads an exchange session. */
  async readSession(id: string): Promise<ExchangeSession> {
    return valueOf(exchangeSessionsGet(this.#client, { id }));
  }

  /** Makes an exchange; the id of it. */
  async createExchange(
    owner: Owner,
    partnerHref: string,
    token: ExchangeToken,
    idempotencyKey: string,
  ): Promise<string> {
    if (!('customerId' in owner) || 'finicity' in token) {
      const body = { _links: { 'exchange-partner': { href: partnerHref } }, ...token };
      return idIn(await this.#connection.post(`${ownerPath(owner)}/exchanges`, body, idempotencyKey));
    }
    const requestBody = { links: { exchangePartner: { href: partnerHref } }, ...token };
    return createdId(
      customersExchangesCreate(this.#client, { id: owner.customerId, requestBody }, withKey(idempotencyKey)),
    );
  }

  /** Reads an exchange, whoever it belongs to. */
  async readExchange(id: string): Promise<Exchange> {
    return valueOf(exchangesGet(this.#client, { id }));
  }

  /** Whether the owner's list of exchanges has this one. */
  async listsExchange(owner: Owner, id: string): Promise<boolean> {
    if ('customerId' in owner) {
      const list = await valueOf(customersExchangesList(this.#client, { id: owner.customerId }));
      return list.embedded.exchanges.some((exchange) => exchange.id === id);
    }
    if ('account' in owner) {
      const list = await valueOf(accountsExchangesList(this.#client));
      return list.embedded.exchanges.some((exchange) => exchange.id === id);
    }
    const list = exchangeList.safeParse(await this.#connection.get(`${ownerPath(owner)}/exchanges`));
    return list.success && list.data._embedded.exchanges.some((exchange) => exchange.id === id);
  }

  /** The connections that MX has shared for the owner. The account has none at Dwolla: `UnsupportedOwner` (400). */
  async availableConnections(owner: Owner): Promise<readonly AvailableConnection[]> {
    if ('customerId' in owner) {
      const list = await valueOf(customersListAvailableConnections(this.#client, { id: owner.customerId }));
      return list.embedded.availableExchangeConnections;
    }
    if ('account' in owner)
      throw new ExchangeHandlerError(
        400,
        'UnsupportedOwner',
        'Dwolla lists available connections for customers and external parties only.',
      );
    const path = `${ownerPath(owner)}/available-exchange-connections`;
    const list = connectionList.safeParse(await this.#connection.get(path));
    if (!list.success) throw unexpectedAnswer('the list of available connections');
    return list.data._embedded['available-exchange-connections'];
  }

  /** Makes a funding source of an exchange; the id of it. */
  async createFundingSource(
    owner: Owner,
    exchangeHref: string,
    source: NewFundingSource,
    idempotencyKey: string,
  ): Promise<string> {
    if (!('customerId' in owner)) {
      const body = { _links: { exchange: { href: exchangeHref } }, ...source };
      return idIn(await this.#connection.post(`${ownerPath(owner)}/funding-sources`, body, idempotencyKey));
    }
    const body = { links: { exchange: { href: exchangeHref } }, ...source };
    return createdId(
      customersFundingSourcesCreate(
        this.#client,
        { id: owner.customerId, createCustomerFundingSource: body },
        withKey(idempotencyKey),
      ),
    );
  }

  /** Reads a funding source, whoever it belongs to. */
  async readFundingSource(id: string): Promise<FundingSource> {
    return valueOf(fundingSourcesGet(this.#client, { id }));
  }

  /** Reads the balance of a funding source. */
  async readBalance(id: string): Promise<GetFundingSourceBalanceResponse> {
    return valueOf(fundingSourcesBalanceGet(this.#client, { id }));
  }
}

/** The links of a resource as the client hands them out, which for some resources may be missing. */
export function linksOf(resource: { links?: Links | undefined }): Links {
  return resource.links ?? {};
}

function withKey(idempotencyKey: string): { headers: Record<string, string> } {
  return { headers: { 'idempotency-key': idempotencyKey } };
}

async function createdId(
  call: Promise<Result<{ headers: Record<string, string[]> } | undefined>>,
): Promise<string> {
  return idIn((await valueOf(call))?.headers['location']?.[0] ?? null);
}

/** The id at the end of a `Location`. */
function idIn(location: string | null): string {
  const id = location?.split('/').at(-1);
  if (id === undefined || !/^[\w-]+$/.test(id)) throw unexpectedAnswer('where it put what it made');
  return id;
}

/**
 * The value of a call, or its error as an ExchangeHandlerError. What the connection threw lies inside the client's own
 * error. The client's other errors repeat whole answers, tokens included, and so go nowhere.
 */
async function valueOf<Value>(call: Promise<Result<Value>>): Promise<Value> {
  const result = await call;
  if (result.ok) return result.value;
  const { cause } = result.error as { cause?: unknown };
  throw cause instanceof ExchangeHandlerError ? cause : unexpectedAnswer('a known resource');
}

function unexpectedAnswer(expected: string): ExchangeHandlerError {
  return new ExchangeHandlerError(
    502,
    'UnexpectedDwollaAnswer',
    `Dwolla's answer is not what its documentation describes (expected: ${expected}).`,
  );
}
