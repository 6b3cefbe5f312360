import { ExchangeHandlerError } from '../handler-error.js';
import type { PartnerName } from '../partners.js';
import { partnerCalled } from '../partners.js';
import { z } from '../zod.js';
import type { DwollaConnection } from './connection.js';
import { SharedWork } from './shared-work.js';

const partnerBody = z.object({
  id: z.string(),
  name: z.string(),
  _links: z.catch(
    z.optional(z.object({ self: z.object({ href: z.string().check(z.minLength(1)) }) })),
    undefined,
  ),
});
const listBody = z.object({ _embedded: z.object({ 'exchange-partners': z.array(partnerBody) }) });

/** A partner as Dwolla lists it. */
interface ListedPartner {
  readonly id: string;
  readonly href: string;
}
type ListedPartners = ReadonlyMap<PartnerName, ListedPartner>;

/** Dwolla's partners change with its releases: an hour old is new enough. */
const listLifetime = 3_600_000;

/**
 * Dwolla's exchange partners: which link means which partner.
 */
export class ExchangePartners {
  readonly #connection: DwollaConnection;
  /** Ids given by the host, which go before Dwolla's list. */
  readonly #given: Partial<Record<PartnerName, string>>;
  #listed: { readonly partners: ListedPartners; readonly until: number } | null = null;
  readonly #coming = new SharedWork<ListedPartners>();

  constructor(connection: DwollaConnection, given: Partial<Record<PartnerName, string>>) {
    this.#connection = connection;
    this.#given = given;
  }

  /** The partner's link, as it goes into requests. Throws `UnsupportedPartner` (400) where Dwolla does not list it. */
  async hrefOf(partner: PartnerName): Promise<string> {
    const given = this.#given[partner];
    // Dwolla's own link, which a proxy in between does not change.
    const href =
      given === undefined
        ? (await this.#list()).get(partner)?.href
        : `${this.#connection.linkUrl}/exchange-partners/${given}`;
    if (href === undefined)
      throw new ExchangeHandlerError(
        400,
        'UnsupportedPartner',
        `Dwolla does not offer ${partner} to this application.`,
        { hint: `Have Dwolla enable it, or set exchangePartners.${partner} to its id at Dwolla.` },
      );
    return href;
  }

  /** The partner that a link of Dwolla's means; null for one that this package does not know. */
  async nameOf(href: string): Promise<PartnerName | null> {
    const id = href.slice(href.lastIndexOf('/') + 1);
    const listed = [...(await this.#list())].map(([name, { id }]) => [name, id] as const);
    const known = [...Object.entries(this.#given), ...listed] as [PartnerName, string][];
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

  async #list(): Promise<ListedPartners> {
    if (this.#listed !== null && Date.now() < this.#listed.until) return this.#listed.partners;
    return this.#coming.share(() => this.#fetch());
  }

  async #fetch(): Promise<ListedPartners> {
    const parsed = listBody.safeParse(await this.#connection.get('/exchange-partners'));
    if (!parsed.success)
      throw new ExchangeHandlerError(
        502,
        'UnexpectedDwollaAnswer',
        'Dwolla answered an unknown list of exchange partners.',
      );
    const partners = new Map<PartnerName, ListedPartner>();
    for (const { id, name, _links } of parsed.data._embedded['exchange-partners']) {
      const partner = partnerCalled(name);
      const href = _links?.self.href ?? `${this.#connection.linkUrl}/exchange-partners/${id}`;
      if (partner !== null) partners.set(partner, { id, href });
    }
    this.#listed = { partners, until: Date.now() + listLifetime };
    return partners;
  }
}
