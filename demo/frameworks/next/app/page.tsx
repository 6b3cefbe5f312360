import Link from 'next/link';

export default function Home() {
  return (
    <>
      <h1>Add an account</h1>
      <ul>
        <li>
          <Link href="/add/plaid">A bank, with Plaid</Link>
        </li>
        <li>
          <Link href="/add/mx">A bank, with MX</Link>
        </li>
        <li>
          <Link href="/add/visa">A bank, with Visa</Link>
        </li>
        <li>
          <Link href="/add/checkout">A card, with Checkout.com</Link>
        </li>
      </ul>
    </>
  );
}
