import { ExchangeLinkError } from '../errors.js';
import { partners, type PartnerName } from '../partners/registry.js';
import { bare } from '../platform/own.js';
import { whenOnline } from '../platform/online.js';
import type { AnyPartnerModule } from './attempt.js';

type Loaded = ReturnType<(typeof partners)[PartnerName]['load']>;

/**
 * Firefox requests a module once, also where that failed; under another address it requests it again. Only in the
 * script-tag build, which knows its chunks' addresses: bundlers must see every `import()` whole. Not on pages with an
 * import map, which may hold the hash of what is at the address.
 */
async function load(partner: PartnerName): Promise<Awaited<Loaded>> {
  try {
    return await partners[partner].load();
  } catch (error) {
    if (!__CHUNK_ID__ || document.querySelector('script[type=importmap]')) throw error;
    const file = `partners/${partner}-${__CHUNK_ID__}.js?again=${Date.now()}`;
    return import(/* @vite-ignore */ new URL(/* @vite-ignore */ file, import.meta.url).href) as Loaded;
  }
}

/**
 * Fetches a partner's code; offline, when the connection is back.
 * @param signal of whoever waits; without one nobody waits for a connection
 * @throws ExchangeLinkError `partner-script`
 */
export async function loadPartner(partner: PartnerName, signal?: AbortSignal): Promise<AnyPartnerModule> {
  try {
    // What a partner's module does not have is not looked up on the page's prototypes either.
    return bare((await load(partner)).partner) as AnyPartnerModule;
  } catch (cause) {
    if (signal?.aborted === false && !navigator.onLine) {
      await whenOnline(signal);
      return loadPartner(partner);
    }
    throw new ExchangeLinkError(
      'partner-script',
      `The code for ${partner} could not be fetched: serve the files beside the script too.`,
      { cause },
    );
  }
}
