import { parseUrl } from '../../element/browser/parse-url.js';

/**
 * Sends the user to the page of the attribute `success-url`, with the parameter `funding-source`: http(s) only.
 * @param base of a relative URL
 */
export function followSuccessUrl(successUrl: string, base: string, fundingSourceId: string): void {
  const url = successUrl ? parseUrl(successUrl, base) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return;
  url.searchParams.set('funding-source', fundingSourceId);
  // After the listeners of the event, whatever they do.
  setTimeout(() => location.assign(url));
}
