import { createHash } from 'node:crypto';
import type { SessionRules } from '../session-rules.js';

const lifetime = 120 * 60_000;

/** A Connect URL with a `signature`. Alone among the partners' URLs it may be loaded again until the user has finished. */
export const session: SessionRules<'mastercard'> = {
  shape: /^[\w.-]{8,500}$/,
  lifetime,
  reauthLifetime: lifetime,
  isReloadable: true,
  create: ({ sessionId, partnerUser, origins, now }) => {
    const credential = createHash('sha256').update(sessionId).digest('hex');
    const query = [
      `customerId=${partnerUser}`,
      'origin=url',
      'partnerId=2445583946651',
      `signature=${credential}`,
      `timestamp=${now}`,
      `ttl=${now + lifetime}`,
      'type=default',
    ].join('&');
    const href = `${origins.mastercard}/?${query}`;
    return { credential, href, linkToken: null, paymentSession: null };
  },
};
