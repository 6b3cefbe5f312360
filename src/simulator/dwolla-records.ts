import type { ExchangeAccess, PartnerGrant } from './partner-grant.js';
import type { PartnerName } from './partner-session.js';
import type { Owner } from './session-record.js';

/** An exchange at the simulated Dwolla. */
export interface ExchangeRecord {
  readonly id: string;
  readonly partner: PartnerName;
  readonly owner: Owner;
  readonly createdAt: number;
  readonly access: ExchangeAccess;
  status: 'active' | 'deactivated' | 'removed';
  /** The bank wants a new login: a balance answers `UpdateCredentials` until the exchange is re-authenticated. */
  needsUpdate: boolean;
  /** False: the partner has withdrawn the permission behind the exchange (`InvalidExchangeToken`). */
  tokenValid: boolean;
}

/** A permission that a partner gave out, as Dwolla knows it. */
export interface Grant extends PartnerGrant {
  readonly partner: PartnerName;
}

/** One account that MX shared and that waits to be exchanged. */
export interface AvailableConnection {
  readonly token: string;
  readonly name: string;
}
