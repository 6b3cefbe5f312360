import type { PartnerName } from './partners.js';
import { partnerNames, rowOf } from './partners.js';

export interface PreloadTagsOptions {
  /** The `session-url` of the element, exactly as it stands there: `/exchange/session?partner=plaid`. */
  readonly sessionUrl: string;
  /** Address of `dwolla-exchange-link.js`, of this same version; without it the page's own bundle holds the element. */
  readonly elementUrl?: string | undefined;
  /** Whose session it will be: its chunk, and its script if it has one, are fetched early too. */
  readonly partner?: PartnerName | undefined;
  /** The element's `credentials`; `same-origin` unless it says otherwise. */
  readonly credentials?: 'include' | 'omit' | 'same-origin' | undefined;
}

/** Put in by the build. Where these sources run as they are, nobody has built a chunk. */
declare const __CHUNK_ID__: string | undefined;

const quote = (value: string): string =>
  `"${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"`;

/**
 * Tags for the `<head>` of a page that shows the element at once: the browser asks for the session, the element and the
 * partner's code while it still reads the page, and the element's own requests are answered out of these.
 *
 * A session is for one use, so put them only into a page that shows the element without a press, and answer the page and
 * the session with `Cache-Control: no-store`, as the kit does.
 *
 * @returns HTML, a tag in each line
 */
export function preloadTags({ sessionUrl, elementUrl, partner, credentials }: PreloadTagsOptions): string {
  const id = typeof __CHUNK_ID__ === 'string' ? __CHUNK_ID__ : '';
  const chunk =
    elementUrl && partner && id ? elementUrl.replace(/[^/]*$/, `partners/${partner}-${id}.js`) : '';
  const script = partner && partnerNames.includes(partner) && rowOf(partner).script;
  const crossOrigin = credentials === 'include' ? ' crossorigin="use-credentials"' : ' crossorigin';
  return [
    `<link rel="preload" as="fetch" href=${quote(sessionUrl)}${crossOrigin}>`,
    ...[elementUrl, chunk]
      .filter((url) => !!url)
      .map((url = '') => `<link rel="modulepreload" href=${quote(url)}>`),
    ...(script ? [`<link rel="preload" as="script" href=${quote(script)}>`] : []),
  ].join('\n');
}
