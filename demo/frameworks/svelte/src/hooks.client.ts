import { DwollaExchangeLink } from 'dwolla-exchange-link';

export async function init() {
  // Only for the simulator: where its partners are.
  DwollaExchangeLink.configure(await (await fetch('/api/simulator')).json());
}
