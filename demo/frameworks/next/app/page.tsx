import Link from 'next/link';

export default function Home() {
  return (
    <>
      <h1>Link an account</h1>
      <ul>
        <li>
          <Link href="/link/plaid">A bank, with Plaid</Link>
        </li>
        <li>
          <Link href="/link/mx">A bank, with MX</Link>
        </li>
        <li>
          <Link href="/link/visa">A bank, with Visa</Link>
        </li>
        <li>
          <Link href="/link/checkout">A card, with Checkout.com</Link>
        </li>
      </ul>
    </>
  );
}
