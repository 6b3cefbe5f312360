/** What a built file may weigh, by a pattern of its path below `dist`. */
export interface Budget {
  readonly file: RegExp;
  /** Bytes of gzip, level 9, that `npm test` holds it to: what it weighs today, rounded up a little. */
  readonly inForce: number;
  /** What it was meant to weigh at most. Where it is less than what is in force, docs/performance.md says why. */
  readonly goal: number;
}

/** Every file that a page may fetch for the element. The first pattern that fits is a file's budget. */
export const budgets: readonly Budget[] = [
  // Lit's templates and LitElement are 3.1 kB of it: the base every contributor knows, shared with what else a page has of Lit.
  // 0.1 kB of it cleans an address that a hydrating router writes back; 0.2 kB is what an attempt that reads from top to
  // bottom weighs more than one in pieces; 0.2 kB asks for the partner's script beside the chunk that needs it, which saves a
  // round trip.
  { file: /^dwolla-exchange-link\.js$/, inForce: 22_300, goal: 17_500 },
  // On top of the file above.
  { file: /^dwolla-add-funding-source\.js$/, inForce: 8_000, goal: 8_000 },
  // Its other half, fetched while the user is at the partner: the requests, the forms, and what they make of a run.
  { file: /^partners\/account-step-/, inForce: 5_600, goal: 5_600 },
  { file: /^autoload\.js$/, inForce: 600, goal: 600 },
  // 1.8 kB of it is Checkout.com's own loader, as it is published.
  { file: /^partners\/checkout-/, inForce: 5_650, goal: 4_000 },
  // 0.6 kB of it gives the page back as the host left it, against what Link writes late.
  { file: /^partners\/plaid-/, inForce: 3_900, goal: 2_000 },
  { file: /^partners\/(mx|visa|flinks|mastercard)-/, inForce: 2_000, goal: 2_000 },
  { file: /^partners\/timeline-/, inForce: 1_000, goal: 1_000 },
  { file: /^partners\/funding-[a-z]{2}-/, inForce: 1_000, goal: 1_000 },
  { file: /^partners\/[a-z]{2}-/, inForce: 800, goal: 700 },
];
