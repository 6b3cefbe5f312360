import '../element/define.js';
import { defineOnce } from '../element/shared.js';
import { DwollaAddFundingSource } from './add-funding-source.js';
import type { AddFundingSourceEventMap } from './events.js';

defineOnce('dwolla-add-funding-source', DwollaAddFundingSource);

declare global {
  interface HTMLElementTagNameMap {
    'dwolla-add-funding-source': DwollaAddFundingSource;
  }
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an interface is merged by extending
  interface HTMLElementEventMap extends AddFundingSourceEventMap {}
}
