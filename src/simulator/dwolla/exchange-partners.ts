import type { Hono } from 'hono';
import type { PartnerName } from '../partner-session.js';
import { hal, link, notFound } from './answers.js';
import type { DwollaContext } from './context.js';
import { idInHref } from './context.js';

interface PartnerEntry {
  readonly partner: PartnerName;
  /** Dwolla's name; Mastercard's is still its old one. */
  readonly name: 'MX' | 'Plaid' | 'Flinks' | 'Finicity' | 'Checkout.com' | 'Visa';
  readonly id: string;
  /** Ids that other examples of Dwolla's documentation use for the same partner. */
  readonly otherIds: readonly string[];
  readonly created: string;
}

/** Dwolla's exchange partners under the ids of its documentation. */
export const exchangePartners: readonly PartnerEntry[] = [
  {
    partner: 'mx',
    name: 'MX',
    id: '2164407f-33c3-4555-a6a1-40d5e9e58744',
    otherIds: ['292317ec-e252-47d8-93c3-2d128e037aa4'],
    created: '2024-03-05T15:40:51.000Z',
  },
  {
    partner: 'plaid',
    name: 'Plaid',
    id: 'f53ffb32-c84f-496a-9d9d-acd100d396ef',
    otherIds: ['3aef60d1-878f-4692-8c06-c6b478efb60d'],
    created: '2022-07-23T00:18:21.419Z',
  },
  {
    partner: 'flinks',
    name: 'Flinks',
    id: 'a0b22a57-68df-4450-b507-47c937e64e89',
    otherIds: [],
    created: '2022-07-23T00:18:21.419Z',
  },
  {
    partner: 'mastercard',
    name: 'Finicity',
    id: 'a12a48fe-65b6-4b09-9419-715ce39ca40c',
    otherIds: ['292317ec-e252-47d8-93c3-2d128e037aa4'],
    created: '2022-07-23T00:18:21.419Z',
  },
  {
    partner: 'checkout',
    name: 'Checkout.com',
    id: 'd652517d-9c02-4ea4-87af-2977e6cf3850',
    otherIds: [],
    created: '2025-10-01T14:02:10.000Z',
  },
  {
    partner: 'visa',
    name: 'Visa',
    id: '2d36c06f-e283-49d8-829f-d4941a73fd6a',
    otherIds: ['bca8d065-49a5-475b-a6b4-509bc8504d22'],
    created: '2024-05-20T09:12:44.000Z',
  },
];

/** The id under which a partner is listed. */
export function partnerIdOf(partner: PartnerName): string {
  const entry = exchangePartners.find((candidate) => candidate.partner === partner);
  if (entry === undefined) throw new Error(`No exchange partner is called ${partner}.`);
  return entry.id;
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
    const listed = exchangePartners.filter((entry) => withVisa || entry.partner !== 'visa');
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
