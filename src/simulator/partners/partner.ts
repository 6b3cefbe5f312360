import type { Owner, SessionRecord } from '../session-record.js';
import type { PartnerWorld } from './partner-world.js';
import type { Origins, SessionRules } from './session-rules.js';

/**
 * The contract between the simulator and one partner: types only. A partner's folder has everything that is specific to it;
 * the registry is the one place that names the folders.
 *
 * The published declarations lead here, so this file uses no types of packages that users need not install.
 */
export interface SimulatedPartner<
  Name extends string,
  Outcomes extends PartnerOutcomes = PartnerOutcomes,
  Configuration extends PartnerConfiguration = PartnerConfiguration,
  Switches extends PartnerSwitches | null = PartnerSwitches | null,
  Access = unknown,
> {
  /** What its sessions look like and how long they live. */
  readonly session: SessionRules<Name>;
  /** How Dwolla knows it. */
  readonly dwolla: DwollaListing;
  /** What browsers see: its pages and scripts, on an origin of its own. */
  readonly createSite: (context: PartnerSiteContext<Name>) => WebApp;
  /** Records that the user has finished, without the partner's screens. Returns what the partner passes to the page. */
  readonly complete: (world: PartnerWorld<Name>, session: SessionRecord) => object;
  /** Points the element at the simulated partner. */
  readonly configuration: (origin: string) => Configuration;
  /** What a test may switch, or null. */
  readonly behaviors: Switches;
  /** Its own API for platforms, served under `/simulator` of the simulated Dwolla; null for partners that Dwolla calls itself. */
  readonly api: PartnerApi<Name, Access> | null;
  /** How a person gets through its screens. */
  readonly driver: PartnerDriver<Outcomes>;
}

/** A web application. */
export interface WebApp {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/** What a partner's site and API work with. They keep no state of their own beyond what the world records. */
export interface PartnerSiteContext<Name extends string> {
  readonly world: PartnerWorld<Name>;
  /**
   * Dwolla's origin and the partner's own as browsers know them (`http://localhost:4011`, or a production origin that a
   * test intercepts). Links of a site to itself and to Dwolla are made with these.
   */
  readonly origins: Origins<Name>;
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
export interface PartnerApi<Name extends string, Access> {
  /** Path below `/simulator`. */
  readonly path: string;
  readonly create: (context: PartnerSiteContext<Name>) => WebApp;
  /** What a backend keeps in its settings to reach the API. */
  readonly access: (apiUrl: string, origins: Origins<Name>) => Access;
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
