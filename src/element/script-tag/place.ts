/** Where the class of `<dwolla-exchange-link>` has what the script-tag file of `<dwolla-add-funding-source>` uses. */
export const place: unique symbol = Symbol.for('dwolla-exchange-link.shared');
