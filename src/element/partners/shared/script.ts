import { loadScript } from '../../browser/load-script.js';
import { whenOnline } from '../../browser/online.js';
import { watchPolicy, type PolicyViolation } from '../../browser/policy-violation.js';
import type { MountContext, PartnerContext } from '../partner.js';

const retryPause = 500; // ms

/** What the page's own policy refused, with the directive and the origin to add. */
const refusal = ({ directive, origin }: PolicyViolation) =>
  [
    'blocked-by-csp',
    `The page's Content-Security-Policy refused it: add ${origin} to ${directive}.`,
  ] as const;

/** Ends the attempt when the page's policy refuses something of a partner's origin. */
export const failIfRefused = (url: string, { signal, fail }: MountContext<never>): void =>
  watchPolicy(new URL(url).origin, signal, (violation) => fail(...refusal(violation)));

/**
 * Gets a partner's own script onto the page.
 * @param isThere whether what the script defines is there and usable
 * @throws ExchangeLinkError `partner-script`, `blocked-by-csp`
 */
export async function preparePartnerScript(isThere: () => boolean, context: PartnerContext): Promise<void> {
  const { scriptUrl: url, trustScript: trust, nonce, signal, error } = context;
  let failure = await loadScript(url, { nonce, isThere, trust, signal });
  if (failure?.reason === 'not-loaded' && !failure.violation) {
    // Once more, for a network that stumbled.
    await new Promise((resolve) => setTimeout(resolve, retryPause));
    await whenOnline(signal);
    if (!signal.aborted) failure = await loadScript(url, { nonce, isThere, trust, signal });
  }
  if (!failure) return;
  const { reason, violation } = failure;
  if (violation) throw error(...refusal(violation));
  throw error(
    'partner-script',
    reason === 'not-loaded'
      ? `${new URL(url).origin} did not deliver the partner's script: a blocker or the network may be in the way.`
      : `The script of ${new URL(url).origin} came without what it should define.`,
  );
}
