/**
 * What the handler answers and takes, as types alone: the one source for the routes and for `dwolla-exchange-link/client`.
 * Nothing is imported but names, so that a browser's types need nothing of the backend's packages.
 */
import type { PartnerName } from './partners.js';

/** Answer of `POST /exchanges`: 201, for Visa 200. */
export interface CreatedExchange {
  /** Dwolla's id of the exchange, a UUID. */
  readonly id: string;
  readonly partner: PartnerName;
}

/** Answer of `GET /exchanges/{id}`. */
export interface ExchangeSummary {
  readonly id: string;
  /** Null for a partner that this package does not know. */
  readonly partner: PartnerName | null;
  /** As Dwolla writes it: `active`, `disabled`, … */
  readonly status?: string | undefined;
  /** ISO 8601. */
  readonly created?: string | undefined;
}

/** An account that a user shared through MX and that waits to become an exchange. */
export interface Connection {
  readonly name: string;
  /** For `POST /exchanges`. A credential: never log or store it. */
  readonly availableConnectionToken: string;
}

/** Answer of `POST /funding-sources` and `GET /funding-sources/{id}`. Right after creation it may be the `id` alone. */
export interface FundingSourceSummary {
  readonly id: string;
  /** `bank` or `card`. */
  readonly type?: string | undefined;
  /** `verified` or `unverified`. */
  readonly status?: string | undefined;
  readonly name?: string | undefined;
  readonly bankName?: string | undefined;
  /** `checking`, `savings`, … */
  readonly bankAccountType?: string | undefined;
  readonly removed?: boolean | undefined;
  /** ISO 8601. */
  readonly created?: string | undefined;
  readonly card?:
    | {
        readonly brand?: unknown;
        readonly lastFour?: unknown;
        readonly expirationMonth?: unknown;
        readonly expirationYear?: unknown;
      }
    | undefined;
}

/** Answer of `GET /funding-sources/{id}/balance`: beside these what Dwolla says of the account, in Dwolla's fields. */
export interface FundingSourceBalance {
  readonly fundingSourceId: string;
  /** What can be spent: `{ value, currency }` as Dwolla gives it, the value a decimal string. */
  readonly balance?: unknown;
  readonly [field: string]: unknown;
}

/** Where a card's bills go, in Dwolla's fields. */
export interface BillingAddress {
  readonly address1: string;
  readonly address2?: string | undefined;
  readonly address3?: string | undefined;
  readonly city: string;
  /** Two capital letters. */
  readonly stateProvinceRegion: string;
  /** Two capital letters. */
  readonly country: string;
  readonly postalCode: string;
}

/** Whose card it is and where its bills go, in Dwolla's fields. */
export interface CardDetails {
  readonly firstName: string;
  readonly lastName: string;
  readonly billingAddress: BillingAddress;
}

/** What a funding source is made from, beside its exchange. */
export type NewFundingSource =
  | { readonly name: string; readonly bankAccountType: 'checking' | 'savings' }
  | { readonly name: string; readonly cardDetails: CardDetails };
