/**
 * What `<dwolla-add-funding-source>` uses of `<dwolla-exchange-link>` while it runs, Lit included. A bundler puts both
 * together as it likes. By script tag the one is a file of its own, which takes all of this from the file of the other:
 * nothing is fetched twice (`src/element/script-tag/`).
 */
export { css, html, nothing } from 'lit';
export { ExchangeEvent } from './events.js';
export { pendingReturn } from './flow/document-return.js';
export { frozenCopy } from './browser/frozen-copy.js';
export { loadLanguage, localize } from './localization/localize.js';
export { partnerNames, partners } from './partners/registry.js';
export { atEnd, startTimer } from './browser/abort.js';
export { describeHiddenMembers, ofDocument } from './browser/document.js';
export { loadChunk } from './browser/load-chunk.js';
export { bare, ownFields, toJson } from './browser/own.js';
export { defineOnce } from './browser/define-once.js';
export { PageElement } from './view/page-element.js';
export { styles } from './view/styles.js';
