import { ExchangeLinkError } from '../errors.js';
import { partners, type PartnerName } from '../partners/registry.js';
import { bare } from '../platform/own.js';
import { whenOnline } from '../platform/online.js';
import type { AnyPartnerModule } from './attempt.js';

type Loaded = ReturnType<(typeof partners)[PartnerName]['load']>;

/**
 * Firefox asks for a module once, also where that failed; under another address it asks again. Not on pages with an
 * import map, which may hold the hash of what is at the address. WebKit does not say the address, and asks again anyway.
 */
async function load(partner: PartnerName): Promise<Awaited<Loaded>> {
  try {
    return await partners[partner].load();
  } catch (error) {
    const url = /https?:\S+\w$/.exec(String(error))?.[0];
    if (!url || document.querySelector('script[type=importmap]')) throw error;
    return import(/* @vite-ignore */ `${url}?again=${Date.now()}`) as Loaded;
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
