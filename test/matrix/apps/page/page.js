import { DwollaExchangeLink } from 'dwolla-exchange-link';
import { exchangeOf } from './exchange.js';

// Only for the simulator: where its partners are. The test puts it into the page.
DwollaExchangeLink.configure(globalThis.simulator ?? {});

const status = document.querySelector('[role=status]');
const partner = { '/plaid': 'plaid', '/visa': 'visa', '/linked': 'visa' }[location.pathname];
if (partner) {
  const link = document.createElement('dwolla-exchange-link');
  link.sessionUrl = `/api/dwolla/session?partner=${partner}`;
  link.addEventListener('exchange-success', async ({ detail }) => {
    status.textContent = await exchangeOf(detail);
  });
  link.addEventListener('exchange-error', ({ detail }) => {
    status.textContent = `${detail.code}: ${detail.message}`;
  });
  document.querySelector('main').append(link);
}
