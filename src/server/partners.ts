/** What the kit knows of a partner. Data alone: the client's types come from here, and need nothing of the backend's packages. */
interface PartnerRow {
  /** Dwolla's names for it, in lower case. */
  readonly namesAtDwolla: readonly string[];
  /** Who creates its sessions: Dwolla, or the platform, by the host's `partnerUrls`. */
  readonly sessions: 'dwolla' | 'platform';
  /** Whether its sessions at Dwolla take a redirect URL. `optional`: the host's function decides. */
  readonly redirectUrl: 'required' | 'optional' | 'none';
  /** What the browser brings to `POST /exchanges`; `routes/exchanges.ts` has a reader for each form. */
  readonly brings: 'token' | 'public-token' | 'connection' | 'exchange-id' | 'login' | 'receipt';
  /** Whether Dwolla takes processor tokens of it. */
  readonly processorTokens: boolean;
  /** The partner's own script, from where its documentation says; null for a partner without one. */
  readonly script: string | null;
}

/** Every partner, by the name that `<dwolla-exchange-link>` uses. */
const partners = {
  checkout: {
    namesAtDwolla: ['checkout.com', 'checkout'],
    sessions: 'dwolla',
    redirectUrl: 'none',
    brings: 'token',
    processorTokens: false,
    script: 'https://checkout-web-components.checkout.com/index.js',
  },
  plaid: {
    namesAtDwolla: ['plaid'],
    sessions: 'dwolla',
    redirectUrl: 'optional',
    brings: 'public-token',
    processorTokens: true,
    script: 'https://cdn.plaid.com/link/v2/stable/link-initialize.js',
  },
  mx: {
    namesAtDwolla: ['mx'],
    sessions: 'dwolla',
    redirectUrl: 'none',
    brings: 'connection',
    processorTokens: true,
    script: null,
  },
  visa: {
    namesAtDwolla: ['visa'],
    sessions: 'dwolla',
    redirectUrl: 'required',
    brings: 'exchange-id',
    processorTokens: false,
    script: null,
  },
  flinks: {
    namesAtDwolla: ['flinks'],
    sessions: 'platform',
    redirectUrl: 'none',
    brings: 'login',
    processorTokens: true,
    script: null,
  },
  mastercard: {
    namesAtDwolla: ['finicity', 'mastercard'],
    sessions: 'platform',
    redirectUrl: 'none',
    brings: 'receipt',
    processorTokens: false,
    script: null,
  },
} as const satisfies Readonly<Record<string, PartnerRow>>;

/** One name out of {@link partnerNames}. */
export type PartnerName = keyof typeof partners;

/** The exchange partners, by the names that `<dwolla-exchange-link>` uses. */
// The keys of the table are the names.
export const partnerNames = Object.keys(partners) as readonly PartnerName[];

/** The names of the rows that have a value in a column. */
type NamesWith<Column extends keyof PartnerRow, Value extends PartnerRow[Column]> = {
  [Name in PartnerName]: (typeof partners)[Name][Column] extends Value ? Name : never;
}[PartnerName];

/** The partners that Dwolla creates no sessions for: the platform creates their URLs. */
export type PlatformPartner = NamesWith<'sessions', 'platform'>;

/** The partners whose sessions can take a redirect URL. */
export type RedirectPartner = NamesWith<'redirectUrl', 'required' | 'optional'>;

/** The row of a partner. */
export const rowOf = (partner: PartnerName): PartnerRow => partners[partner];

/** Whether the platform creates this partner's URL. */
export const isPlatformPartner = (partner: PartnerName): partner is PlatformPartner =>
  rowOf(partner).sessions === 'platform';

/** Whether this partner's sessions can take a redirect URL. */
export const isRedirectPartner = (partner: PartnerName): partner is RedirectPartner =>
  rowOf(partner).redirectUrl !== 'none';

/** Our name for a partner that Dwolla calls so (`GET /exchange-partners`, `name`), or null for one we do not know. */
export function partnerCalled(nameAtDwolla: string): PartnerName | null {
  const name = nameAtDwolla.trim().toLowerCase();
  return partnerNames.find((partner) => rowOf(partner).namesAtDwolla.includes(name)) ?? null;
}
