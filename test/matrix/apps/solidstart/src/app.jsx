import { Router } from '@solidjs/router';
import { FileRoutes } from '@solidjs/start/router';
import { Suspense } from 'solid-js';

const Layout = (props) => (
  <>
    <p>
      <a href="/plaid">A bank, with Plaid</a> <a href="/visa">A bank, with Visa</a>
    </p>
    <Suspense>{props.children}</Suspense>
  </>
);

export default function App() {
  return (
    <Router root={Layout}>
      <FileRoutes />
    </Router>
  );
}
