import { Link, Links, Meta, Outlet, Scripts, ScrollRestoration } from 'react-router';

export const meta = () => [{ title: 'Linked accounts' }];

export function Layout({ children }) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <link rel="icon" href="data:," />
        <Meta />
        <Links />
      </head>
      <body>
        <p>
          <Link to="/plaid">A bank, with Plaid</Link> <Link to="/visa">A bank, with Visa</Link>
        </p>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}
