import type { PartnerName } from 'dwolla-exchange-link';
import { LinkAccount } from '../../link-account';

export default async function Page({ params }: { params: Promise<{ partner: string }> }) {
  const { partner } = await params;
  return <LinkAccount partner={partner as PartnerName} />;
}
