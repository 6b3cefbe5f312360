import { LinkAccount } from '../link-account.jsx';

/** `/plaid`, `/visa`, and `/linked`, which Visa returns to. */
export default function Partner({ params }) {
  return <LinkAccount partner={params.partner === 'plaid' ? 'plaid' : 'visa'} />;
}
