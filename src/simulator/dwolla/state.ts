import type { BankAccount, Card } from '../accounts.js';
import type { ExchangeRecord } from '../dwolla-records.js';
import type { PartnerName } from '../partner-session.js';
import type { Owner } from '../session-record.js';
import type { PaymentSession } from '../partners/session-rules.js';

/** A customer, in the fields of Dwolla's resource that the simulator keeps. */
export interface CustomerRecord {
  readonly id: string;
  readonly createdAt: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** An external party (Dwolla Connect): a person has both names, a business its business name. */
export type ExternalPartyRecord = CustomerRecord;

/** An exchange session at Dwolla with what the partner created for it. */
export interface ExchangeSessionRecord {
  readonly id: string;
  readonly createdAt: number;
  /** The id in the session's `exchange-partner` link. */
  readonly partnerId: string;
  readonly href: string | null;
  readonly linkToken: string | null;
  readonly paymentSession: PaymentSession | null;
}

/** Where a card's bills go, in Dwolla's fields. */
export type BillingAddress = Readonly<Record<string, string>>;

/** What a funding source draws from. */
export type FundingSourceKind =
  | {
      readonly type: 'bank';
      readonly account: BankAccount;
      readonly bankName: string;
      /** The account's bank that pays out to cards has `card-network`. */
      readonly usage?: 'card-network';
    }
  | {
      readonly type: 'card';
      readonly card: Card;
      readonly nameOnCard: string;
      readonly billingAddress: BillingAddress;
    };

/** A bank account or card that money can move to or from. */
export interface FundingSourceRecord {
  readonly id: string;
  readonly owner: Owner;
  readonly createdAt: number;
  /** Null for the account's settlement bank, which comes from no exchange. */
  readonly exchangeId: string | null;
  readonly kind: FundingSourceKind;
  name: string;
  removed: boolean;
}

/** A transfer; the simulator moves no money. */
export interface TransferRecord {
  readonly id: string;
  readonly createdAt: number;
  readonly source: FundingSourceRecord;
  readonly destination: FundingSourceRecord;
  readonly amount: { readonly value: string; readonly currency: string };
  readonly correlationId: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
  status: 'pending' | 'processed' | 'failed' | 'cancelled';
  /** Why it failed, in Dwolla's fields; null unless `status` is `failed`. */
  failure: {
    readonly code: string;
    readonly description: string;
    readonly explanation?: string | undefined;
  } | null;
}

/** Something that Dwolla has an event for. */
export type DwollaChange =
  | {
      readonly kind: 'funding-source';
      readonly change: 'added' | 'verified' | 'updated' | 'removed';
      readonly source: FundingSourceRecord;
    }
  | { readonly kind: 'reauth-required'; readonly exchange: ExchangeRecord };

/** Families of endpoints whose scope an application may lack. */
export const scopeNames = [
  'customers',
  'external-parties',
  'exchange-sessions',
  'exchanges',
  'funding-sources',
] as const;

/** One name out of {@link scopeNames}. */
export type ScopeName = (typeof scopeNames)[number];

/** An answer to give in place of the real one, to the next requests that match. */
export interface PlannedAnswer {
  readonly method: string;
  /** The path exactly, or its beginning when it ends in `*`. */
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  remaining: number;
}

/** What the simulated Dwolla knows beyond exchanges, in memory. */
export class DwollaState {
  readonly customers = new Map<string, CustomerRecord>();
  readonly externalParties = new Map<string, ExternalPartyRecord>();
  readonly exchangeSessions = new Map<string, ExchangeSessionRecord>();
  readonly fundingSources = new Map<string, FundingSourceRecord>();
  readonly transfers = new Map<string, TransferRecord>();
  /** Access tokens and the time they end, in milliseconds since 1970. */
  readonly accessTokens = new Map<string, number>();
  /** Redirect URLs registered for the account; a request must match one exactly. */
  readonly redirectUrls = new Set<string>();
  /** Scopes that the application lacks (`InvalidScope`). */
  readonly refusedScopes = new Set<ScopeName>();
  /** Partners whose sessions are not enabled for the account (403). */
  readonly disabledPartners = new Set<PartnerName>();
  /** False: "Balance Check not enabled for this account." */
  balanceCheck = true;
  /** Answers waiting for their request. */
  readonly plannedAnswers: PlannedAnswer[] = [];
  /** Called after each change; the webhooks listen here. */
  onChange: (change: DwollaChange) => void = () => undefined;
}
