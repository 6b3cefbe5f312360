/** Exchange sessions as a host's backend passes them on, small and with credentials of the test's choosing. */

export const exchangePartnerHref =
  'https://api.dwolla.com/exchange-partners/bca8d065-49a5-475b-a6b4-509bc8504d22';
const self = { href: 'https://api.dwolla.com/exchange-sessions/9b7fb629-0fad-44f4-8c5e-44c25a0bfa8e' };
const links = { self, 'exchange-partner': { href: exchangePartnerHref } };

export const linkToken = (name = '1'): string =>
  `link-sandbox-b41e8ed3-0874-4c64-b07d-${name.padStart(12, '0')}`;

export const plaidSession = (token = linkToken()): object => ({
  created: '2026-03-25T17:13:38.430Z',
  _links: links,
  externalProviderSessionToken: token,
});

export const paymentSession = (id = 'ps_39vhHjFxZuJRKOw5Hexbnv39fC7'): Record<string, string> => ({
  id,
  payment_session_secret: `pss_secret_of_${id}`,
  payment_session_token: `YmFzZTY0:token_of_${id}`,
});

export const checkoutSession = (id?: string): object => ({
  _links: links,
  externalProviderSessionData: paymentSession(id),
});

export const linkSession = (href: string): object => ({
  _links: { ...links, 'external-provider-session': { href } },
});
