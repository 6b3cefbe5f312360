import type {
  ExchangeErrorEvent,
  ExchangeExitEvent,
  ExchangeSuccessEvent,
  PartnerName,
} from 'dwolla-exchange-link';
import { ExchangeLink } from 'dwolla-exchange-link/react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { afterSuccess, type Choice, type Next } from './accounts';

export function LinkAccount() {
  const { partner = 'visa' } = useParams() as { partner?: PartnerName };
  const [message, setMessage] = useState('');
  const [steps, setSteps] = useState<readonly string[]>([]);
  const [choices, setChoices] = useState<readonly Choice[]>([]);

  function follow(event: Event) {
    setSteps((before) => [...before, event.type]);
  }

  function linked({ detail }: ExchangeSuccessEvent) {
    return goOn(() => afterSuccess(detail));
  }

  /** Does a step, and shows what comes of it. After one that failed there is the same choice again. */
  async function goOn(step: () => Promise<Next>) {
    setChoices([]);
    try {
      const next = await step();
      setMessage(next.message);
      setChoices(next.choices);
    } catch (error) {
      setMessage(String(error));
      setChoices(choices);
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
      <p role="status">{message}</p>
      {choices.map(({ label, choose }, index) => (
        <button key={index} onClick={() => goOn(choose)}>
          {label}
        </button>
      ))}
      <p>
        <small>{steps.join(', ')}</small>
      </p>
    </>
  );
}
