import { DwollaExchangeLink } from './dwolla-exchange-link.js';
import type { ExchangeLinkEventMap } from './events.js';

const tag = 'dwolla-exchange-link';

// On a server there is no registry, and nothing to define.
if (globalThis.customElements) {
  if (customElements.get(tag))
    console.warn(
      `<${tag}> is defined already: this copy (${DwollaExchangeLink.version}) stands back. Load it once.`,
    );
  else {
    customElements.define(tag, DwollaExchangeLink);
    if (/[?&]exchange-debug\b/.test(location.search)) DwollaExchangeLink.configure({ debug: true });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dwolla-exchange-link': DwollaExchangeLink;
  }
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an interface is merged by extending
  interface HTMLElementEventMap extends ExchangeLinkEventMap {}
}
