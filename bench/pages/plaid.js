// Dwolla's samples for Plaid: the session first, then react-plaid-link with its token.
import { createElement, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { usePlaidLink } from 'react-plaid-link';

const ignore = () => undefined;

function PlaidLink({ token }) {
  const { open, ready } = usePlaidLink({ token, onSuccess: ignore, onExit: ignore });
  useEffect(() => {
    if (ready) open();
  }, [ready, open]);
  return null;
}

function App() {
  const [token, setToken] = useState(null);
  useEffect(() => {
    const controller = new AbortController();
    fetch('/session?partner=plaid', { signal: controller.signal })
      .then((answer) => answer.json())
      .then((session) => setToken(session.externalProviderSessionToken), ignore);
    return () => controller.abort();
  }, []);
  return token && createElement(PlaidLink, { token });
}

window.mount = (place) => {
  const root = createRoot(place);
  root.render(createElement(App));
  return () => root.unmount();
};
