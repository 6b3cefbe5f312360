import type { PartnerName } from '../../../src/element/index.js';
import type { Answer, ResponseKind } from './sessions.js';
import type { Manners } from './fakes.js';

/** What can be done to the element, to its page and by its partner. */
export const actions = [
  // the host
  'open',
  'close',
  'reload',
  'remove',
  'insert',
  'move',
  'moveBefore',
  'next session',
  'same session again',
  'no session',
  'broken session',
  'next function',
  'no function',
  'next url',
  'no url',
  'right partner',
  'wrong partner',
  'any partner',
  'manual',
  'auto',
  'reauth',
  'not reauth',
  'short timeout',
  'key',
  'no key',
  'locale',
  'deliver sessions',
  // the user
  'press button',
  'press close button',
  'close bank window',
  'press button twice',
  // the page
  'replace by another',
  'restore a copy',
  'take the stage out',
  'keep a snapshot',
  'back from cache',
  'another element takes Plaid',
  'another element ends',
  'scripts arrive',
  'scripts arrive empty',
  'scripts fail',
  // time
  'a moment',
  'a second',
  'half a minute',
  'six minutes',
] as const;
export type Action = (typeof actions)[number];

/** One step. `say` and `echo` are signals of the partner, from its UI of now or from one of before. */
export interface Step {
  readonly do: Action | 'say' | 'echo';
  readonly signal?: string;
  /** What happens before the next step: nothing at all, promises only, or everything that is under way. */
  readonly then: 'at once' | 'microtasks' | 'rest';
}

/** Something a listener does inside an event. */
export interface Reaction {
  readonly on: string;
  readonly does: Action | 'cancel';
}

/** One whole run: the page as it is found, and what is done then. Plain data, so that it can be kept. */
export interface Sequence {
  readonly partner: PartnerName;
  readonly source: 'session' | 'function' | 'url' | 'session and function';
  readonly launch: 'auto' | 'manual';
  readonly isForced: boolean;
  readonly hasKey: boolean;
  readonly manners: Manners;
  /** What an earlier document has left for the return. */
  readonly record: 'none' | 'visa' | 'plaid' | 'old' | 'nonsense';
  readonly answers: readonly (Answer | ResponseKind)[];
  readonly reactions: readonly Reaction[];
  readonly steps: readonly Step[];
}
