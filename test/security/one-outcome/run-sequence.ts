import type { PartnerContext } from '../../../src/element/partners/partner.js';
import { partner as plaid } from '../../../src/element/partners/plaid.js';
import type { PageWatch } from '../page-watch.js';
import { microtasks, turn } from '../virtual-clock.js';
import { must } from './contract.js';
import { Hands } from './hands.js';
import { Page } from './page.js';
import type { Sequence, Step } from './sequence.js';

const chunks = [
  () => import('../../../src/element/partners/checkout.js'),
  () => import('../../../src/element/partners/mx.js'),
];
const mostRounds = 20;
const longerThanAnyStage = 21_000; // ms

/** One run of a sequence on a page of its own. */
class Run {
  readonly #page: Page;
  readonly #hands: Hands;
  readonly #watch: PageWatch;

  constructor(sequence: Sequence, watch: PageWatch) {
    this.#page = new Page(sequence);
    this.#hands = new Hands(this.#page, sequence);
    this.#watch = watch;
  }

  async run({ steps }: Sequence): Promise<readonly string[]> {
    const { model } = this.#page;
    this.#page.install();
    const listeners = this.#watch.listeners.length;
    try {
      this.#hands.act('insert');
      for (const step of steps) await this.#take(step);
      await this.#finish(listeners);
      return model.events;
    } finally {
      await this.#letGo();
      this.#page.uninstall();
      this.#watch.takeUncaught();
    }
  }

  async #take(step: Step): Promise<void> {
    await this.#hands.take(step);
    if (step.then === 'microtasks') await microtasks();
    if (step.then === 'rest') await this.#rest();
    this.#check();
  }

  #check(): void {
    const { broken } = this.#page.model;
    must(!broken.length, broken.join('\n'));
    const uncaught = this.#watch.takeUncaught();
    must(!uncaught.length, uncaught.join('\n'));
  }

  /** Until nothing is under way but what waits for time, for the partner or for the user. */
  async #rest(): Promise<void> {
    const { model, clock } = this.#page;
    const look = (): string => `${model.element.state} ${model.events.length} ${clock.pending}`;
    let calm = 0;
    // A body comes in pieces, of which nothing is to be seen.
    const enough = model.element.sessionUrl ? 3 : 1;
    for (let round = 0, seen = ''; calm < enough && round < mostRounds; round++) {
      // Modules that are there already come in later tasks, in the order they are asked for.
      await chunks[round % chunks.length]!();
      await turn();
      await clock.advance(0);
      await microtasks();
      const now = look();
      calm = now === seen ? calm + 1 : 0;
      seen = now;
    }
    for (const one of this.#page.models) one.checkRest();
    const leftovers = this.#page.leftovers();
    must(!leftovers.length, `${model.state}, and there still is ${leftovers.join(', ')}`);
  }

  /** Whatever has begun comes to its end, and everything goes. */
  async #finish(listenersBefore: number): Promise<void> {
    const { model, clock, element } = this.#page;
    await this.#rest();
    await this.#passStages();
    must(!/^(loading|opening|redirecting)$/.test(model.state), `${model.state} for ever`);
    if (model.state === 'ready' && !this.#page.others.length) {
      must(model.mayWait, 'ready, though nobody asked it to wait');
      must(!this.#hands.unresolved.length, 'ready, and open() has not resolved');
    }
    await this.#dismissOthers();
    // More than once, for a listener may begin again at an outcome.
    for (let closing = 0; closing < 3 && model.isRunning && !model.isCutOff; closing++) {
      const { outcomes } = model;
      this.#hands.act('close');
      await this.#rest();
      must(model.outcomes > outcomes, 'close() ended nothing');
    }
    // A listener may have invited another one only now.
    await this.#dismissOthers();
    const { unresolved } = this.#hands;
    must(!unresolved.length, `${unresolved.join(', ')} never resolved`);

    this.#hands.act('remove');
    await this.#rest();
    this.#page.fakes.deliver('whole');
    await clock.advance(longerThanAnyStage);
    await this.#rest();
    must(!element.isConnected, 'the element came back by itself');
    must(!plaid.beforeOpening?.({} as PartnerContext), 'Plaid is taken for ever');
    must(!clock.pending, `${clock.pending} timers for ever`);
    const { listeners } = this.#watch;
    must(listeners.length === listenersBefore, `listeners for ever: ${listeners.join(', ')}`);
    this.#check();
  }

  async #dismissOthers(): Promise<void> {
    const present = this.#page.others.filter(({ isCutOff }) => !isCutOff);
    if (!present.length) return;
    for (const other of present) this.#hands.dismiss(other);
    await this.#rest();
    await this.#passStages();
  }

  async #passStages(): Promise<void> {
    const { models } = this.#page;
    const isWaiting = (): boolean =>
      models.some(({ state, isCutOff }) => !isCutOff && /^(loading|opening|redirecting)$/.test(state));
    for (let stage = 0; stage < 4 && isWaiting(); stage++) {
      await this.#page.clock.advance(longerThanAnyStage);
      await this.#rest();
      this.#check();
    }
  }

  /** After a failure too, nothing of this run may reach the next one. */
  async #letGo(): Promise<void> {
    const { element, others, fakes, clock } = this.#page;
    for (const one of [element, ...others.map((other) => other.element)]) one.remove();
    fakes.deliver('whole');
    await microtasks();
    await clock.advance(longerThanAnyStage);
    await turn();
  }
}

/**
 * Runs one sequence against the real element and the model beside it.
 * @returns the names of all events, in their order
 * @throws what the contract does not allow
 */
export const runSequence = (sequence: Sequence, watch: PageWatch): Promise<readonly string[]> =>
  new Run(sequence, watch).run(sequence);
