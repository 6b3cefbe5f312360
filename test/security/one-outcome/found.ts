import type { Sequence, Step } from './sequence.js';

const usual: Sequence = {
  partner: 'mx',
  record: 'none',
  source: 'function',
  launch: 'auto',
  isForced: false,
  hasKey: true,
  manners: { plaid: 'well', checkout: 'well', popups: 'open', scripts: 'there' },
  answers: [],
  reactions: [],
  steps: [],
};
const backFromPlaid = 'oauth_state_id=9d5feadd-a873-43eb-97ba-422f35ce849b';
const rest = (...actions: Step['do'][]): Step[] => actions.map((action) => ({ do: action, then: 'rest' }));
const atOnce = (...actions: Step['do'][]): Step[] =>
  actions.map((action) => ({ do: action, then: 'at once' }));
const say = (signal: string): Step => ({ do: 'say', signal, then: 'rest' });

/**
 * Sequences that once broke the contract, made as small as they can be. Whoever finds another one adds it here: the
 * counterexample that a failing run prints has this very shape. A `query` is what a return puts on the address.
 */
export const found: readonly (readonly [what: string, sequence: Sequence, query?: string])[] = [
  [
    'reload() and open() of an element that was removed began an attempt',
    { ...usual, steps: rest('remove', 'reload', 'open') },
  ],
  [
    'open() of an element that was removed after its outcome began an attempt',
    { ...usual, steps: [...rest('open', 'press close button', 'remove', 'open', 'press button')] },
  ],
  [
    'reload() went on though a listener had removed the element meanwhile',
    {
      ...usual,
      partner: 'visa',
      launch: 'manual',
      isForced: true,
      reactions: [{ on: 'exchange-state', does: 'remove' }],
      steps: rest('reload', 'open'),
    },
  ],
  [
    'Plaid Link was opened after it had ended from within its own start',
    {
      ...usual,
      partner: 'plaid',
      manners: { ...usual.manners, plaid: 'exits at once' },
      steps: [say('load')],
    },
  ],
  [
    'a session was used a second time as a copy of itself',
    {
      ...usual,
      source: 'session',
      reactions: [{ on: 'exchange-exit', does: 'same session again' }],
      steps: rest('open', 'close', 'right partner'),
    },
  ],
  [
    'close() while the bank is connected was an exit, where the listener of that very step called it',
    {
      ...usual,
      reactions: [{ on: 'exchange-activity', does: 'close' }],
      steps: [...rest('open'), say('connected')],
    },
  ],
  [
    'a bank window was opened for an attempt that a listener had just ended',
    {
      ...usual,
      partner: 'mastercard',
      reactions: [{ on: 'exchange-open', does: 'close' }],
      steps: [...rest('open'), say('bank window')],
    },
  ],
  [
    'a move before anything was showing ended the attempt',
    {
      ...usual,
      partner: 'checkout',
      reactions: [{ on: 'exchange-opening', does: 'move' }],
      steps: rest('open'),
    },
  ],
  [
    'reauth that was set during an attempt changed how that attempt ended',
    {
      ...usual,
      partner: 'mastercard',
      reactions: [{ on: 'exchange-open', does: 'reauth' }],
      steps: [...rest('open'), say('done')],
    },
  ],
  [
    'a session that is none was passed over in silence',
    { ...usual, source: 'session', steps: rest('open', 'broken session') },
  ],
  [
    'a session was used a second time when something else began anew',
    {
      ...usual,
      source: 'session and function',
      steps: [...rest('open'), say('done'), ...rest('next url', 'right partner', 'open')],
    },
  ],
  [
    'Plaid waited for a button after its own handler, which was about to go',
    { ...usual, partner: 'plaid', source: 'session', steps: [...rest('open'), ...rest('next session')] },
  ],
  [
    'a restart in the same task as the start',
    { ...usual, launch: 'manual', steps: [...atOnce('open', 'open'), ...rest('reload')] },
  ],
  [
    'a session that a restart was answered with once more was started once more',
    {
      ...usual,
      source: 'function',
      answers: ['fresh', 'same'],
      steps: [...rest('open'), ...rest('close', 'reload')],
    },
  ],
  [
    'a link token that came back with the user after six minutes, which the model took for a session that had waited',
    { ...usual, partner: 'visa', record: 'plaid', launch: 'manual', steps: rest('six minutes') },
    backFromPlaid,
  ],
  [
    'a return that was taken once more after its element was removed, which the model took for a session used twice',
    { ...usual, record: 'plaid', source: 'session', steps: rest('open', 'remove', 'insert') },
    backFromPlaid,
  ],
  [
    'a link token that came back was handed to another partner, whom the host named meanwhile',
    {
      ...usual,
      partner: 'visa',
      record: 'plaid',
      steps: [{ do: 'open', then: 'microtasks' }, ...rest('right partner')],
    },
    backFromPlaid,
  ],
  [
    'a session set by the host was started while the model waited for the failure of an answer nobody needed any more',
    {
      ...usual,
      partner: 'visa',
      source: 'session',
      answers: ['half'],
      reactions: [{ on: 'exchange-state', does: 'next url' }],
      steps: rest('reload'),
    },
  ],
  [
    'an attempt with nothing to ask had ended for the model with no reason, because a function came while it ended',
    {
      ...usual,
      partner: 'checkout',
      source: 'session',
      steps: [
        ...rest('open'),
        ...atOnce('reload'),
        ...Array.from({ length: 3 }, (): Step => ({ do: 'say', signal: 'ready', then: 'at once' })),
        ...rest('next function'),
      ],
    },
  ],
  [
    'an element that came at the very end was never sent away by the test, and kept Plaid',
    {
      ...usual,
      partner: 'flinks',
      reactions: [{ on: 'exchange-exit', does: 'another element takes Plaid' }],
      steps: [...rest('open'), say('step')],
    },
  ],
];
