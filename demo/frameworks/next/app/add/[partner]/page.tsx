import { AddAccount } from '../../add-account';

export default async function Page({ params }: { params: Promise<{ partner: string }> }) {
  const { partner } = await params;
  return <AddAccount partner={partner} />;
}
