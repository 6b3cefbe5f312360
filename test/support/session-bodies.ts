import { exchangeSessionFromJSON } from 'dwolla/models';

/**
 * Exchange sessions as Dwolla's API answers them to `GET /exchange-sessions/{id}`, from its published documentation: the
 * MX, Plaid and Checkout.com examples of August 2026 and the Visa shape of the portal of 2025.
 */
export type SessionBody = Readonly<Record<string, unknown>>;

const media = 'application/vnd.dwolla.v1.hal+json';

const links = {
  self: {
    href: 'https://api.dwolla.com/exchange-sessions/9b7fb629-0fad-44f4-8c5e-44c25a0bfa8e',
    type: media,
    'resource-type': 'exchange-sessions',
  },
  'exchange-partner': {
    href: 'https://api.dwolla.com/exchange-partners/bca8d065-49a5-475b-a6b4-509bc8504d22',
    type: media,
    'resource-type': 'exchange-partner',
  },
};
const created = '2024-03-25T17:13:38.430Z';
const withLink = (href: string): SessionBody => ({
  created,
  _links: { ...links, 'external-provider-session': { href, type: media, 'resource-type': 'text/html' } },
});

/** The configuration that Dwolla has MX put at the end of its URLs: version 4 messages, for verification. */
const mxConfiguration =
  'eyJ1aV9tZXNzYWdlX3ZlcnNpb24iOjQsInVpX21lc3NhZ2Vfd2Vidmlld191cmxfc2NoZW1lIjoibXgiLCJtb2RlIjoidmVyaWZpY2F0aW9uIn0%3D';

/** The exchange partner that the sessions below name. */
export const exchangePartnerHref = links['exchange-partner'].href;

/** MX in Dwolla's sandbox: the integration host, with the long path. */
export const mxIntegrationUrl = `https://int-widgets.moneydesktop.com/md/connect/fq21ncmb1zpkmlj3dsg8hrkvf2p1wg4xAy0t4c7mjpzgcbx97zAk6kdAw3htqgrtlwmfAvt6fbnhr5d39y3g2h0Ajb8tpvd1rAhmzwn75lgs0c2kxAzqyg1f7vwkd80w/${mxConfiguration}`;

/** MX as Dwolla's API reference prints it. */
export const mxDocumentationUrl = `https://www.mx.com/connect/lAfkc7m897s3t1ks9mmwyj4ry7Zq0xql4grzAg1kz77x7c9jrwls1t22w6xt8d2lsxx9zpqv30js3wswfdwcrpAsqgbAfkqwpksp7c2chsx167xy90Asfc67dkj9y48y8p142xw3yp4x5l9t9gkk6m3yk5vwsvyq2qq7w9trszxwdl14lmkg7l6949bn5n41chdkbnxycy40n9b6fkbdwl6qt5wl107k1x8srvlkpz325p412x9tkyA5clf39109lsfrgz2lkgsvntqf7l0zzwb5hl658gdjbxwhb52krwybnbdAqfq69cdy54l05jkvfwyf01q89x48jtgtx290lzjdfcty1lwb8d648wns/${mxConfiguration}`;

/**
 * Visa: `redirect_uri` is Dwolla's own and stands there raw, and `state` holds `+`, `/` and `=`. Whoever writes the URL
 * anew, or puts one parameter in, encodes them, and Visa refuses it.
 */
export const visaUrl =
  'https://link.visa.com/1.0/account-check/connect?client_id=c8f1b2a4d6e34f70a91b5c3d7e9f0a12&redirect_uri=https://api-uat.dwolla.com/redirect/tink&authorization_code=5f0d2c7b9e8a4136b5d4c3f2a1908e7d&market=US&locale=en_US&state=a2V5OjQ6c29tZStzdGF0ZS9mb3I6dGVzdHM7+Zm9v/YmFyPT0=&session_id=9d3b6f0e1c5a48278e4d2b7a6c901f35';

/** Plaid's link token of Dwolla's examples. */
export const plaidLinkToken = 'link-production-b41e8ed3-0874-4c64-b07d-a77088979d5f';

/** Checkout.com's payment session of Dwolla's examples, in Checkout.com's own spelling. */
export const paymentSession = {
  id: 'ps_39vhHjFxZuJRKOw5Hexbnv39fC7',
  payment_session_secret: 'pss_2400dd88-171d-4a9c-bebf-e06b56d59bb6',
  payment_session_token: 'YmFzZTY0:eyJpZCI6InBzXzM5dmhIakZ4WnVKUktPdzVIZXhibnYzOWZDNyIs...',
};

/** Each partner's session, one field each, and the documentation's example that carries three fields at once. */
export const sessionBodies = {
  mxIntegration: withLink(mxIntegrationUrl),
  mxDocumentation: withLink(mxDocumentationUrl),
  visa: withLink(visaUrl),
  plaid: { created, _links: links, externalProviderSessionToken: plaidLinkToken },
  checkout: { created, _links: links, externalProviderSessionData: paymentSession },
  combined: {
    ...withLink(mxDocumentationUrl),
    externalProviderSessionToken: plaidLinkToken,
    externalProviderSessionData: paymentSession,
  },
} satisfies Record<string, SessionBody>;

/** The same session as a backend passes it on that uses Dwolla's TypeScript client: parsed by it, and sent as JSON. */
export function asClientAnswers(body: SessionBody): SessionBody {
  const parsed = exchangeSessionFromJSON(JSON.stringify(body));
  if (!parsed.ok) throw parsed.error;
  return JSON.parse(JSON.stringify(parsed.value)) as SessionBody;
}
