import { LinkAccount } from '../../link-account.jsx';

/** `/plaid`, `/visa`, and `/linked`, which Visa returns to. */
export default async function Page({ params }) {
  const { partner } = await params;
  return <LinkAccount partner={partner === 'plaid' ? 'plaid' : 'visa'} />;
}
