import 'htmx.org';
import { DwollaExchangeLink } from 'dwolla-exchange-link';
import { exchangeOf } from './exchange.js';

// Only for the simulator: where its partners are. The test puts it into the page.
DwollaExchangeLink.configure(globalThis.simulator ?? {});

/** The status of the page that is shown now. */
function say(message) {
  document.querySelector('p[role=status]').textContent = message;
}

// The events bubble: one listener serves all pages that htmx shows.
document.addEventListener('exchange-success', async ({ detail }) => say(await exchangeOf(detail)));
document.addEventListener('exchange-error', ({ detail }) => say(`${detail.code}: ${detail.message}`));
