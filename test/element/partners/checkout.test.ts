import { expect } from '@open-wc/testing';
import { DwollaExchangeLink } from '../../../src/element/dwolla-exchange-link.js';
import {
  afterwards,
  Backend,
  consoleLines,
  later,
  replace,
  settled,
  start,
  until,
  type Watched,
} from '../../support/exchange-link.js';
import {
  breakFlow,
  checkoutError,
  checkoutScript,
  flowRuns,
  flows,
  mendFlow,
  mountedFlow,
  useCheckout,
  useNewCheckout,
  type Flow,
} from '../../support/checkout.js';
import { checkoutSession, exchangePartnerHref, paymentSession } from '../../support/sessions.js';

const checkoutPublicKey = 'pk_sbox_7za2ppcb4pw7zzdkfzutahfjl4t';
const payment = { id: 'pay_mbabizu24mvu3mela5njyhpit4', status: 'Approved', type: 'card' };

async function openFlow(
  settings: Parameters<typeof start>[0] = {},
): Promise<{ watched: Watched; flow: Flow }> {
  const watched = start({ session: checkoutSession(), checkoutPublicKey, ...settings });
  const flow = await mountedFlow(flows().length);
  flow.tell('onReady');
  await watched.state('open');
  return { watched, flow };
}

describe('Checkout.com Flow, inside the element', () => {
  beforeEach(() => useCheckout());

  describe('a payment that is unfinished or refused is no success', () => {
    for (const status of ['Pending', 'Declined', 'Canceled', 'Expired', 'pending', 'CANCELLED', ' Declined '])
      it(`${status}: an activity; Flow stays, and a later one counts`, async () => {
        const { watched, flow } = await openFlow();
        flow.tell('onPaymentCompleted', { ...payment, status, threeDs: { challenged: true } });
        await settled();
        expect([watched.element.state, watched.outcomes]).to.deep.equal(['open', []]);
        expect(flow.calls).not.to.include('unmount');
        expect(watched.all('exchange-activity').map(({ detail }) => detail)).to.deep.equal([
          { partner: 'checkout', name: 'onPaymentCompleted', data: { ...payment, status } },
        ]);
        flow.tell('onPaymentCompleted', payment);
        expect(await watched.detail('exchange-success')).to.include({ paymentId: payment.id });
      });
    for (const status of ['Approved', 'Card Verified', 'Authorized', undefined, null, 7])
      it(`${String(status)}: a success`, async () => {
        const { watched, flow } = await openFlow();
        flow.tell('onPaymentCompleted', { ...payment, status });
        expect(await watched.detail('exchange-success')).to.include({ paymentId: payment.id });
      });
  });

  describe('the user saves a card', () => {
    it('the host receives every step, and in the end one success with the body for its backend', async () => {
      const { watched, flow } = await openFlow();
      flow.tell('onChange');
      flow.tell('onSubmit');
      flow.tell('onPaymentCompleted', { ...payment, threeDs: { challenged: true }, scheme: 'visa' });
      expect(watched.story).to.deep.equal([
        'loading',
        'ready',
        'exchange-ready',
        'opening',
        'exchange-opening',
        'open',
        'exchange-open',
        'success',
        'exchange-success',
      ]);
      expect(await watched.detail('exchange-success')).to.deep.equal({
        partner: 'checkout',
        paymentId: payment.id,
        payment,
        reauth: false,
        exchangeRequest: { _links: { 'exchange-partner': { href: exchangePartnerHref } }, token: payment.id },
      });
      expect(watched.all('exchange-activity').map(({ detail }) => [detail.name, detail.data])).to.deep.equal([
        ['onChange', {}],
        ['onSubmit', {}],
      ]);
    });

    it('a completion without an id is ignored: the payment waits for something else', async () => {
      const { watched, flow } = await openFlow();
      for (const odd of [undefined, null, {}, { id: '' }, { id: 7 }, 'pay_1', { status: 'Pending' }])
        flow.tell('onPaymentCompleted', odd);
      expect(watched.element.state).to.equal('open');
      flow.tell('onPaymentCompleted', { id: payment.id });
      expect(await watched.detail('exchange-success')).to.deep.include({
        payment: { id: payment.id, status: null, type: null },
      });
    });

    it('the same payment session, written in another way while the card is typed, changes nothing', async () => {
      const { watched } = await openFlow();
      watched.forget();
      const { id, payment_session_secret, payment_session_token } = paymentSession();
      for (const externalProviderSessionData of [
        { payment_session_token, payment_session_secret, id },
        { id, paymentSessionSecret: payment_session_secret, paymentSessionToken: payment_session_token },
        { ...paymentSession(), amount: 0 },
      ]) {
        watched.element.session = { externalProviderSessionData };
        await watched.element.updateComplete;
        await settled();
      }
      expect([watched.story, flows().length]).to.deep.equal([[], 1]);
    });

    it('only once', async () => {
      const { watched, flow } = await openFlow();
      flow.tell('onPaymentCompleted', payment);
      const reported = flow.options['onPaymentCompleted'] as (...args: unknown[]) => void;
      reported(flow, { ...payment, id: 'pay_2' });
      await settled();
      expect(watched.outcomes.length).to.equal(1);
    });
  });

  describe('what Flow gets', () => {
    it('the payment session in Checkout.com’s own spelling, with whatever else was in it', async () => {
      const { id, payment_session_secret, payment_session_token } = paymentSession();
      const { flow } = await openFlow({
        session: {
          externalProviderSessionData: {
            id,
            paymentSessionSecret: payment_session_secret,
            paymentSessionToken: payment_session_token,
            _urls: { risk: 'x' },
          },
        },
      });
      expect(flow.options['paymentSession']).to.deep.equal({ ...paymentSession(), _urls: { risk: 'x' } });
    });

    it('plain data, where the host’s session is a framework’s proxy', async () => {
      let isWatched = false;
      const data = new Proxy(paymentSession(), {
        get: (target, key) => {
          if (isWatched) throw new Error('Flow reached the proxy.');
          return Reflect.get(target, key) as unknown;
        },
      });
      const { flow } = await openFlow({ session: { externalProviderSessionData: data } });
      isWatched = true;
      expect(JSON.stringify(flow.options['paymentSession'])).to.contain('payment_session_secret');
      isWatched = false;
    });

    for (const [key, environment] of [
      [checkoutPublicKey, 'sandbox'],
      ['pk_test_4296fd52-efba-4a38-b6ce-cf0d93639d8a', 'sandbox'],
      ['pk_7za2ppcb4pw7zzdkfzutahfjl4t', 'production'],
      ['pk_4296fd52-efba-4a38-b6ce-cf0d93639d8a', 'production'],
    ] as const)
      it(`the key ${key.slice(0, 9)}… and its environment, ${environment}`, async () => {
        const { flow } = await openFlow({ checkoutPublicKey: key });
        expect([flow.options['publicKey'], flow.options['environment']]).to.deep.equal([key, environment]);
      });

    it('no card holder’s name, pay-button texts of our own, in the locale at hand', async () => {
      const { flow } = await openFlow({ locale: 'es-MX' });
      expect(flow.options['locale']).to.equal('es');
      expect(flow.options['componentOptions']).to.deep.equal({ card: { displayCardholderName: 'hidden' } });
      const translations = flow.options['translations'] as Record<string, Record<string, string>>;
      expect(translations).to.deep.equal({
        es: {
          'pay_button.pay': 'Guardar tarjeta',
          'pay_button.payment_processing': 'Guardando su tarjeta…',
          'pay_button.payment_complete': 'Tarjeta guardada',
          'pay_button.payment_failed': 'Tarjeta no guardada',
        },
      });
    });

    it('the host’s own options under Flow’s own names, without any functions', async () => {
      DwollaExchangeLink.configure({
        partners: {
          checkout: {
            componentOptions: {
              card: { acceptedCardTypes: ['debit'], displayCardholderName: 'top', onChange: () => 'x' },
              flow: { expandFirstPaymentMethod: true },
            },
            translations: { en: { 'pay_button.pay': 'Link card', 'form.required': 'Needed' } },
            appearance: { colorAction: '#ff0000' },
          },
        },
      });
      const { flow } = await openFlow({ locale: 'en' });
      expect(flow.options['componentOptions']).to.deep.equal({
        card: { acceptedCardTypes: ['debit'], displayCardholderName: 'top' },
        flow: { expandFirstPaymentMethod: true },
      });
      const { en } = flow.options['translations'] as Record<string, Record<string, string>>;
      expect(en?.['pay_button.pay']).to.equal('Link card');
      expect(en?.['form.required']).to.equal('Needed');
      expect((flow.options['appearance'] as Record<string, unknown>)['colorAction']).to.equal('#ff0000');
    });

    it('the element’s look as resolved values', async () => {
      const style = document.createElement('style');
      style.textContent =
        'dwolla-exchange-link { --exchange-link-accent: rebeccapurple; --exchange-link-radius: 3px; --exchange-link-font: Georgia; --exchange-link-text: #010203; --exchange-link-surface: #fefdfc; --exchange-link-error: rgb(200 0 0) }';
      document.head.append(style);
      afterwards(() => style.remove());
      const { flow } = await openFlow();
      const appearance = flow.options['appearance'] as Record<string, unknown>;
      expect(appearance).to.include({
        colorAction: '#663399',
        colorPrimary: '#010203',
        colorBackground: '#fefdfc',
        colorError: '#c80000',
      });
      expect(appearance['borderRadius']).to.deep.equal(['3px', '3px']);
      expect(JSON.stringify(appearance)).to.contain('Georgia').and.not.to.contain('var(');
    });

    it('what can be seen through stays so, and the page’s own rules for its spans are no part of the look', async () => {
      const style = document.createElement('style');
      style.textContent =
        'span { color: red !important } dwolla-exchange-link { --exchange-link-surface: transparent; --exchange-link-border: rgb(0 0 0 / 10%); --exchange-link-text: #010203 }';
      document.head.append(style);
      afterwards(() => style.remove());
      const { flow } = await openFlow();
      expect(flow.options['appearance']).to.include({
        colorBackground: '#00000000',
        colorBorder: '#0000001a',
        colorPrimary: '#010203',
      });
    });

    it('is marked as being in its language', async () => {
      const { flow } = await openFlow({ locale: 'fr-CA' });
      expect(flow.target?.getAttribute('lang')).to.equal('fr');
    });
  });

  describe('where Flow lives', () => {
    it('in a child of the element in the page’s own tree, shown through a slot: the page’s styles reach it', async () => {
      const { watched, flow } = await openFlow();
      expect(flow.target?.parentElement).to.equal(watched.element);
      expect(document.querySelector('[data-testid="checkout-web-component-root"]')).to.equal(flow.root);
      const { assignedSlot } = flow.target as HTMLElement;
      expect(assignedSlot?.getRootNode()).to.equal(watched.element.shadowRoot);
    });

    it('it is unmounted while its container is still in the document', async () => {
      const { watched, flow } = await openFlow();
      const { root } = flow;
      let wasConnected: boolean | undefined;
      replace(flow as unknown as { unmount: () => void }, 'unmount', () => {
        wasConnected = root.isConnected;
      });
      watched.element.close();
      expect(wasConnected).to.be.true;
      expect(root.isConnected).to.be.false;
    });

    for (const [name, end] of Object.entries({
      success: (_: Watched, flow: Flow) => flow.tell('onPaymentCompleted', payment),
      'close()': ({ element }: Watched) => element.close(),
      removal: ({ element }: Watched) => element.remove(),
      'an error': (_: Watched, flow: Flow) => flow.tell('onError', checkoutError('Integration', 'x')),
    }))
      it(`after ${name} it is unmounted, once, and the child is gone`, async () => {
        const { watched, flow } = await openFlow();
        end(watched, flow);
        await settled();
        expect(flow.calls).to.deep.equal(['isAvailable', 'mount', 'unmount']);
        expect(watched.element.childElementCount).to.equal(0);
      });

    it('a move in the document ends it as an exit by the host: its fields were frames', async () => {
      const { watched } = await openFlow();
      const other = document.createElement('div');
      document.body.append(other);
      afterwards(() => other.remove());
      other.append(watched.element);
      expect(await watched.detail('exchange-exit')).to.deep.equal({ partner: 'checkout', reason: 'host' });
    });
  });

  describe('what goes wrong inside Flow', () => {
    const goesOn: [string, string, object, object][] = [
      [
        'Request',
        'payment_request_declined',
        { paymentId: 'pay_1', requestErrorCodes: ['not_enough_funds'], status: 422 },
        { status: 422 },
      ],
      [
        'Request',
        'payment_request_aborted',
        { abortReason: 'card_not_supported' },
        { abortReason: 'card_not_supported' },
      ],
      ['Request', 'network_error', {}, {}],
      ['Submit', 'component_invalid', {}, {}],
      ['PaymentMethod', 'payment_method_attempt_failed', {}, {}],
      ['Validation', 'update_parameters_invalid', { validationErrors: ['hunter2'] }, {}],
      ['SomethingNew', 'unheard_of', {}, {}],
    ];
    for (const [type, code, details, data] of goesOn)
      it(`${type} ${code} is the user’s to correct: Flow stays, and a later payment is a success`, async () => {
        const { watched, flow } = await openFlow();
        flow.tell('onError', checkoutError(type, code, details));
        expect(watched.element.state).to.equal('open');
        expect(flow.calls).not.to.contain('unmount');
        expect(watched.all('exchange-activity').at(-1)?.detail).to.deep.equal({
          partner: 'checkout',
          name: 'onError',
          data: { type, code, ...data },
        });
        flow.tell('onPaymentCompleted', payment);
        await watched.detail('exchange-success');
      });

    it('the last error is reported with an exit', async () => {
      const { watched, flow } = await openFlow();
      flow.tell('onError', checkoutError('Request', 'payment_request_declined'));
      watched.element.close();
      expect(await watched.detail('exchange-exit')).to.deep.equal({
        partner: 'checkout',
        reason: 'host',
        error: { type: 'Request', code: 'payment_request_declined' },
      });
    });

    const ends: [string, string, object, string][] = [
      ['Integration', 'payment_session_invalid', {}, 'session-expired'],
      ['Request', 'payment_request_failed', { requestErrorCodes: ['payment_expired'] }, 'session-expired'],
      [
        'Request',
        'payment_request_failed',
        { requestErrorCodes: ['x', 'invalid_payment_session_data'] },
        'session-expired',
      ],
      ['Integration', 'component_already_mounted', {}, 'partner-error'],
      ['Integration', 'payment_session_required', {}, 'partner-error'],
      ['Integration', 'callback_invocation_failed', {}, 'partner-error'],
    ];
    for (const [type, code, details, expected] of ends)
      it(`${type} ${code} ${JSON.stringify(details)} is the end: ${expected}`, async () => {
        const { watched, flow } = await openFlow();
        flow.tell('onError', checkoutError(type, code, details));
        const detail = await watched.detail('exchange-error');
        expect([detail.code, detail.partner, detail.partnerCode]).to.deep.equal([expected, 'checkout', code]);
        expect(JSON.stringify(detail)).not.to.contain('hunter2');
        expect(watched.outcomes.length).to.equal(1);
      });

    for (const odd of [undefined, null, 'x', 7, {}, { details: { requestErrorCodes: 'payment_expired' } }])
      it(`an error that is ${JSON.stringify(odd) ?? 'nothing'} is survived`, async () => {
        const { watched, flow } = await openFlow();
        flow.tell('onError', odd);
        expect(watched.element.state).to.equal('open');
      });

    it('a challenge inside the page leaves it open for as long as it takes', async () => {
      const { watched, flow } = await openFlow();
      flow.tell('onSubmit');
      await settled();
      expect(watched.element.state).to.equal('open');
      flow.tell('onPaymentCompleted', payment);
      await watched.detail('exchange-success');
    });
  });

  describe('Flow does not start', () => {
    for (const at of ['start', 'create', 'mount'] as const) {
      it(`its ${at} throws Checkout.com’s own error: reported by its code`, async () => {
        breakFlow(at, checkoutError('Integration', 'payment_session_invalid'));
        const watched = start({ session: checkoutSession(), checkoutPublicKey });
        const detail = await watched.detail('exchange-error');
        expect([detail.code, detail.partnerCode]).to.deep.equal([
          'session-expired',
          'payment_session_invalid',
        ]);
        await settled();
        expect(watched.element.childElementCount).to.equal(0);
      });
      it(`its ${at} throws anything else: partner-error, with nothing of it but a name`, async () => {
        breakFlow(at, new TypeError('pss_hunter2 is undefined'));
        const watched = start({ session: checkoutSession(), checkoutPublicKey });
        const detail = await watched.detail('exchange-error');
        expect([detail.code, detail.cause]).to.deep.equal(['partner-error', { name: 'TypeError' }]);
        expect(JSON.stringify(detail)).not.to.contain('hunter2');
      });
    }

    it('it says that it is not available: partner-error', async () => {
      breakFlow('available', false);
      const watched = start({ session: checkoutSession(), checkoutPublicKey });
      expect((await watched.detail('exchange-error')).code).to.equal('partner-error');
      expect(flows()[0]?.calls).to.not.contain('mount');
    });

    it('it has no word on whether it is available: it is mounted, for only a plain no is one', async () => {
      const { watched, flow } = await openFlow();
      watched.element.remove();
      const every = Object.getPrototypeOf(flow) as { isAvailable: unknown };
      for (const silent of [undefined, () => undefined, () => Promise.resolve(null)]) {
        replace(every, 'isAvailable', silent);
        const { watched } = await openFlow();
        watched.element.remove();
      }
    });

    it('it never says that it is ready: partner-timeout, and Flow is unmounted', async () => {
      const watched = start({ session: checkoutSession(), checkoutPublicKey, timeout: 100 });
      const flow = await mountedFlow();
      expect((await watched.detail('exchange-error')).code).to.equal('partner-timeout');
      await until(() => flow.calls.includes('unmount'), 'Flow to be unmounted');
      flow.tell('onReady');
      expect(watched.outcomes.length).to.equal(1);
    });

    for (const [name, leave] of Object.entries({
      'close()': ({ element }: Watched) => element.close(),
      removal: ({ element }: Watched) => element.remove(),
    }))
      it(`${name} while it is still asked whether it is available: it is not mounted any more`, async () => {
        const answer = later<boolean>();
        breakFlow('available', answer.promise);
        const watched = start({ session: checkoutSession(), checkoutPublicKey });
        await until(() => flows()[0]?.calls.includes('isAvailable'), 'the question');
        leave(watched);
        await settled();
        answer.resolve(true);
        await settled();
        expect(flows()[0]?.calls).not.to.contain('mount');
        expect(watched.element.childElementCount).to.equal(0);
        mendFlow();
      });
  });

  describe('the public key', () => {
    it('is missing: reported before any script is asked for', async () => {
      useNewCheckout();
      const watched = start({ session: checkoutSession() });
      const detail = await watched.detail('exchange-error');
      expect([detail.code, detail.partner, detail.retryable]).to.deep.equal([
        'missing-public-key',
        'checkout',
        false,
      ]);
      expect(detail.message).to.contain('checkout-public-key');
      expect([...document.scripts].some(({ src }) => src === checkoutScript())).to.be.false;
    });

    for (const key of ['sk_sbox_7za2ppcb4pw7zzdkfzutahfjl4t', 'sk_live_x', ' SK_test_x'])
      it(`is a secret one, ${key}: it must be rolled, and no script is asked for`, async () => {
        useNewCheckout();
        const watched = start({ session: checkoutSession(), checkoutPublicKey: key });
        const detail = await watched.detail('exchange-error');
        expect([detail.code, detail.retryable]).to.deep.equal(['missing-public-key', false]);
        expect(detail.message).to.match(/roll/).and.not.to.contain(key.trim());
        expect([...document.scripts].some(({ src }) => src === checkoutScript())).to.be.false;
      });

    it('set then, it starts again, with the session it has', async () => {
      const backend = new Backend(checkoutSession());
      const watched = start({ sessionUrl: '/session', fetchSession: backend.fetchSession });
      await watched.detail('exchange-error');
      watched.element.setAttribute('checkout-public-key', checkoutPublicKey);
      const flow = await mountedFlow();
      expect(flow.options['publicKey']).to.equal(checkoutPublicKey);
      expect(backend.requests.length).to.equal(1);
    });

    it('missing beside partner="checkout", it is reported without waiting for the session', async () => {
      const reasons: string[] = [];
      const first = later<object>();
      const watched = start({
        partner: 'checkout',
        getSession: ({ reason }) => {
          reasons.push(reason);
          return reasons.length === 1 ? first.promise : Promise.resolve(checkoutSession());
        },
      });
      expect((await watched.detail('exchange-error')).partner).to.equal('checkout');
      watched.element.checkoutPublicKey = checkoutPublicKey;
      await mountedFlow();
      expect(reasons).to.deep.equal(['start', 'start']);
    });

    it('another one, set while Flow is open, counts from the next attempt on', async () => {
      const { watched, flow } = await openFlow();
      watched.element.checkoutPublicKey = 'pk_other';
      await watched.element.updateComplete;
      await settled();
      expect(watched.element.state).to.equal('open');
      expect(flow.calls).not.to.contain('unmount');
    });
  });

  describe('Checkout.com’s script', () => {
    it('is put on the page once, with the nonce; the loader package adds no second one', async () => {
      useNewCheckout();
      const runs = flowRuns();
      await openFlow({ nonce: 'r4nd0m' });
      const tags = [...document.scripts].filter(({ src }) => src === checkoutScript());
      expect(tags.map(({ nonce, parentElement }) => [nonce, parentElement])).to.deep.equal([
        ['r4nd0m', document.head],
      ]);
      expect(flowRuns() - runs).to.equal(1);
      expect([...document.scripts].some(({ src }) => src.includes('checkout.com'))).to.be.false;
    });

    it('that is not delivered is partner-script', async () => {
      useNewCheckout();
      DwollaExchangeLink.configure({
        partners: { checkout: { scriptUrl: `${location.origin}/test/support/no-checkout.js` } },
      });
      const watched = start({ session: checkoutSession(), checkoutPublicKey });
      const detail = await watched.detail('exchange-error');
      expect([detail.code, detail.retryable]).to.deep.equal(['partner-script', true]);
    });
  });

  it('no secret is in the console, in attributes, in the page or in events', async () => {
    const { watched, flow } = await openFlow();
    flow.tell('onError', checkoutError('Request', 'network_error', paymentSession()));
    flow.tell('onPaymentCompleted', { ...payment, ...paymentSession(payment.id) });
    const all = JSON.stringify([
      consoleLines,
      watched.events.map(({ detail }) => detail),
      watched.element.outerHTML,
      Object.values(sessionStorage),
    ]);
    expect(all).not.to.contain('pss_').and.not.to.contain('YmFzZTY0');
  });
});
