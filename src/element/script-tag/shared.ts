/**
 * `src/element/shared.ts` for the script-tag file of `<dwolla-add-funding-source>`: the same names, out of the file of
 * `<dwolla-exchange-link>`, which the build leaves outside.
 */
import { DwollaExchangeLink } from '../index.js';
import type * as Shared from '../shared.js';
import { place } from './place.js';

interface Published {
  readonly [place]?: typeof Shared;
}

// A page may have loaded that file under another address, with a query: its copy is the one in force.
const inForce: object =
  (globalThis.customElements as CustomElementRegistry | undefined)?.get('dwolla-exchange-link') ??
  DwollaExchangeLink;
const published = (inForce as Published)[place];
const shared = published ?? (DwollaExchangeLink as unknown as Published)[place];
if (!shared)
  throw new Error(
    'dwolla-add-funding-source.js and dwolla-exchange-link.js are of different versions: serve both files of one.',
  );
// The chunks look there, too.
if (!published) Object.defineProperty(inForce, place, { value: shared });

export const {
  atEnd,
  bare,
  css,
  defineOnce,
  describeHiddenMembers,
  ExchangeEvent,
  frozenCopy,
  html,
  loadChunk,
  loadLanguage,
  localize,
  nothing,
  ofDocument,
  ownFields,
  PageElement,
  partnerNames,
  partners,
  pendingReturn,
  startTimer,
  styles,
  toJson,
} = shared;
