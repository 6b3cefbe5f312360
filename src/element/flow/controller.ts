import { simulatorHint } from './hints.js';
import { ExchangeLinkError } from '../errors.js';
import { eventOf, ExchangeStateEvent } from '../events.js';
import { describeHiddenMembers } from '../browser/document.js';
import { partnerNames, partners, type PartnerName } from '../partners/registry.js';
import { sessionKey } from '../session/parse-session.js';
import { credentialKey } from '../session/session.js';
import { canGetSession, type ResolvedSession, type SessionReason } from '../session/get-session.js';
import {
  Attempt,
  type AttemptController,
  type AttemptHost,
  type AttemptSettings,
  type Consumed,
  type PartnerAction,
} from './attempt.js';
import { unregisterHolder } from './document-return.js';
import { HeldReturn } from './held-return.js';
import { loadPartner } from './load-partner.js';
import { partnerContext } from './partner-context.js';
import { recallOutcome, rememberOutcome, type RememberedOutcome } from './remembered-outcome.js';
import type { ExchangeOutcome } from './outcome.js';
import type { RedirectReturn } from './return-record.js';
import { idle, isRunning, reduce, type Action, type Snapshot } from './state.js';

/** What the controller needs from the element. */
export interface ExchangeHost extends AttemptHost, AttemptSettings {
  /** The snapshot, or the partner's action, has changed: reflect and render it. */
  readonly flowChanged: () => void;
}

/**
 * What the element calls. Holds one attempt at a time and reports its steps to the element. Keeps what outlives an attempt:
 * the state, the return of this document, what was consumed, the outcome for a restored copy of the page.
 */
export class ExchangeController implements AttemptController {
  snapshot: Snapshot = idle;
  partnerAction: PartnerAction | null = null;
  /** There is nothing to do but wait for the connection. */
  isOffline = false;

  readonly host: ExchangeHost;
  readonly consumed: Consumed = { credential: null, session: '' };
  readonly returned: HeldReturn = new HeldReturn();
  #attempt: Attempt;
  /** No attempt has started since the element was connected. */
  #hasJustArrived = false;
  /** Outcome of the last attempt, for a restored copy of the page. */
  #remembered: RememberedOutcome | null = null;
  /** A restored page sets the same properties again: its session source does not count as a change. */
  #isRestored = false;
  #waiting: (() => void)[] = [];

  constructor(host: ExchangeHost) {
    this.host = host;
    this.#attempt = new Attempt(this, host);
  }

  /** Fetches a partner's code ahead of any session. Never rejects: an attempt reports what is wrong. */
  static async preload(partner: PartnerName): Promise<void> {
    try {
      const module = await loadPartner(partner);
      await module.prepare?.(partnerContext(partner, new AbortController().signal));
    } catch {
      // Nothing is lost yet.
    }
  }

  /** The partner the host named, if there is one of that name. */
  get hint(): PartnerName | null {
    return partnerNames.find((name) => name === this.host.partner) ?? null;
  }

  /** Whether an ended attempt can be followed by another: there is a session to ask for, or one that was never used. */
  get canRestart(): boolean {
    return this.canGetSession || !!this.#unusedSession;
  }

  /**
   * The element comes into a document as a copy of one that has ended there: a page restored from a snapshot.
   * @returns whether it shows that outcome, and has nothing to begin
   */
  restore(): boolean {
    const remembered = recallOutcome(this.host);
    if (!remembered) return false;
    this.#remembered = remembered;
    this.#isRestored = !this.host.session && !canGetSession(this.host, null);
    this.#resume(remembered.snapshot, remembered.redirect);
    return true;
  }

  /** The element was connected: the address may carry a return, and a consumed session needs a new one. */
  arrive(): void {
    this.#hasJustArrived = true;
    const found = this.returned.claim(this.host, this);
    if (found && 'record' in found) this.consumed.credential = found.record.linkToken ?? '';
    else if (found?.snapshot) {
      this.#remembered = rememberOutcome(this.host, found.snapshot, found.redirect);
      return this.#resume(found.snapshot, found.redirect);
    }
    this.#start(this.#nextReason);
  }

  /** Another element that held the return of this document was removed. */
  takeOver(partner: PartnerName): boolean {
    const { host, snapshot } = this;
    if (
      snapshot.outcome ||
      this.#attempt.isWanted ||
      host.session ||
      !host.isConnected ||
      this.returned.isHeld
    )
      return false;
    if ((host.partner || (snapshot.partner ?? partner)) !== partner) return false;
    this.arrive();
    return true;
  }

  /** The host set another session: starts an attempt with it, and cancels a running one silently. */
  change(): void {
    const isRestored = this.#isRestored && !this.host.session;
    this.#isRestored = false;
    if (isRestored) return this.host.flowChanged();
    this.returned.forgetStored(this.host.partner);
    // A session that is set after the element was connected still counts as the first.
    this.#start(this.#hasJustArrived ? this.#nextReason : 'start');
  }

  /** Shows the partner's UI. Never rejects: resolves when it is shown, opening was cancelled, or the attempt ended. */
  open(): Promise<void> {
    const { state, partner, outcome } = this.snapshot;
    if (state === 'ready' && !partner) this.#start('start');
    else if (outcome) this.retry();
    if (!/^(loading|ready|opening)$/.test(this.snapshot.state)) return Promise.resolve();
    const shown = this.#nextStop();
    this.#attempt.open();
    return shown;
  }

  /** Starts again after an outcome, with the current session if it was never used. Without a session source this is an error. */
  retry(): void {
    this.#start(this.#nextReason, this.#unusedSession, true);
  }

  /** Forgets the session and starts over with a new one. Resolves as `open()` does, or when a gesture is needed. */
  reload(): Promise<void> {
    this.returned.consume();
    this.#start('restart');
    return isRunning(this.snapshot) ? this.#nextStop() : Promise.resolve();
  }

  /** Closes a running attempt: an exit, unless the partner has another outcome. */
  close(reason: 'user' | 'host'): void {
    if (isRunning(this.snapshot)) this.#attempt.close(reason);
  }

  /** The element was moved in the document. A frame inside it was reloaded, and its one-use link does not work twice. */
  moved(): void {
    const { partner } = this.snapshot;
    if (this.#attempt.isShown && partner && /frame|inline/.test(partners[partner].surface))
      this.close('host');
  }

  /** The element cannot render. A running attempt ends with an error, and no other starts. */
  viewFailed(cause: unknown): void {
    if (this.snapshot.outcome || !this.host.isConnected) return;
    if (!isRunning(this.snapshot)) {
      if (!this.host.session && !this.canRestart) return;
      this.#attempt = new Attempt(this, this.host);
      this.apply({ type: 'start' });
    }
    const message = describeHiddenMembers() || 'The element could not show itself.';
    this.#attempt.fail(new ExchangeLinkError('partner-error', message, { cause, retryable: false }));
  }

  /** The element was removed: the attempt is cleaned up, and no event is dispatched. */
  remove(): void {
    unregisterHolder(this);
    this.#cutOff();
    this.returned.forgetStored(this.host.partner);
    if (isRunning(this.snapshot)) this.snapshot = idle;
    this.#remembered?.release();
    this.#remembered = null;
    this.host.flowChanged();
    this.returned.release();
  }

  /** @returns false if the action has no effect in this state, or a listener has changed the state since */
  apply(action: Action): boolean {
    const previous = this.snapshot;
    const next = reduce(previous, action);
    if (next === previous) return false;
    this.snapshot = next;
    this.isOffline = false;
    if (next.outcome) {
      // For a restored copy of the page, and for the element that replaces this one.
      this.#remembered = rememberOutcome(this.host, next, this.returned.redirect);
      this.returned.keepOutcome(next);
    }
    this.host.flowChanged();
    if (next.state === previous.state) return true;
    this.host.dispatchEvent(
      new ExchangeStateEvent('exchange-state', { state: next.state, previous: previous.state }),
    );
    const event = eventOf(next, previous);
    // Always dispatch terminal events. Skip progress events after the state has changed or the element was removed.
    if (event && (next.outcome || (this.snapshot === next && this.host.isConnected))) {
      const isUnhandled = this.host.dispatchEvent(event);
      if (isUnhandled && next.outcome?.type === 'error') {
        const { code, message } = next.outcome.detail;
        console.error(`<dwolla-exchange-link> ${code}: ${message}${simulatorHint(code)}`);
      }
    }
    return this.snapshot === next;
  }

  waitForConnection(): void {
    this.isOffline = true;
    this.host.flowChanged();
  }

  showAction(action: PartnerAction | null): void {
    this.host.keepFocus();
    this.partnerAction = action;
    this.host.flowChanged();
  }

  resolveWaiting(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Replaces the attempt. Pending `open()` and `reload()` calls wait for the new one. */
  startAgain(reason: SessionReason): void {
    const waiting = this.#waiting.splice(0);
    this.#start(reason);
    this.#attempt.open();
    this.#waiting.push(...waiting);
    if (!isRunning(this.snapshot)) this.resolveWaiting();
  }

  end(outcome: ExchangeOutcome): void {
    this.#endAttempt();
    this.apply({ type: 'end', outcome });
    this.resolveWaiting();
  }

  /** Shows the outcome of an attempt that another element has reported. */
  #resume(snapshot: Snapshot, redirect: RedirectReturn | null): void {
    this.returned.redirect = redirect;
    this.consumed.credential ??= '';
    this.#hasJustArrived = false;
    this.snapshot = snapshot;
    this.host.flowChanged();
  }

  /**
   * Starts an attempt, and cancels a running one silently. Without a session source the state is `idle`.
   * @param session a session that was never used
   * @param canBegin start even without a session source
   */
  #start(
    reason: SessionReason,
    session: ResolvedSession | null = null,
    canBegin = !!(this.host.session ?? this.returned.redirect?.url) || this.canGetSession,
  ): void {
    this.#cutOff();
    this.#isRestored = false;
    this.#remembered?.forget();
    this.#remembered = null;
    const { launch, reauth, timeout } = this.host;
    const { redirect } = this.returned;
    this.returned.continue(!!redirect?.url || !!session?.returnUrl);
    // Applies while the session is the previous one, or comes from the same source.
    const wasReauth = !!redirect?.record.reauth && (!!redirect.url || !canGetSession(this.host, null));
    const settings = { launch, reauth: reauth || wasReauth, timeout };
    const attempt = new Attempt(this, settings, session, sessionKey(this.host.session));
    this.#attempt = attempt;
    const isFirst = this.#hasJustArrived;
    if (canBegin) this.#hasJustArrived = false;
    this.apply({ type: canBegin ? 'start' : 'reset' });
    if (canBegin && !attempt.signal.aborted) void attempt.run(reason, isFirst);
  }

  get #nextReason(): SessionReason {
    return this.consumed.credential === null ? 'start' : 'restart';
  }

  get canGetSession(): boolean {
    return canGetSession(this.host, this.returned.sessionUrl);
  }

  get #unusedSession(): ResolvedSession | null {
    const { session } = this.#attempt;
    return session && credentialKey(session.credential) !== this.consumed.credential ? session : null;
  }

  #cutOff(): void {
    this.#endAttempt();
    this.resolveWaiting();
  }

  #endAttempt(): void {
    this.host.keepFocus();
    this.#attempt.end();
    this.partnerAction = null;
  }

  #nextStop(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
