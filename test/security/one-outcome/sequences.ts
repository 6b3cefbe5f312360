import * as fc from 'fast-check';
import type { PartnerName } from '../../../src/element/index.js';
import { eventNames } from './contract.js';
import { signals } from './partner-signals.js';
import { actions, type Action, type Reaction, type Sequence, type Step } from './sequence.js';
import { answers, responses } from './sessions.js';

/** The usual thing nine times out of ten, one of the others otherwise. */
const mostly = <Value>(usual: Value, ...others: Value[]): fc.Arbitrary<Value> =>
  fc.oneof(
    { weight: 9, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

const then = fc.constantFrom<Step['then'][]>('rest', 'rest', 'microtasks', 'at once');
const take = (action: Step['do'], signal?: string): Step => ({
  do: action,
  then: 'rest',
  ...(signal !== undefined && { signal }),
});

// Time passes between events, not within them.
const atOnce = actions.filter((action) => !/moment|second|minute/.test(action));
const reaction: fc.Arbitrary<Reaction> = fc.record({
  on: fc.constantFrom(...eventNames),
  does: fc.oneof(
    fc.constantFrom<Reaction['does'][]>('cancel', 'open', 'close', 'reload', 'remove', 'move'),
    fc.constantFrom(...atOnce),
  ),
});

/** How each partner says that its UI is there. */
const openers: Readonly<Record<PartnerName, string | undefined>> = {
  plaid: 'load',
  checkout: 'ready',
  mx: 'loaded',
  flinks: 'step',
  mastercard: 'ack',
  visa: undefined,
};

/** How far things go well before anything else happens. */
function beginningOf(partner: PartnerName): fc.Arbitrary<readonly Step[]> {
  const asked = take('open');
  const opener = openers[partner];
  return fc.constantFrom<(readonly Step[])[]>(
    [],
    [{ ...asked, then: 'at once' }],
    [asked],
    opener ? [asked, take('say', opener)] : [take('press button'), asked],
  );
}

function stepOf(partner: PartnerName): fc.Arbitrary<Step> {
  const done: fc.Arbitrary<Step> = fc.record({
    do: fc.oneof(
      fc.constantFrom<Action[]>('open', 'close', 'reload', 'press button', 'remove', 'insert', 'move'),
      fc.constantFrom(...actions),
    ),
    then,
  });
  const names = Object.keys(signals[partner]);
  if (!names.length) return done;
  const said: fc.Arbitrary<Step> = fc.record({
    do: fc.constantFrom<Step['do'][]>('say', 'say', 'say', 'echo'),
    signal: fc.constantFrom(...names),
    then,
  });
  return fc.oneof(said, done);
}

/** Every sequence there may be with a partner. */
export function sequencesWith(
  partner: PartnerName,
  record: fc.Arbitrary<Sequence['record']> = fc.constant('none'),
): fc.Arbitrary<Sequence> {
  return fc.record({
    partner: fc.constant(partner),
    record,
    source: fc.constantFrom<Sequence['source'][]>('function', 'session', 'url', 'session and function'),
    launch: mostly('auto', 'manual'),
    isForced: mostly(false, true),
    hasKey: mostly(true, false),
    manners: fc.record({
      plaid: mostly('well', 'loads at once', 'exits at once', 'throws', 'will not be destroyed'),
      checkout: mostly('well', 'rejects', 'hangs', 'is not available', 'never says', 'throws'),
      popups: mostly('open', 'blocked'),
      scripts: mostly('there', 'awaited'),
    }),
    answers: fc.array(mostly('fresh', ...answers, ...responses), { maxLength: 5 }),
    reactions: fc.array(reaction, { maxLength: 2 }),
    steps: fc
      .tuple(beginningOf(partner), fc.array(stepOf(partner), { maxLength: 12 }))
      .map(([beginning, steps]) => [...beginning, ...steps]),
  });
}
