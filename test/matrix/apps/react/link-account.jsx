'use client';
import { DwollaExchangeLink } from 'dwolla-exchange-link';
import { ExchangeLink } from 'dwolla-exchange-link/react';
import { useState } from 'react';
import { exchangeOf } from './exchange.js';

// Only for the simulator: where its partners are. The test puts it into the page.
DwollaExchangeLink.configure(globalThis.simulator ?? {});

export function LinkAccount({ partner }) {
  const [message, setMessage] = useState('');
  return (
    <>
      <ExchangeLink
        sessionUrl={`/api/dwolla/session?partner=${partner}`}
        onSuccess={async ({ detail }) => setMessage(await exchangeOf(detail))}
        onError={({ detail }) => setMessage(`${detail.code}: ${detail.message}`)}
      />
      <p role="status">{message}</p>
    </>
  );
}
