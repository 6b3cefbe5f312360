/**
 * How a simulated partner behaves: by hand (`manual`), or by itself in one of the ways the partners document.
 * A scenario that means nothing to a partner (a 3DS challenge at MX) leaves that partner at `manual`.
 */
export const scenarioNames = [
  /** The person chooses in the partner's screen. */
  'manual',
  /** The partner goes through to its success by itself. */
  'success',
  /** The user leaves without finishing. */
  'cancel',
  /** The bank refuses the login once; the user can try again in the partner's screen. */
  'bad-credentials',
  /** The credential has died before its first use. */
  'expired-session',
  /** The partner's script or page is not served (an ad blocker, an outage). */
  'script-blocked',
  /** The script or page is served, and then no word ever comes from it. */
  'never-ready',
  /** Everything works, slowly. */
  'slow',
  /** Checkout: a 3DS challenge before the payment is approved. */
  'three-ds',
  /** The browser refuses the bank's window. */
  'popup-blocked',
  /** The login happens at the bank, in a window or by leaving the page. */
  'oauth',
  /** Checkout: the issuer declines the card; the user can type another. */
  'declined',
  /** A passing fault of the partner (Visa `TEMPORARY_ERROR`, Plaid `INSTITUTION_DOWN`). */
  'temporary-error',
  /** The partner gives up (Visa `AUTHENTICATION_ERROR`, Mastercard `500`). */
  'authentication-error',
  /** The success message comes twice, with noise of other senders around it. */
  'duplicate-messages',
] as const;

/** One name out of {@link scenarioNames}. */
export type ScenarioName = (typeof scenarioNames)[number];

/** Gives a scenario's name back. Throws a TypeError with the names there are for any other: a type does not stop JavaScript. */
export function checkedScenario(name: ScenarioName): ScenarioName {
  if (isScenarioName(name)) return name;
  throw new TypeError(`There is no scenario "${String(name)}". There are: ${scenarioNames.join(', ')}.`);
}

/** Whether a string from outside (a form field, a query, a flag) is a scenario's name. */
export function isScenarioName(value: unknown): value is ScenarioName {
  return scenarioNames.some((name) => name === value);
}
