import type { Options, PaymentSessionResponse } from '@checkout.com/checkout-web-components';
import { loadCheckoutWebComponents } from '@checkout.com/checkout-web-components';
import { note } from '../simulator/partners/shared/calls.js';

const options: Omit<Options, 'paymentSession'> = {
  publicKey: 'pk_sbox_test',
  environment: 'sandbox',
  componentOptions: { card: { displayCardholderName: 'hidden' } },
  onReady: (component) => note('onReady')(component.type),
  onSubmit: (component) => note('onSubmit')(component.type),
  onPaymentCompleted: (component, payment) => note('onPaymentCompleted')(component.type, payment),
  // An error's name and message are not among what JSON takes by itself.
  onError: (component, { name, type, code, details }) =>
    note('onError')(component.type, { name, type, code, details }),
};

/** Mounts Flow as Checkout's guide does: where it is available. What goes wrong on the way is noted as `refused`. */
const launch = async (paymentSession: PaymentSessionResponse): Promise<void> => {
  try {
    const checkout = await loadCheckoutWebComponents({ ...options, paymentSession });
    const flow = checkout.create('flow');
    if (await flow.isAvailable()) flow.mount('#here');
  } catch (cause) {
    const { name, type, code } = cause as { name: string; type: string; code: string };
    note('refused')({ name, type, code });
  }
};

Object.assign(window, { launch });
