import { DwollaExchangeLink } from 'dwolla-exchange-link';

// Only for the simulator. Here, and not in an effect: the element is in the HTML and starts as soon as it is defined.
if (typeof document !== 'undefined')
  DwollaExchangeLink.configure(JSON.parse(document.getElementById('simulator')?.textContent ?? '{}'));
