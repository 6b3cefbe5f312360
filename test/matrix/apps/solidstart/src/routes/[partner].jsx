import { useParams } from '@solidjs/router';
import { DwollaExchangeLink } from 'dwolla-exchange-link';
import { createSignal, onMount } from 'solid-js';
import { exchangeOf } from '../../exchange.js';

// Only for the simulator: where its partners are. The test puts it into the page.
DwollaExchangeLink.configure(globalThis.simulator ?? {});

export default function LinkAccount() {
  const { partner } = useParams();
  const [message, setMessage] = createSignal('');
  let link;

  async function linked({ detail }) {
    setMessage(await exchangeOf(detail));
  }

  onMount(() => {
    // The page comes from a server: the element may have finished before Solid listened.
    if (link.outcome?.type === 'success') void linked(link.outcome);
  });

  // `/plaid`, `/visa`, and `/linked`, which Visa returns to.
  return (
    <>
      <dwolla-exchange-link
        ref={link}
        session-url={`/api/dwolla/session?partner=${partner === 'plaid' ? 'plaid' : 'visa'}`}
        on:exchange-success={linked}
        on:exchange-error={({ detail }) => setMessage(`${detail.code}: ${detail.message}`)}
      />
      <p role="status">{message()}</p>
    </>
  );
}
