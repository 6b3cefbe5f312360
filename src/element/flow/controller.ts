import { simulatorHint } from './hints.js';
import { ExchangeLinkError, isExchangeLinkError } from '../errors.js';
import { eventOf, ExchangeActivityEvent, ExchangeOpeningEvent, ExchangeStateEvent } from '../events.js';
import type { Occupation, PartnerOutcome } from '../partners/partner.js';
import { atEnd, startTimer } from '../browser/abort.js';
import { describeHiddenMembers, ofDocument } from '../browser/document.js';
import { watchView } from '../browser/in-view.js';
import { bare } from '../browser/own.js';
import { parseUrl } from '../browser/parse-url.js';
import { partnerNames, partners, type PartnerName } from '../partners/registry.js';
import { sessionKey } from '../session/parse-session.js';
import { credentialKey } from '../session/session.js';
import { Attempt, type AnyPartnerModule, type AttemptSettings } from './attempt.js';
import { endingOf } from './make-outcome.js';
import { loadPartner } from './load-partner.js';
import { mountContext, partnerContext, type PartnerSurroundings } from './partner-context.js';
import {
  claimReturn,
  claimUnknownReturn,
  forgetReturn,
  leaveDocument,
  releaseReturn,
  type DocumentReturn,
  type ReturnHolder,
} from './document-return.js';
import { recallEnding, rememberEnding, type RememberedEnding } from './remembered-outcome.js';
import { cleanAddress, returnParameters, writeReturnRecord, type WayBack } from './return-record.js';
import {
  absoluteSessionUrl,
  canAsk,
  obtainSession,
  type ChosenSession,
  type SessionReason,
  type SessionSource,
} from '../session/get-session.js';
import { idle, isRunning, reduce, type Action, type Snapshot } from './state.js';
import { tooLong, waitFor } from './step-timeout.js';

/** What the conductor asks of the element. */
export interface ExchangeHost extends PartnerSurroundings, SessionSource, AttemptSettings {
  readonly baseURI: string;
  /** The snapshot, or the action on offer, has changed: reflect and render it. */
  readonly flowChanged: () => void;
  /** Something is about to go from the page that may have the focus. */
  readonly keepFocus: () => void;
}

/** A button a partner wants above its UI. */
export interface OfferedAction {
  readonly text: string;
  readonly run: () => void;
}

/** Told before a library keeps the page as it is, to show it again (Turbo, htmx). */
const snapshotEvents = ['turbo:before-cache', 'htmx:beforeHistorySave'];
const longestWait = 5 * 60_000; // ms a session may wait for a gesture before a fresh one is asked for

/**
 * The conductor: takes an attempt from the session to its ending, and tells the element of every step. There is one
 * AbortController per attempt, and after every await the question is whether it is still wanted.
 *
 * It knows no partner by name: what differs between them is in the registry and behind `PartnerModule`.
 */
export class ExchangeFlow implements ReturnHolder {
  snapshot: Snapshot = idle;
  offered: OfferedAction | null = null;
  /** There is nothing to do but wait for the connection. */
  isOffline = false;

  readonly #host: ExchangeHost;
  #attempt: Attempt;
  /** What the partner's UI was started with last: not to be used again. '' if an earlier document knew it. */
  #spent: string | null = null;
  /** Key of the `session` that was set then. */
  #spentSession = '';
  /** Nothing has begun yet since the element came into the document. */
  #hasJustArrived = false;
  /** A way back; with the address, and so a result in it, until it is used. */
  #wayBack: WayBack | null = null;
  /** The return of this document, while it is this element's. */
  #return: DocumentReturn | null = null;
  /** How the last attempt ended, as what a restored copy of the page would show. */
  #remembered: RememberedEnding | null = null;
  /** A restored page sets again what it had set before: where sessions come from is no news then. */
  #isRestored = false;
  #waiting: (() => void)[] = [];

  constructor(host: ExchangeHost) {
    this.#host = host;
    this.#attempt = new Attempt(host);
  }

  /** Fetches a partner's code ahead of any session. Never rejects: an attempt reports what is wrong. */
  static async preload(partner: PartnerName): Promise<void> {
    try {
      const module: AnyPartnerModule = await loadPartner(partner);
      await module.prepare?.(partnerContext(partner, new AbortController().signal));
    } catch {
      // Nothing is lost yet.
    }
  }

  /** The partner the host named, if there is one of that name. */
  get hint(): PartnerName | null {
    return partnerNames.find((name) => name === this.#host.partner) ?? null;
  }

  /** Whether an ended attempt can be followed by another: there is a session to ask for, or one that was never used. */
  get canRestart(): boolean {
    return canAsk(this.#host, this.#fallbackUrl) || !!this.#unspent;
  }

  /**
   * The element comes into a document as a copy of one that has ended there: a page restored from a snapshot.
   * @returns whether it shows that outcome, and has nothing to begin
   */
  restore(): boolean {
    const remembered = recallEnding(this.#host);
    if (!remembered) return false;
    this.#remembered = remembered;
    this.#isRestored = !this.#host.session && !canAsk(this.#host, null);
    this.#resume(remembered.ending, remembered.way);
    return true;
  }

  /** The element came into a document: the address may be a way back, and a used-up session needs a new one. */
  arrive(): void {
    this.#hasJustArrived = true;
    const found = claimReturn(this.#host, this);
    if (found && 'record' in found) this.#spent = found.record.linkToken ?? '';
    else if (found) {
      this.#return = found;
      this.#wayBack = found.way;
      if (found.ending) {
        this.#remembered = rememberEnding(this.#host, found.ending, found.way);
        return this.#resume(found.ending, found.way);
      }
    }
    this.#begin(this.#nextReason);
  }

  /** Another element that had the return of this document is gone. */
  takeOver(partner: PartnerName): boolean {
    const { host, snapshot } = { host: this.#host, snapshot: this.snapshot };
    const isFree =
      /^(idle|loading|ready)$/.test(snapshot.state) && !this.#attempt.isWanted && !this.#attempt.isOpening;
    if (!isFree || host.session || !host.isConnected || this.#return) return false;
    if ((host.partner || (snapshot.partner ?? partner)) !== partner) return false;
    this.arrive();
    return true;
  }

  /** The host named another session: begins with it, cutting off silently what runs. */
  change(): void {
    const isRestored = this.#isRestored && !this.#host.session;
    this.#isRestored = false;
    if (isRestored) return this.#host.flowChanged();
    this.#forgetWayBack();
    // One that is named only after the element came is the first one all the same.
    this.#begin(this.#hasJustArrived ? this.#nextReason : 'start');
  }

  /** Shows how an attempt ended that another element has told of. */
  #resume(ending: Snapshot, way: WayBack | null): void {
    this.#wayBack = way;
    this.#spent ??= '';
    this.#hasJustArrived = false;
    this.snapshot = ending;
    this.#host.flowChanged();
  }

  /**
   * Begins an attempt, cutting off silently what runs. Without a session to ask for, all is quiet.
   * @param session one in hand that was never used
   * @param canBegin also without a session to ask for
   */
  #begin(
    reason: SessionReason,
    session: ChosenSession | null = null,
    canBegin = !!(this.#host.session ?? this.#wayBack?.url) || canAsk(this.#host, this.#fallbackUrl),
  ): void {
    this.#cutOff();
    this.#isRestored = false;
    this.#remembered?.forget();
    this.#remembered = null;
    const { launch, reauth, timeout } = this.#host;
    const way = this.#wayBack;
    this.#goOnWithReturn(!!way?.url || !!session?.returnUrl);
    // As long as the session is the one from before, or comes from where that one came from.
    const wasReauth = !!way?.record.reauth && (!!way.url || !canAsk(this.#host, null));
    const settings = { launch, reauth: reauth || wasReauth, timeout };
    const attempt = new Attempt(settings, session, sessionKey(this.#host.session));
    this.#attempt = attempt;
    if (canBegin) {
      attempt.isFirst = this.#hasJustArrived;
      this.#hasJustArrived = false;
    }
    this.#apply({ type: canBegin ? 'start' : 'reset' });
    if (canBegin && !attempt.signal.aborted)
      void this.#run(attempt, reason).catch((error: unknown) => this.#fail(error, attempt));
  }

  /** Begins again after an ending, with the session in hand if it was never used. With nothing to ask, that is said. */
  retry(): void {
    this.#begin(this.#nextReason, this.#unspent, true);
  }

  /** Shows the partner's UI. Never rejects: resolves when it is shown, opening was cancelled, or the attempt ended. */
  open(): Promise<void> {
    const { state, partner, outcome } = this.snapshot;
    if (state === 'ready' && !partner) this.#begin('start');
    else if (outcome) this.retry();
    if (!/^(loading|ready|opening)$/.test(this.snapshot.state)) return Promise.resolve();
    this.#attempt.isWanted = true;
    const shown = this.#nextStop();
    if (this.snapshot.state === 'ready') void this.#open(this.#attempt);
    return shown;
  }

  /** Forgets the session and starts over with a new one. Resolves as `open()` does, or when a gesture is needed. */
  reload(): Promise<void> {
    this.#useWayBack();
    this.#begin('restart');
    return isRunning(this.snapshot) ? this.#nextStop() : Promise.resolve();
  }

  /** Ends a running attempt: an exit, unless the partner knows better. */
  leave(reason: 'user' | 'host'): void {
    if (isRunning(this.snapshot)) this.#settle(this.#attempt.mounted?.leave?.() ?? { type: 'exit' }, reason);
  }

  /** The element was moved in the document. A frame inside it was loaded anew, which its one-use link did not survive. */
  moved(): void {
    const { partner } = this.snapshot;
    if (this.#attempt.isShown && partner && /frame|stage/.test(partners[partner].surface)) this.leave('host');
  }

  /** The element cannot show itself. What runs ends, and what was to begin does not. */
  viewFailed(cause: unknown): void {
    if (this.snapshot.outcome || !this.#host.isConnected) return;
    if (!isRunning(this.snapshot)) {
      if (!this.#host.session && !this.canRestart) return;
      this.#attempt = new Attempt(this.#host);
      this.#apply({ type: 'start' });
    }
    const message = describeHiddenMembers() || 'The element could not show itself.';
    this.#fail(new ExchangeLinkError('partner-error', message, { cause, retryable: false }), this.#attempt);
  }

  /** The element is gone: everything of the attempt goes, and nothing fires. */
  remove(): void {
    leaveDocument(this);
    this.#cutOff();
    this.#forgetWayBack();
    if (this.#return) this.#wayBack = null;
    if (isRunning(this.snapshot)) this.snapshot = idle;
    this.#remembered?.release();
    this.#remembered = null;
    this.#host.flowChanged();
    this.#release();
  }

  #release(): void {
    const released = this.#return;
    this.#return = null;
    if (released) releaseReturn(released);
  }

  /** Another attempt begins: is it that of the return still? */
  #goOnWithReturn(isReturn: boolean): void {
    if (!this.#return) return;
    if (isReturn) this.#return.ending = null;
    else {
      forgetReturn(this.#return);
      this.#return = null;
    }
  }

  get #nextReason(): SessionReason {
    return this.#spent === null ? 'start' : 'restart';
  }

  get #unspent(): ChosenSession | null {
    const { session } = this.#attempt;
    return session && credentialKey(session.credential) !== this.#spent ? session : null;
  }

  /** Where the session came from that the user left with; only for the attempts after a way back. */
  get #fallbackUrl(): string | null {
    return this.#wayBack?.record.sessionUrl ?? null;
  }

  /** Unless it still has to be used, and by a partner the host may want. */
  #forgetWayBack(): void {
    const { partner } = this.#host;
    const way = this.#wayBack;
    const isOthers = !!way?.url && !!partner && partner !== way.record.partner;
    if (!way?.url || isOthers) this.#wayBack = null;
    if (isOthers) this.#release();
  }

  #cutOff(): void {
    this.#endAttempt();
    this.isOffline = false;
    this.#resolveWaiting();
  }

  #endAttempt(): void {
    this.#host.keepFocus();
    this.#attempt.end();
    this.offered = null;
  }

  #nextStop(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #resolveWaiting(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** @returns false if the action means nothing now, or somebody who was told of it has changed the course */
  #apply(action: Action): boolean {
    const previous = this.snapshot;
    const next = reduce(previous, action);
    if (next === previous) return false;
    this.snapshot = next;
    if (next.outcome) this.#keepEnding(next);
    this.#host.flowChanged();
    if (next.state === previous.state) return true;
    this.#host.dispatchEvent(
      new ExchangeStateEvent('exchange-state', { state: next.state, previous: previous.state }),
    );
    const event = eventOf(next, previous);
    // An ending is told whatever happens; the news of a stage is no news once that stage, or the element, is gone.
    if (event && (next.outcome || (this.snapshot === next && this.#host.isConnected))) {
      const isUnhandled = this.#host.dispatchEvent(event);
      if (isUnhandled && next.outcome?.type === 'error') {
        const { code, message } = next.outcome.detail;
        console.error(`<dwolla-exchange-link> ${code}: ${message}${simulatorHint(code)}`);
      }
    }
    return this.snapshot === next;
  }

  /** For whichever element stands in this one's place when it is gone. */
  #keepEnding(ending: Snapshot): void {
    this.#remembered = rememberEnding(this.#host, ending, this.#wayBack);
    if (this.#return) Object.assign(this.#return, { ending, endedAt: Date.now() });
  }

  async #run(attempt: Attempt, reason: SessionReason): Promise<void> {
    const way = this.#wayBack;
    if (way?.url && partners[way.record.partner].surface === 'page')
      return this.#readReturn(attempt, way.record.partner, way.url);

    const waitForView = attempt.settings.launch === 'manual' ? null : watchView(this.#host, attempt.signal);
    // Named by the host or hinted at by its URL, a partner's code is fetched beside the session.
    const expected = this.hint ?? hintOf(this.#host);
    const early = expected && this.#prepare(attempt, expected);
    const found = this.#findSession(attempt, reason).then((session) => (attempt.session = session));
    // After a hint the session decides: what is wrong with that partner's code may not matter.
    if (early && !this.hint) early.catch(() => undefined);
    const [session] = await Promise.all([found, this.hint && early]);
    if (attempt.signal.aborted) return;
    if (!session) return this.#waitAfresh(attempt);
    if (!this.#apply({ type: 'choose', partner: session.partner })) return;
    // No partner ever gets what was meant for another one.
    attempt.module = await (early && session.partner === expected
      ? early
      : this.#prepare(attempt, session.partner));
    if (attempt.signal.aborted || !this.#apply({ type: 'prepare' })) return;

    // A page is never left without a gesture. Of two that need the same, the second waits for one too; its own last
    // one does not count, for that is on its way out.
    const { surface } = partners[session.partner];
    if (attempt.isWanted || session.returnUrl) return this.#open(attempt);
    if (!waitForView || surface === 'page' || this.#occupation(attempt)?.isEnding === false)
      return this.#resolveWaiting();
    // What starts inside the element takes the focus and scrolls to it: not while the user is elsewhere on the page.
    if (surface !== 'overlay') await waitForView(() => this.#resolveWaiting());
    if (!attempt.signal.aborted && !attempt.isPostponed) await this.#open(attempt);
  }

  /** The way back was not ours: a gesture starts with a session of its own. */
  #waitAfresh(attempt: Attempt): void {
    if (!this.#apply({ type: 'prepare' })) return;
    if (attempt.isWanted) this.#startAgain('start');
    else this.#resolveWaiting();
  }

  /** The session to work with: one in hand, one from before a redirect, or a new one. */
  async #findSession(attempt: Attempt, reason: SessionReason): Promise<ChosenSession | null> {
    const host = this.#host;
    if (attempt.session) return attempt.session;
    const record = this.#wayBack?.record;
    const returnUrl = this.#wayBack?.url;
    if (record?.linkToken && returnUrl) {
      const { partner, linkToken: credential, exchangePartnerHref } = record;
      return { partner, credential, exchangePartnerHref, receivedAt: Date.now(), returnUrl };
    }
    const isNew = reason === 'start' && attempt.isFirst && host.getSession && !host.session;
    const unknown = isNew ? claimUnknownReturn(host.partner, this) : null;
    if (unknown) this.#return = unknown;
    const { timeout } = attempt.settings;
    const stage = { code: 'session-timeout', timeout, signal: attempt.signal } as const;
    const session = await waitFor(stage, (signal) =>
      obtainSession(host, {
        reason: unknown ? 'return' : reason,
        spent: this.#spent,
        spentSession: this.#spentSession,
        fallbackUrl: this.#fallbackUrl,
        timeout,
        onOffline: () => {
          this.isOffline = true;
          host.flowChanged();
        },
        signal,
      }),
    );
    this.isOffline = false;
    if (!unknown) return session;
    if (session?.partner === unknown.partner) return { ...session, returnUrl: unknown.address };
    this.#goOnWithReturn(false);
    return session;
  }

  /** Fetches a partner's code, and the partner's own script. */
  #prepare({ signal, settings: { timeout } }: Attempt, partner: PartnerName): Promise<AnyPartnerModule> {
    return waitFor({ code: 'partner-timeout', timeout, signal }, async (stage) => {
      const module = await loadPartner(partner, stage);
      if (stage.aborted) return module;
      const context = partnerContext(partner, stage, this.#host);
      module.check?.(context);
      await module.prepare?.(context);
      return module;
    });
  }

  async #readReturn(attempt: Attempt, partner: PartnerName, url: string): Promise<void> {
    if (!this.#apply({ type: 'choose', partner })) return;
    const { readReturn } = await this.#prepare(attempt, partner);
    const outcome = readReturn?.(returnParameters(partner, url), partnerContext(partner, attempt.signal));
    // In a later task: a page that adds its listeners right after the tag is to hear it.
    setTimeout(() => {
      // An element that was taken out in this very task tells of nothing: the next one does.
      if (attempt.signal.aborted || !this.#host.isConnected || !outcome) return;
      cleanAddress(partner);
      this.#useWayBack();
      this.#spent = '';
      this.#settle(outcome, 'user');
    });
  }

  #useWayBack(): void {
    if (this.#wayBack) this.#wayBack.url = null;
  }

  #occupation({ module, session, signal }: Attempt): Occupation | null | undefined {
    return session && module?.beforeOpening?.(partnerContext(session.partner, signal));
  }

  /** A new attempt in place of this one, that whoever waits for this one now waits for. */
  #startAgain(reason: SessionReason): void {
    const waiting = this.#waiting.splice(0);
    this.#begin(reason);
    this.#attempt.isWanted = true;
    this.#waiting.push(...waiting);
    if (!isRunning(this.snapshot)) this.#resolveWaiting();
  }

  /** From `ready` to the partner's UI, or off the page. */
  async #open(attempt: Attempt): Promise<void> {
    if (attempt.isOpening) return;
    attempt.isOpening = true;
    try {
      await this.#show(attempt);
    } catch (error) {
      this.#fail(error, attempt);
    }
  }

  async #show(attempt: Attempt): Promise<void> {
    const { signal, session, module } = attempt;
    if (!session || !module) return;
    const { partner, credential } = session;
    const isLeaving = partners[partner].surface === 'page';

    if (!this.#host.isConnected) await removalTold();
    if (signal.aborted) return;
    for (let turn; (turn = this.#occupation(attempt));) {
      await turn.free;
      if (signal.aborted) return;
    }
    if (Date.now() - session.receivedAt > longestWait && canAsk(this.#host, this.#fallbackUrl)) {
      this.#startAgain('restart');
      return;
    }
    if (isLeaving) {
      this.#writeRecord(attempt, session);
      if (!attempt.record)
        throw new ExchangeLinkError('redirect-failed', 'Without sessionStorage the way back is lost.');
    }
    this.#host.keepFocus();
    if (!this.#apply({ type: 'open' })) return;
    if (!this.#host.isConnected) await removalTold();
    if (signal.aborted) return;
    const url = isLeaving ? { url: credential as string } : {};
    const opening = new ExchangeOpeningEvent('exchange-opening', { partner, ...url }, true);
    const isWelcome = this.#host.dispatchEvent(opening);
    if (!this.#host.isConnected) await removalTold();
    if (signal.aborted) return;
    if (!isWelcome) {
      attempt.isOpening = attempt.isWanted = false;
      attempt.isPostponed = true;
      this.#apply({ type: 'postpone' });
      this.#resolveWaiting();
      return;
    }
    this.#spent = credentialKey(credential);
    // Not the host's present one: a listener may just have set another.
    this.#spentSession = attempt.givenSession;
    if (!isLeaving) this.#writeRecord(attempt, session);
    await this.#mount(attempt, session, module);
  }

  /** Writes down what the way back needs, for partners that may leave the page. */
  #writeRecord(attempt: Attempt, { partner, credential, exchangePartnerHref }: ChosenSession): void {
    const { returns, needs } = partners[partner];
    if (!returns) return;
    attempt.record = writeReturnRecord({
      partner,
      startedAt: Date.now(),
      sessionUrl: absoluteSessionUrl(this.#host) ?? this.#fallbackUrl,
      exchangePartnerHref,
      reauth: attempt.settings.reauth,
      // A page's own result needs nothing; making the same UI again needs the same token.
      linkToken: needs === 'token' ? (credential as string) : null,
    });
    if (partners[partner].surface === 'page') this.#awaitComeBack(attempt, credential);
  }

  /** Out of the page cache, without a result. The page may have been left by the partner, or by the host itself. */
  #awaitComeBack({ signal }: Attempt, credential: ChosenSession['credential']): void {
    const comeBack = ({ persisted }: PageTransitionEvent): void => {
      if (!persisted) return;
      this.#spent = credentialKey(credential);
      this.leave('user');
    };
    addEventListener('pageshow', comeBack, bare({ signal }));
  }

  /** A page that goes, or is kept as a snapshot, holds nothing of a partner's. */
  #clearBeforePageGoes(attempt: Attempt, { partner, credential }: ChosenSession): void {
    if (partners[partner].surface === 'page') return;
    const { signal } = attempt;
    this.#awaitComeBack(attempt, credential);
    // The page may be left for the partner, so that its record stays; out of the page cache the attempt ends.
    addEventListener('pagehide', () => attempt.unmount(), bare({ signal }));
    for (const name of snapshotEvents)
      ofDocument('addEventListener')(name, () => this.leave('host'), bare({ signal }));
  }

  async #mount(attempt: Attempt, session: ChosenSession, module: AnyPartnerModule): Promise<void> {
    const { signal, settings } = attempt;
    const { partner, returnUrl } = session;
    attempt.isShown = true;
    this.#useWayBack();
    const stopTimer = startTimer(signal, settings.timeout, () =>
      this.#fail(tooLong({ code: 'partner-timeout', ...settings }), attempt),
    );
    const reach = (type: 'opened' | 'leave') => (): void => {
      stopTimer();
      this.#apply({ type });
      this.#resolveWaiting();
    };
    const context = mountContext(partner, signal, this.#host, {
      returnUrl,
      timeout: settings.timeout,
      offer: (action) => {
        this.#host.keepFocus();
        this.offered = action;
        this.#host.flowChanged();
      },
      opened: reach('opened'),
      leaving: reach('leave'),
      activity: (name, data = {}) =>
        void this.#host.dispatchEvent(
          new ExchangeActivityEvent('exchange-activity', { partner, name, data }),
        ),
      trouble: ({ type, code }) => (attempt.trouble = { type: codeLike(type), code: codeLike(code) }),
      settle: (outcome) => this.#settle(outcome, 'user'),
      lost: () => this.leave('host'),
    });
    // The one place where what a partner put on the page meets the end of its attempt. Before `mount`, so that it comes
    // before whatever `mount` registers, such as the end of the slot container.
    atEnd(signal, () => attempt.unmount());
    this.#clearBeforePageGoes(attempt, session);
    const mounted = bare(await module.mount(session.credential, context));
    if (returnUrl) cleanAddress(partner);
    attempt.mounted = mounted;
    if (signal.aborted) attempt.unmount();
  }

  #fail(error: unknown, { signal }: Attempt): void {
    if (signal.aborted) return;
    const known = isExchangeLinkError(error)
      ? error
      : new ExchangeLinkError(
          'partner-error',
          `The partner's code failed. ${describeHiddenMembers()}`.trim(),
          {
            cause: error,
          },
        );
    this.#settle({ type: 'error', error: known }, 'host');
  }

  /** A partner's outcome becomes the attempt's. The first one counts; none of an element that is gone. */
  #settle(outcome: PartnerOutcome<object>, reason: 'user' | 'host'): void {
    if (!isRunning(this.snapshot)) return;
    const attempt = this.#attempt;
    if (!this.#host.isConnected) {
      void removalTold().then(() => attempt.signal.aborted || this.#settle(outcome, reason));
      return;
    }
    const ending = endingOf(outcome, {
      partner: this.snapshot.partner ?? this.hint,
      attempt,
      reason,
      canAsk: canAsk(this.#host, this.#fallbackUrl),
    });
    this.#endAttempt();
    this.#apply({ type: 'end', outcome: ending });
    this.#resolveWaiting();
  }
}

/** A partner's name for something, as long as it cannot be free text. */
const codeLike = (value: string): string => /^[\w./-]{1,128}$/.exec(value)?.[0] ?? 'unknown';

/** The partner that the `partner` parameter of the session URL names, where the session comes from there. */
function hintOf({ session, getSession, sessionUrl, baseURI }: SessionSource): PartnerName | null {
  if (session || getSession || !sessionUrl) return null;
  const named = parseUrl(sessionUrl, baseURI)?.searchParams.getAll('partner') ?? [];
  return partnerNames.find((name) => named.includes(name)) ?? null;
}

/** When an element that a listener has taken out has been told so: in a microtask only, and it may be back by then. */
const removalTold = (): Promise<void> => Promise.resolve();
