import Link from 'next/link';

export const metadata = { title: 'Linked accounts', icons: 'data:,' };

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        <p>
          <Link href="/plaid">A bank, with Plaid</Link> <Link href="/visa">A bank, with Visa</Link>
        </p>
        {children}
      </body>
    </html>
  );
}
