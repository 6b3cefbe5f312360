// Dwolla's sample for cards: the session first, then Checkout.com's loader with its payment session.
import { loadCheckoutWebComponents } from '@checkout.com/checkout-web-components';

window.mount = (place) => {
  let flow = null;
  let isGone = false;
  void fetch('/session?partner=checkout')
    .then((answer) => answer.json())
    .then(async (session) => {
      const components = await loadCheckoutWebComponents({
        publicKey: window.benchPublicKey,
        environment: 'sandbox',
        paymentSession: session.externalProviderSessionData,
      });
      if (isGone) return;
      flow = components.create('flow');
      flow.mount(place);
    });
  return () => {
    isGone = true;
    flow?.unmount();
  };
};
