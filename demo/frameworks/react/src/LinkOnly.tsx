import type {
  ExchangeErrorEvent,
  ExchangeExitEvent,
  ExchangeSuccessEvent,
  PartnerName,
} from 'dwolla-exchange-link';
import { ExchangeLink } from 'dwolla-exchange-link/react';
import { useState } from 'react';
import { useParams } from 'react-router';

export function LinkOnly() {
  const { partner = 'plaid' } = useParams() as { partner?: PartnerName };
  const [message, setMessage] = useState('');
  const [steps, setSteps] = useState<readonly string[]>([]);

  function follow(event: Event) {
    setSteps((before) => [...before, event.type]);
  }

  function linked({ detail }: ExchangeSuccessEvent) {
    setMessage(`Linked with ${detail.partner}.`);
  }

  function left({ detail }: ExchangeExitEvent) {
    setMessage(`Left by the ${detail.reason}.`);
  }

  function failed({ detail }: ExchangeErrorEvent) {
    setMessage(`${detail.code}: ${detail.message}`);
  }

  return (
    <>
      <ExchangeLink
        sessionUrl={`/api/dwolla/session?partner=${partner}`}
        partner={partner}
        checkoutPublicKey="pk_sbox_simulatedkeyforcheckoutflow"
        onState={follow}
        onReady={follow}
        onOpening={follow}
        onOpen={follow}
        onActivity={follow}
        onSuccess={linked}
        onExit={left}
        onError={failed}
      />
      <p role="status">{message}</p>
      <p>
        <small>{steps.join(', ')}</small>
      </p>
    </>
  );
}
