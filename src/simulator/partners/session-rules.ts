/** Dwolla's and some partners' origins, without a trailing slash: what created URLs point to. */
export type Origins<Name extends string> = Record<Name | 'dwolla', string>;

/** What a partner returns when a session is created, in the partner's own form. */
export interface PartnerCredential {
  /**
   * What the partner's page receives and recognizes the session by: Plaid's link token, Checkout's payment session id
   * (`ps_…`), a token in the link's path or query for the others.
   */
  readonly credential: string;
  /** The page to show or to go to; null for the partners that work by script. */
  readonly href: string | null;
  /** The token that Dwolla passes on in `externalProviderSessionToken`, or null. */
  readonly linkToken: string | null;
  /** Checkout's payment session, which Dwolla passes on in `externalProviderSessionData`, or null. */
  readonly paymentSession: PaymentSession | null;
}

/** The three fields of Checkout's payment session, in Checkout's own spelling. */
export interface PaymentSession {
  readonly id: string;
  readonly payment_session_secret: string;
  readonly payment_session_token: string;
}

/** What a credential is made of. */
export interface CredentialInput<Name extends string> {
  readonly sessionId: string;
  /** The partner's own id of the person (Mastercard's customer). */
  readonly partnerUser: string;
  readonly origins: Origins<Name>;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly newId: () => string;
}

/** What the sessions of a partner look like. */
export interface SessionRules<Name extends string> {
  /**
   * Shape of the real credentials, wide enough for every example of the partner's and Dwolla's documentation.
   * What does not match is refused before anything is looked up.
   */
  readonly shape: RegExp;
  /** How long a credential may wait for its first use, in milliseconds. */
  readonly lifetime: number;
  /** The same for a re-authentication. */
  readonly reauthLifetime: number;
  /** Whether the page may be loaded again until the user has finished. Everywhere else the first load consumes it. */
  readonly isReloadable: boolean;
  readonly create: (input: CredentialInput<Name>) => PartnerCredential;
}
