import { LinkAccount } from '../link-account.jsx';

/** `/plaid`, `/visa`, and `/linked`, which Visa returns to. */
export default function Page({ partner }) {
  return <LinkAccount partner={partner} />;
}

export function getServerSideProps({ params }) {
  return { props: { partner: params.partner === 'plaid' ? 'plaid' : 'visa' } };
}
