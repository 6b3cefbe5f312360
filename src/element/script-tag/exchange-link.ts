/**
 * The script-tag file of `<dwolla-exchange-link>`. It exports the same names as the package. What the second
 * script-tag file needs in addition is under a symbol of the class.
 */
import { DwollaExchangeLink } from '../index.js';
import * as shared from '../shared.js';
import { place } from './place.js';

Object.defineProperty(DwollaExchangeLink, place, { value: shared });

export * from '../index.js';
