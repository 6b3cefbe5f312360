import { Backend, type start } from './exchange-link.js';
import { linkToken, plaidSession } from './sessions.js';

/** A backend that creates a session per request, as it should. */
export function createBackend(): Backend {
  let count = 0;
  return new Backend(() => Response.json(plaidSession(linkToken(String(++count)))));
}

/** Settings of an element that asks such a backend. */
export const freshSettings = (
  more: Parameters<typeof start>[0] = {},
): Parameters<typeof start>[0] & { backend: Backend } => {
  const backend = createBackend();
  return { backend, sessionUrl: '/session', fetchSession: backend.fetchSession, ...more };
};
