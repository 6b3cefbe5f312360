import type {
  ExchangeErrorEvent,
  ExchangeExitEvent,
  ExchangeSuccessEvent,
  PartnerName,
} from 'dwolla-exchange-link';
import { ExchangeLink } from 'dwolla-exchange-link/react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { addFundingSource, listConnections, type Claim, type Connection } from './accounts';

export function LinkAccount() {
  const { partner = 'visa' } = useParams() as { partner?: PartnerName };
  const [message, setMessage] = useState('');
  const [steps, setSteps] = useState<readonly string[]>([]);
  const [connections, setConnections] = useState<readonly Connection[]>([]);

  function follow(event: Event) {
    setSteps((before) => [...before, event.type]);
  }

  async function linked({ detail }: ExchangeSuccessEvent) {
    if (detail.partner === 'mx') setConnections(await listConnections());
    else await add(detail);
  }

  async function add(claim: Claim) {
    setConnections([]);
    try {
      const { name, id } = await addFundingSource(claim);
      setMessage(`${name} is ready: ${id}`);
    } catch (error) {
      setMessage(String(error));
    }
  }

  function left({ detail }: ExchangeExitEvent) {
    setMessage(`Left by the ${detail.reason}.`);
  }

  function failed({ detail }: ExchangeErrorEvent) {
    setMessage(`${detail.code}: ${detail.message}`);
  }

  return (
    <>
      <Link to="/">Back</Link>
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
      {connections.length > 0 && <p>Which account is it?</p>}
      {connections.map(({ name, availableConnectionToken }) => (
        <button
          key={availableConnectionToken}
          onClick={() => add({ partner: 'mx', availableConnectionToken })}
        >
          {name}
        </button>
      ))}
      <p role="status">{message}</p>
      <p>
        <small>{steps.join(', ')}</small>
      </p>
    </>
  );
}
