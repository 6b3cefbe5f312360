import type { SessionRules } from '../session-rules.js';

/** Visa documents no lifetime: this is the simulator's own. */
const lifetime = 30 * 60_000;

/** A page at the top level whose query has `authorization_code`. */
export const session: SessionRules<'visa'> = {
  shape: /^[\w.-]{8,500}$/,
  lifetime,
  reauthLifetime: lifetime,
  isReloadable: false,
  create: ({ sessionId, origins, newId }) => {
    const credential = newId().replaceAll('-', '');
    // The redirect URI is Dwolla's own and stays unencoded, as in Dwolla's examples: serializing the URL again breaks it.
    const query = [
      `client_id=${newId().replaceAll('-', '')}`,
      `redirect_uri=${origins.dwolla}/redirect/tink`,
      `authorization_code=${credential}`,
      'market=US',
      'locale=en_US',
      `state=${sessionId}`,
      `session_id=${newId().replaceAll('-', '')}`,
    ].join('&');
    const href = `${origins.visa}/1.0/account-check/connect?${query}`;
    return { credential, href, linkToken: null, paymentSession: null };
  },
};
