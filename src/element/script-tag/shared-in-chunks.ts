/**
 * `src/element/shared.ts` for the chunks of `dwolla-add-funding-source.js`, which has put it there. A chunk must not import
 * one of the two files: a query string on a script's URL would load the file twice.
 */
import type * as Shared from '../shared.js';
import { place } from './place.js';

const inForce = customElements.get('dwolla-exchange-link') as unknown as { readonly [place]: typeof Shared };

export const { bare, css, html, nothing, ownFields, startTimer } = inForce[place];
