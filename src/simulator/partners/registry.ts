import { checkout } from './checkout/index.js';
import { flinks } from './flinks/index.js';
import { mastercard } from './mastercard/index.js';
import { mx } from './mx/index.js';
import { plaid } from './plaid/index.js';
import { visa } from './visa/index.js';

/** The simulated partners, by the names that the element uses. Their order is that of the ports. */
export const partners = {
  checkout,
  plaid,
  mx,
  visa,
  flinks,
  mastercard,
};
