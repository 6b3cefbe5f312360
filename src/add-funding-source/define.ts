import '../element/define.js';
import { DwollaAddFundingSource } from './add-funding-source.js';
import type { AddFundingSourceEventMap } from './events.js';

const tag = 'dwolla-add-funding-source';

// On a server there is no document, and nothing to define.
if (typeof document !== 'undefined' && globalThis.customElements) {
  if (customElements.get(tag))
    console.warn(
      `<${tag}> is defined already: this copy (${DwollaAddFundingSource.version}) is ignored. Load it once.`,
    );
  else customElements.define(tag, DwollaAddFundingSource);
}

declare global {
  interface HTMLElementTagNameMap {
    'dwolla-add-funding-source': DwollaAddFundingSource;
  }
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an interface is merged by extending
  interface HTMLElementEventMap extends AddFundingSourceEventMap {}
}
