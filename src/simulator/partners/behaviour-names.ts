/**
 * Switches for what a partner is seen to do in some builds or on some days, but that no scenario is about; of each its
 * values, the default first. They hold for everything that starts after they were set. What each one does stands in the
 * table of `src/simulator/README.md`.
 */
export const behaviours = {
  plaid: {
    script: ['normal', 'hang', 'late', 'no-global'],
    events: ['before', 'after', 'mixed'],
    exit: ['confirm', 'at-once', 'ignore'],
    destroy: ['always', 'throws-when-open'],
    exitAfterSuccess: [false, true],
    publicToken: ['normal', 'empty', 'null'],
    metadata: ['full', 'sparse'],
    oauth: ['popup', 'redirect'],
  },
  checkout: {
    script: ['normal', 'hang', 'late', 'no-global'],
    factory: ['resolves', 'rejects'],
    mountErrors: ['throw', 'callback'],
    challenge: ['overlay', 'leaves-page'],
    status: ['Approved', 'Card Verified', 'Pending', 'Declined', 'none'],
    available: [true, false],
  },
  flinks: {
    redirect: ['request', 'login', 'url'],
    accountId: ['string', 'list', 'none'],
  },
} as const satisfies Record<string, Record<string, readonly (string | boolean)[]>>;

/** A partner that has switches. */
export type SwitchedPartner = keyof typeof behaviours;

/** The values of one partner's switches. */
type ValuesOf<Partner extends SwitchedPartner> = (typeof behaviours)[Partner];

/** The switches of one partner, all of them set. */
export type Behaviours<Partner extends SwitchedPartner> = {
  readonly [Name in keyof ValuesOf<Partner>]: Extract<ValuesOf<Partner>[Name], readonly unknown[]>[number];
};

/** What a test may set: the rest stays at its default. */
export type BehaviourSettings<Partner extends SwitchedPartner> = {
  readonly [Name in keyof Behaviours<Partner>]?: Behaviours<Partner>[Name] | undefined;
};
