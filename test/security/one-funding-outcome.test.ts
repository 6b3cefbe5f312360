import { expect } from '@open-wc/testing';
import * as fc from 'fast-check';
import { ExchangeErrorEvent, ExchangeExitEvent, ExchangeSuccessEvent } from '../../src/element/events.js';
import type { ExchangeOutcome } from '../../src/element/flow/outcome.js';
import { loadAccountStep } from '../../src/add-funding-source/load-account-step.js';
import { releaseRunRecord } from '../../src/add-funding-source/run-record.js';
import { partners as registry } from '../../src/element/partners/registry.js';
import {
  exchangeId,
  FakeKit,
  fundingSourceId,
  refusal,
  startFunding,
  storedRun,
  type WatchedFunding,
} from '../support/funding.js';
import { usePlaid } from '../support/plaid.js';
import { effort, patience } from './effort.js';
import { microtasks, turn } from './virtual-clock.js';

/*
 * The promise: exactly one of `funding-source-added`, `exchange-reauthenticated`, `funding-source-exit` and
 * `funding-source-error` ends a run, whatever the partner, the backend, the user and the page do, in whatever order. The
 * exchange link is the real one, whose session never comes; how it ends is said in its place.
 */

/** What a sequence consists of. */
const steps = [
  ...[
    'link succeeds',
    'link exits',
    'link exits with the bank down',
    'link fails',
    'link has no script',
    'link starts',
  ],
  ...['press', 'press', 'press', 'fill in', 'fill in'],
  ...['remove', 'insert', 'move', 'empty', 'reload document', 'close', 'reload', 'open'],
  ...['other partner', 'same partner', 'other exchange', 'hold', 'go on'],
] as const;
type Step = (typeof steps)[number];

/** What the backend answers instead of what it should. */
const answers = {
  createExchange: [
    null,
    refusal(500, 'UnexpectedError'),
    refusal(0, 'NetworkError'),
    refusal(400, 'InvalidExchangeToken'),
    refusal(409, 'DuplicateResource', { exchangeId }),
    refusal(403, 'Forbidden'),
  ],
  createFundingSource: [
    null,
    refusal(503, 'DwollaUnavailable'),
    refusal(409, 'UpdateCredentials', { exchangeId, sessionUrl: '/fake-kit/session' }),
    refusal(409, 'DuplicateResource', { fundingSourceId }),
    refusal(400, 'InactiveExchange'),
    refusal(400, 'ValidationError', { errors: [{ path: '/name', code: 'Invalid', message: 'No.' }] }),
    refusal(400, 'ValidationError'),
  ],
  listConnections: [null, refusal(500, 'UnexpectedError'), refusal(401, 'Unauthorized')],
  listExchanges: [null, refusal(404, 'NotFound'), refusal(500, 'UnexpectedError')],
  getExchange: [null, refusal(404, 'NotFound'), refusal(500, 'UnexpectedError')],
  getFundingSource: [null, refusal(500, 'UnexpectedError')],
} as const;
type Method = keyof typeof answers;

interface Sequence {
  readonly partner: string;
  readonly cardholder: boolean;
  readonly accounts: number;
  readonly steps: readonly Step[];
  readonly planned: Readonly<Record<Method, readonly number[]>>;
  /** What the page does when it receives an event, once. */
  readonly reaction: { readonly on: string; readonly does: Step } | null;
}

const planned = Object.fromEntries(
  Object.entries(answers).map(([method, list]) => [
    method,
    fc.array(fc.nat(list.length - 1), { maxLength: 4 }),
  ]),
) as Record<Method, fc.Arbitrary<number[]>>;

/** A way that leads far, so that the later steps are tried as often as the first. */
const far: fc.Arbitrary<readonly Step[]> = fc.constantFrom<(readonly Step[])[]>(
  [],
  ['press', 'link succeeds'],
  ['press', 'link succeeds', 'press', 'fill in'],
  ['press', 'link succeeds', 'press', 'fill in', 'press'],
  ['other exchange', 'press', 'link succeeds'],
);

const sequences: fc.Arbitrary<Sequence> = fc.record({
  partner: fc.constantFrom('plaid', 'mx', 'mx', 'visa', 'flinks', 'checkout', 'plaid mx', 'flinks visa mx'),
  cardholder: fc.boolean(),
  accounts: fc.nat(2),
  steps: fc
    .tuple(far, fc.array(fc.constantFrom<Step[]>(...steps), { maxLength: 10 }))
    .map(([beginning, rest]) => [...beginning, ...rest]),
  planned: fc.record(planned),
  reaction: fc.option(
    fc.record({
      on: fc.constantFrom(
        ...['state', 'added', 'exit', 'error'].map((name) => `funding-source-${name}`),
        'exchange-success',
        'exchange-reauthenticated',
      ),
      does: fc.constantFrom<Step[]>('remove', 'close', 'reload', 'move', 'empty', 'press', 'other partner'),
    }),
    { freq: 3 },
  ),
});

const outcomeTypes: Readonly<Record<string, string>> = {
  'funding-source-added': 'added',
  'exchange-reauthenticated': 'added',
  'funding-source-exit': 'exited',
  'funding-source-error': 'error',
};
const terminal = /^(added|exited|error)$/;

let tokens = 0;

/** How the link ends, as its events say it. */
function endLink(watched: WatchedFunding, step: Step): void {
  const { link } = watched;
  if (!link || link.outcome) return;
  const partner = link.partner || 'plaid';
  const token = `claim-${++tokens}`;
  const success = {
    plaid: {
      publicToken: token,
      metadata: { institution: { name: 'Bank', institution_id: null }, accounts: [], link_session_id: null },
    },
    mx: { userGuid: null, memberGuid: null, sessionGuid: null },
    visa: { exchangeId },
    flinks: { loginId: token },
    checkout: { paymentId: token, payment: { id: token, status: null, type: null } },
    mastercard: { data: {} },
  }[partner];
  const error = (code: string): ExchangeOutcome =>
    ({ type: 'error', detail: { code, message: 'No.', partner, retryable: true } }) as ExchangeOutcome;
  const outcome = {
    'link succeeds': {
      type: 'success',
      detail: { partner, ...success, reauth: link.reauth, exchangeRequest: null, claim: token },
    } as unknown as ExchangeOutcome,
    'link exits': { type: 'exit', detail: { partner, reason: 'user' } } as const,
    'link exits with the bank down': {
      type: 'exit',
      detail: { partner, reason: 'user', error: { type: 'INSTITUTION_ERROR', code: 'INSTITUTION_DOWN' } },
    } as const,
    'link fails': error('session-http'),
    'link has no script': error('partner-script'),
  }[step as string];
  if (!outcome) return;
  Object.defineProperty(link, 'outcome', { value: outcome, configurable: true });
  const Event = { success: ExchangeSuccessEvent, exit: ExchangeExitEvent, error: ExchangeErrorEvent }[
    outcome.type
  ];
  link.dispatchEvent(new Event(`exchange-${outcome.type}`, outcome.detail as never));
}

function restartLink({ link }: WatchedFunding): void {
  if (!link?.outcome) return;
  Object.defineProperty(link, 'outcome', { value: null, configurable: true });
  Object.defineProperty(link, 'state', { value: 'loading', configurable: true });
  link.dispatchEvent(new CustomEvent('exchange-state', { bubbles: true, detail: { state: 'loading' } }));
}

/** As if the wait for an exchange that was asked for were over. */
function endWait(): void {
  const stored = storedRun();
  if (typeof stored?.['sentAt'] !== 'number') return;
  const earlier = { ...stored, sentAt: stored['sentAt'] - 20_000 };
  sessionStorage.setItem('dwolla-add-funding-source', JSON.stringify(earlier));
}

/** Runs a sequence, and fails where the promise is broken. @returns the events that came */
async function runSequence(sequence: Sequence): Promise<readonly string[]> {
  const kit = new FakeKit();
  kit.fetchesSessions = false;
  kit.connections = Array.from({ length: sequence.accounts }, (_, index) => ({
    name: `Account ${index}`,
    availableConnectionToken: `mx-token-${++tokens}`,
  }));
  for (const [method, list] of Object.entries(sequence.planned) as [Method, number[]][])
    kit.plan(method, ...list.map((index) => answers[method][index] ?? null));
  let goOn: (() => void) | null = null;
  const story: string[] = [];
  let current!: WatchedFunding;
  let reaction = sequence.reaction;

  const watch = (watched: WatchedFunding): void => {
    current = watched;
    const { element } = watched;
    let isOver = false;
    for (const type of ['funding-source-state', 'exchange-success', ...Object.keys(outcomeTypes)])
      element.addEventListener(type, (event) => {
        const { detail } = event as CustomEvent<Record<string, unknown>>;
        if (event.type !== 'exchange-success') {
          // An outcome is reported even if a listener of its state has just taken the element out.
          if (type === 'funding-source-state')
            expect(element.isConnected, `${type} of an element that is gone`).to.be.true;
          story.push(type === 'funding-source-state' ? String(detail['state']) : type);
          expect(Object.isFrozen(detail)).to.be.true;
        }
        if (type in outcomeTypes) {
          expect(isOver, `a second outcome: ${story.join(', ')}`).to.be.false;
          isOver = true;
          expect(story.includes(outcomeTypes[type] ?? ''), story.join(', ')).to.be.true;
          // A listener of the state may have begun another run before this event came: then it is that run's.
          if (element.outcome) expect(terminal.test(element.state)).to.be.true;
        } else if (type === 'funding-source-state' && !terminal.test(String(detail['state']))) isOver = false;
        if (reaction?.on === type) {
          const { does } = reaction;
          reaction = null;
          take(does);
        }
      });
  };

  const begin = (): void => {
    const cardholder = {
      firstName: 'Ada',
      lastName: 'L',
      billingAddress: { address1: '1', city: 'C', stateProvinceRegion: 'IA', country: 'US', postalCode: '1' },
    };
    watch(
      startFunding({ partner: sequence.partner, cardholder: sequence.cardholder ? cardholder : null }, kit),
    );
  };

  const take = (step: Step): void => {
    const { element } = current;
    switch (step) {
      case 'press':
        current.find('.view [part=button]')?.click();
        break;
      case 'fill in':
        for (const input of element.shadowRoot?.querySelectorAll('input') ?? []) {
          if (input.type === 'radio') input.checked = true;
          else input.value = /country|state/i.test(input.name) ? 'US' : 'Text';
        }
        break;
      case 'remove':
        element.remove();
        break;
      case 'insert':
        if (!element.isConnected) endWait();
        if (!element.isConnected) document.body.append(element);
        break;
      case 'move':
        if (element.isConnected) document.body.append(element);
        break;
      case 'empty':
        element.replaceChildren();
        break;
      case 'reload document':
        element.remove();
        void Promise.resolve().then(() => {
          releaseRunRecord();
          endWait();
          begin();
        });
        break;
      case 'close':
        element.close();
        break;
      case 'reload':
        void element.reload();
        break;
      case 'open':
        void element.open();
        break;
      case 'other partner':
        element.partner = 'mx';
        break;
      case 'same partner':
        element.partner = sequence.partner;
        break;
      case 'other exchange':
        element.exchange = element.exchange ? '' : exchangeId;
        break;
      case 'hold':
        goOn ??= kit.hold();
        break;
      case 'go on':
        goOn?.();
        goOn = null;
        break;
      case 'link starts':
        restartLink(current);
        break;
      default:
        endLink(current, step);
    }
  };

  begin();
  await microtasks();
  for (const step of sequence.steps) {
    take(step);
    await microtasks();
    expect(sessionStorage.getItem('dwolla-add-funding-source') ?? '').not.to.match(/claim-|mx-token|public/);
  }
  take('go on');
  await microtasks(60);

  // Each claim was exchanged under one key.
  const keys = new Map<string, Set<string>>();
  for (const { sent, key } of kit.made('createExchange')) {
    const { claim, availableConnectionToken } = sent as Record<string, unknown>;
    const name = String(claim ?? availableConnectionToken);
    if (claim) keys.set(name, (keys.get(name) ?? new Set()).add(key ?? ''));
  }
  for (const [claim, used] of keys) expect(used.size, claim).to.equal(1);
  const { element } = current;
  if (element.isConnected) {
    expect(element.state, story.join(', ')).not.to.equal('adding');
    expect(terminal.test(element.state)).to.equal(element.outcome !== null);
    expect(element.getAttribute('state')).to.equal(element.state);
    // Whoever is told of an end has a run that ended, and whoever is told of none has one that goes on.
    if (element.outcome) expect(story.some((name) => name in outcomeTypes)).to.be.true;
  }
  element.remove();
  // A task, for modules come in tasks: an attempt that waits for one holds its element, and thousands make the page slow.
  await turn();
  sessionStorage.clear();
  releaseRunRecord();
  return story;
}

describe('every run has exactly one outcome', function () {
  this.timeout(patience(12));
  const { error } = console;
  before(() => {
    usePlaid();
    // What is said of errors that no listener handles is tested elsewhere.
    console.error = () => undefined;
    return Promise.all([loadAccountStep(), ...Object.values(registry).map(({ load }) => load())]);
  });
  after(() => (console.error = error));

  it('whatever the partner, the backend, the user and the page do', async () => {
    const numRuns = effort(10_000);
    const seen = new Map<string, number>();
    const since = performance.now();
    await fc.assert(
      fc.asyncProperty(sequences, async (sequence) => {
        for (const name of await runSequence(sequence)) seen.set(name, (seen.get(name) ?? 0) + 1);
      }),
      { numRuns, includeErrorInReport: true },
    );
    const counts = [...seen].map(([name, count]) => `${count} ${name}`).join(', ');
    console.log(`${numRuns} sequences in ${Math.round((performance.now() - since) / 1000)} s: ${counts}`);
    // What never came about was not tried.
    const names = [
      'choosing-partner',
      'choosing-account',
      'describing-account',
      'adding',
      ...Object.keys(outcomeTypes),
    ];
    for (const name of names) expect(seen.get(name) ?? 0, name).to.be.greaterThan(numRuns / 100);
  });
});
