/**
 * What the partner says of the account that was linked: pure, without a document.
 */
import type { ExchangeSuccessDetail } from '../element/flow/outcome.js';
import { bare } from '../element/shared.js';

/** Dwolla's two kinds of bank accounts. */
export type BankAccountType = 'checking' | 'savings';

/** What the partner says of the account. Empty or null: nothing. */
export interface KnownAccount {
  /** A whole name for the funding source: bank and last digits, or the name of MX's connection. */
  readonly name: string;
  /** What a form suggests as a name where `name` is empty. */
  readonly suggestion: string;
  readonly type: BankAccountType | null;
  /** The accounts that were shared, where there are several and their types tell them apart. */
  readonly choices?: readonly (KnownAccount & { readonly label: string })[];
}

/** An exchange of which a funding source is to be made. */
export interface LinkedAccount {
  readonly exchangeId: string;
  readonly known: KnownAccount;
  /** Idempotency key of the funding source. */
  readonly key: string;
}

/** Characters of a funding source's name, Dwolla's limit. */
export const longestName = 50;

/** Of an account that a partner says nothing of. */
export const nothingKnown: KnownAccount = bare({ name: '', suggestion: '', type: null });

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** Checking and savings are all that Dwolla takes; of other kinds the user says which of the two it is closest to. */
export const accountType = (value: unknown): BankAccountType | null =>
  value === 'checking' || value === 'savings' ? value : null;

/** A name that Dwolla takes: the last digits stay whole, the bank's name is cut. */
const nameOf = (bank: string, digits: string): string =>
  `${bank.slice(0, longestName - 1 - digits.length).trim()} ${digits}`;

/**
 * What a partner's success detail contains about the account. Dwolla's API takes only the account's type, not the account: of
 * several shared accounts the user chooses by type, where the types differ; otherwise Dwolla's choice is not known.
 */
export function knownOf(detail: ExchangeSuccessDetail): KnownAccount {
  if (detail.partner === 'flinks')
    return { ...nothingKnown, suggestion: text(detail.institution).slice(0, longestName) };
  if (detail.partner !== 'plaid') return nothingKnown;
  const { institution, accounts } = detail.metadata;
  const bank = text(institution?.name);
  const known = accounts.map(({ name, mask, subtype }) => {
    const digits = text(mask);
    return {
      name: bank && digits ? nameOf(bank, digits) : '',
      suggestion: (bank || text(name)).slice(0, longestName),
      type: accountType(subtype),
      label: `${text(name) || bank} ${digits && `••${digits}`}`.trim(),
    };
  });
  const [first, ...others] = known;
  if (first && others.length === 0) return first;
  const types = new Set(known.map(({ type }) => type));
  return {
    name: '',
    suggestion: bank.slice(0, longestName),
    type: types.size === 1 ? (first?.type ?? null) : null,
    ...(types.size === known.length && !types.has(null) && known.length > 1 && { choices: known }),
  };
}
