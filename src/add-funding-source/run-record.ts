import type { PartnerName } from '../element/partners/registry.js';
import { ownFields, partnerNames, toJson } from '../element/shared.js';
import { accountType, type LinkedAccount } from './known-account.js';
import type { SentClaim } from './state.js';

/**
 * What lets a run go on after a reload, a crash or a return: kept in this tab's sessionStorage, nowhere else. It holds no
 * token, no session and nothing that the user has typed: the exchange's id is worth nothing without the user's own login.
 */
export interface RunRecord {
  /** When the run began, in ms since 1970. */
  readonly startedAt: number;
  /** For a return page that has the tag and nothing else. */
  readonly backendUrl: string;
  readonly partner: PartnerName | null;
  /** The exchange that is logged in to again, or ''. */
  readonly exchange: string;
  /** The exchange that was made, or null before that. */
  readonly account: LinkedAccount | null;
  /** The request for an exchange that is not answered yet, or null. */
  readonly sent: SentClaim | null;
}

const recordName = 'dwolla-add-funding-source';
const lifetime = 24 * 60 * 60_000; // ms

// What this document has written is of an element that is still here.
let written: string | null = null;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function parse(stored: string): RunRecord | null {
  const { startedAt, sentAt, backendUrl, partner, exchange, exchangeId, key, ...account } = ownFields(
    JSON.parse(stored),
  );
  const age = Date.now() - Number(startedAt);
  if (!(age >= 0 && age < lifetime)) return null;
  const known = {
    name: text(account['name']),
    suggestion: text(account['suggestion']),
    type: accountType(account['type']),
  };
  return {
    startedAt: Number(startedAt),
    backendUrl: text(backendUrl),
    partner: partnerNames.find((name) => name === partner) ?? null,
    exchange: text(exchange),
    account: text(exchangeId) ? { exchangeId: text(exchangeId), known, key: text(key) } : null,
    sent: typeof sentAt === 'number' ? { known, at: sentAt } : null,
  };
}

/**
 * The record of an earlier document, or of an element of this one that is gone.
 * @param drop takes it, where it is right
 */
export function takeRunRecord(isMine: (record: RunRecord) => boolean): RunRecord | null {
  try {
    const stored = sessionStorage.getItem(recordName);
    const record = stored && stored !== written ? parse(stored) : null;
    if (!record || !isMine(record)) return null;
    // Of two elements on a page the first goes on.
    written = stored;
    return record;
  } catch {
    return null;
  }
}

/** Writes the record, in place of any other. A browser without storage goes on without it. */
export function writeRunRecord({ account, sent, ...record }: RunRecord): void {
  try {
    const { exchangeId, known, key: idempotencyKey } = account ?? {};
    const { name, suggestion, type } = known ?? sent?.known ?? {};
    const stored = toJson({
      ...record,
      exchangeId,
      sentAt: sent?.at,
      name,
      suggestion,
      type,
      key: idempotencyKey,
    });
    sessionStorage.setItem(recordName, stored);
    written = stored;
  } catch {
    // Storage that is full or refused: a reload begins again.
  }
}

/** The element is gone, and another one may go on. */
export function releaseRunRecord(): void {
  written = null;
}

/** The run is over. */
export function dropRunRecord(): void {
  try {
    if (sessionStorage.getItem(recordName) === written) sessionStorage.removeItem(recordName);
  } catch {
    // Storage that throws holds nothing.
  }
}
