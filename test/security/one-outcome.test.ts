import { expect } from '@open-wc/testing';
import * as fc from 'fast-check';
import type { PartnerName } from '../../src/element/index.js';
import { partners as registry } from '../../src/element/partners/registry.js';
import { found } from './one-outcome/found.js';
import { returnWith } from './one-outcome/page.js';
import { runSequence } from './one-outcome/run-sequence.js';
import type { Sequence } from './one-outcome/sequence.js';
import { sequencesWith } from './one-outcome/sequences.js';
import { effort, patience } from './effort.js';
import { PageWatch } from './page-watch.js';

const partners: readonly PartnerName[] = ['checkout', 'plaid', 'mx', 'visa', 'flinks', 'mastercard'];
// 6 × 1,600 + 5 × 100 sequences: 10,100.
const runs = { perPartner: effort(1_600), perRedirectReturn: effort(100) };

const exchangeId = '9b7fb629-0fad-44f4-8c5e-44c25a0bfa8e';
const redirectReturns: Readonly<Record<string, string>> = {
  [`exchange=${exchangeId}`]: 'exchange-success',
  'exchange=nonsense': 'exchange-error',
  'error=USER_CANCELLED': 'exchange-exit',
  [`error=TEMPORARY_ERROR&exchange=${exchangeId}`]: 'exchange-error',
  'oauth_state_id=9d5feadd-a873-43eb-97ba-422f35ce849b': 'exchange-opening',
};

/** Runs sequences against the model beside the element; a failure names the seed and the smallest sequence. */
async function holdsFor(
  sequences: fc.Arbitrary<Sequence>,
  numRuns: number,
  watch: PageWatch,
): Promise<Map<string, number>> {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      const events = await runSequence(sequence, watch);
      for (const name of events) seen.set(name, (seen.get(name) ?? 0) + 1);
    }),
    { numRuns, includeErrorInReport: true },
  );
  return seen;
}

const done = { sequences: 0, since: performance.now() };
function tell(what: string, numRuns: number, seen: Map<string, number>): void {
  done.sequences += numRuns;
  const counts = [...seen].map(([name, count]) => `${count} ${name}`).join(', ');
  console.log(`${numRuns} sequences ${what}: ${counts}`);
}

describe('every attempt has exactly one outcome', function () {
  this.timeout(patience(15));
  const watch = new PageWatch();
  const { error } = console;
  before(() => watch.install());
  // What is said of errors that no listener handles is tested elsewhere.
  before(() => (console.error = () => undefined));
  after(() => (console.error = error));
  // The virtual clock does not wait for the network, which many a sequence would be over before.
  before(() => Promise.all(Object.values(registry).map(({ load }) => load())));
  after(() => {
    watch.uninstall();
    const seconds = Math.round((performance.now() - done.since) / 1000);
    console.log(`${done.sequences} sequences in all, in ${seconds} s`);
  });

  describe('in the sequences that once broke it', () => {
    for (const [what, sequence, query] of found)
      it(what, async () => {
        const goBack = query === undefined ? undefined : returnWith(query);
        await runSequence(sequence, watch).finally(goBack);
      });
  });

  for (const partner of partners)
    it(`with ${partner}, whatever comes in whatever order`, async () => {
      const seen = await holdsFor(sequencesWith(partner), runs.perPartner, watch);
      tell(`with ${partner}`, runs.perPartner, seen);
      // What never came about was not tried. A handful of sequences, as in `npm test` outside Chromium, says nothing of that.
      if (runs.perPartner < 100) return;
      const least = runs.perPartner / 100;
      for (const name of ['exchange-ready', 'exchange-opening', 'exchange-exit', 'exchange-error'])
        expect(seen.get(name) ?? 0, name).to.be.greaterThan(least);
      if (partner === 'visa') return;
      for (const name of ['exchange-open', 'exchange-activity', 'exchange-success'])
        expect(seen.get(name) ?? 0, name).to.be.greaterThan(least);
    });

  for (const [query, outcome] of Object.entries(redirectReturns))
    it(`on the return with ${query}`, async () => {
      const goBack = returnWith(query);
      try {
        const record = outcome === 'exchange-opening' ? 'plaid' : 'visa';
        const calm: Sequence = { ...found[0]![1], partner: record, record, steps: [] };
        expect(await runSequence(calm, watch)).to.include(outcome);
        const sequences = fc.oneof(
          ...(['visa', 'plaid', 'mx'] as const).map((partner) =>
            sequencesWith(partner, fc.constantFrom('visa', 'plaid', 'old', 'nonsense')),
          ),
        );
        tell(
          `with ${query}`,
          runs.perRedirectReturn,
          await holdsFor(sequences, runs.perRedirectReturn, watch),
        );
      } finally {
        goBack();
      }
    });
});
