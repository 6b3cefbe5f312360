import { ExchangeLinkError } from '../errors.js';
import { partners, type PartnerName } from '../partners/registry.js';
import { bare } from '../browser/own.js';
import { chunkUrl, loadChunk } from '../browser/load-chunk.js';
import { whenOnline } from '../browser/online.js';
import type { PartnerModule } from '../partners/partner.js';
import type { CredentialKind } from '../session/session.js';

/** A partner's module of any kind: the choice of the partner has matched its credential to it. */
export type AnyPartnerModule = PartnerModule<CredentialKind, object>;

type Loaded = Awaited<ReturnType<(typeof partners)[PartnerName]['load']>>;

// How often in a row each partner's code failed, for bundles.
const failures = new Map<PartnerName, number>();

/**
 * Whether a partner's code is not there any more, since the page is older than what the server has now: then only a new
 * page helps. In a bundle nobody can look, so a second failure in a row is taken for it.
 */
async function isGone(partner: PartnerName): Promise<boolean> {
  if (!__CHUNK_ID__) {
    failures.set(partner, (failures.get(partner) ?? 0) + 1);
    return failures.get(partner) !== 1;
  }
  try {
    const { status, ok, headers } = await fetch(
      chunkUrl(partner),
      bare<RequestInit>({ method: 'HEAD', cache: 'no-store' }),
    );
    // A server of a single-page app answers with its page.
    return status === 404 || status === 410 || (ok && !headers.get('content-type')?.includes('script'));
  } catch {
    return false;
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
    const { partner: module } = await loadChunk<Loaded>(partner, partners[partner].load);
    failures.delete(partner);
    return bare(module) as AnyPartnerModule;
  } catch (cause) {
    if (signal?.aborted === false && !navigator.onLine) {
      await whenOnline(signal);
      return loadPartner(partner);
    }
    if (await isGone(partner))
      throw new ExchangeLinkError(
        'partner-script',
        `The code for ${partner} is gone: this page is older than your server's files. Reload it, and keep old files while pages are open.`,
        { cause, retryable: false },
      );
    throw new ExchangeLinkError(
      'partner-script',
      `The code for ${partner} could not be fetched: serve it beside the script.`,
      { cause },
    );
  }
}
