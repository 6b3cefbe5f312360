import { DwollaExchangeLink } from './dwolla-exchange-link.js';
import type { ExchangeLinkEventMap } from './events.js';

const tag = 'dwolla-exchange-link';

// On a server there is no document, and nothing to define. Lit puts a registry there all the same.
if (typeof document !== 'undefined' && globalThis.customElements) {
  if (customElements.get(tag))
    console.warn(
      `<${tag}> is defined already: this copy (${DwollaExchangeLink.version}) is ignored. Load it once.`,
    );
  else {
    // Parsed with the script, not in the task that inserts the first element: a user may be waiting for that one.
    void DwollaExchangeLink.styles.styleSheet;
    customElements.define(tag, DwollaExchangeLink);
    // On a server, a polyfilled registry comes without a `location`.
    if (/[?&]exchange-debug\b/.test((globalThis.location as Location | undefined)?.search ?? ''))
      DwollaExchangeLink.configure({ debug: true });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dwolla-exchange-link': DwollaExchangeLink;
  }
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an interface is merged by extending
  interface HTMLElementEventMap extends ExchangeLinkEventMap {}
}
