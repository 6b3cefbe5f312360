import { partners } from './partners/registry.js';
import type { Origins } from './partners/session-rules.js';
import type { SessionRecord } from './session-record.js';

/** The name of a partner, as the element uses it. */
export type PartnerName = keyof typeof partners;

/** The names of all partners. */
// The keys of the registry are the names.
export const partnerNames = Object.keys(partners) as readonly PartnerName[];

/** Whether a string from outside is a partner's name. */
export function isPartnerName(value: unknown): value is PartnerName {
  return partnerNames.some((name) => name === value);
}

/** One session at a partner, from the creation of its credential. */
export interface PartnerSession extends SessionRecord {
  readonly partner: PartnerName;
}

/** Dwolla's and each partner's origin, without a trailing slash: what created URLs point to. */
export type PublicOrigins = Origins<PartnerName>;
