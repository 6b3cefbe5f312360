import { ofDocument } from '../browser/document.js';
import type { PartnerContext } from '../partners/partner.js';
import { partners, type PartnerName } from '../partners/registry.js';

const preloaded = new Set<string>();

/**
 * Has the browser fetch a partner's own script while the partner's code is on its way, which puts it on the page: one round
 * trip less. Whoever lacks the public key that a partner needs asks for nothing: the partner's code reports it.
 */
export function preloadScript(partner: PartnerName, context: PartnerContext): void {
  const { scriptUrl: href, nonce, checkoutPublicKey } = context;
  if (!href || preloaded.has(href) || [...ofDocument('scripts')].some(({ src }) => src === href)) return;
  if (partners[partner].needs === 'data' && !checkoutPublicKey.startsWith('pk_')) return;
  preloaded.add(href);
  const link = ofDocument('createElement')('link');
  ofDocument('head').append(Object.assign(link, { rel: 'preload', as: 'script', href, nonce }));
}
