/**
 * The script-tag file of `<dwolla-exchange-link>`. It exports what the package does; what the file beside it needs besides
 * is at a place of the class that nobody comes across.
 */
import { DwollaExchangeLink } from '../index.js';
import * as shared from '../shared.js';
import { place } from './place.js';

Object.defineProperty(DwollaExchangeLink, place, { value: shared });

export * from '../index.js';
