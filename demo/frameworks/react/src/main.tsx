import { DwollaExchangeLink } from 'dwolla-exchange-link';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, Route, Routes } from 'react-router';
import { Home } from './Home';
import { LinkAccount } from './LinkAccount';

// Only for the simulator: where its partners are.
DwollaExchangeLink.configure(await (await fetch('/api/simulator')).json());

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <BrowserRouter>
      <Routes>
        <Route path="/" element={<Home />} />
        <Route path="/link/:partner" element={<LinkAccount />} />
        {/* Visa leaves the site. This is the redirect URL that the backend names. */}
        <Route path="/linked" element={<LinkAccount />} />
      </Routes>
    </BrowserRouter>
  </StrictMode>,
);
