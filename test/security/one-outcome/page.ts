import { DwollaExchangeLink, type GetSession } from '../../../src/element/index.js';
import { forgetReturn } from '../../../src/element/flow/document-return.js';
import { override } from '../page-watch.js';
import { VirtualClock } from '../virtual-clock.js';
import { ContractModel } from './contract-model.js';
import type { Sequence } from './sequence.js';
import { causesOf, isFinal, SessionFactory, type Answer, type ResponseKind } from './sessions.js';
import { Fakes, type Showing } from './fakes.js';

export const longTimeout = 20_000; // ms, the element's own default
export const shortTimeout = 5_000; // ms
const recordKey = 'dwolla-exchange-link';
const longestWait = 5 * 60_000; // ms, contract section 3

/** What a partner's UI was started with, and how often its element had been removed and had ended by then. */
interface Started {
  readonly credential: string;
  readonly removals: number;
  readonly outcomes: number;
}

/** A page with one element (others may join it), the partners it may meet, and a host that answers it. */
export class Page {
  readonly clock = new VirtualClock();
  readonly places = [document.createElement('div'), document.createElement('div')] as const;
  readonly element: DwollaExchangeLink = document.createElement('dwolla-exchange-link');
  readonly model: ContractModel;
  /** Elements that came later and want Plaid, with what is known of them. */
  readonly others: ContractModel[] = [];
  readonly fakes: Fakes;
  readonly sessions: SessionFactory;
  readonly #sequence: Sequence;
  readonly #answers: (Answer | ResponseKind)[];
  readonly #owners = new Map<Showing, ContractModel>();
  readonly #lastStarted = new Map<ContractModel, Started>();
  #left = '';
  /** The link token that an earlier document left, and comes back with its return. */
  #returned: string | null = null;
  /** Nothing is out of view here, and no real time passes. */
  readonly #undo: (() => void)[] = [];
  #lastReason = 'start';
  #isHostBroken = false;
  #hasScriptFailed = false;

  constructor(sequence: Sequence) {
    const { partner, source, launch, isForced, hasKey, manners } = sequence;
    this.#sequence = sequence;
    this.#answers = [...sequence.answers];
    this.sessions = new SessionFactory(partner, () => this.clock.now);
    this.fakes = new Fakes(manners, {
      onStart: (showing) => this.#start(showing),
      onBroken: (what) => this.model.broken.push(what),
    });
    const { element } = this;
    this.model = new ContractModel(element, this.clock, () => this.#standing);
    this.model.shortestTimeout = element.timeout = longTimeout;
    element.launch = launch;
    if (isForced) element.partner = partner;
    if (hasKey) element.checkoutPublicKey = 'pk_test_1';
    if (source.startsWith('session')) element.session = this.sessions.body('fresh') as object;
    if (source.endsWith('function')) element.getSession = this.makeGetSession();
    if (source === 'url') element.sessionUrl = '/session';
    element.fetchSession = async () => this.sessions.respond(this.#nextAnswer());
  }

  install(): void {
    this.#configure();
    this.clock.install();
    this.#undo.push(
      override(window, 'IntersectionObserver', { value: undefined }),
      override(performance, 'now', { value: () => this.clock.now }),
    );
    this.#leaveRecord();
    this.fakes.install();
    document.body.append(...this.places);
  }

  /** Scripts of this page alone: what an earlier one has loaded is gone with it. */
  #configure(): void {
    const scriptUrl = (name: string): string => `https://partner.example/${name}-${++Page.#scripts}.js`;
    DwollaExchangeLink.configure({
      partners: {
        plaid: { scriptUrl: scriptUrl('plaid') },
        checkout: { scriptUrl: scriptUrl('checkout') },
        visa: { hosts: [location.origin] },
      },
    });
  }
  static #scripts = 0;

  uninstall(): void {
    this.fakes.uninstall();
    this.clock.uninstall();
    for (const undo of this.#undo.splice(0)) undo();
    for (const place of this.places) place.remove();
    sessionStorage.clear();
    // The next run is another document.
    forgetReturn();
  }

  /** What an earlier document of this tab would have written before it was left. */
  #leaveRecord(): void {
    const { record } = this.#sequence;
    if (record === 'none') return;
    const linkToken = record === 'plaid' ? `link-sandbox-left-${this.sessions.nextNumber()}` : null;
    // As old as the record may be: it comes back with the user.
    if (linkToken) this.sessions.issued.set(linkToken, Infinity);
    this.#returned = linkToken;
    const left = {
      partner: record === 'plaid' ? 'plaid' : 'visa',
      startedAt: this.clock.now - (record === 'old' ? 31 : 1) * 60_000,
      sessionUrl: null,
      exchangePartnerHref: null,
      reauth: false,
      linkToken,
    };
    this.#left = record === 'nonsense' ? '{' : JSON.stringify(left);
    sessionStorage.setItem(recordKey, this.#left);
    this.model.expectReturn(new URLSearchParams(location.search).get('exchange'));
  }

  /** Whether there is a record that the element has written: one that is another partner's is left for that one. */
  get #hasOwnRecord(): boolean {
    const stored = sessionStorage.getItem(recordKey);
    return stored !== null && stored !== this.#left;
  }

  get models(): readonly ContractModel[] {
    return [this.model, ...this.others];
  }

  /** The UIs that were started for the element, the oldest first. */
  get showings(): readonly Showing[] {
    return this.fakes.showings.filter((showing) => this.#owners.get(showing) === this.model);
  }

  /** A function for `getSession`; each is another one. */
  makeGetSession(): GetSession {
    return async ({ reason, signal }) => {
      this.#lastReason = reason;
      return this.sessions.answer(this.#nextAnswer(signal) as Answer);
    };
  }

  breakSession(): void {
    this.#isHostBroken = true;
  }
  failScripts(): void {
    this.#hasScriptFailed = true;
  }

  /** What is on the page, or listened or waited for, though nothing that runs needs it. */
  leftovers(): readonly string[] {
    const isLive = (showing: Showing): boolean => this.models.some((model) => model.isLive(showing));
    const dead = this.fakes.showings.filter((showing) => !isLive(showing));
    const isQuiet = !this.models.some(({ isRunning, isCutOff }) => isRunning && !isCutOff);
    return [
      ...dead.flatMap((showing) => showing.leftovers().map((what) => `${what} of ${showing.partner}`)),
      ...(isQuiet && this.fakes.openWindows ? ['a window of the bank'] : []),
      ...(isQuiet && this.clock.pending && this.#sequence.manners.scripts === 'there' ? ['a timer'] : []),
      ...(isQuiet && this.#hasOwnRecord ? ['a return record'] : []),
      ...(isQuiet && this.element.shadowRoot?.querySelector('iframe') ? ['an iframe'] : []),
      ...(this.#lacksStage ? ['Flow, open without its stage'] : []),
      ...(isQuiet && this.element.childElementCount ? ['a child of the element'] : []),
    ];
  }

  get #lacksStage(): boolean {
    const { element, model } = this;
    const isOpen = model.partner === 'checkout' && model.state === 'open' && !model.isCutOff;
    return isOpen && !element.querySelector('[slot=stage]');
  }

  /** Reasons for an outcome that hold all the time, because the page or the host is as it is. */
  get #standing(): readonly string[] {
    const { element } = this;
    const { partner, manners } = this.#sequence;
    const canGetSession = !!(element.getSession ?? element.sessionUrl);
    const isWell = manners.checkout === 'well' && /^(well|loads at once|will not)/.test(manners.plaid);
    return [
      ...(canGetSession ? [] : ['error:session-expired']),
      ...(canGetSession || element.session ? [] : ['error:invalid-session-url']),
      ...(element.partner && element.partner !== partner
        ? ['error:partner-mismatch', 'error:untrusted-origin']
        : []),
      ...(this.#sequence.record === 'none' ? [] : ['success', 'exit:user', 'error:partner-error']),
      ...(this.#isHostBroken ? ['error:session-malformed'] : []),
      ...(this.#hasScriptFailed ? ['error:partner-script'] : []),
      ...(isWell ? [] : ['error:partner-error']),
      ...(manners.plaid === 'exits at once' ? ['exit:user'] : []),
    ];
  }

  #nextAnswer(signal?: AbortSignal): Answer | ResponseKind {
    const next = this.#answers.shift() ?? 'fresh';
    const isForHttp = /^(\d+|no connection|no JSON|too large)$/.test(next);
    const isForFunction = /^(rejects|rejects by name|never|later)$/.test(next);
    const answer = (signal ? isForHttp : isForFunction) ? 'fresh' : next;
    this.model.allow(...causesOf[answer]);
    if (answer === 'another partner') this.model.allow('error:partner-mismatch');
    // Asked about a return, the host may report that it belongs to something else; then nothing is wrong.
    const isNotMine = answer === 'null' && !!signal && this.#lastReason === 'return';
    // With a session at hand a later start needs no answer, and is reported by no event if it comes while loading.
    const isNeeded = !this.element.session && !isNotMine && !signal?.aborted;
    this.model.doomedAttempt = isFinal(answer) && isNeeded ? this.model.attempts : 0;
    return answer;
  }

  /** A partner's UI was started: for whom, and might it be? */
  #start(showing: Showing): void {
    const model = this.models.find(
      ({ state, openings, shown }) => state === 'opening' && shown?.opening !== openings,
    );
    const broken = (what: string): void => void this.model.broken.push(what);
    if (!model) {
      broken(`${showing.partner} was started while nobody was opening`);
      return;
    }
    this.#owners.set(showing, model);
    model.show(showing);
    if (model.isCutOff) broken(`${showing.partner} was started for an element that was removed`);
    const { credential, partner } = showing;
    if (model === this.model) this.checkCredential(credential);
    else this.#lastStarted.set(model, { credential, removals: 0, outcomes: 0 });
    const live = this.fakes.showings.filter((other) => other.partner === 'plaid' && other.leftovers().length);
    if (partner === 'plaid' && live.length > 1) broken('two Plaid handlers are live');
  }

  /** Whether a session may be used now: not a second time, and not when it is too old. */
  checkCredential(credential: string): void {
    const { element, model, sessions } = this;
    const { removals, outcomes } = model;
    const last = this.#lastStarted.get(model);
    const canGetSession = !!(element.getSession ?? element.sessionUrl);
    // Asked as if for the first time, a host may hand out what it likes.
    const isHostsWish = canGetSession && this.#lastReason === 'start';
    // A return belongs to the document: it is taken once more after its element was removed before it ended.
    const isReturnAgain =
      credential === this.#returned && last?.outcomes === outcomes && last.removals < removals;
    if (credential === last?.credential && !isHostsWish && !isReturnAgain)
      model.broken.push('a session was used a second time');
    const age = this.clock.now - (sessions.issued.get(credential) ?? 0);
    if (canGetSession && !element.session && age > longestWait)
      model.broken.push(`a session was used when it was ${age} ms old`);
    this.#lastStarted.set(model, { credential, removals, outcomes });
  }
}

/**
 * Puts parameters on the page's address, as a partner does that sends its user back, and keeps them there whatever the
 * element takes off: a browser allows few changes of the address in a short time.
 * @returns puts it back
 */
export function returnWith(query: string): () => void {
  const before = location.href;
  const url = new URL(before);
  url.search += `${url.search ? '&' : '?'}${query}`;
  history.replaceState(history.state, '', url);
  const undo = override(history, 'replaceState', { value: () => undefined });
  return () => {
    undo();
    history.replaceState(history.state, '', before);
  };
}
