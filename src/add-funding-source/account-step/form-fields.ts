import type { FieldName } from './describe-account.js';
import type { FundingSourceTexts } from '../texts/texts.js';

/** How a field is shown and filled in by the browser. The type of the account is a choice, and not among them. */
export interface TextField {
  readonly label: keyof FundingSourceTexts;
  /** HTML's autofill detail tokens. */
  readonly autocomplete: AutoFill;
  /** Characters, Dwolla's limits. */
  readonly longest: number;
  readonly isOptional?: true;
}

/** The text fields of both forms. */
export const textFields: Readonly<Record<Exclude<FieldName, 'bankAccountType'>, TextField>> = {
  name: { label: 'fundingName', autocomplete: 'off', longest: 50 },
  firstName: { label: 'fundingFirstName', autocomplete: 'cc-given-name', longest: 50 },
  lastName: { label: 'fundingLastName', autocomplete: 'cc-family-name', longest: 50 },
  address1: { label: 'fundingAddress1', autocomplete: 'billing address-line1', longest: 50 },
  address2: {
    label: 'fundingAddress2',
    autocomplete: 'billing address-line2',
    longest: 100,
    isOptional: true,
  },
  address3: {
    label: 'fundingAddress3',
    autocomplete: 'billing address-line3',
    longest: 100,
    isOptional: true,
  },
  city: { label: 'fundingCity', autocomplete: 'billing address-level2', longest: 50 },
  stateProvinceRegion: { label: 'fundingState', autocomplete: 'billing address-level1', longest: 2 },
  postalCode: { label: 'fundingPostalCode', autocomplete: 'billing postal-code', longest: 20 },
  country: { label: 'fundingCountry', autocomplete: 'billing country', longest: 2 },
};
