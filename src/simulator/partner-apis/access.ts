/** How a platform reaches its Flinks: everything a backend keeps in its settings. */
export interface FlinksAccess {
  /** Base of the API, up to and with the customer id (`https://{instance}-api.private.fin.ag/v3/{customerId}`). */
  readonly apiUrl: string;
  /** Where the frame is (`https://{instance}-iframe.private.fin.ag`). */
  readonly frameOrigin: string;
  /** Sent as `flinks-auth-key`, and as bearer token for partner data. */
  readonly secret: string;
}

/** How a platform reaches Plaid's own API, for processor tokens under a contract of its own. */
export interface PlaidAccess {
  /** Base of the API (`https://sandbox.plaid.com`). */
  readonly apiUrl: string;
  /** Sent as `PLAID-CLIENT-ID`, or as `client_id` in the body. */
  readonly clientId: string;
  /** Sent as `PLAID-SECRET`, or as `secret` in the body. */
  readonly secret: string;
}

/** How a platform reaches MX's Platform API, for authorization codes under a contract of its own. */
export interface MxAccess {
  /** Base of the API (`https://int-api.mx.com`). */
  readonly apiUrl: string;
  /** The two halves of HTTP Basic. */
  readonly clientId: string;
  readonly apiKey: string;
}

/** How a platform reaches Mastercard open banking (Finicity): everything a backend keeps in its settings. */
export interface MastercardAccess {
  /** Base of the API (`https://api.finicity.com`). */
  readonly apiUrl: string;
  readonly partnerId: string;
  readonly partnerSecret: string;
  /** Sent as `Finicity-App-Key` with every request. */
  readonly appKey: string;
}
