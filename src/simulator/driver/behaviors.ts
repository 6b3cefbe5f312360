import type { PartnerSwitches, SwitchValues } from '../partners/partner.js';
import type { partners } from '../partners/registry.js';

/**
 * Switches for what a partner is seen to do in some builds or on some days, but that no scenario is about; of each its
 * values, the default first. They hold for everything that starts after they were set. The table of
 * `src/simulator/README.md` says what each one does.
 */
type SwitchesOf<Partner extends keyof typeof partners> = (typeof partners)[Partner]['behaviors'];

/** A partner that has switches. */
export type SwitchedPartner = {
  [Name in keyof typeof partners]: SwitchesOf<Name> extends null ? never : Name;
}[keyof typeof partners];

/** The switches of one partner, all of them set. */
export type Behaviors<Partner extends SwitchedPartner> =
  SwitchesOf<Partner> extends infer Switches extends PartnerSwitches ? SwitchValues<Switches> : never;

/** What a test may set: the rest stays at its default. */
export type BehaviorSettings<Partner extends SwitchedPartner> = {
  readonly [Name in keyof Behaviors<Partner>]?: Behaviors<Partner>[Name] | undefined;
};
