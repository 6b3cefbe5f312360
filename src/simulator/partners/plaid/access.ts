/** How a platform reaches Plaid's own API, for processor tokens under a contract of its own. */
export interface PlaidAccess {
  /** Base of the API (`https://sandbox.plaid.com`). */
  readonly apiUrl: string;
  /** Sent as `PLAID-CLIENT-ID`, or as `client_id` in the body. */
  readonly clientId: string;
  /** Sent as `PLAID-SECRET`, or as `secret` in the body. */
  readonly secret: string;
}
