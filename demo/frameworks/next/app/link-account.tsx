'use client';

import {
  DwollaExchangeLink,
  type ExchangeErrorEvent,
  type ExchangeExitEvent,
  type ExchangeSuccessEvent,
  type PartnerName,
} from 'dwolla-exchange-link';
import { ExchangeLink } from 'dwolla-exchange-link/react';
import Link from 'next/link';
import { useState } from 'react';
import { afterSuccess, type Choice, type Next } from '../lib/accounts';

// Only for the simulator. Here, and not in an effect: the element is in the HTML and starts as soon as it is defined.
if (typeof document !== 'undefined')
  DwollaExchangeLink.configure(JSON.parse(document.getElementById('simulator')?.textContent ?? '{}'));

export function LinkAccount({ partner }: { partner: PartnerName }) {
  const [message, setMessage] = useState('');
  const [steps, setSteps] = useState<readonly string[]>([]);
  const [choices, setChoices] = useState<readonly Choice[]>([]);

  function follow(event: Event) {
    setSteps((before) => [...before, event.type]);
  }

  function linked({ detail }: ExchangeSuccessEvent) {
    return proceed(() => afterSuccess(detail));
  }

  /** Runs a step and shows its result. After a step that failed the same choices are there again. */
  async function proceed(step: () => Promise<Next>) {
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
      <Link href="/">Back</Link>
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
        <button key={index} onClick={() => proceed(choose)}>
          {label}
        </button>
      ))}
      <p>
        <small>{steps.join(', ')}</small>
      </p>
    </>
  );
}
