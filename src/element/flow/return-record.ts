import { ownFields, toJson } from '../browser/own.js';
import { partnerNames, partners, type PartnerName } from '../partners/registry.js';

/**
 * Data that must survive a redirect to a partner's page: kept in this tab's sessionStorage, nowhere else, and
 * good for 30 minutes. Without it, parameters in the address prove nothing: anybody can send a link that carries them.
 */
export interface ReturnRecord {
  readonly partner: PartnerName;
  /** When the user left, in ms since 1970. */
  readonly startedAt: number;
  /** Where a new session can be asked for. */
  readonly sessionUrl: string | null;
  readonly exchangePartnerHref: string | null;
  readonly reauth: boolean;
  /** Plaid's: Link is made again with the same token. */
  readonly linkToken: string | null;
}

/** A record of an earlier document. `url`: the address the user came back to; null if it carries no result, or was used. */
export interface RedirectReturn {
  readonly record: ReturnRecord;
  url: string | null;
}

const key = 'dwolla-exchange-link';
const lifetime = 30 * 60_000; // ms

// A record that this document wrote itself is not a return.
let written: string | null = null;
// Address of a return that an element of this document has taken already.
let taken: string | null = null;

const text = (value: unknown): string | null => (typeof value === 'string' && value ? value : null);

/** Whether a parameter of an address is what a partner sends its users back with, by its name and its value. */
const isOfReturn = (partner: PartnerName, name: string, value: string): boolean =>
  !!partners[partner].returns?.[name]?.test(value);

/** The parameters of an address that a partner sends its users back with. */
export const returnParameters = (partner: PartnerName, url: string): URLSearchParams =>
  new URLSearchParams(
    [...new URL(url).searchParams].filter(([name, value]) => isOfReturn(partner, name, value)),
  );

const carries = (partner: PartnerName, url: string): boolean => !!`${returnParameters(partner, url)}`;

function parse(stored: string): ReturnRecord | null {
  try {
    const value: Partial<Record<keyof ReturnRecord, unknown>> = ownFields(JSON.parse(stored));
    const name = partnerNames.find((known) => known === value.partner);
    const startedAt = Number(value.startedAt);
    const age = Date.now() - startedAt;
    if (!name || !partners[name].returns || !(age >= 0 && age < lifetime)) return null;
    return {
      partner: name,
      startedAt,
      sessionUrl: text(value.sessionUrl),
      exchangePartnerHref: text(value.exchangePartnerHref),
      reauth: value.reauth === true,
      linkToken: text(value.linkToken),
    };
  } catch {
    return null;
  }
}

/**
 * Writes the record, replacing any other.
 * @returns what was stored, to drop it by; null if the browser refuses storage
 */
export function writeReturnRecord(record: ReturnRecord): string | null {
  try {
    const stored = toJson(record);
    sessionStorage.setItem(key, stored);
    return (written = stored);
  } catch {
    return null;
  }
}

/** Drops a record, unless another element has written its own since. */
export function dropReturnRecord(stored: string | null | undefined): void {
  try {
    if (stored && sessionStorage.getItem(key) === stored) sessionStorage.removeItem(key);
  } catch {
    // Storage that throws holds nothing.
  }
}

/**
 * Takes the record that an earlier document left, once.
 * @param partner the partner the element is limited to, or ''
 */
export function takeReturnRecord(partner: PartnerName | ''): RedirectReturn | null {
  try {
    const stored = sessionStorage.getItem(key);
    if (!stored || stored === written) return null;
    const record = parse(stored);
    if (record && partner && record.partner !== partner) return null;
    sessionStorage.removeItem(key);
    const url = record && carries(record.partner, location.href) ? location.href : null;
    taken = url ?? taken;
    return record && { record, url };
  } catch {
    return null;
  }
}

/** The partner whose return the address is, by the record of an earlier document; nothing is taken. */
export function peekReturn(): PartnerName | null {
  try {
    const stored = sessionStorage.getItem(key);
    const record = stored && stored !== written ? parse(stored) : null;
    return record && carries(record.partner, location.href) ? record.partner : null;
  } catch {
    return null;
  }
}

/**
 * A return that may have begun in another browser, so that there is no record: only the host's backend can know what it
 * belongs to. Reported once per address. A partner that sends a whole result back needs no session for it, and without a
 * record that result proves nothing.
 * @param partner the partner the element is limited to, or ''
 */
export function takeUnknownReturn(partner: PartnerName | ''): { partner: PartnerName; url: string } | null {
  const url = location.href;
  const found = partnerNames.find(
    (name) => partners[name].surface !== 'page' && (!partner || partner === name) && carries(name, url),
  );
  if (!found || url === taken) return null;
  taken = url;
  return { partner: found, url };
}

/** An address without a partner's parameters, the others as they are. */
function withoutReturn(partner: PartnerName, address: string): URL {
  const url = new URL(address);
  // Pair by pair and not through searchParams, which would re-encode the parameters of others.
  const rest = url.search
    .slice(1)
    .split('&')
    .filter(
      (pair) => ![...new URLSearchParams(pair)].some(([name, value]) => isOfReturn(partner, name, value)),
    );
  url.search = rest.join('&');
  return url;
}

// When to look whether a router has written the address of the page's start once more, in ms.
const checks = [0, 100, 300, 1000, 3000];
// The address with a return's parameters that is to stay clean.
let returnedAt: string | null = null;

/**
 * Takes a partner's parameters off the address and leaves the others as they are. A router that hydrates may write the
 * address that the page began with once more (Next.js 16: `HistoryUpdater`, in the first commit of its app router); so
 * this looks again for three seconds. An address that has become another one is the host's.
 */
export function cleanAddress(partner: PartnerName): void {
  const returned = location.href;
  returnedAt = returned;
  const clean = (): void => {
    if (returnedAt !== returned || location.href !== returned) return;
    try {
      history.replaceState(history.state, '', withoutReturn(partner, returned));
    } catch {
      // Browsers refuse after a hundred calls in a few seconds; the parameters do no harm without a record.
    }
  };
  clean();
  if (location.href !== returned) for (const delay of checks) setTimeout(clean, delay);
}

/** The return is over: an address like its own is another return from now on. */
export function stopCleaning(): void {
  returnedAt = null;
}
