import 'dwolla-exchange-link/solid';
import type { DwollaExchangeLink, ExchangeErrorEvent } from 'dwolla-exchange-link';

const failed = ({ detail }: ExchangeErrorEvent): void => console.error(detail.code);
const keep = (link: DwollaExchangeLink | null): void => void link?.open();

export const allowed = (
  <dwolla-exchange-link
    ref={keep}
    class="wide"
    session-url="/session"
    checkout-public-key="pk_sbox_1"
    partner="checkout"
    launch="manual"
    reauth
    timeout={5000}
    getSession={async ({ reason }) => ({ reason })}
    on:exchange-success={({ detail }) => console.info(detail.reauth)}
    on:exchange-error={failed}
  >
    <p slot="success">Thank you.</p>
  </dwolla-exchange-link>
);

export const adding = (
  <dwolla-add-funding-source
    backend-url="/api/dwolla"
    partner="plaid"
    on:funding-source-added={({ detail }) => console.info(detail.fundingSource.id)}
  />
);

export const refused = [
  // @ts-expect-error -- another event's listener
  <dwolla-add-funding-source on:funding-source-added={failed} />,
  // @ts-expect-error -- no such partner
  <dwolla-exchange-link partner="paypal" />,
  // @ts-expect-error -- on a tag it is `session-url`
  <dwolla-exchange-link sessionUrl="/session" />,
  // @ts-expect-error -- in milliseconds, as a number
  <dwolla-exchange-link timeout="20s" />,
  // @ts-expect-error -- not what a session is
  <dwolla-exchange-link session="link-sandbox-1" />,
  // @ts-expect-error -- it is for reading
  <dwolla-exchange-link state="open" />,
  // @ts-expect-error -- another event's listener
  <dwolla-exchange-link on:exchange-success={failed} />,
];
