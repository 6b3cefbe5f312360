import type { Hono } from 'hono/tiny';
import type { PartnerName } from '../partner-session.js';
import { partnerNames } from '../partner-session.js';
import type { DwollaListing } from '../partners/partner.js';
import { partners } from '../partners/registry.js';
import { hal, link, notFound } from './answers.js';
import type { DwollaContext } from './context.js';
import { idInHref } from './context.js';

interface PartnerEntry extends DwollaListing {
  readonly partner: PartnerName;
}

/** Dwolla's exchange partners under the ids of its documentation. */
const exchangePartners: readonly PartnerEntry[] = partnerNames.map((partner) => ({
  ...partners[partner].dwolla,
  partner,
}));

/** The id under which a partner is listed. */
export function partnerIdOf(partner: PartnerName): string {
  return partners[partner].dwolla.id;
}

/**
 * The partners that an `exchange-partner` link can mean: usually one, two for the id that Dwolla's examples use for MX and
 * for Finicity alike (the body decides), none for a bad link.
 */
export function partnersInHref(dwolla: DwollaContext, href: unknown): readonly PartnerName[] {
  const id = idInHref(dwolla, href, 'exchange-partners');
  return exchangePartners
    .filter((entry) => entry.id === id || (id !== null && entry.otherIds.includes(id)))
    .map((entry) => entry.partner);
}

/** A link to an exchange partner as other resources carry it. */
export function partnerLink({ origins }: DwollaContext, id: string): ReturnType<typeof link> {
  return link(`${origins.dwolla}/exchange-partners/${id}`, 'exchange-partner');
}

/**
 * `GET /exchange-partners` and `/exchange-partners/{id}`. Visa is listed on demand only (`?visa=true`, or the simulator's
 * option `visa`): the official client's list of names is closed and rejects it. By its id it is always there.
 */
export function serveExchangePartners(app: Hono, dwolla: DwollaContext): void {
  const body = (entry: PartnerEntry): Record<string, unknown> => ({
    _links: { self: partnerLink(dwolla, entry.id) },
    id: entry.id,
    name: entry.name,
    status: 'active',
    created: entry.created,
  });

  app.get('/exchange-partners', (context) => {
    const withVisa = dwolla.listVisa || context.req.query('visa') === 'true';
    const listed = exchangePartners.filter((entry) => withVisa || entry.isListed);
    return hal(context, {
      _links: { self: link(`${dwolla.origins.dwolla}/exchange-partners`, 'exchange-partner') },
      _embedded: { 'exchange-partners': listed.map(body) },
      total: listed.length,
    });
  });

  app.get('/exchange-partners/:id', (context) => {
    const id = context.req.param('id');
    const entry =
      exchangePartners.find((candidate) => candidate.id === id) ??
      exchangePartners.find((candidate) => candidate.otherIds.includes(id));
    if (entry === undefined) throw notFound();
    return hal(context, body(entry));
  });
}
