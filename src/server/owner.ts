import { misconfigured } from './handler-error.js';
import { resourceId } from './request-input.js';
import { z } from './zod.js';

/**
 * Whose bank or card is linked, as the host's `authorize` says: a customer, an external party (Dwolla Connect), or the
 * platform's own account. The ids are Dwolla's, bare UUIDs without the URL before them.
 */
export type Owner = { customerId: string } | { externalPartyId: string } | { account: true };

const owner = z.union([
  z.strictObject({ customerId: resourceId }),
  z.strictObject({ externalPartyId: resourceId }),
  z.strictObject({ account: z.literal(true) }),
]);

/** Checks what `authorize` answered. A URL or two owners are the host's mistake (500, and `onError`). */
export function parseOwner(value: unknown): Owner {
  const result = owner.safeParse(value);
  if (result.success) return result.data;
  const given: unknown = Object.values(Object(value) as Record<string, unknown>)[0];
  if (typeof given === 'string' && given.includes('/'))
    throw misconfigured('authorize() must answer ids, and answered a URL: use the id at its end alone.');
  throw misconfigured(
    'authorize() must answer null or exactly one of { customerId }, { externalPartyId } and { account: true }, with ids that are UUIDs.',
  );
}

/** One string per owner, for what is bound to the owner: session ids and idempotency keys. */
export function ownerKey(of: Owner): string {
  if ('customerId' in of) return `customer ${of.customerId.toLowerCase()}`;
  if ('externalPartyId' in of) return `external-party ${of.externalPartyId.toLowerCase()}`;
  return 'account';
}

/** Dwolla's path of the owner's resources, without a slash at the end; the account's exchanges lie at the root. */
export function ownerPath(of: Owner): string {
  if ('customerId' in of) return `/customers/${of.customerId}`;
  if ('externalPartyId' in of) return `/external-parties/${of.externalPartyId}`;
  return '';
}

/** The links of a resource of Dwolla's, by their relation. */
export type Links = Readonly<Record<string, { href?: string | undefined }>>;

/**
 * Whether a resource's links (`_links`) name this owner: true or false, or null when they name no owner at all. Dwolla
 * documents `customer` on exchanges and funding sources; the link of an external party follows the same pattern.
 */
export function linksNameOwner(of: Owner, links: Links): boolean | null {
  const id = 'customerId' in of ? of.customerId : 'externalPartyId' in of ? of.externalPartyId : null;
  const customer = links['customer']?.href;
  const externalParty = links['external-party']?.href;
  if (customer !== undefined) return 'customerId' in of && lastSegment(customer) === id?.toLowerCase();
  if (externalParty !== undefined)
    return 'externalPartyId' in of && lastSegment(externalParty) === id?.toLowerCase();
  if (links['account'] !== undefined) return 'account' in of;
  return null;
}

function lastSegment(href: string): string {
  return href.slice(href.lastIndexOf('/') + 1).toLowerCase();
}
