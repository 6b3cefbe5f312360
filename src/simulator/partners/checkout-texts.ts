/** The words of Flow's card form that are shown here, by the keys of Flow's own translations. */
interface FlowTexts {
  readonly 'pay_button.pay': string;
  readonly 'pay_button.payment_processing': string;
  readonly 'pay_button.payment_complete': string;
  readonly 'card.card_number': string;
  readonly 'card.card_number.invalid': string;
  readonly 'card.expiry_date': string;
  readonly 'card.expiry_date.invalid': string;
  readonly 'card.security_code': string;
  readonly 'card.security_code.invalid': string;
  readonly 'card.card_holder_name': string;
  readonly 'form.required': string;
  /** The last two are keys of the simulator's own: Flow's are not documented. */
  readonly 'card.declined': string;
  readonly 'card.failed': string;
}

const english: FlowTexts = {
  'pay_button.pay': 'Pay',
  'pay_button.payment_processing': 'Processing payment',
  'pay_button.payment_complete': 'Payment complete',
  'card.card_number': 'Card number',
  'card.card_number.invalid': 'Card number is invalid',
  'card.expiry_date': 'Expiry date',
  'card.expiry_date.invalid': 'Expiry date is invalid',
  'card.security_code': 'Security code',
  'card.security_code.invalid': 'Security code is invalid',
  'card.card_holder_name': 'Cardholder name',
  'form.required': 'Required',
  'card.declined': 'This card was declined. Try another one.',
  'card.failed': 'The card could not be checked. Try again.',
};

const spanish: FlowTexts = {
  'pay_button.pay': 'Pagar',
  'pay_button.payment_processing': 'Procesando el pago',
  'pay_button.payment_complete': 'Pago completado',
  'card.card_number': 'Número de tarjeta',
  'card.card_number.invalid': 'El número de tarjeta no es válido',
  'card.expiry_date': 'Caducidad',
  'card.expiry_date.invalid': 'La fecha de caducidad no es válida',
  'card.security_code': 'Código CVV',
  'card.security_code.invalid': 'El código CVV no es válido',
  'card.card_holder_name': 'Nombre del titular',
  'form.required': 'Obligatorio',
  'card.declined': 'Esta tarjeta fue rechazada. Pruebe con otra.',
  'card.failed': 'No se pudo comprobar la tarjeta. Inténtelo de nuevo.',
};

const french: FlowTexts = {
  'pay_button.pay': 'Payer',
  'pay_button.payment_processing': 'Paiement en cours',
  'pay_button.payment_complete': 'Paiement effectué',
  'card.card_number': 'Numéro de carte',
  'card.card_number.invalid': 'Le numéro de carte n’est pas valide',
  'card.expiry_date': 'Expiration',
  'card.expiry_date.invalid': 'La date d’expiration n’est pas valide',
  'card.security_code': 'Cryptogramme',
  'card.security_code.invalid': 'Le cryptogramme n’est pas valide',
  'card.card_holder_name': 'Nom du titulaire',
  'form.required': 'Obligatoire',
  'card.declined': 'Cette carte a été refusée. Essayez-en une autre.',
  'card.failed': 'La carte n’a pas pu être vérifiée. Réessayez.',
};

/** The texts of a `locale` of Flow's (`es-ES`, `fr`), by its language; English for every other one. */
export function flowTexts(locale: string): FlowTexts {
  const language = locale.split('-')[0]?.toLowerCase();
  return language === 'es' ? spanish : language === 'fr' ? french : english;
}
