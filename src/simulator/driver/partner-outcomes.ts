import type { PartnerName } from '../partner-session.js';
import { partners } from '../partners/registry.js';

type Outcomes = { readonly [Name in PartnerName]: (typeof partners)[Name]['driver']['outcomes'] };

/**
 * What can be chosen on each partner's screen, under "Simulator: choose what happens". For checkout: test cards to fill in.
 * The first of `fails` is what `fail()` takes.
 */
// One entry for each partner of the registry.
export const partnerOutcomes = Object.fromEntries(
  Object.entries(partners).map(([name, { driver }]) => [name, driver.outcomes]),
) as unknown as Outcomes;

/** Ways in which a partner can fail. */
export type PartnerFailure<Partner extends PartnerName> = Outcomes[Partner]['fails'][number];

/** Everything that can be chosen on a partner's screen. */
export type PartnerOutcomeName<Partner extends PartnerName> =
  PartnerFailure<Partner> | Outcomes[Partner]['others'][number];
