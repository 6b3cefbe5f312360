/**
 * What `<dwolla-add-funding-source>` uses of `<dwolla-exchange-link>` while it runs, Lit included. A bundler puts both
 * together as it likes. By script tag the one is a file of its own, which takes all of this from the file of the other:
 * nothing is fetched twice (`src/element/script-tag/`).
 */
export { css, html, LitElement, nothing } from 'lit';
export { ExchangeEvent } from './events.js';
export { pendingReturn } from './flow/document-return.js';
export { frozenCopy } from './browser/frozen-copy.js';
export { inheritedLanguage } from './localization/inherited-language.js';
export { loadLanguage, localize, shownLanguage } from './localization/localize.js';
export { partnerNames, partners } from './partners/registry.js';
export { startTimer } from './browser/abort.js';
export { describeHiddenMembers, ofDocument } from './browser/document.js';
export { bare, isObject, ownFields, toJson } from './browser/own.js';
export { makeFocus } from './view/focus.js';
export { makePressGuard } from './view/press-guard.js';
export { styles } from './view/styles.js';
