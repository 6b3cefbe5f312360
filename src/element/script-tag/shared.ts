/**
 * `src/element/shared.ts` for the script-tag file of `<dwolla-add-funding-source>`: the same names, out of the file of
 * `<dwolla-exchange-link>`, which the build leaves outside.
 */
import { DwollaExchangeLink } from '../index.js';
import type * as Shared from '../shared.js';
import { place } from './place.js';

// A page may have loaded that file under another address, with a query: its copy is the one in force.
const inForce: object =
  (globalThis.customElements as CustomElementRegistry | undefined)?.get('dwolla-exchange-link') ??
  DwollaExchangeLink;
const shared =
  (inForce as { readonly [place]?: typeof Shared })[place] ??
  (DwollaExchangeLink as unknown as { readonly [place]?: typeof Shared })[place];
if (!shared)
  throw new Error(
    'dwolla-add-funding-source.js and dwolla-exchange-link.js are of different versions: serve both files of one.',
  );

export const {
  bare,
  css,
  describeHiddenMembers,
  ExchangeEvent,
  frozenCopy,
  html,
  inheritedLanguage,
  isObject,
  LitElement,
  loadLanguage,
  localize,
  makeFocus,
  makePressGuard,
  nothing,
  ofDocument,
  ownFields,
  partnerNames,
  partners,
  pendingReturn,
  shownLanguage,
  startTimer,
  styles,
  toJson,
} = shared;
