import type { ExchangeErrorEvent, ExchangeSuccessDetail } from 'dwolla-exchange-link';
import { ExchangeLink } from 'dwolla-exchange-link/react';
import { useState } from 'react';

export interface LinkBankProps {
  /** In place of a session from your backend. Tests pass one. */
  readonly session?: object;
  readonly onLinked: (detail: ExchangeSuccessDetail) => void;
}

/** The part of an app that links an account. */
export function LinkBank({ session, onLinked }: LinkBankProps) {
  const [message, setMessage] = useState('');

  function linked(detail: ExchangeSuccessDetail) {
    setMessage('Your account is linked.');
    onLinked(detail);
  }

  function failed(event: ExchangeErrorEvent) {
    event.preventDefault(); // the app shows it: no line in the console
    setMessage(`Something went wrong: ${event.detail.code}`);
  }

  return (
    <section>
      <ExchangeLink
        {...(session ? { session } : { sessionUrl: '/api/dwolla/session' })}
        onSuccess={({ detail }) => linked(detail)}
        onExit={() => setMessage('You can link an account later.')}
        onError={failed}
      />
      <p role="status">{message}</p>
    </section>
  );
}
