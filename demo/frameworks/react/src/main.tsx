import { DwollaExchangeLink } from 'dwolla-exchange-link';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, Link, Route, Routes } from 'react-router';
import { AddAccount } from './AddAccount';
import { Added } from './Added';
import { Home } from './Home';
import { LinkOnly } from './LinkOnly';

// Only for the simulator: where its partners are.
DwollaExchangeLink.configure(await (await fetch('/api/simulator')).json());

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <BrowserRouter>
      <nav>
        <Link to="/">Home</Link>
      </nav>
      <Routes>
        <Route path="/" element={<Home />} />
        <Route path="/add/:partner" element={<AddAccount />} />
        {/* Visa leaves the site. This is the redirect URL that the backend names. */}
        <Route path="/linked" element={<AddAccount />} />
        <Route path="/added/:id" element={<Added />} />
        <Route path="/link/:partner" element={<LinkOnly />} />
      </Routes>
    </BrowserRouter>
  </StrictMode>,
);
