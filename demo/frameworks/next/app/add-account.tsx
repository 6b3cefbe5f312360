'use client';

import './simulator';
import { AddFundingSource } from 'dwolla-exchange-link/react';
import { useRouter } from 'next/navigation';

export function AddAccount({ partner }: { partner: string }) {
  const router = useRouter();
  return (
    <AddFundingSource
      backendUrl="/api/dwolla"
      partner={partner}
      checkoutPublicKey="pk_sbox_simulatedkeyforcheckoutflow"
      onAdded={({ detail }) => router.push(`/added/${detail.fundingSource.id}`)}
    />
  );
}
