import { Link } from 'react-router';

export function Home() {
  return (
    <>
      <h1>Add an account</h1>
      <ul>
        <li>
          <Link to="/add/plaid">A bank, with Plaid</Link>
        </li>
        <li>
          <Link to="/add/mx">A bank, with MX</Link>
        </li>
        <li>
          <Link to="/add/visa">A bank, with Visa</Link>
        </li>
        <li>
          <Link to="/add/checkout">A card, with Checkout.com</Link>
        </li>
      </ul>
    </>
  );
}
