import { bare } from '../browser/own.js';
import type { CredentialKind } from '../session/session.js';
import type { PartnerModule } from './partner.js';

/** What is known of a partner before its code is fetched. */
export interface PartnerEntry<Kind extends CredentialKind, Success extends object> {
  /** What people call it; put into texts. */
  readonly label: string;
  /** The field of the session it works with. */
  readonly needs: Kind;
  /** Host names its links may be on, subdomains included. */
  readonly hosts: readonly string[];
  /** The partner's own script in production; the inventory in docs/security.md is made from it. */
  readonly script?: string;
  /**
   * Where its UI lives: a `frame` in the element, `inline` in a child of the element in the page's own tree, an `overlay` over
   * the page, or another `page` that the user is sent to (which takes a gesture).
   */
  readonly surface: 'frame' | 'inline' | 'overlay' | 'page';
  /**
   * Parameters in the address that make it a return, each with what its value looks like: others of that name are the
   * page's own. Only for partners that may redirect the page.
   */
  readonly returns?: Readonly<Record<string, RegExp>>;
  readonly load: () => Promise<{ readonly partner: PartnerModule<NoInfer<Kind>, Success> }>;
}

const entry = <Kind extends CredentialKind, Success extends object>(
  entry: PartnerEntry<Kind, Success>,
): PartnerEntry<Kind, Success> => bare(entry);

/** Every partner there is. A new one is a line here and a file beside this one. */
export const partners = bare({
  checkout: entry({
    label: 'Checkout.com',
    needs: 'data',
    hosts: [],
    script: 'https://checkout-web-components.checkout.com/index.js',
    surface: 'inline',
    load: () => import('./checkout.js'),
  }),
  plaid: entry({
    label: 'Plaid',
    needs: 'token',
    hosts: [],
    // The only URL: Plaid does not allow bundling, self-hosting or pinning by a hash.
    script: 'https://cdn.plaid.com/link/v2/stable/link-initialize.js',
    surface: 'overlay',
    returns: bare({ oauth_state_id: /^/ }),
    load: () => import('./plaid.js'),
  }),
  mx: entry({
    label: 'MX',
    needs: 'link',
    hosts: ['moneydesktop.com', 'mx.com'],
    surface: 'frame',
    load: () => import('./mx.js'),
  }),
  visa: entry({
    label: 'Visa',
    needs: 'link',
    hosts: ['visa.com', 'tink.com'],
    surface: 'page',
    returns: bare({ exchange: /^/, error: /^[A-Z][A-Z_]{2,63}$/ }),
    load: () => import('./visa.js'),
  }),
  flinks: entry({
    label: 'Flinks',
    needs: 'link',
    hosts: ['private.fin.ag', 'flinks.com'],
    surface: 'frame',
    load: () => import('./flinks.js'),
  }),
  mastercard: entry({
    label: 'Mastercard',
    needs: 'link',
    hosts: ['finicity.com', 'openbanking.mastercard.com'],
    surface: 'frame',
    load: () => import('./mastercard.js'),
  }),
});

export type PartnerName = keyof typeof partners;

export const partnerNames = Object.keys(partners) as readonly PartnerName[];

/** What each partner returns when the user has finished; derived, so that no second list needs editing. */
export type SuccessFields = {
  [Name in PartnerName]: { readonly partner: Name } & Readonly<SuccessOf<(typeof partners)[Name]>>;
}[PartnerName];
type SuccessOf<Entry> =
  Entry extends PartnerEntry<infer _Kind extends CredentialKind, infer Success extends object>
    ? Success
    : never;
