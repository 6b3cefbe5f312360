import { useRef, type JSX } from 'react';
import type { DwollaExchangeLink, ExchangeErrorEvent } from 'dwolla-exchange-link';
import { AddFundingSource, ExchangeLink, type ExchangeLinkProps } from 'dwolla-exchange-link/react';

const failed = ({ detail }: ExchangeErrorEvent): void => console.error(detail.code);
const settings: ExchangeLinkProps = { sessionUrl: '/session', onError: failed };

/** The component. */
export function WithComponent(): JSX.Element {
  const link = useRef<DwollaExchangeLink>(null);
  return (
    <ExchangeLink
      ref={link}
      id="link"
      className="wide"
      sessionUrl="/session"
      partner="mx"
      launch="manual"
      reauth
      timeout={5000}
      getSession={async ({ reason }) => ({ reason })}
      onSuccess={({ detail }) => console.info(detail.exchangeRequest, detail.partner)}
      onOpening={(event) => event.preventDefault()}
      onExit={({ detail }) => console.info(detail.reason === 'user')}
      onError={failed}
      onClick={() => void link.current?.open()}
    >
      <p slot="success">Thank you.</p>
    </ExchangeLink>
  );
}

/** The element that goes on to a funding source. */
export function Adding(): JSX.Element {
  return (
    <>
      <AddFundingSource
        backendUrl="/api/dwolla"
        partner="plaid mx"
        cardholder={{ firstName: 'Ada' }}
        onAdded={({ detail }) => console.info(detail.fundingSource.id)}
        onError={({ detail }) => console.error(detail.code)}
      />
      <dwolla-add-funding-source
        backend-url="/api/dwolla"
        account-name="Mine"
        onfunding-source-added={({ detail }) => console.info(detail.exchangeId)}
        onexchange-success={({ detail }) => console.info(detail.partner)}
      />
    </>
  );
}

/** The bare tag. */
export function WithTag(): JSX.Element {
  const link = useRef<DwollaExchangeLink>(null);
  return (
    <dwolla-exchange-link
      ref={link}
      key="one"
      className="wide"
      session-url="/session"
      checkout-public-key="pk_sbox_1"
      partner="checkout"
      session={{}}
      onexchange-success={({ detail }) => console.info(detail.reauth)}
      onexchange-error={failed}
    >
      <p slot="success">Thank you.</p>
    </dwolla-exchange-link>
  );
}

export const refused = [
  // @ts-expect-error -- no such partner
  <ExchangeLink key={1} partner="paypal" />,
  // @ts-expect-error -- no such property
  <ExchangeLink key={2} sessionURL="/session" />,
  // @ts-expect-error -- no such callback
  <ExchangeLink key={3} onSuceess={failed} />,
  // @ts-expect-error -- another event's callback
  <ExchangeLink key={4} onSuccess={failed} />,
  // @ts-expect-error -- it is for reading
  <ExchangeLink key={5} state="open" />,
  // @ts-expect-error -- not what a session is
  <ExchangeLink key={6} session="link-sandbox-1" />,
  // @ts-expect-error -- no such partner
  <dwolla-exchange-link key={7} partner="paypal" />,
  // @ts-expect-error -- on a tag it is `session-url`: from a server a property's name would mean nothing
  <dwolla-exchange-link key={8} sessionUrl="/session" />,
  // @ts-expect-error -- in milliseconds, as a number
  <dwolla-exchange-link key={9} timeout="20s" />,
  // @ts-expect-error -- another event's listener
  <dwolla-exchange-link key={10} onexchange-success={failed} />,
  // @ts-expect-error -- another event's callback
  <AddFundingSource key={12} onAdded={failed} />,
  // @ts-expect-error -- no such property
  <AddFundingSource key={13} backendURL="/api" />,
  // @ts-expect-error -- no such tag
  <dwolla-exchange key={11} />,
];
void settings;
