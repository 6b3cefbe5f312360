import { randomBytes } from 'node:crypto';
import type { CredentialInput, PartnerCredential, SessionRules } from '../session-rules.js';

/** Checkout.com documents no lifetime: this is the simulator's own. */
const lifetime = 30 * 60_000;

/** A payment session. */
export const session: SessionRules<'checkout'> = {
  shape: /^ps_[A-Za-z0-9]{20,40}$/,
  lifetime,
  reauthLifetime: lifetime,
  isReloadable: false,
  create,
};

const base62 = (length: number): string =>
  randomBytes(length * 2)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, length);

function create({ newId }: CredentialInput<'checkout'>): PartnerCredential {
  const id = `ps_${base62(27)}`;
  const secret = `pss_${newId()}`;
  // The token repeats the session for Checkout's script: the word "base64", a colon, and base64 of JSON.
  const content = {
    id,
    entity_id: `ent_${base62(26).toLowerCase()}`,
    processing_channel_id: `pc_${base62(26).toLowerCase()}`,
    amount: 0,
    currency: 'USD',
    locale: 'en-US',
    payment_methods: [{ type: 'card', scheme: ['Visa', 'Mastercard'] }],
    feature_flags: [],
    risk: { enabled: false },
    merchant_name: 'Dwolla',
    payment_session_secret: secret,
    integration_domain: 'api.sandbox.checkout.com',
  };
  const token = `${Buffer.from('base64:').toString('base64').slice(0, 8)}:${Buffer.from(JSON.stringify(content)).toString('base64')}`;
  return {
    credential: id,
    href: null,
    linkToken: null,
    paymentSession: { id, payment_session_secret: secret, payment_session_token: token },
  };
}
