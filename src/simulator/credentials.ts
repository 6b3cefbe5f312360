import { createHash, randomBytes } from 'node:crypto';
import type { PartnerName } from './partner-session.js';

/** What a partner hands out when a session is made, in the partner's own form. */
export interface MintedCredential {
  readonly credential: string;
  /** The page to show or to go to; null for the two partners that work by script. */
  readonly href: string | null;
  /** Checkout's payment session as Dwolla passes it on, or null. */
  readonly paymentSession: PaymentSession | null;
}

/** The three fields of Checkout's payment session, in Checkout's own spelling. */
export interface PaymentSession {
  readonly id: string;
  readonly payment_session_secret: string;
  readonly payment_session_token: string;
}

/** Where minted URLs point to, and Dwolla's own origin for Visa's return. */
export type PublicOrigins = Record<PartnerName | 'dwolla', string>;

interface MintInput {
  readonly sessionId: string;
  /** Mastercard's customer. */
  readonly partnerUser: string;
  readonly origins: PublicOrigins;
  readonly now: number;
  readonly newId: () => string;
}

const base62 = (bytes: number): string =>
  randomBytes(bytes * 2)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, bytes);

function mintCheckout({ newId }: MintInput): MintedCredential {
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
    paymentSession: { id, payment_session_secret: secret, payment_session_token: token },
  };
}

function mintPlaid({ newId }: MintInput): MintedCredential {
  return { credential: `link-sandbox-${newId()}`, href: null, paymentSession: null };
}

function mintMx({ origins }: MintInput): MintedCredential {
  const credential = base62(120);
  const config = Buffer.from(
    JSON.stringify({ ui_message_version: 4, ui_message_webview_url_scheme: 'mx', mode: 'verification' }),
  )
    .toString('base64')
    .replaceAll('=', '%3D');
  return { credential, href: `${origins.mx}/md/connect/${credential}/${config}`, paymentSession: null };
}

function mintVisa({ sessionId, origins, newId }: MintInput): MintedCredential {
  const credential = newId().replaceAll('-', '');
  // The return URL is Dwolla's own and stays unencoded, as in Dwolla's examples: whoever re-serialises the URL breaks it.
  const query = [
    `client_id=${newId().replaceAll('-', '')}`,
    `redirect_uri=${origins.dwolla}/redirect/tink`,
    `authorization_code=${credential}`,
    'market=US',
    'locale=en_US',
    `state=${sessionId}`,
    `session_id=${newId().replaceAll('-', '')}`,
  ].join('&');
  return { credential, href: `${origins.visa}/1.0/account-check/connect?${query}`, paymentSession: null };
}

function mintFlinks({ origins, newId }: MintInput): MintedCredential {
  const credential = newId();
  return {
    credential,
    href: `${origins.flinks}/v2/?authorizeToken=${credential}&closeEnable=true&language=en`,
    paymentSession: null,
  };
}

function mintMastercard({ sessionId, partnerUser, origins, now }: MintInput): MintedCredential {
  const credential = createHash('sha256').update(sessionId).digest('hex');
  const query = [
    `customerId=${partnerUser}`,
    'origin=url',
    'partnerId=2445583946651',
    `signature=${credential}`,
    `timestamp=${now}`,
    `ttl=${now + 7_200_000}`,
    'type=default',
  ].join('&');
  return { credential, href: `${origins.mastercard}/?${query}`, paymentSession: null };
}

const mints: Record<PartnerName, (input: MintInput) => MintedCredential> = {
  checkout: mintCheckout,
  plaid: mintPlaid,
  mx: mintMx,
  visa: mintVisa,
  flinks: mintFlinks,
  mastercard: mintMastercard,
};

/** A new credential of the partner, in the form the partner documents. */
export function mintCredential(partner: PartnerName, input: MintInput): MintedCredential {
  return mints[partner](input);
}
