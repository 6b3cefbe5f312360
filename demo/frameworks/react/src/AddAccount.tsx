import { AddFundingSource } from 'dwolla-exchange-link/react';
import { useNavigate, useParams } from 'react-router';

export function AddAccount() {
  const navigate = useNavigate();
  const { partner = 'visa' } = useParams();
  return (
    <AddFundingSource
      backendUrl="/api/dwolla"
      partner={partner}
      checkoutPublicKey="pk_sbox_simulatedkeyforcheckoutflow"
      onAdded={({ detail }) => navigate(`/added/${detail.fundingSource.id}`)}
    />
  );
}
