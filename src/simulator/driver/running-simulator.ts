import type { PartnerName } from '../partner-session.js';

/** What the driver needs to know of a started simulator: where its servers are. */
export interface RunningSimulator {
  readonly dwollaUrl: string;
  readonly partners: Readonly<Record<PartnerName, { readonly origin: string }>>;
}
