/**
 * What a developer reads in the console of a page on this machine, where a mistake of setting up shows nothing else. Pages
 * in production get none of it.
 */
import { configuration, isLoopback } from '../configuration.js';
import type { ExchangeLinkErrorCode } from '../error-codes.js';

const page = 'dwolla-exchange-link/docs/troubleshooting.md';

/** Attributes as somebody writes them who knows the properties, and what they are called. HTML makes all letters small. */
const misnamed: Readonly<Record<string, string>> = {
  sessionurl: 'session-url',
  checkoutpublickey: 'checkout-public-key',
};

/** Behind an error's line: the partners of the simulator are elsewhere than the real ones, and the page has named no place. */
export const simulatorHint = (code: ExchangeLinkErrorCode): string =>
  isLoopback(location.hostname) &&
  /^(partner-script|untrusted-origin)$/.test(code) &&
  !Object.keys(configuration.partners).length
    ? ` With the simulator, call DwollaExchangeLink.configure(simulator.elementConfiguration) first (${page}).`
    : '';

/** Says which attributes of an element do nothing. */
export function warnOfAttributes(element: Element): void {
  if (!isLoopback(location.hostname)) return;
  for (const name of element.getAttributeNames())
    if (Object.hasOwn(misnamed, name))
      console.warn(
        `<dwolla-exchange-link> There is no attribute ${name}: write ${misnamed[name]} (${page}).`,
      );
}
