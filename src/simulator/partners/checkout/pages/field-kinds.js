// @ts-check

/**
 * What each card field takes.
 * @typedef {object} FieldKind
 * @property {string} labelKey key of Flow's translations
 * @property {string} invalidKey
 * @property {string} autocomplete
 * @property {string} inputmode
 * @property {string} placeholder
 * @property {(text: string) => string} format
 * @property {(text: string) => boolean} isValid
 */

/** Checkout.com's test cards; they count whatever their check digit says. */
const documentedCards = new Set([
  '4024764449971519',
  '5318773012490080',
  '4242424242424242',
  '4544249167673670',
  '4095254802642505',
  '4111111111111129',
  '4000000000000002',
  '4000000000003220',
]);

/** The check digit of a card number (Luhn). @param {string} digits */
function hasCheckDigit(digits) {
  const sum = [...digits].reverse().reduce((total, character, index) => {
    const doubled = Number(character) * (index % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return digits.length >= 12 && sum % 10 === 0;
}

/** Groups of four. @param {string} text */
const formatNumber = (text) =>
  text
    .replace(/\D/g, '')
    .slice(0, 19)
    .replace(/(.{4})(?=.)/g, '$1 ');

/** `MM/YY`. @param {string} text */
function formatExpiry(text) {
  const digits = text.replace(/\D/g, '').slice(0, 4);
  return digits.length > 2 ? `${digits.slice(0, 2)}/${digits.slice(2)}` : digits;
}

/** A month of this year that is not over, or of a later one. @param {string} text */
function isFuture(text) {
  const match = /^(\d\d)\/(\d\d)$/.exec(text);
  const month = Number(match?.[1]);
  return (
    match !== null && month >= 1 && month <= 12 && new Date(2000 + Number(match[2]), month, 1) > new Date()
  );
}

/** @type {Record<string, FieldKind>} */
export const fieldKinds = {
  'card-number': {
    labelKey: 'card.card_number',
    invalidKey: 'card.card_number.invalid',
    autocomplete: 'cc-number',
    inputmode: 'numeric',
    placeholder: '',
    format: formatNumber,
    isValid: (text) => {
      const digits = text.replace(/\D/g, '');
      return documentedCards.has(digits) || hasCheckDigit(digits);
    },
  },
  'card-expiry-date': {
    labelKey: 'card.expiry_date',
    invalidKey: 'card.expiry_date.invalid',
    autocomplete: 'cc-exp',
    inputmode: 'numeric',
    placeholder: 'MM/YY',
    format: formatExpiry,
    isValid: isFuture,
  },
  'card-cvv': {
    labelKey: 'card.security_code',
    invalidKey: 'card.security_code.invalid',
    autocomplete: 'cc-csc',
    inputmode: 'numeric',
    placeholder: '',
    format: (text) => text.replace(/\D/g, '').slice(0, 4),
    isValid: (text) => /^\d{3,4}$/.test(text),
  },
  'cardholder-name': {
    labelKey: 'card.card_holder_name',
    invalidKey: 'form.required',
    autocomplete: 'cc-name',
    inputmode: 'text',
    placeholder: '',
    format: (text) => text.slice(0, 60),
    isValid: (text) => text.trim() !== '',
  },
};
