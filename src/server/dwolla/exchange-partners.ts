import { z } from 'zod';
import { ExchangeHandlerError } from '../handler-error.js';
import type { PartnerName } from '../partners.js';
import { partnerCalled } from '../partners.js';
import type { DwollaConnection } from './connection.js';

const partnerBody = z.object({ id: z.string(), name: z.string() });
const listBody = z.object({ _embedded: z.object({ 'exchange-partners': z.array(partnerBody) }) });

/** Dwolla's partners change with its releases: an hour old is new enough. */
const listLifetime = 3_600_000;

/**
 * Dwolla's exchange partners: which link means which partner. Read over plain HTTP, because the official client's list of
 * names is closed: it refuses the whole answer as soon as it names Visa.
 */
export class ExchangePartners {
  readonly #connection: DwollaConnection;
  /** Ids given by the host, which go before Dwolla's list. */
  readonly #given: Partial<Record<PartnerName, string>>;
  #listed: { readonly ids: ReadonlyMap<PartnerName, string>; readonly until: number } | null = null;
  #coming: Promise<ReadonlyMap<PartnerName, string>> | null = null;

  constructor(connection: DwollaConnection, given: Partial<Record<PartnerName, string>>) {
    this.#connection = connection;
    this.#given = given;
  }

  /** The partner's link, as it goes into requests. Throws `UnsupportedPartner` (400) where Dwolla does not list it. */
  async hrefOf(partner: PartnerName): Promise<string> {
    const id = this.#given[partner] ?? (await this.#list()).get(partner);
    if (id === undefined)
      throw new ExchangeHandlerError(
        400,
        'UnsupportedPartner',
        `Dwolla does not offer ${partner} to this application.`,
      );
    return `${this.#connection.serverUrl}/exchange-partners/${id}`;
  }

  /** The partner that a link of Dwolla's means; null for one that this package does not know. */
  async nameOf(href: string): Promise<PartnerName | null> {
    const id = href.slice(href.lastIndexOf('/') + 1);
    const known = [...Object.entries(this.#given), ...(await this.#list())] as [PartnerName, string][];
    const found = known.find(([, knownId]) => knownId === id);
    if (found !== undefined) return found[0];
    const path = `/exchange-partners/${encodeURIComponent(id)}`;
    const answer = await this.#connection.get(path).catch((error: unknown) => {
      if (error instanceof ExchangeHandlerError && error.status === 404) return null;
      throw error;
    });
    const single = partnerBody.safeParse(answer);
    return single.success ? partnerCalled(single.data.name) : null;
  }

  async #list(): Promise<ReadonlyMap<PartnerName, string>> {
    if (this.#listed !== null && Date.now() < this.#listed.until) return this.#listed.ids;
    this.#coming ??= this.#fetch().finally(() => (this.#coming = null));
    return this.#coming;
  }

  async #fetch(): Promise<ReadonlyMap<PartnerName, string>> {
    const parsed = listBody.safeParse(await this.#connection.get('/exchange-partners'));
    if (!parsed.success)
      throw new ExchangeHandlerError(
        502,
        'UnexpectedDwollaAnswer',
        'Dwolla answered an unknown list of exchange partners.',
      );
    const ids = new Map<PartnerName, string>();
    for (const { id, name } of parsed.data._embedded['exchange-partners']) {
      const partner = partnerCalled(name);
      if (partner !== null) ids.set(partner, id);
    }
    this.#listed = { ids, until: Date.now() + listLifetime };
    return ids;
  }
}
