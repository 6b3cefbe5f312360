import { ExchangeLinkError, isExchangeLinkError } from '../errors.js';
import { ExchangeActivityEvent, ExchangeOpeningEvent } from '../events.js';
import { atEnd, startTimer } from '../browser/abort.js';
import { describeHiddenMembers, ofDocument } from '../browser/document.js';
import { watchView } from '../browser/in-view.js';
import { bare } from '../browser/own.js';
import { parseUrl } from '../browser/parse-url.js';
import type { LastError, MountedPartner, PageLock, PartnerOutcome } from '../partners/partner.js';
import { partnerNames, partners, type PartnerName } from '../partners/registry.js';
import {
  absoluteSessionUrl,
  getExchangeSession,
  type ResolvedSession,
  type SessionReason,
  type SessionSource,
} from '../session/get-session.js';
import { credentialKey } from '../session/session.js';
import type { ReturnHolder } from './document-return.js';
import type { HeldReturn } from './held-return.js';
import { loadPartner, type AnyPartnerModule } from './load-partner.js';
import { makeOutcome } from './make-outcome.js';
import type { ExchangeOutcome } from './outcome.js';
import { mountContext, partnerContext, type PartnerSurroundings } from './partner-context.js';
import { preloadScript } from './preload-script.js';
import { cleanAddress, dropReturnRecord, returnParameters, writeReturnRecord } from './return-record.js';
import { isRunning, type Action, type Snapshot } from './state.js';
import { timeoutError, withTimeout, type TimedStep } from './step-timeout.js';

/** What a host may change at any time, and what counts from the next attempt on. */
export interface AttemptSettings {
  readonly launch: string;
  /** An existing exchange is re-authenticated. */
  readonly reauth: boolean;
  /** Timeout for each step, in ms. */
  readonly timeout: number;
}

/** What an attempt needs from the element. */
export interface AttemptHost extends PartnerSurroundings, SessionSource {
  readonly baseURI: string;
  /** Something that may have the focus is about to be removed. */
  readonly keepFocus: () => void;
}

/** A button that a partner shows above its UI. */
export interface PartnerAction {
  readonly text: string;
  readonly run: () => void;
}

/** What the attempts of one element have used: never used again. */
export interface Consumed {
  /** Credential that the partner's UI was started with last. '' if only an earlier document knew it. */
  credential: string | null;
  /** Key of the `session` that was set then. */
  session: string;
}

/** The controller, as its attempt sees it. */
export interface AttemptController extends ReturnHolder {
  readonly host: AttemptHost;
  /** The partner the host named, if there is one of that name. */
  readonly hint: PartnerName | null;
  readonly snapshot: Snapshot;
  readonly returned: HeldReturn;
  readonly consumed: Consumed;
  /** @returns false if the action has no effect in this state, or a listener has changed the state since */
  readonly apply: (action: Action) => boolean;
  /** Whether a new session can be requested. */
  readonly canGetSession: boolean;
  /** There is nothing to do but wait for the connection. */
  readonly waitForConnection: () => void;
  readonly showAction: (action: PartnerAction | null) => void;
  /** Whoever called `open()` or `reload()` waits no longer. */
  readonly resolveWaiting: () => void;
  /** Replaces the attempt by another, for which `open()` and `reload()` wait on. */
  readonly startAgain: (reason: SessionReason) => void;
  /** The attempt has its outcome. */
  readonly end: (outcome: ExchangeOutcome) => void;
}

/** Events that libraries dispatch before they store a snapshot of the page (Turbo, htmx). */
const snapshotEvents = ['turbo:before-cache', 'htmx:beforeHistorySave'];
const longestWait = 5 * 60_000; // ms a session may wait for a gesture before a fresh one is asked for

/**
 * One attempt, from getting a session to its outcome; `run()` reads top to bottom. Ending it removes everything it put on
 * the page. Its signal is checked after every await.
 *
 * It knows no partner by name: their differences are in the registry and behind `PartnerModule`.
 */
export class Attempt {
  // Every field is the attempt's own from the start: one that is not there yet would be looked for on the prototypes.
  session: ResolvedSession | null;
  /** The partner's UI is on the page, or being put there. */
  isShown = false;
  /** The partner's UI is to open. */
  isWanted = false;
  /** As the host had set it when the attempt began. */
  readonly settings: AttemptSettings;

  readonly #controller: AttemptController;
  readonly #givenSession: string;
  readonly #abort = new AbortController();
  readonly signal: AbortSignal = this.#abort.signal;
  /** The stored return record. */
  #record: string | null = null;
  #mounted: MountedPartner<object> | null = null;
  #isUnmounted = false;
  /** The last error the user met inside the partner's UI. */
  #lastError: LastError | null = null;
  #resolveWanted: (() => void) | null = null;

  /**
   * @param session a session that was never used
   * @param givenSession key of the host's `session`, or ''
   */
  constructor(
    controller: AttemptController,
    settings: AttemptSettings,
    session: ResolvedSession | null = null,
    givenSession = '',
  ) {
    this.#controller = controller;
    this.settings = settings;
    this.session = session;
    this.#givenSession = givenSession;
  }

  /**
   * Runs to the partner's UI, or to the redirect; the partner then reports the outcome. Never rejects.
   * @param isFirst no attempt has run since the element was connected
   */
  run(reason: SessionReason, isFirst: boolean): Promise<void> {
    return this.#run(reason, isFirst).catch((error: unknown) => this.fail(error));
  }

  async #run(reason: SessionReason, isFirst: boolean): Promise<void> {
    const { signal } = this;
    const controller = this.#controller;
    const { host, consumed } = controller;
    const { redirect } = controller.returned;

    // A redirect return that carries the whole result needs no session.
    if (redirect?.url && partners[redirect.record.partner].surface === 'page')
      return this.#reportReturn(redirect.record.partner, redirect.url);

    // The session; beside it the partner's code, if the host sets the partner or its URL hints at one.
    const waitForView = this.settings.launch === 'manual' ? null : watchView(host, signal);
    const named = controller.hint;
    const expected = named ?? hintOf(host);
    const early = expected && this.#prepare(expected);
    const found = this.#getSession(reason, isFirst).then((session) => (this.session = session));
    // The session overrides a hint, so an error in that partner's code may not matter.
    if (early && !named) early.catch(() => undefined);
    const [session] = await Promise.all([found, named && early]);
    if (signal.aborted) return;

    // Without a session the return belongs to something else: a gesture gets a new one.
    if (!session) {
      if (!controller.apply({ type: 'prepare' })) return;
      if (this.isWanted) return controller.startAgain('start');
      return controller.resolveWaiting();
    }

    const { partner } = session;
    const isRedirect = partners[partner].surface === 'page';
    if (!controller.apply({ type: 'resolve', partner })) return;
    // Never pass a credential to another partner.
    const module = await (early && partner === expected ? early : this.#prepare(partner));
    if (signal.aborted || !controller.apply({ type: 'prepare' })) return;

    // Ready: until the UI is wanted, and once more after each time that the host has postponed it.
    let wanted: Promise<unknown> | null = this.#whenWanted(session, module, waitForView);
    for (;;) {
      // No wait where there is nothing to wait for: a state that nobody sees would be rendered.
      if (wanted) await wanted;
      if (signal.aborted) return;
      this.isWanted = true;
      if (!host.isConnected) await removalReported();
      if (signal.aborted) return;
      for (let lock; (lock = this.#pageLock(partner, module));) {
        await lock.released;
        if (signal.aborted) return;
      }
      if (Date.now() - session.receivedAt > longestWait && controller.canGetSession)
        return controller.startAgain('restart');

      // Opening: the host may postpone it.
      if (isRedirect) this.#writeRecord(session);
      host.keepFocus();
      if (!controller.apply({ type: 'open' })) return;
      if (!host.isConnected) await removalReported();
      if (signal.aborted) return;
      const opening = { partner, ...(isRedirect && { url: session.credential as string }) };
      const isWelcome = host.dispatchEvent(new ExchangeOpeningEvent('exchange-opening', opening, true));
      if (!host.isConnected) await removalReported();
      if (signal.aborted) return;
      if (isWelcome) break;
      this.isWanted = false;
      wanted = this.#nextGesture();
      controller.apply({ type: 'postpone' });
      controller.resolveWaiting();
    }

    // From here on the session is consumed.
    consumed.credential = credentialKey(session.credential);
    // Not the current `session` property: a listener may just have set another.
    consumed.session = this.#givenSession;
    if (!isRedirect) this.#writeRecord(session);
    await this.#mount(session, module);
  }

  async #reportReturn(partner: PartnerName, url: string): Promise<void> {
    const { signal } = this;
    const controller = this.#controller;
    const { host, returned, consumed } = controller;
    if (!controller.apply({ type: 'resolve', partner })) return;
    const { readReturn } = await this.#prepare(partner);
    const outcome = readReturn?.(returnParameters(partner, url), partnerContext(partner, signal));
    // A page that adds its listeners right after the tag receives the event.
    await nextTask();
    // An element removed in the same task reports nothing: the next element does.
    if (signal.aborted || !host.isConnected || !outcome) return;
    cleanAddress(partner);
    returned.consume();
    consumed.credential = '';
    this.settle(outcome, 'user');
  }

  /** The session of the attempt: an unused one, the one from before a redirect, or a new one. */
  async #getSession(reason: SessionReason, isFirst: boolean): Promise<ResolvedSession | null> {
    const controller = this.#controller;
    const { host, returned, consumed } = controller;
    if (this.session) return this.session;
    const { redirect } = returned;
    if (redirect?.url && redirect.record.linkToken) {
      const { partner, linkToken: credential, exchangePartnerHref } = redirect.record;
      return { partner, credential, exchangePartnerHref, receivedAt: Date.now(), returnUrl: redirect.url };
    }
    const isNew = reason === 'start' && isFirst && host.getSession && !host.session;
    const unknown = isNew ? returned.claimUnknown(host.partner, controller) : null;
    const session = await this.#limit('session-timeout', (signal) =>
      getExchangeSession(host, {
        reason: unknown ? 'return' : reason,
        consumed: consumed.credential,
        consumedSession: consumed.session,
        fallbackUrl: returned.sessionUrl,
        timeout: this.settings.timeout,
        onOffline: () => controller.waitForConnection(),
        signal,
      }),
    );
    if (!unknown) return session;
    if (session?.partner === unknown.partner) return { ...session, returnUrl: unknown.address };
    returned.continue(false);
    return session;
  }

  /** Runs one step within the timeout for each. */
  #limit<Result>(code: TimedStep['code'], work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    return withTimeout({ code, timeout: this.settings.timeout, signal: this.signal }, work);
  }

  /** Fetches a partner's code, and the partner's own script. */
  #prepare(partner: PartnerName): Promise<AnyPartnerModule> {
    return this.#limit('partner-timeout', async (signal) => {
      const { host } = this.#controller;
      preloadScript(partner, signal, host);
      const module = await loadPartner(partner, signal);
      if (signal.aborted) return module;
      const context = partnerContext(partner, signal, host);
      module.check?.(context);
      await module.prepare?.(context);
      return module;
    });
  }

  /**
   * When the partner's UI is to open for the first time. Never redirect without a gesture. While another element holds the
   * page lock, wait for a gesture too; a lock that is being released does not count.
   * @returns null for at once
   */
  #whenWanted(
    { partner, returnUrl }: ResolvedSession,
    module: AnyPartnerModule,
    waitForView: ReturnType<typeof watchView> | null,
  ): Promise<unknown> | null {
    if (this.isWanted || returnUrl) return null;
    const { surface } = partners[partner];
    const resolveWaiting = (): void => this.#controller.resolveWaiting();
    const gesture = this.#nextGesture();
    if (!waitForView || surface === 'page' || this.#pageLock(partner, module)?.isReleasing === false) {
      resolveWaiting();
      return gesture;
    }
    // UI inside the element takes the focus and scrolls to it, so wait until the element is in view.
    return surface === 'overlay' ? null : Promise.race([gesture, waitForView(resolveWaiting)]);
  }

  #nextGesture(): Promise<void> {
    return new Promise((resolve) => (this.#resolveWanted = resolve));
  }

  /** The user or the host wants the partner's UI to open. */
  open(): void {
    this.isWanted = true;
    this.#resolveWanted?.();
  }

  #pageLock(partner: PartnerName, module: AnyPartnerModule): PageLock | null | undefined {
    return module.beforeOpening?.(partnerContext(partner, this.signal));
  }

  /** Writes the return record, for partners that may redirect the page. */
  #writeRecord({ partner, credential, exchangePartnerHref }: ResolvedSession): void {
    const { host, returned } = this.#controller;
    const { returns, needs, surface } = partners[partner];
    if (!returns) return;
    this.#record = writeReturnRecord({
      partner,
      startedAt: Date.now(),
      sessionUrl: absoluteSessionUrl(host) ?? returned.sessionUrl,
      exchangePartnerHref,
      reauth: this.settings.reauth,
      // Visa's result is in the address; reopening Plaid Link needs the same token.
      linkToken: needs === 'token' ? (credential as string) : null,
    });
    if (surface !== 'page') return;
    this.#closeOnPageShow(credential);
    if (!this.#record)
      throw new ExchangeLinkError(
        'redirect-failed',
        'sessionStorage is not available, so the return cannot be recognized.',
      );
  }

  /** Closes the attempt when the page is restored from the back/forward cache without a result. */
  #closeOnPageShow(credential: ResolvedSession['credential']): void {
    const onPageShow = ({ persisted }: PageTransitionEvent): void => {
      if (!persisted) return;
      this.#controller.consumed.credential = credentialKey(credential);
      this.close('user');
    };
    addEventListener('pageshow', onPageShow, bare({ signal: this.signal }));
  }

  /** Removes the partner's UI before the page is unloaded or stored as a snapshot. */
  #clearBeforePageGoes({ partner, credential }: ResolvedSession): void {
    if (partners[partner].surface === 'page') return;
    const options = bare({ signal: this.signal });
    this.#closeOnPageShow(credential);
    // Keep the record: the page may be redirecting to the partner. After a restore from the page cache the attempt ends.
    addEventListener('pagehide', () => this.#unmount(), options);
    for (const name of snapshotEvents)
      ofDocument('addEventListener')(name, () => this.close('host'), options);
  }

  async #mount(session: ResolvedSession, module: AnyPartnerModule): Promise<void> {
    const { signal, settings } = this;
    const controller = this.#controller;
    const { host } = controller;
    const { partner, credential, returnUrl } = session;
    this.isShown = true;
    controller.returned.consume();
    const stopTimer = startTimer(signal, settings.timeout, () =>
      this.fail(timeoutError({ code: 'partner-timeout', ...settings })),
    );
    const reach = (type: 'opened' | 'redirect') => (): void => {
      stopTimer();
      controller.apply({ type });
      controller.resolveWaiting();
    };
    const context = mountContext(partner, signal, host, {
      returnUrl,
      timeout: settings.timeout,
      showAction: (action) => controller.showAction(action),
      opened: reach('opened'),
      redirecting: reach('redirect'),
      activity: (name, data = {}) =>
        void host.dispatchEvent(new ExchangeActivityEvent('exchange-activity', { partner, name, data })),
      reportLastError: ({ type, code }) => (this.#lastError = { type: codeLike(type), code: codeLike(code) }),
      settle: (outcome) => this.settle(outcome, 'user'),
      // At `pagehide` it is the attempt itself that takes the UI off the page.
      lost: () => {
        if (!this.#isUnmounted) this.close('host');
      },
    });
    // The one place that cleans up a partner's UI. Registered before `mount`, so that it runs before anything that `mount`
    // registers, such as the removal of the slot container.
    atEnd(signal, () => this.#unmount());
    this.#clearBeforePageGoes(session);
    const mounted = bare(await module.mount(credential, context));
    if (returnUrl) cleanAddress(partner);
    this.#mounted = mounted;
    if (signal.aborted) this.#unmount();
  }

  /** Takes the partner's UI off the page, once. */
  #unmount(): void {
    if (!this.#mounted || this.#isUnmounted) return;
    this.#isUnmounted = true;
    this.#mounted.destroy();
  }

  /** Ends as an exit, unless the partner has another outcome. */
  close(reason: 'user' | 'host'): void {
    this.settle(this.#mounted?.outcomeOnClose?.() ?? { type: 'exit' }, reason);
  }

  fail(error: unknown): void {
    if (this.signal.aborted) return;
    const known = isExchangeLinkError(error)
      ? error
      : new ExchangeLinkError(
          'partner-error',
          `The partner's code failed. ${describeHiddenMembers()}`.trim(),
          { cause: error },
        );
    this.settle({ type: 'error', error: known }, 'host');
  }

  /** Turns a partner's outcome into the attempt's. Only the first one counts, and only while the element is connected. */
  settle(outcome: PartnerOutcome<object>, reason: 'user' | 'host'): void {
    const controller = this.#controller;
    const { host, snapshot } = controller;
    if (this.signal.aborted || !isRunning(snapshot)) return;
    if (!host.isConnected) {
      void removalReported().then(() => this.settle(outcome, reason));
      return;
    }
    controller.end(
      makeOutcome(outcome, {
        partner: snapshot.partner ?? controller.hint,
        reauth: this.settings.reauth,
        exchangePartnerHref: this.session?.exchangePartnerHref ?? null,
        lastError: this.#lastError,
        reason,
        canGetSession: controller.canGetSession,
      }),
    );
  }

  /** Ends everything that belongs to the attempt. Reports nothing. */
  end(): void {
    this.#abort.abort();
    dropReturnRecord(this.#record);
  }
}

/** The partner that the `partner` parameter of the session URL names, where the session comes from there. */
function hintOf({ session, getSession, sessionUrl, baseURI }: SessionSource): PartnerName | null {
  if (session || getSession || !sessionUrl) return null;
  const named = parseUrl(sessionUrl, baseURI)?.searchParams.getAll('partner') ?? [];
  return partnerNames.find((name) => named.includes(name)) ?? null;
}

/** A partner's own name or code, if it cannot be free text. */
const codeLike = (value: string): string => /^[\w./-]{1,128}$/.exec(value)?.[0] ?? 'unknown';

/** Resolves after the microtask in which a removed element learns of its removal. It may be connected again by then. */
const removalReported = (): Promise<void> => Promise.resolve();

const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
