import type { PartnerSession } from '../partner-session.js';
import { partners } from '../partners/registry.js';
import type { Refusal } from '../session-record.js';
import type { World } from '../world.js';

/**
 * Goes through a partner without its screen, for backend tests: starts the session (which uses it up) and records the
 * success. Returns what the partner would pass to the page, or why it refuses.
 */
export function completeSession(
  world: World,
  session: PartnerSession,
): { result: object } | { refused: Refusal } {
  const started = world.start(session.partner, session.credential);
  if ('refused' in started) return started;
  return { result: partners[session.partner].complete(world, session) };
}
