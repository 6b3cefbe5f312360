import type { World } from './world.js';
import type { PartnerName } from './partner-session.js';

/** What a partner's stand-in is given; it keeps no state of its own beyond what the world records. */
export interface PartnerAppContext {
  readonly world: World;
  /**
   * Where everything is served, as origins without a trailing slash (`http://localhost:4011`). An app links to itself and
   * to the others with these; the origins that minted URLs carry may be others.
   */
  readonly origins: Record<PartnerName | 'dwolla', string>;
}
