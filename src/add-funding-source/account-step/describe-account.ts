/**
 * What has to be asked of an account, and the request that comes of it: pure, without a document.
 */
import type { CardDetails, NewFundingSource } from '../../server/answers.js';
import type { PartnerName } from '../../element/partners/registry.js';
import type { Fields } from '../../element/browser/own.js';
import { bare, ownFields } from '../../element/shared.js';
import { accountType, longestName, type KnownAccount } from '../known-account.js';

/** The card holder, or what the host knows of them: `{ firstName, lastName, billingAddress }`. */
export type Cardholder = {
  readonly [Name in keyof Omit<CardDetails, 'billingAddress'>]?: CardDetails[Name] | undefined;
} & {
  readonly billingAddress?:
    | { readonly [Name in keyof CardDetails['billingAddress']]?: CardDetails['billingAddress'][Name] }
    | undefined;
};

/** Every field that a form can have, by the name of Dwolla's. */
export type FieldName =
  | 'name'
  | 'bankAccountType'
  | 'firstName'
  | 'lastName'
  | 'address1'
  | 'address2'
  | 'address3'
  | 'city'
  | 'stateProvinceRegion'
  | 'postalCode'
  | 'country';

/** Texts by field. */
export type FieldValues = Readonly<Partial<Record<FieldName, string>>>;

/** What is wrong with a field: nothing in it, not two letters, or the backend's sentence. */
export type FieldProblem =
  { readonly type: 'required' | 'two-letters' } | { readonly type: 'refused'; readonly message: string };

export type FieldProblems = Readonly<Partial<Record<FieldName, FieldProblem>>>;

const holderFields = ['firstName', 'lastName'] as const;
const addressFields = [
  'address1',
  'address2',
  'address3',
  'city',
  'stateProvinceRegion',
  'postalCode',
  'country',
] as const;
const cardFields: readonly FieldName[] = [...holderFields, ...addressFields];
const optional: readonly FieldName[] = ['address2', 'address3'];
const twoLetters: readonly FieldName[] = ['stateProvinceRegion', 'country'];

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** What MX's list says of the account: its name. */
export const knownConnection = (name: string): KnownAccount => ({
  name: name.trim().slice(0, longestName),
  suggestion: '',
  type: null,
});

/** What the host knows of the card holder, flat. Own fields only, and texts only. */
function holderValues(cardholder: unknown): FieldValues {
  const { billingAddress, ...holder } = ownFields(cardholder);
  const values: Fields = { ...ownFields(billingAddress), ...holder };
  return bare(Object.fromEntries(cardFields.map((name) => [name, text(values[name])])));
}

/** What is known from before and from the host. */
export interface Knowledge {
  readonly partner: PartnerName | null;
  readonly known: KnownAccount;
  readonly accountName: string;
  /** The host's `cardholder`, of whatever shape. */
  readonly cardholder: unknown;
}

const isCard = ({ partner }: Knowledge): boolean => partner === 'checkout';

/** What counts without asking, by field; '' where it has to be asked. */
function given({ accountName, known, ...rest }: Knowledge): FieldValues {
  const name = text(accountName).slice(0, longestName) || known.name;
  return isCard({ accountName, known, ...rest })
    ? { name, ...holderValues(rest.cardholder) }
    : { name, bankAccountType: known.type ?? '' };
}

function problemOf(field: FieldName, value: string): FieldProblem | null {
  if (!value) return optional.includes(field) ? null : { type: 'required' };
  return twoLetters.includes(field) && !/^[A-Z]{2}$/.test(value) ? { type: 'two-letters' } : null;
}

/**
 * The fields that have to be asked, in their order: what is missing, and what the backend has refused.
 * @param problems of the last try
 */
export function missingFields(knowledge: Knowledge, problems: FieldProblems = {}): readonly FieldName[] {
  const values = given(knowledge);
  const all: readonly FieldName[] = isCard(knowledge) ? ['name', ...cardFields] : ['name', 'bankAccountType'];
  return all.filter(
    (field) =>
      problems[field] ??
      problemOf(field, values[field] ?? '') ??
      // Whoever is asked for a street may have a second line for it.
      (field === 'address2' && !values.address1),
  );
}

/** What a field shows at first. */
export const suggestedValue = (field: FieldName, knowledge: Knowledge): string =>
  given(knowledge)[field] || (field === 'name' ? knowledge.known.suggestion : '');

/**
 * Makes the request out of what is known and what the user has typed.
 * @param typed by field
 * @returns the request, or what is wrong with it
 */
export function describeAccount(
  knowledge: Knowledge,
  typed: FieldValues = {},
): { readonly source: NewFundingSource } | { readonly problems: FieldProblems } {
  const values: Partial<Record<FieldName, string>> = { ...given(knowledge) };
  for (const [field, value] of Object.entries(typed) as [FieldName, string][])
    values[field] = twoLetters.includes(field) ? value.trim().toUpperCase() : value.trim();
  const asked = missingFields(knowledge);
  const problems = Object.fromEntries(
    [...new Set([...asked, ...(Object.keys(typed) as FieldName[])])].flatMap((field) => {
      const problem = problemOf(field, values[field] ?? '');
      return problem ? [[field, problem]] : [];
    }),
  ) as FieldProblems;
  if (Object.keys(problems).length > 0) return { problems };
  const { name = '', firstName = '', lastName = '' } = values;
  if (!isCard(knowledge))
    return { source: { name, bankAccountType: accountType(values.bankAccountType) ?? 'checking' } };
  const billingAddress = Object.fromEntries(
    addressFields.flatMap((field) => (values[field] ? [[field, values[field]]] : [])),
  ) as unknown as CardDetails['billingAddress'];
  return { source: { name, cardDetails: { firstName, lastName, billingAddress } } };
}

/** Whether anything has to be asked before the funding source can be made. */
export const isComplete = (knowledge: Knowledge): boolean =>
  missingFields(knowledge).every((field) => optional.includes(field));

/**
 * What the backend says of single fields, by field. A path that leads to none of ours is left out.
 * @param errors `[{ path, message }]` of the answer, of whatever shape
 */
export function refusedFields(errors: unknown): FieldProblems {
  const list: readonly unknown[] = Array.isArray(errors) ? errors : [];
  const ours: readonly FieldName[] = ['name', 'bankAccountType', ...cardFields];
  const problems: Partial<Record<FieldName, FieldProblem>> = bare({});
  for (const error of list) {
    const { path, message } = ownFields(error);
    const field = ours.find((name) => text(path).endsWith(`/${name}`));
    if (field) problems[field] = { type: 'refused', message: text(message).slice(0, 200) };
  }
  return problems;
}
