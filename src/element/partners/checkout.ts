import {
  loadCheckoutWebComponents,
  type Component,
  type Options,
} from '@checkout.com/checkout-web-components';
import { ownFields, plainCopy } from '../browser/own.js';
import { flowAppearance } from './checkout-appearance.js';
import { flowLocale } from './checkout-locale.js';
import { pick, text } from './shared/fields.js';
import type { MountContext, PartnerModule, PartnerTexts } from './partner.js';
import { failIfRefused, preparePartnerScript } from './shared/script.js';

/** Dwolla takes the payment's id as the token of an exchange. */
export interface CheckoutSuccess {
  readonly paymentId: string;
  readonly payment: { readonly id: string; readonly status: string | null; readonly type: string | null };
}

const texts: PartnerTexts = {
  en: {
    payButton: 'Save card',
    paying: 'Saving your card…',
    paid: 'Card saved',
    notPaid: 'Card not saved',
  },
  es: {
    payButton: 'Guardar tarjeta',
    paying: 'Guardando su tarjeta…',
    paid: 'Tarjeta guardada',
    notPaid: 'Tarjeta no guardada',
  },
  fr: {
    payButton: 'Enregistrer la carte',
    paying: 'Enregistrement de la carte…',
    paid: 'Carte enregistrée',
    notPaid: 'Carte non enregistrée',
  },
};

/**
 * Statuses of a payment that is unfinished or refused. The package's types promise `Approved` alone, but Flow reports the
 * others too, for instance while a 3DS challenge is still open.
 */
const notPaid = /^\s*(pending|declined|cancell?ed|expired|failed|rejected)\s*$/i;

const isFlowError = (problem: unknown): boolean =>
  problem instanceof Error && /^Checkout(Loader)?Error$/.test(problem.name);

/** What is over for good, by code. */
function isExpired(code: unknown, details: unknown): boolean {
  const { requestErrorCodes } = ownFields(details);
  const reasons: unknown[] = Array.isArray(requestErrorCodes) ? requestErrorCodes : [];
  return (
    code === 'payment_session_invalid' ||
    reasons.includes('payment_expired') ||
    reasons.includes('invalid_payment_session_data')
  );
}

/** Integration and loader errors end the attempt; everything else the user corrects inside Flow, which stays. */
function reportError(
  problem: unknown,
  { fail, activity, reportLastError }: MountContext<CheckoutSuccess>,
): void {
  const { details } = ownFields(problem);
  const { type = 'unknown', code = 'unknown' } = pick(problem, ['type', 'code']);
  if (isExpired(code, details))
    fail('session-expired', "Checkout.com's payment session is used up or too old: ask for a new session.", {
      partnerCode: code,
    });
  else if (type === 'Integration')
    fail(
      String(code).startsWith('script_') ? 'partner-script' : 'partner-error',
      'Checkout Flow could not be used: check that key, environment and session belong together.',
      { partnerCode: code },
    );
  else {
    reportLastError({ type: String(type), code: String(code) });
    activity('onError', { type, code, ...pick(details, ['status', 'abortReason']) });
  }
}

/**
 * Checkout.com Flow, in a child of the element in the page's own tree: Flow puts its styles into the document's head,
 * where they do not reach into a shadow tree.
 * @see https://www.checkout.com/docs/payments/accept-payments/accept-a-payment-on-your-website
 */
export const partner: PartnerModule<'data', CheckoutSuccess> = {
  check: ({ checkoutPublicKey, error }) => {
    if (!checkoutPublicKey)
      throw error(
        'missing-public-key',
        "Set checkout-public-key to Checkout.com's public key (pk_…): it is not in the session.",
      );
    if (/^\s*sk_/i.test(checkoutPublicKey))
      throw error(
        'missing-public-key',
        'checkout-public-key is a secret key (sk_…), which must never be in a page: roll it at Checkout.com, and set the public one (pk_…).',
      );
  },

  prepare: (context) =>
    preparePartnerScript(
      () =>
        Object.hasOwn(window, 'CheckoutWebComponents') &&
        typeof (window as { CheckoutWebComponents?: unknown }).CheckoutWebComponents === 'function',
      context,
    ),

  mount: async (paymentSession, context) => {
    const { signal, checkoutPublicKey, settle, activity, opened, error } = context;
    const { appearance, translations, componentOptions } = context.configuration;
    const ownTranslations = ownFields(plainCopy(translations));
    const ownOptions = ownFields(plainCopy(componentOptions));
    const locale = flowLocale(context.locale, Object.keys(ownTranslations));
    const container = context.makeSlotContainer();
    container.lang = locale;
    let component: Component | null = null;
    const wanted =
      <Args extends unknown[]>(callback: (...args: Args) => void) =>
      (...args: Args): void => {
        if (!signal.aborted) callback(...args);
      };
    const options = {
      publicKey: checkoutPublicKey,
      environment: /^pk_(sbox|test)_/.test(checkoutPublicKey) ? 'sandbox' : 'production',
      locale,
      paymentSession,
      // Copies with ordinary prototypes: what Flow does to its options stays Flow's.
      appearance: { ...flowAppearance(container), ...(plainCopy(appearance) as object | undefined) },
      translations: {
        ...ownTranslations,
        [locale]: {
          'pay_button.pay': context.text('payButton', texts),
          'pay_button.payment_processing': context.text('paying', texts),
          'pay_button.payment_complete': context.text('paid', texts),
          'pay_button.payment_failed': context.text('notPaid', texts),
          ...ownFields(ownTranslations[locale]),
        },
      },
      componentOptions: {
        ...ownOptions,
        // The name on the card belongs to the funding source, which the backend makes.
        card: { displayCardholderName: 'hidden', ...ownFields(ownOptions['card']) },
      },
      onReady: wanted(opened),
      onChange: wanted(() => activity('onChange')),
      onSubmit: wanted(() => activity('onSubmit')),
      onPaymentCompleted: wanted((_: unknown, payment: unknown) => {
        const { id, status, type } = ownFields(payment);
        const paymentId = text(id);
        // Without an id the payment waits for something else; Flow reports it again when it is over.
        if (!paymentId) return;
        if (notPaid.test(text(status) ?? '')) {
          activity('onPaymentCompleted', pick(payment, ['id', 'status', 'type']));
          return;
        }
        const fields = { paymentId, payment: { id: paymentId, status: text(status), type: text(type) } };
        settle({ type: 'success', fields, exchange: { token: paymentId } });
      }),
      onError: wanted((_: unknown, problem: unknown) => reportError(problem, context)),
    };
    failIfRefused(context.scriptUrl, context);
    try {
      // Typed for literals; what the host configured is checked by Flow itself.
      const flow = await loadCheckoutWebComponents(options as unknown as Options);
      if (!signal.aborted) component = flow.create('flow');
      // Checkout.com asks for the question before all components but this one: no answer is no refusal.
      if ((await component?.isAvailable?.()) === false)
        throw error('partner-error', 'Checkout Flow says that it is not available for this session.');
      if (!signal.aborted) component?.mount(container);
    } catch (problem) {
      if (!isFlowError(problem)) throw problem;
      reportError(problem, context);
    }
    return {
      destroy: () => {
        try {
          component?.unmount();
        } catch {
          // Never mounted; there is nothing to take off.
        }
        // Only now: Flow's fields are frames, which lose their windows as soon as they leave the document.
        container.remove();
      },
    };
  },
};
