import { changeProperty } from './change-property.js';
import { isTerminal, must } from './contract.js';
import { ContractModel, type ContractModel as Model } from './contract-model.js';
import type { MovesNodes } from './move-before.js';
import { longTimeout, type Page } from './page.js';
import { signals, type Effect } from './partner-signals.js';
import type { Action, Reaction, Sequence, Step } from './sequence.js';
import { sessionOf } from './sessions.js';
import type { Showing } from './fakes.js';
import { microtasks } from '../virtual-clock.js';

const passes: Readonly<Partial<Record<Step['do'], number>>> = {
  'a moment': 60,
  'a second': 1_000,
  'half a minute': 30_000,
  'six minutes': 360_000,
};

const anyCause = [
  'success',
  'exit:user',
  'exit:host',
  ...['network', 'http', 'timeout', 'malformed', 'unsupported', 'expired'].map(
    (code) => `error:session-${code}`,
  ),
  ...['script', 'timeout', 'error', 'mismatch'].map((code) => `error:partner-${code}`),
  ...[
    'invalid-session-url',
    'untrusted-origin',
    'missing-public-key',
    'blocked-by-csp',
    'redirect-failed',
  ].map((code) => `error:${code}`),
];

const doublePress = 500; // ms, contract section 6

interface Call {
  readonly what: string;
  isResolved: boolean;
}

/** Whoever does something: the host, the user, the partner, the browser. Tells the model before it does. */
export class Hands {
  readonly #page: Page;
  readonly #partner: Sequence['partner'];
  readonly #reactions: readonly Reaction[];
  readonly #calls: Call[] = [];
  #reacted = 0;
  #pressedAt = -Infinity;

  constructor(page: Page, { partner, reactions }: Sequence) {
    this.#page = page;
    this.#partner = partner;
    this.#reactions = reactions;
    for (const { on, does } of this.#reactions)
      page.element.addEventListener(on, (event) => this.#react(event, does), { once: true });
  }

  /** Calls of `open()` and `reload()` whose promise is still open. */
  get unresolved(): readonly string[] {
    return this.#calls.filter(({ isResolved }) => !isResolved).map(({ what }) => what);
  }

  async take({ do: action, signal = '' }: Step): Promise<void> {
    const { showings, clock } = this.#page;
    const time = passes[action];
    if (time) await clock.advance(time);
    else if (action === 'say') this.#say(showings.at(-1), signal);
    else if (action === 'echo') this.#say(showings[0], signal);
    else if (action === 'back from cache') {
      this.#goIntoCache();
      // What the page has promised goes on until it is frozen.
      await microtasks();
      this.#comeBack();
    } else this.act(action);
  }

  /** Anything but the partner and the time, which have a course of their own. */
  act(action: Action): void {
    if (/session|function|url|partner|reload|remove|replace|copy/.test(action))
      this.#page.model.expectCutOff();
    const { element, model, places, fakes, sessions } = this.#page;
    switch (action) {
      case 'open':
        return this.#call('open()', () => element.open());
      case 'reload':
        return this.#call('reload()', () => element.reload());
      case 'close':
        return this.#leave('host', () => element.close());
      case 'remove':
        element.remove();
        // After the element's own look whether it is still out.
        return queueMicrotask(() => !element.isConnected && !model.isCutOff && this.#cutOff(model));
      case 'insert':
        return element.isConnected ? undefined : this.#move(() => places[0].append(element));
      case 'move':
        return element.isConnected
          ? this.#move(() => (element.parentElement === places[0] ? places[1] : places[0]).append(element))
          : undefined;
      case 'moveBefore':
        return this.#moveBefore();
      case 'deliver sessions':
        return sessions.deliver();
      case 'press button':
        return this.#press('button');
      case 'press close button':
        return this.#pressClose();
      case 'press button twice':
        this.#press('button');
        return this.#press('button');
      case 'replace by another':
      case 'restore a copy':
        return this.#replace(action === 'restore a copy');
      case 'take the stage out':
        if (model.isRunning && !model.isCutOff) model.allow('exit:host');
        return element.querySelector('[slot=stage]')?.remove();
      case 'keep a snapshot':
        return this.#keepSnapshot();
      case 'close bank window':
        return fakes.closeWindows();
      case 'back from cache':
        this.#goIntoCache();
        return this.#comeBack();
      case 'another element takes Plaid':
        return this.#invite();
      case 'another element ends':
        return this.#page.others.slice(-1).forEach((other) => this.dismiss(other));
      case 'scripts arrive':
        return fakes.deliver('whole');
      case 'scripts arrive empty':
      case 'scripts fail':
        this.#page.failScripts();
        return fakes.deliver(action === 'scripts fail' ? 'not at all' : 'empty');
      default:
        return changeProperty(action, this.#page, this.#partner);
    }
  }

  /** Another element ends and goes. */
  dismiss(other: Model): void {
    other.allowLeaving('host');
    other.element.close();
    other.element.remove();
    queueMicrotask(() => !other.isCutOff && other.cutOff());
  }

  #invite(): void {
    const { places, clock, sessions, others } = this.#page;
    const element = document.createElement('dwolla-exchange-link');
    const other = new ContractModel(element, clock, () => [
      'error:session-expired',
      'error:partner-script',
      'error:partner-error',
      'exit:user',
      // A return that the first element had no time for is the next one's.
      ...(new URLSearchParams(location.search).has('exchange') ? ['success'] : []),
    ]);
    other.shortestTimeout = longTimeout;
    others.push(other);
    const { session } = sessionOf('plaid', sessions.nextNumber());
    element.session = session;
    other.isCutOff = false;
    places[1].append(element);
  }

  /** The page puts another element, or a copy, into the element's place. */
  #replace(isCopy: boolean): void {
    const { element, model, clock, sessions, others } = this.#page;
    if (!element.isConnected) return;
    const next = document.createElement('dwolla-exchange-link');
    if (isCopy) {
      // What a deep copy has of it.
      for (const { name, value } of element.attributes) next.setAttribute(name, value);
      next.append(...element.cloneNode(true).childNodes);
    }
    next.fetchSession = element.fetchSession;
    next.timeout = longTimeout;
    next.checkoutPublicKey = 'pk_test_1';
    if (!isCopy) next.session = sessionOf(this.#partner, sessions.nextNumber()).session;
    // Of a return it may bring anything; what matters is that it does so once.
    const other = new ContractModel(next, clock, () => anyCause);
    other.shortestTimeout = longTimeout;
    other.isCutOff = false;
    others.push(other);
    element.replaceWith(next);
    queueMicrotask(() => !element.isConnected && !model.isCutOff && this.#cutOff(model));
  }

  /** A library keeps the page as it is. */
  #keepSnapshot(): void {
    const { model, others } = this.#page;
    for (const other of others) other.allow('exit:host');
    const isShown = model.isLive(model.shown?.showing) && model.partner !== 'visa';
    this.#leave('host', () => document.dispatchEvent(new Event('turbo:before-cache')), isShown);
  }

  #cutOff(model: Model): void {
    try {
      model.cutOff();
    } catch (problem) {
      model.broken.push((problem as Error).message);
    }
  }

  #react(event: Event, does: Reaction['does']): void {
    const { model } = this.#page;
    this.#reacted += 1;
    if (does === 'cancel') {
      if (event.type === 'exchange-opening') model.noteCancel();
      event.preventDefault();
      return;
    }
    try {
      this.act(does);
    } catch (problem) {
      model.broken.push(`inside ${event.type}: ${(problem as Error).message}`);
    }
  }

  /** Does something, and looks at what it did at once, unless a listener had a hand in it. */
  #strictly(what: string, act: () => unknown, holds: (events: readonly string[]) => string | null): void {
    const { model } = this.#page;
    const reacted = this.#reacted;
    const before = model.events.length;
    act();
    const broken = this.#reacted === reacted ? holds(model.events.slice(before)) : null;
    must(!broken, `${what}: ${broken ?? ''}`);
  }

  /** What is wrong with where an outcome has led, or null. */
  #wrongOutcome(effect: Effect): string | null {
    const { outcome, state } = this.#page.element;
    if (outcome?.type !== effect.type) return `led to ${state} and not to ${effect.type}`;
    if (effect.type === 'error' && outcome.type === 'error' && outcome.detail.code !== effect.code)
      return `led to ${outcome.detail.code} and not to ${effect.code}`;
    return null;
  }

  #call(what: string, call: () => Promise<void>): void {
    const { model } = this.#page;
    const { attempts, cancels, outcomes, cutOffs } = model;
    const entry: Call = { what: `${what} in ${model.state}`, isResolved: false };
    this.#calls.push(entry);
    const isOver = (): boolean =>
      model.attempts > attempts ||
      model.cancels > cancels ||
      model.outcomes > outcomes ||
      model.cutOffs > cutOffs ||
      model.isCutOff;
    call().then(
      () => {
        entry.isResolved = true;
        const isTooEarly = what === 'open()' && /^(loading|ready|opening)$/.test(model.state) && !isOver();
        if (isTooEarly) model.broken.push(`${entry.what} resolved in ${model.state}`);
      },
      () => model.broken.push(`${entry.what} rejected`),
    );
  }

  #leave(reason: 'user' | 'host', leave: () => void, isPossible = true): void {
    const { model } = this.#page;
    const isUnsure = this.#isUnsure;
    const isLeft = model.isRunning && !model.isCutOff && isPossible;
    const effect = isLeft ? model.allowLeaving(reason) : null;
    this.#strictly(`leaving (${reason}) in ${model.state}`, leave, (events) => {
      if (isUnsure) return null;
      return effect ? this.#wrongOutcome(effect) : events.length ? `led to ${events.join(', ')}` : null;
    });
  }

  #move(move: () => void): void {
    const { model } = this.#page;
    if (!model.isCutOff) return this.#moveWithin('move', move);
    model.isCutOff = false;
    move();
  }

  #moveBefore(): void {
    const { element, places } = this.#page;
    const place = element.parentElement === places[0] ? places[1] : places[0];
    if (!element.isConnected || !('moveBefore' in place)) return;
    this.#moveWithin('moveBefore', () => (place as MovesNodes).moveBefore(element, null));
  }

  #moveWithin(how: 'move' | 'moveBefore', move: () => void): void {
    const { model } = this.#page;
    const moveEnds = model.moveEnds(how);
    const effect = moveEnds === 'no' ? null : model.allowLeaving('host');
    this.#strictly(`${how} in ${model.state}`, move, (events) => {
      if (moveEnds === 'perhaps') return null;
      return effect ? this.#wrongOutcome(effect) : events.length ? `led to ${events.join(', ')}` : null;
    });
  }

  /** Removed, and the element does not know yet whether it is a move. */
  get #isUnsure(): boolean {
    return !this.#page.element.isConnected && !this.#page.model.isCutOff;
  }

  #button(part: string): HTMLElement | null {
    const found = this.#page.element.shadowRoot?.querySelector<HTMLElement>(`[part=${part}]`);
    return found?.isConnected && !found.closest('[hidden]') ? found : null;
  }

  #press(part: string): void {
    this.#pressedAt = this.#page.clock.now;
    this.#button(part)?.click();
  }

  /** Just after another press it may be taken for the second half of a double press. */
  #pressClose(): void {
    const { model, clock } = this.#page;
    const isThere = !!this.#button('close-button');
    const press = (): void => this.#press('close-button');
    if (clock.now - this.#pressedAt >= doublePress) return this.#leave('user', press, isThere);
    if (isThere && model.isRunning && !model.isCutOff) model.allowLeaving('user');
    press();
  }

  #goIntoCache(): void {
    const hide = (): boolean =>
      window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    this.#strictly('into the page cache', hide, (events) =>
      events.length ? `led to ${events.join(', ')}` : null,
    );
  }

  #comeBack(): void {
    const { model, models, element } = this.#page;
    const isUnsure = this.#isUnsure;
    const isAway = model.mayBeAway && element.isConnected;
    for (const one of models) if (one !== model && one.mayBeAway) one.allow('exit:user');
    const effect = isAway ? model.allowLeaving('user') : null;
    this.#strictly(
      'back from the page cache',
      () => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
      (events) => {
        if (isUnsure) return null;
        if (effect) return this.#wrongOutcome(effect);
        return events.length ? `led to ${events.join(', ')}` : null;
      },
    );
  }

  #say(showing: Showing | undefined, name: string): void {
    const { model } = this.#page;
    const signal = showing && signals[showing.partner][name];
    if (!signal) return;
    const { effect } = signal;
    const isUnsure = this.#isUnsure;
    const isLive = model.isLive(showing);
    if (isLive) model.hearSignal(signal);
    const { state } = model;
    const what = `${isLive ? '' : 'late '}${showing.partner} ${name} in ${state}`;
    this.#strictly(
      what,
      () => signal.send(showing.voice),
      (events) => {
        if (isUnsure) return null;
        if (!isLive || effect.type === 'none') return events.length ? `led to ${events.join(', ')}` : null;
        if (effect.type === 'open') return model.state === 'open' ? null : `led to ${model.state}`;
        if (effect.type === 'activity')
          return events.includes('exchange-activity') && !isTerminal(model.state)
            ? null
            : 'led to no activity';
        return this.#wrongOutcome(effect);
      },
    );
  }
}
