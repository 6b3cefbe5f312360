import { ExchangeLinkError } from '../errors.js';
import { partners, type PartnerName } from '../partners/registry.js';
import { whenOnline } from '../platform/online.js';
import type { AnyPartnerModule } from './attempt.js';

/**
 * Fetches a partner's code; offline, when the connection is back.
 * @param signal of whoever waits; without one nobody waits for a connection
 * @throws ExchangeLinkError `partner-script`
 */
export async function loadPartner(partner: PartnerName, signal?: AbortSignal): Promise<AnyPartnerModule> {
  try {
    return (await partners[partner].load()).partner as AnyPartnerModule;
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
