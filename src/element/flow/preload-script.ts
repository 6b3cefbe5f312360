import { startTimer } from '../browser/abort.js';
import { ofDocument } from '../browser/document.js';
import { bare } from '../browser/own.js';
import { partners, type PartnerName } from '../partners/registry.js';
import { partnerContext, type PartnerSurroundings } from './partner-context.js';

const preloaded = new Set<string>();

/**
 * Has the browser fetch a partner's own script while the partner's code is on its way, which puts it on the page: one round
 * trip less. It waits for the page's own scripts, which may `configure()` another address. Whoever lacks the public key
 * that a partner needs asks for nothing: the partner's code reports it.
 */
export function preloadScript(partner: PartnerName, signal: AbortSignal, host: PartnerSurroundings): void {
  const ask = (): void => {
    const { scriptUrl: href, nonce, checkoutPublicKey } = partnerContext(partner, signal, host);
    if (partners[partner].needs === 'data' && !checkoutPublicKey.startsWith('pk_')) return;
    if (!href || preloaded.has(href) || [...ofDocument('scripts')].some(({ src }) => src === href)) return;
    preloaded.add(href);
    const link = ofDocument('createElement')('link');
    ofDocument('head').append(Object.assign(link, { rel: 'preload', as: 'script', href, nonce }));
  };
  if (ofDocument('readyState') === 'complete') startTimer(signal, 0, ask);
  // The first of both has passed where a page waits for its pictures alone.
  else for (const type of ['DOMContentLoaded', 'load']) addEventListener(type, ask, bare({ signal }));
}
