import type {
  DwollaExchangeLink,
  ExchangeOutcome,
  ExchangeState,
  PartnerName,
} from '../../../src/element/index.js';
import type { VirtualClock } from '../virtual-clock.js';
import { terminalEvents, eventNames, isTerminal, isFramed, isShowing, must, successors } from './contract.js';
import { judgeOutcome } from './judge-outcome.js';
import { framesSurviveMoveBefore } from './move-before.js';
import type { Effect, Signal } from './partner-signals.js';
import type { Showing } from './fakes.js';

/** The UI that an attempt shows, and what the partner has said in it. */
interface Shown {
  readonly showing: Showing;
  readonly opening: number;
  lastError: Signal['lastError'];
  member: string | null;
  isReauth: boolean;
}

/** The outcomes that elements have told of. */
const reported = new WeakSet<ExchangeOutcome>();

/**
 * A small model of the contract, beside one element: what may come next, and why. It listens to the element and is told
 * of everything that is done to it; whatever happens without a reason, or without being told in the right order, throws.
 */
export class ContractModel {
  readonly element: DwollaExchangeLink;
  readonly #clock: VirtualClock;
  readonly #standing: () => readonly string[];
  /** The names of all events so far. */
  readonly events: string[] = [];
  /** What went wrong inside a listener, where throwing would go unheard. */
  readonly broken: string[] = [];
  state: ExchangeState = 'idle';
  attempts = 0;
  openings = 0;
  /** How often the host said no to an opening. */
  cancels = 0;
  outcomes = 0;
  removals = 0;
  /** How often something was done that cuts an attempt off. */
  cutOffs = 0;
  /** The element is out of the document for good, as far as it knows. */
  isCutOff = true;
  shown: Shown | null = null;
  partner: PartnerName | null = null;
  /** The shortest timeout that any step of this run has. */
  shortestTimeout = Infinity;
  /** The attempt that cannot but fail: its session was answered with something that is none. */
  doomedAttempt = 0;

  #outcome: ExchangeOutcome | null = null;
  /** Outcomes whose state was reported and whose event has not come yet. */
  readonly #due: ExchangeOutcome[] = [];
  /** Why the present attempt may end, as `type:reason` or `type:code`. */
  #causes = new Set<string>();
  #successDetail: Readonly<Record<string, unknown>> = {};
  /** A signal whose activity has not been reported yet. */
  #heard: Signal | null = null;
  #since = 0;
  #lacksKey = false;
  /** By the host's word when the attempt began; null where that cannot be known. */
  #isReauth: boolean | null = false;
  #wasManual = false;
  #isPostponed = false;

  /** @param standing reasons for an outcome that hold in every attempt */
  constructor(element: DwollaExchangeLink, clock: VirtualClock, standing: () => readonly string[]) {
    this.element = element;
    this.#clock = clock;
    this.#standing = standing;
    for (const name of eventNames)
      element.addEventListener(name, (event) => {
        try {
          this.#hear(event);
        } catch (problem) {
          this.broken.push((problem as Error).message);
        }
      });
  }

  /** Whether what a partner says now counts: its UI is the one of the present attempt. */
  isLive(showing: Showing | undefined): boolean {
    return (
      !!showing &&
      this.shown?.showing === showing &&
      this.shown.opening === this.openings &&
      isShowing(this.state) &&
      !this.isCutOff
    );
  }
  /** There is a return record, so that the page may have been left: by the partner, or by the host. */
  get mayBeAway(): boolean {
    if (this.isCutOff) return false;
    if (this.isLive(this.shown?.showing)) return true;
    const isPostponed = this.state === 'ready' && this.#isPostponed;
    return this.partner === 'visa' && (isPostponed || /^(opening|redirecting)$/.test(this.state));
  }
  get isRunning(): boolean {
    return this.state !== 'idle' && !isTerminal(this.state);
  }

  /** Names a reason why the present attempt may end. */
  allow(...causes: string[]): void {
    for (const cause of causes) this.#causes.add(cause);
  }

  /** Notes a partner's signal that counts, before it is sent. What it brings is in force from its activity on. */
  hearSignal(signal: Signal): void {
    const { effect } = signal;
    if (effect.type === 'success') this.#successDetail = effect.detail;
    if (effect.type === 'success') this.allow('success');
    if (effect.type === 'exit') this.allow('exit:user');
    if (effect.type === 'error') this.allow(`error:${effect.code}`);
    this.#heard = signal;
    if (/^(exit|error|success)$/.test(effect.type)) this.#remember();
  }

  #remember(): void {
    const { shown } = this;
    const heard = this.#heard;
    if (!shown || !heard) return;
    const { lastError, member, isReauth } = heard;
    this.#heard = null;
    if (lastError) shown.lastError = lastError;
    if (member) shown.member = member;
    // MX names the member that was deleted; another one stays.
    else if (member === null && shown.member === 'MBR-1') shown.member = null;
    if (isReauth) shown.isReauth = true;
  }

  /** Names what an outcome by the user or the host is. @returns what the contract wants of it */
  allowLeaving(reason: 'user' | 'host'): Effect {
    const member = this.isLive(this.shown?.showing) ? this.shown?.member : null;
    if (member) {
      this.#successDetail = { memberGuid: member };
      this.allow('success');
      return { type: 'success', detail: { memberGuid: member } };
    }
    this.allow(`exit:${reason}`);
    return { type: 'exit' };
  }

  /** A partner's UI was started for this element. */
  show(showing: Showing): void {
    this.shown = { showing, opening: this.openings, lastError: undefined, member: null, isReauth: false };
  }

  noteKey(): void {
    if (!this.element.checkoutPublicKey) this.#lacksKey = true;
  }
  /** What a return from Visa would bring. */
  expectReturn(exchangeId: string | null): void {
    if (exchangeId) this.#successDetail = { exchangeId };
  }
  /** The host said no to an opening. */
  noteCancel(): void {
    this.cancels += 1;
    this.#isPostponed = true;
  }
  // A restart while loading is reported by no event, so what changes then may count or not.
  noteLaunch(): void {
    if (this.state === 'loading' || this.isCutOff) this.#wasManual = true;
  }
  noteReauth(): void {
    if (this.state === 'loading') this.#isReauth = null;
  }
  /** Something is done that begins anew, so that whatever was wrong with the last session is over. */
  expectCutOff(): void {
    this.cutOffs += 1;
    this.doomedAttempt = 0;
  }
  /** Whether the present attempt may wait for a gesture. */
  get mayWait(): boolean {
    // Nobody's, where the host reports that a return belongs to something else.
    return this.#wasManual || this.partner === 'visa' || this.partner === null || this.#isPostponed;
  }

  /** The removal of a moment ago was one. */
  cutOff(): void {
    this.isCutOff = true;
    this.removals += 1;
    this.shown = null;
    must(!this.#isRunningElement, `removed, and still ${this.element.state}`);
    // Nothing reports it, so the model learns it by looking.
    this.state = this.element.state;
  }

  /** An outcome that another element has told of may be shown in its place, without an event. */
  #takeOver(): void {
    const { outcome, state } = this.element;
    if (!outcome || outcome === this.#outcome || !reported.has(outcome)) return;
    this.#outcome = outcome;
    this.state = state;
  }

  /** What must hold whenever everything has come to rest. */
  checkRest(): void {
    this.#takeOver();
    must(!this.broken.length, this.broken.join('\n'));
    const { element, state } = this;
    must(element.state === state, `state is ${element.state} and the last event said ${state}`);
    must(element.getAttribute('state') === state || !this.attempts, 'the attribute state disagrees');
    must(element.matches(`:state(${state})`) || !this.attempts, ':state() disagrees');
    must(!this.#due.length, 'a state of an outcome was reported, but not the outcome');
    const outcome = isTerminal(state) ? this.#outcome : null;
    must(
      JSON.stringify(element.outcome) === JSON.stringify(outcome),
      'outcome is not the last outcome that was reported',
    );
    must(
      this.doomedAttempt !== this.attempts || !this.isRunning || this.isCutOff,
      `the session was none, and the state is ${state}`,
    );
  }

  get #isRunningElement(): boolean {
    const { state } = this.element;
    return state !== 'idle' && !isTerminal(state);
  }

  #hear({ type, detail }: CustomEvent<unknown>): void {
    this.events.push(type);
    must(!this.isCutOff, `${type} after the element was removed`);
    must(Object.isFrozen(detail), `the detail of ${type} can be changed`);
    if (type === 'exchange-state') {
      this.#hearState(detail as { state: ExchangeState; previous: ExchangeState });
      return;
    }
    const isTerminalEvent = Object.values<string>(terminalEvents).includes(type);
    if (isTerminalEvent) this.#receiveOutcome(type, detail);
    else {
      const { state } = this;
      if (type === 'exchange-ready') must(state === 'ready', `exchange-ready in ${state}`);
      if (type === 'exchange-open') must(state === 'open', `exchange-open in ${state}`);
      if (type === 'exchange-opening') {
        must(state === 'opening', `exchange-opening in ${state}`);
        this.openings += 1;
      }
      if (type === 'exchange-activity') {
        must(this.isLive(this.shown?.showing), `exchange-activity in ${state}, with no live UI`);
        this.#remember();
      }
      ({ partner: this.partner } = detail as { partner: PartnerName | null });
    }
  }

  #hearState({ state, previous }: { state: ExchangeState; previous: ExchangeState }): void {
    const { element } = this;
    must(previous === this.state, `previous is ${previous} and it was ${this.state}`);
    must(
      state === 'loading' || state === 'idle' || successors[previous].includes(state),
      `${previous} → ${state}`,
    );
    must(state !== previous, `${state} was reported twice`);
    must(element.state === state, `state is ${element.state} while ${state} is reported`);
    must(element.getAttribute('state') === state, 'the attribute state comes too late');
    must(element.matches(`:state(${state})`), ':state() comes too late');
    must(!!element.outcome === isTerminal(state), `outcome in ${state}`);
    const waited = this.#clock.now - this.#since;
    if (isTerminal(state)) this.#judge(element.outcome!, previous, waited);
    this.state = state;
    this.#since = this.#clock.now;
    if (state === 'loading') this.#begin();
  }

  #begin(): void {
    this.attempts += 1;
    // What was so at the beginning may be what it ends with, though it has changed meanwhile.
    this.#causes = new Set(this.#standing());
    this.#lacksKey = !this.element.checkoutPublicKey;
    this.#isReauth = this.element.reauth;
    this.#wasManual = this.element.launch === 'manual';
    this.#isPostponed = false;
    this.shown = null;
    this.partner = null;
  }

  /** Whether there is a reason for an outcome, and it is reported as it should be. */
  #judge(outcome: ExchangeOutcome, previous: ExchangeState, waited: number): void {
    this.#outcome = outcome;
    must(!reported.has(outcome), 'an outcome was reported twice');
    reported.add(outcome);
    this.#due.push(outcome);
    for (const cause of this.#standing()) this.#causes.add(cause);
    judgeOutcome(outcome, {
      previous,
      isSlow: waited >= this.shortestTimeout,
      causes: this.#causes,
      lacksKey: this.#lacksKey,
      lastError: this.shown?.lastError,
      successDetail: this.#successDetail,
      isReauth: this.shown?.isReauth ? true : this.#isReauth,
    });
  }

  #receiveOutcome(type: string, detail: unknown): void {
    const at = this.#due.findIndex(
      (outcome) =>
        terminalEvents[outcome.type] === type && JSON.stringify(outcome.detail) === JSON.stringify(detail),
    );
    must(at >= 0, `${type} that no state announced`);
    this.#due.splice(at, 1);
    this.outcomes += 1;
  }

  /** What a move within the document means now: an outcome where a frame was showing and is loaded anew. */
  moveEnds(how: 'move' | 'moveBefore'): 'surely' | 'perhaps' | 'no' {
    const { shown } = this;
    if (!shown || !this.isLive(shown.showing)) return 'no';
    const { partner } = shown.showing;
    if (how === 'moveBefore') return isFramed(partner) && !framesSurviveMoveBefore ? 'surely' : 'no';
    if (isFramed(partner)) return 'surely';
    // Flow's own frames may be there or not while it starts.
    return partner === 'checkout' ? (this.state === 'open' ? 'surely' : 'perhaps') : 'no';
  }
}
