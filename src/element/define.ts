import { DwollaExchangeLink } from './dwolla-exchange-link.js';
import type { ExchangeLinkEventMap } from './events.js';
import { defineOnce } from './browser/define-once.js';

// Parsed with the script, not in the task that inserts the first element: a user may be waiting for that one.
void DwollaExchangeLink.styles.styleSheet;
// On a server, a polyfilled registry comes without a `location`.
if (
  defineOnce('dwolla-exchange-link', DwollaExchangeLink) &&
  /[?&]exchange-debug\b/.test((globalThis.location as Location | undefined)?.search ?? '')
)
  DwollaExchangeLink.configure({ debug: true });

declare global {
  interface HTMLElementTagNameMap {
    'dwolla-exchange-link': DwollaExchangeLink;
  }
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an interface is merged by extending
  interface HTMLElementEventMap extends ExchangeLinkEventMap {}
}
