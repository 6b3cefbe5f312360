import type { BankAccount, Card, Institution } from './accounts.js';
import type { Owner } from './session-record.js';

/** What an exchange gives access to. */
export type ExchangeAccess =
  | { readonly kind: 'bank'; readonly institution: Institution; readonly accounts: readonly BankAccount[] }
  | { readonly kind: 'card'; readonly card: Card };

/** A permission that a partner gave out and Dwolla turns into an exchange, once. */
export interface PartnerGrant {
  /** The name of the partner. */
  readonly partner: string;
  /** Null: for whoever brings it (processor tokens, Flinks, Mastercard), or of a foreign session. */
  readonly owner: Owner | null;
  readonly access: ExchangeAccess;
  readonly expiresAt: number;
  /** Of a session that was not created here. */
  readonly foreign: boolean;
  /**
   * False: Dwolla does not take it as it is. It is of a foreign session or of a re-authentication (nothing is exchanged
   * again), or the platform's backend has to turn it into something else first (Flinks, Mastercard).
   */
  readonly exchangeable: boolean;
  /** True: may be exchanged again and again (the tokens printed in the documentation). */
  readonly reusable: boolean;
  /** The exchange it was turned into, or null while it waits. */
  exchangeId: string | null;
}
