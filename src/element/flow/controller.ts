import { simulatorHint } from './hints.js';
import { ExchangeLinkError, isExchangeLinkError } from '../errors.js';
import { eventOf, ExchangeActivityEvent, ExchangeOpeningEvent, ExchangeStateEvent } from '../events.js';
import type { PageLock, PartnerOutcome } from '../partners/partner.js';
import { atEnd, startTimer } from '../browser/abort.js';
import { describeHiddenMembers, ofDocument } from '../browser/document.js';
import { watchView } from '../browser/in-view.js';
import { bare } from '../browser/own.js';
import { parseUrl } from '../browser/parse-url.js';
import { partnerNames, partners, type PartnerName } from '../partners/registry.js';
import { sessionKey } from '../session/parse-session.js';
import { credentialKey } from '../session/session.js';
import { Attempt, type AnyPartnerModule, type AttemptSettings } from './attempt.js';
import { makeOutcome } from './make-outcome.js';
import { loadPartner } from './load-partner.js';
import { mountContext, partnerContext, type PartnerSurroundings } from './partner-context.js';
import {
  claimReturn,
  claimUnknownReturn,
  forgetReturn,
  unregisterHolder,
  releaseReturn,
  type DocumentReturn,
  type ReturnHolder,
} from './document-return.js';
import { recallOutcome, rememberOutcome, type RememberedOutcome } from './remembered-outcome.js';
import { cleanAddress, returnParameters, writeReturnRecord, type RedirectReturn } from './return-record.js';
import {
  absoluteSessionUrl,
  canGetSession,
  getExchangeSession,
  type ResolvedSession,
  type SessionReason,
  type SessionSource,
} from '../session/get-session.js';
import { idle, isRunning, reduce, type Action, type Snapshot } from './state.js';
import { timeoutError, withTimeout } from './step-timeout.js';

/** What the controller needs from the element. */
export interface ExchangeHost extends PartnerSurroundings, SessionSource, AttemptSettings {
  readonly baseURI: string;
  /** The snapshot, or the partner's action, has changed: reflect and render it. */
  readonly flowChanged: () => void;
  /** Something that may have the focus is about to be removed. */
  readonly keepFocus: () => void;
}

/** A button that a partner shows above its UI. */
export interface PartnerAction {
  readonly text: string;
  readonly run: () => void;
}

/** Events that libraries dispatch before they store a snapshot of the page (Turbo, htmx). */
const snapshotEvents = ['turbo:before-cache', 'htmx:beforeHistorySave'];
const longestWait = 5 * 60_000; // ms a session may wait for a gesture before a fresh one is asked for

/**
 * Runs one attempt at a time, from the session to its outcome, and reports every step to the element. Each attempt has
 * one AbortController; code checks its signal after every await.
 *
 * It knows no partner by name: their differences are in the registry and behind `PartnerModule`.
 */
export class ExchangeController implements ReturnHolder {
  snapshot: Snapshot = idle;
  partnerAction: PartnerAction | null = null;
  /** There is nothing to do but wait for the connection. */
  isOffline = false;

  readonly #host: ExchangeHost;
  #attempt: Attempt;
  /** Credential that the partner's UI was started with last: never used again. '' if only an earlier document knew it. */
  #consumed: string | null = null;
  /** Key of the `session` that was set then. */
  #consumedSession = '';
  /** No attempt has started since the element was connected. */
  #hasJustArrived = false;
  /** The redirect return. Its `url`, which carries the result, is set until it is used. */
  #redirectReturn: RedirectReturn | null = null;
  /** The return of this document, while this element holds it. */
  #return: DocumentReturn | null = null;
  /** Outcome of the last attempt, for a restored copy of the page. */
  #remembered: RememberedOutcome | null = null;
  /** A restored page sets the same properties again: its session source does not count as a change. */
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
    return canGetSession(this.#host, this.#fallbackUrl) || !!this.#unusedSession;
  }

  /**
   * The element comes into a document as a copy of one that has ended there: a page restored from a snapshot.
   * @returns whether it shows that outcome, and has nothing to begin
   */
  restore(): boolean {
    const remembered = recallOutcome(this.#host);
    if (!remembered) return false;
    this.#remembered = remembered;
    this.#isRestored = !this.#host.session && !canGetSession(this.#host, null);
    this.#resume(remembered.snapshot, remembered.redirect);
    return true;
  }

  /** The element was connected: the address may carry a return, and a consumed session needs a new one. */
  arrive(): void {
    this.#hasJustArrived = true;
    const found = claimReturn(this.#host, this);
    if (found && 'record' in found) this.#consumed = found.record.linkToken ?? '';
    else if (found) {
      this.#return = found;
      this.#redirectReturn = found.redirect;
      if (found.snapshot) {
        this.#remembered = rememberOutcome(this.#host, found.snapshot, found.redirect);
        return this.#resume(found.snapshot, found.redirect);
      }
    }
    this.#start(this.#nextReason);
  }

  /** Another element that held the return of this document was removed. */
  takeOver(partner: PartnerName): boolean {
    const { host, snapshot } = { host: this.#host, snapshot: this.snapshot };
    const isFree =
      /^(idle|loading|ready)$/.test(snapshot.state) && !this.#attempt.isWanted && !this.#attempt.isOpening;
    if (!isFree || host.session || !host.isConnected || this.#return) return false;
    if ((host.partner || (snapshot.partner ?? partner)) !== partner) return false;
    this.arrive();
    return true;
  }

  /** The host set another session: starts an attempt with it, and cancels a running one silently. */
  change(): void {
    const isRestored = this.#isRestored && !this.#host.session;
    this.#isRestored = false;
    if (isRestored) return this.#host.flowChanged();
    this.#forgetRedirectReturn();
    // A session that is set after the element was connected still counts as the first.
    this.#start(this.#hasJustArrived ? this.#nextReason : 'start');
  }

  /** Shows the outcome of an attempt that another element has reported. */
  #resume(snapshot: Snapshot, redirect: RedirectReturn | null): void {
    this.#redirectReturn = redirect;
    this.#consumed ??= '';
    this.#hasJustArrived = false;
    this.snapshot = snapshot;
    this.#host.flowChanged();
  }

  /**
   * Starts an attempt, and cancels a running one silently. Without a session source the state is `idle`.
   * @param session a session that was never used
   * @param canBegin start even without a session source
   */
  #start(
    reason: SessionReason,
    session: ResolvedSession | null = null,
    canBegin = !!(this.#host.session ?? this.#redirectReturn?.url) ||
      canGetSession(this.#host, this.#fallbackUrl),
  ): void {
    this.#cutOff();
    this.#isRestored = false;
    this.#remembered?.forget();
    this.#remembered = null;
    const { launch, reauth, timeout } = this.#host;
    const redirect = this.#redirectReturn;
    this.#continueReturn(!!redirect?.url || !!session?.returnUrl);
    // Applies while the session is the previous one, or comes from the same source.
    const wasReauth = !!redirect?.record.reauth && (!!redirect.url || !canGetSession(this.#host, null));
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

  /** Starts again after an outcome, with the current session if it was never used. Without a session source this is an error. */
  retry(): void {
    this.#start(this.#nextReason, this.#unusedSession, true);
  }

  /** Shows the partner's UI. Never rejects: resolves when it is shown, opening was cancelled, or the attempt ended. */
  open(): Promise<void> {
    const { state, partner, outcome } = this.snapshot;
    if (state === 'ready' && !partner) this.#start('start');
    else if (outcome) this.retry();
    if (!/^(loading|ready|opening)$/.test(this.snapshot.state)) return Promise.resolve();
    this.#attempt.isWanted = true;
    const shown = this.#nextStop();
    if (this.snapshot.state === 'ready') void this.#open(this.#attempt);
    return shown;
  }

  /** Forgets the session and starts over with a new one. Resolves as `open()` does, or when a gesture is needed. */
  reload(): Promise<void> {
    this.#consumeRedirectReturn();
    this.#start('restart');
    return isRunning(this.snapshot) ? this.#nextStop() : Promise.resolve();
  }

  /** Closes a running attempt: an exit, unless the partner has another outcome. */
  close(reason: 'user' | 'host'): void {
    if (isRunning(this.snapshot))
      this.#settle(this.#attempt.mounted?.outcomeOnClose?.() ?? { type: 'exit' }, reason);
  }

  /** The element was moved in the document. A frame inside it was reloaded, and its one-use link does not work twice. */
  moved(): void {
    const { partner } = this.snapshot;
    if (this.#attempt.isShown && partner && /frame|inline/.test(partners[partner].surface))
      this.close('host');
  }

  /** The element cannot render. A running attempt ends with an error, and no other starts. */
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

  /** The element was removed: the attempt is cleaned up, and no event is dispatched. */
  remove(): void {
    unregisterHolder(this);
    this.#cutOff();
    this.#forgetRedirectReturn();
    if (this.#return) this.#redirectReturn = null;
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

  /** Another attempt starts: keeps the return if the attempt belongs to it. */
  #continueReturn(isReturn: boolean): void {
    if (!this.#return) return;
    if (isReturn) this.#return.snapshot = null;
    else {
      forgetReturn(this.#return);
      this.#return = null;
    }
  }

  get #nextReason(): SessionReason {
    return this.#consumed === null ? 'start' : 'restart';
  }

  get #unusedSession(): ResolvedSession | null {
    const { session } = this.#attempt;
    return session && credentialKey(session.credential) !== this.#consumed ? session : null;
  }

  /** URL of the session that the user was redirected with; only for attempts after a return. */
  get #fallbackUrl(): string | null {
    return this.#redirectReturn?.record.sessionUrl ?? null;
  }

  /** Forgets the return, unless it is still unused and the host accepts its partner. */
  #forgetRedirectReturn(): void {
    const { partner } = this.#host;
    const redirect = this.#redirectReturn;
    const isOthers = !!redirect?.url && !!partner && partner !== redirect.record.partner;
    if (!redirect?.url || isOthers) this.#redirectReturn = null;
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
    this.partnerAction = null;
  }

  #nextStop(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #resolveWaiting(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** @returns false if the action has no effect in this state, or a listener has changed the state since */
  #apply(action: Action): boolean {
    const previous = this.snapshot;
    const next = reduce(previous, action);
    if (next === previous) return false;
    this.snapshot = next;
    if (next.outcome) this.#keepOutcome(next);
    this.#host.flowChanged();
    if (next.state === previous.state) return true;
    this.#host.dispatchEvent(
      new ExchangeStateEvent('exchange-state', { state: next.state, previous: previous.state }),
    );
    const event = eventOf(next, previous);
    // Always dispatch terminal events. Skip progress events after the state has changed or the element was removed.
    if (event && (next.outcome || (this.snapshot === next && this.#host.isConnected))) {
      const isUnhandled = this.#host.dispatchEvent(event);
      if (isUnhandled && next.outcome?.type === 'error') {
        const { code, message } = next.outcome.detail;
        console.error(`<dwolla-exchange-link> ${code}: ${message}${simulatorHint(code)}`);
      }
    }
    return this.snapshot === next;
  }

  /** For the element that replaces this one. */
  #keepOutcome(snapshot: Snapshot): void {
    this.#remembered = rememberOutcome(this.#host, snapshot, this.#redirectReturn);
    if (this.#return) Object.assign(this.#return, { snapshot, endedAt: Date.now() });
  }

  async #run(attempt: Attempt, reason: SessionReason): Promise<void> {
    const redirect = this.#redirectReturn;
    if (redirect?.url && partners[redirect.record.partner].surface === 'page')
      return this.#readReturn(attempt, redirect.record.partner, redirect.url);

    const waitForView = attempt.settings.launch === 'manual' ? null : watchView(this.#host, attempt.signal);
    // Fetch the partner's code in parallel if the host sets the partner or its URL hints at one.
    const expected = this.hint ?? hintOf(this.#host);
    const early = expected && this.#prepare(attempt, expected);
    const found = this.#findSession(attempt, reason).then((session) => (attempt.session = session));
    // The session overrides a hint, so an error in that partner's code may not matter.
    if (early && !this.hint) early.catch(() => undefined);
    const [session] = await Promise.all([found, this.hint && early]);
    if (attempt.signal.aborted) return;
    if (!session) return this.#waitForGesture(attempt);
    if (!this.#apply({ type: 'resolve', partner: session.partner })) return;
    // Never pass a credential to another partner.
    attempt.module = await (early && session.partner === expected
      ? early
      : this.#prepare(attempt, session.partner));
    if (attempt.signal.aborted || !this.#apply({ type: 'prepare' })) return;

    // Never redirect without a gesture. While another element holds the page lock, wait for a gesture too. A lock that
    // is being released does not count.
    const { surface } = partners[session.partner];
    if (attempt.isWanted || session.returnUrl) return this.#open(attempt);
    if (!waitForView || surface === 'page' || this.#pageLock(attempt)?.isReleasing === false)
      return this.#resolveWaiting();
    // UI inside the element takes the focus and scrolls to it, so wait until the element is in view.
    if (surface !== 'overlay') await waitForView(() => this.#resolveWaiting());
    if (!attempt.signal.aborted && !attempt.isPostponed) await this.#open(attempt);
  }

  /** The return belongs to something else: wait for a gesture, which gets a new session. */
  #waitForGesture(attempt: Attempt): void {
    if (!this.#apply({ type: 'prepare' })) return;
    if (attempt.isWanted) this.#startAgain('start');
    else this.#resolveWaiting();
  }

  /** The session of the attempt: an unused one, the one from before a redirect, or a new one. */
  async #findSession(attempt: Attempt, reason: SessionReason): Promise<ResolvedSession | null> {
    const host = this.#host;
    if (attempt.session) return attempt.session;
    const record = this.#redirectReturn?.record;
    const returnUrl = this.#redirectReturn?.url;
    if (record?.linkToken && returnUrl) {
      const { partner, linkToken: credential, exchangePartnerHref } = record;
      return { partner, credential, exchangePartnerHref, receivedAt: Date.now(), returnUrl };
    }
    const isNew = reason === 'start' && attempt.isFirst && host.getSession && !host.session;
    const unknown = isNew ? claimUnknownReturn(host.partner, this) : null;
    if (unknown) this.#return = unknown;
    const { timeout } = attempt.settings;
    const step = { code: 'session-timeout', timeout, signal: attempt.signal } as const;
    const session = await withTimeout(step, (signal) =>
      getExchangeSession(host, {
        reason: unknown ? 'return' : reason,
        consumed: this.#consumed,
        consumedSession: this.#consumedSession,
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
    this.#continueReturn(false);
    return session;
  }

  /** Fetches a partner's code, and the partner's own script. */
  #prepare({ signal, settings: { timeout } }: Attempt, partner: PartnerName): Promise<AnyPartnerModule> {
    return withTimeout({ code: 'partner-timeout', timeout, signal }, async (step) => {
      const module = await loadPartner(partner, step);
      if (step.aborted) return module;
      const context = partnerContext(partner, step, this.#host);
      module.check?.(context);
      await module.prepare?.(context);
      return module;
    });
  }

  async #readReturn(attempt: Attempt, partner: PartnerName, url: string): Promise<void> {
    if (!this.#apply({ type: 'resolve', partner })) return;
    const { readReturn } = await this.#prepare(attempt, partner);
    const outcome = readReturn?.(returnParameters(partner, url), partnerContext(partner, attempt.signal));
    // In a later task, so that a page that adds its listeners right after the tag receives the event.
    setTimeout(() => {
      // An element removed in the same task reports nothing: the next element does.
      if (attempt.signal.aborted || !this.#host.isConnected || !outcome) return;
      cleanAddress(partner);
      this.#consumeRedirectReturn();
      this.#consumed = '';
      this.#settle(outcome, 'user');
    });
  }

  #consumeRedirectReturn(): void {
    if (this.#redirectReturn) this.#redirectReturn.url = null;
  }

  #pageLock({ module, session, signal }: Attempt): PageLock | null | undefined {
    return session && module?.beforeOpening?.(partnerContext(session.partner, signal));
  }

  /** Replaces this attempt. Pending `open()` and `reload()` calls wait for the new one. */
  #startAgain(reason: SessionReason): void {
    const waiting = this.#waiting.splice(0);
    this.#start(reason);
    this.#attempt.isWanted = true;
    this.#waiting.push(...waiting);
    if (!isRunning(this.snapshot)) this.#resolveWaiting();
  }

  /** From `ready` to the partner's UI, or to the redirect. */
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
    const isRedirecting = partners[partner].surface === 'page';

    if (!this.#host.isConnected) await removalReported();
    if (signal.aborted) return;
    for (let lock; (lock = this.#pageLock(attempt));) {
      await lock.released;
      if (signal.aborted) return;
    }
    if (Date.now() - session.receivedAt > longestWait && canGetSession(this.#host, this.#fallbackUrl)) {
      this.#startAgain('restart');
      return;
    }
    if (isRedirecting) {
      this.#writeRecord(attempt, session);
      if (!attempt.record)
        throw new ExchangeLinkError(
          'redirect-failed',
          'sessionStorage is not available, so the return cannot be recognized.',
        );
    }
    this.#host.keepFocus();
    if (!this.#apply({ type: 'open' })) return;
    if (!this.#host.isConnected) await removalReported();
    if (signal.aborted) return;
    const url = isRedirecting ? { url: credential as string } : {};
    const opening = new ExchangeOpeningEvent('exchange-opening', { partner, ...url }, true);
    const isWelcome = this.#host.dispatchEvent(opening);
    if (!this.#host.isConnected) await removalReported();
    if (signal.aborted) return;
    if (!isWelcome) {
      attempt.isOpening = attempt.isWanted = false;
      attempt.isPostponed = true;
      this.#apply({ type: 'postpone' });
      this.#resolveWaiting();
      return;
    }
    this.#consumed = credentialKey(credential);
    // Not the current `session` property: a listener may just have set another.
    this.#consumedSession = attempt.givenSession;
    if (!isRedirecting) this.#writeRecord(attempt, session);
    await this.#mount(attempt, session, module);
  }

  /** Writes the return record, for partners that may redirect the page. */
  #writeRecord(attempt: Attempt, { partner, credential, exchangePartnerHref }: ResolvedSession): void {
    const { returns, needs } = partners[partner];
    if (!returns) return;
    attempt.record = writeReturnRecord({
      partner,
      startedAt: Date.now(),
      sessionUrl: absoluteSessionUrl(this.#host) ?? this.#fallbackUrl,
      exchangePartnerHref,
      reauth: attempt.settings.reauth,
      // Visa's result is in the address; reopening Plaid Link needs the same token.
      linkToken: needs === 'token' ? (credential as string) : null,
    });
    if (partners[partner].surface === 'page') this.#closeOnPageShow(attempt, credential);
  }

  /** Closes the attempt when the page is restored from the back/forward cache without a result. */
  #closeOnPageShow({ signal }: Attempt, credential: ResolvedSession['credential']): void {
    const onPageShow = ({ persisted }: PageTransitionEvent): void => {
      if (!persisted) return;
      this.#consumed = credentialKey(credential);
      this.close('user');
    };
    addEventListener('pageshow', onPageShow, bare({ signal }));
  }

  /** Removes the partner's UI before the page is unloaded or stored as a snapshot. */
  #clearBeforePageGoes(attempt: Attempt, { partner, credential }: ResolvedSession): void {
    if (partners[partner].surface === 'page') return;
    const { signal } = attempt;
    this.#closeOnPageShow(attempt, credential);
    // Keep the record: the page may be redirecting to the partner. After a restore from the page cache the attempt ends.
    addEventListener('pagehide', () => attempt.unmount(), bare({ signal }));
    for (const name of snapshotEvents)
      ofDocument('addEventListener')(name, () => this.close('host'), bare({ signal }));
  }

  async #mount(attempt: Attempt, session: ResolvedSession, module: AnyPartnerModule): Promise<void> {
    const { signal, settings } = attempt;
    const { partner, returnUrl } = session;
    attempt.isShown = true;
    this.#consumeRedirectReturn();
    const stopTimer = startTimer(signal, settings.timeout, () =>
      this.#fail(timeoutError({ code: 'partner-timeout', ...settings }), attempt),
    );
    const reach = (type: 'opened' | 'redirect') => (): void => {
      stopTimer();
      this.#apply({ type });
      this.#resolveWaiting();
    };
    const context = mountContext(partner, signal, this.#host, {
      returnUrl,
      timeout: settings.timeout,
      showAction: (action) => {
        this.#host.keepFocus();
        this.partnerAction = action;
        this.#host.flowChanged();
      },
      opened: reach('opened'),
      redirecting: reach('redirect'),
      activity: (name, data = {}) =>
        void this.#host.dispatchEvent(
          new ExchangeActivityEvent('exchange-activity', { partner, name, data }),
        ),
      reportLastError: ({ type, code }) =>
        (attempt.lastError = { type: codeLike(type), code: codeLike(code) }),
      settle: (outcome) => this.#settle(outcome, 'user'),
      // At `pagehide` it is the attempt itself that takes the UI off the page.
      lost: () => {
        if (!attempt.isUnmounted) this.close('host');
      },
    });
    // The one place that cleans up a partner's UI. Registered before `mount`, so that it runs before anything that `mount`
    // registers, such as the removal of the slot container.
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

  /** Turns a partner's outcome into the attempt's. Only the first one counts, and only while the element is connected. */
  #settle(outcome: PartnerOutcome<object>, reason: 'user' | 'host'): void {
    if (!isRunning(this.snapshot)) return;
    const attempt = this.#attempt;
    if (!this.#host.isConnected) {
      void removalReported().then(() => attempt.signal.aborted || this.#settle(outcome, reason));
      return;
    }
    const final = makeOutcome(outcome, {
      partner: this.snapshot.partner ?? this.hint,
      attempt,
      reason,
      canGetSession: canGetSession(this.#host, this.#fallbackUrl),
    });
    this.#endAttempt();
    this.#apply({ type: 'end', outcome: final });
    this.#resolveWaiting();
  }
}

/** A partner's own name or code, if it cannot be free text. */
const codeLike = (value: string): string => /^[\w./-]{1,128}$/.exec(value)?.[0] ?? 'unknown';

/** The partner that the `partner` parameter of the session URL names, where the session comes from there. */
function hintOf({ session, getSession, sessionUrl, baseURI }: SessionSource): PartnerName | null {
  if (session || getSession || !sessionUrl) return null;
  const named = parseUrl(sessionUrl, baseURI)?.searchParams.getAll('partner') ?? [];
  return partnerNames.find((name) => named.includes(name)) ?? null;
}

/** Resolves after the microtask in which a removed element learns of its removal. It may be connected again by then. */
const removalReported = (): Promise<void> => Promise.resolve();
