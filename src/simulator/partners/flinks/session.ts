import type { SessionRules } from '../session-rules.js';

const lifetime = 30 * 60_000;

/** A frame's URL with `authorizeToken`. */
export const session: SessionRules<'flinks'> = {
  shape: /^[\w.-]{8,500}$/,
  lifetime,
  reauthLifetime: lifetime,
  isReloadable: false,
  create: ({ origins, newId }) => {
    const credential = newId();
    const href = `${origins.flinks}/v2/?authorizeToken=${credential}&closeEnable=true&language=en`;
    return { credential, href, linkToken: null, paymentSession: null };
  },
};
