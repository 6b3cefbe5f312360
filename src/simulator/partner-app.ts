import type { World } from './world.js';
import type { PartnerName } from './partner-session.js';

/** What a simulated partner is given; it keeps no state of its own beyond what the world records. */
export interface PartnerAppContext {
  readonly world: World;
  /**
   * Everybody's origin as browsers know it, without a trailing slash (`http://localhost:4011`, or a production origin that
   * a test intercepts). Links of an app to itself and to the others are made with these.
   */
  readonly origins: Record<PartnerName | 'dwolla', string>;
}
