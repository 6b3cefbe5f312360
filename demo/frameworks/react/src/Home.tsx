import { Link } from 'react-router';

export function Home() {
  return (
    <>
      <h1>Link an account</h1>
      <ul>
        <li>
          <Link to="/link/plaid">A bank, with Plaid</Link>
        </li>
        <li>
          <Link to="/link/mx">A bank, with MX</Link>
        </li>
        <li>
          <Link to="/link/visa">A bank, with Visa</Link>
        </li>
        <li>
          <Link to="/link/checkout">A card, with Checkout.com</Link>
        </li>
      </ul>
    </>
  );
}
