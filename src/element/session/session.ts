/** Checkout.com's payment session as Flow wants it: these three in snake_case, all other fields unchanged. */
export interface PaymentSession {
  readonly id: string;
  readonly payment_session_secret: string;
  readonly payment_session_token: string;
  readonly [other: string]: unknown;
}

/** What a session gives a partner to work with, by kind. A partner names the kind it needs in the registry. */
export interface Credentials {
  /** `externalProviderSessionData` */
  readonly data: PaymentSession;
  /** `externalProviderSessionToken` */
  readonly token: string;
  /** `_links.external-provider-session.href`, exactly as it came. */
  readonly link: string;
}
export type CredentialKind = keyof Credentials;
export type Credential = Credentials[CredentialKind];

/**
 * A plain copy of what the host's backend answered, with the spelling settled and nothing judged yet: which of the
 * fields matters, and so must be right, depends on the partner.
 */
export interface ExchangeSession {
  readonly data: unknown;
  readonly token: unknown;
  readonly link: unknown;
  readonly exchangePartnerHref: string | null;
}

/** Identifies a session: its token, the payment session's id, or its link. */
export const credentialKey = (credential: Credential): string =>
  typeof credential === 'string' ? credential : credential.id;
