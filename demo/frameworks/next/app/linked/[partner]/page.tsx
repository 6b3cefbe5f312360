/** The redirect URL that the backend names: Visa, and Plaid without a window, leave the site and return here. */
export { default } from '../../add/[partner]/page';
