import type { SessionRules } from '../session-rules.js';

const minute = 60_000;

/** A link token lives 4 hours; in update mode, for an existing Item, 30 minutes. */
export const session: SessionRules<'plaid'> = {
  shape: /^link-(?:sandbox|production|development)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  lifetime: 240 * minute,
  reauthLifetime: 30 * minute,
  isReloadable: false,
  create: ({ newId }) => {
    const linkToken = `link-sandbox-${newId()}`;
    return { credential: linkToken, href: null, linkToken, paymentSession: null };
  },
};
