import type { Owner, PartnerName, PartnerSession } from '../partner-session.js';
import type { World } from '../world.js';

/**
 * The contract between the simulator and one partner: types only. A partner's folder has everything that is specific to it;
 * the registry is the one place that names the folders.
 *
 * The published declarations lead here, so this file uses no types of packages that users need not install.
 */
export interface SimulatedPartner<
  Outcomes extends PartnerOutcomes = PartnerOutcomes,
  Configuration extends PartnerConfiguration = PartnerConfiguration,
  Switches extends PartnerSwitches | null = PartnerSwitches | null,
  Access = unknown,
> {
  /** What its sessions look like and how long they live. */
  readonly session: SessionRules;
  /** How Dwolla knows it. */
  readonly dwolla: DwollaListing;
  /** What browsers see: its pages and scripts, on an origin of its own. */
  readonly createSite: (context: PartnerSiteContext) => WebApp;
  /** Records that the user has finished, without the partner's screens. Returns what the partner passes to the page. */
  readonly complete: (world: World, session: PartnerSession) => object;
  /** Points the element at the simulated partner. */
  readonly configuration: (origin: string) => Configuration;
  /** What a test may switch, or null. */
  readonly behaviors: Switches;
  /** Its own API for platforms, served under `/simulator` of the simulated Dwolla; null for partners that Dwolla calls itself. */
  readonly api: PartnerApi<Access> | null;
  /** How a person gets through its screens. */
  readonly driver: PartnerDriver<Outcomes>;
}

/** A web application. */
export interface WebApp {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/** Dwolla's and each partner's origin, without a trailing slash: what created URLs point to. */
export type PublicOrigins = Record<PartnerName | 'dwolla', string>;

/** What a partner's site and API work with. They keep no state of their own beyond what the world records. */
export interface PartnerSiteContext {
  readonly world: World;
  /**
   * Every origin as browsers know it (`http://localhost:4011`, or a production origin that a test intercepts). Links of a
   * site to itself and to the others are made with these.
   */
  readonly origins: PublicOrigins;
}

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
export interface CredentialInput {
  readonly sessionId: string;
  /** The partner's own id of the person (Mastercard's customer). */
  readonly partnerUser: string;
  readonly origins: PublicOrigins;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly newId: () => string;
}

/** What the sessions of a partner look like. */
export interface SessionRules {
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
  readonly create: (input: CredentialInput) => PartnerCredential;
}

/** A partner as Dwolla lists and uses it. */
export interface DwollaListing {
  readonly name: string;
  readonly id: string;
  /** Ids that other examples of Dwolla's documentation use for the same partner. */
  readonly otherIds: readonly string[];
  /** ISO 8601. */
  readonly created: string;
  /** Whether `GET /exchange-partners` lists it without being asked to: the official client rejects names it does not know. */
  readonly isListed: boolean;
  /** Owners that Dwolla creates exchange sessions for; none for partners that are reached by token exchange only. */
  readonly sessionOwners: readonly Exclude<Owner['type'], 'account'>[];
  /** Whether an exchange can be re-authenticated. */
  readonly canReauthenticate: boolean;
  /** `mobile`: accepted for mobile sessions, where an Android package name will do. */
  readonly redirectUrl: 'required' | 'mobile' | 'ignored';
  /** Whether `token` of `POST /exchanges` may be this partner's. */
  readonly takesToken: boolean;
  /** Whether what the partner passes to the page goes to Dwolla as it is. Otherwise the platform's backend converts it first. */
  readonly isDirect: boolean;
}

/** How the element is pointed at another origin: by the address of a script, or by hosts for links. */
export type PartnerConfiguration = { readonly scriptUrl: string } | { readonly hosts: readonly string[] };

/** Switches with their values, the default first. */
export type PartnerSwitches = Readonly<Record<string, readonly (string | boolean)[]>>;

/** The switches, all of them set. */
export type SwitchValues<Switches extends PartnerSwitches> = {
  readonly [Name in keyof Switches]: Switches[Name][number];
};

/** A partner's own API. */
export interface PartnerApi<Access> {
  /** Path below `/simulator`. */
  readonly path: string;
  readonly create: (context: PartnerSiteContext) => WebApp;
  /** What a backend keeps in its settings to reach the API. */
  readonly access: (apiUrl: string, origins: PublicOrigins) => Access;
}

/** What can be chosen on a partner's screen, under "Simulator: choose what happens". The first failure is the default. */
export interface PartnerOutcomes {
  readonly fails: readonly string[];
  readonly others: readonly string[];
}

/** How a person gets through a partner's screens. */
export interface PartnerDriver<Outcomes extends PartnerOutcomes> {
  /** The partner's production hosts. */
  readonly hosts: RegExp;
  readonly outcomes: Outcomes;
  /** The outcome that cancels; null for partners whose screens have no way to leave. */
  readonly cancel: Outcomes['others'][number] | null;
  /** The steps to success. Screens that only say "wait" are no step; the last step finishes. */
  readonly steps: readonly ScreenStep[];
}

/** One screen of a partner and what a person does on it. */
export interface ScreenStep {
  /** Of the screen's heading. */
  readonly heading: RegExp;
  /** Types this into the password field first. */
  readonly password?: string;
  /** The button to press, by its text. */
  readonly press: string;
}
