import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PartnerName } from '../../src/simulator/index.js';
import type { HostSite } from './host-site.js';

/** Where each partner is in production. */
export const partnerOrigins: Readonly<Record<PartnerName, string>> = {
  plaid: 'https://cdn.plaid.com',
  checkout: 'https://checkout-web-components.checkout.com',
  mx: 'https://widgets.moneydesktop.com',
  visa: 'https://link.visa.com',
  flinks: 'https://demo-iframe.private.fin.ag',
  mastercard: 'https://connect2.finicity.com',
};
export const partners = Object.keys(partnerOrigins) as PartnerName[];

export type Policy = Record<string, string[]>;
export const nonce = 'bm9uY2UtZm9yLXRlc3Rz';
export const guide = readFileSync(join(import.meta.dirname, '../../docs/content-security-policy.md'), 'utf8');

/** What the documentation tells users to allow for a partner, word by word. */
export function documentedPolicy(partner: PartnerName): Policy {
  const row = new RegExp(`^\\| \`${partner}\` +\\| (?:\`([^\`]+)\`|nothing)`, 'm').exec(guide);
  if (!row) throw new Error(`docs/content-security-policy.md has no row for ${partner}.`);
  const directives = (row[1] ?? '').split(/; */).filter(Boolean);
  return Object.fromEntries(
    directives.map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
}

/** A page's policy that allows nothing by itself, with what the element needs and what is added for a partner. */
export function strictPolicy(site: HostSite, added: Policy, more: Policy = {}): string {
  const policy: Policy = {
    'default-src': ["'none'"],
    'base-uri': ["'none'"],
    'script-src': [`'nonce-${nonce}'`, site.cdnOrigin],
    'connect-src': ["'self'"],
    // The icon of the test page.
    'img-src': ['data:'],
    ...more,
  };
  for (const [name, sources] of Object.entries(added))
    policy[name] = [...new Set([...(policy[name] ?? []), ...sources])];
  return Object.entries(policy)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ');
}

/** A way of being strict. */
export interface Kind {
  readonly policy: Policy;
  readonly element: string;
}
const bySources = (): Kind => ({ policy: {}, element: '' });
const byNonce = (site: HostSite): Kind => ({
  policy: {
    'script-src': [`'nonce-${nonce}'`, "'strict-dynamic'", site.cdnOrigin],
    'require-trusted-types-for': ["'script'"],
    'trusted-types': ['lit-html', 'dwolla-exchange-link'],
  },
  element: `nonce="${nonce}"`,
});

/** Both ways that the documentation names. */
export const kinds = [
  ['exactly the documented sources', bySources],
  ['a nonce, strict-dynamic and Trusted Types', byNonce],
] as const;
