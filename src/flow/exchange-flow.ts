import { configuration } from '../configuration.js';
import { ExchangeLinkError } from '../errors.js';
import { eventOf, ExchangeActivityEvent, ExchangeOpeningEvent, ExchangeStateEvent } from '../events.js';
import type {
  MountContext,
  MountedPartner,
  PartnerContext,
  PartnerModule,
  PartnerOutcome,
  PartnerTexts,
  Trouble,
} from '../partners/partner.js';
import { partners, type PartnerName, type SuccessFields } from '../partners/registry.js';
import { credentialKey, type CredentialKind } from '../session/session.js';
import { frozenCopy } from './frozen-copy.js';
import type { ExchangeOutcome } from './outcome.js';
import {
  cleanAddress,
  dropReturnRecord,
  takeReturnRecord,
  takeUnknownReturn,
  writeReturnRecord,
  type ReturnRecord,
  type WayBack,
} from './return-record.js';
import {
  canAsk,
  obtainSession,
  type ChosenSession,
  type SessionReason,
  type SessionSource,
} from './session-source.js';
import { idle, isRunning, reduce, type Action, type Snapshot } from './state.js';

// What every partner's module can be called with: choosePartner() has matched the credential to the partner.
type AnyPartnerModule = PartnerModule<CredentialKind, object>;

/** What the conductor asks of the element. */
export interface ExchangeHost extends HTMLElement, SessionSource {
  readonly baseURI: string;
  readonly launch: string;
  readonly reauth: boolean;
  readonly checkoutPublicKey: string;
  /** Bound of each waiting stage, in ms. */
  readonly timeout: number;
  readonly shownLocale: string;
  readonly text: (key: string, texts?: PartnerTexts) => string;
  /** The snapshot or what is offered has changed: reflect and render it. */
  readonly flowChanged: () => void;
  /** Puts a partner's frame into the shadow tree. */
  readonly showFrame: (frame: HTMLIFrameElement) => void;
}

/** A button a partner wants above its UI. */
export interface OfferedAction {
  readonly text: string;
  readonly run: () => void;
}

interface StartOptions {
  /** The user or the host has asked for the partner's UI already. */
  readonly open?: boolean;
  /** A session in hand that was never used. */
  readonly reuse?: ChosenSession | null;
}

const longestWait = 5 * 60_000; // ms a session may wait for a gesture before a fresh one is asked for

const partnerContext = (
  partner: PartnerName,
  signal: AbortSignal,
  host?: Pick<ExchangeHost, 'nonce' | 'checkoutPublicKey'>,
): PartnerContext => ({
  signal,
  configuration: configuration.partners[partner] ?? {},
  nonce: host?.nonce ?? '',
  checkoutPublicKey: host?.checkoutPublicKey ?? '',
  error: (code, message, fields) => new ExchangeLinkError(code, message, fields),
});

/**
 * The conductor: takes one attempt from the session to its ending. One AbortController per attempt; aborting it takes
 * everything of the attempt off the page, and after every await the question is whether it is still wanted.
 *
 * It knows no partner by name; what differs between them is in the registry and behind `PartnerModule`.
 */
export class ExchangeFlow {
  snapshot: Snapshot = idle;
  offered: OfferedAction | null = null;

  readonly #host: ExchangeHost;
  #attempt = new AbortController();
  #session: ChosenSession | null = null;
  #module: AnyPartnerModule | null = null;
  #mounted: MountedPartner<object> | null = null;
  #trouble: Trouble | null = null;
  /** What the partner's UI was started with last: not to be used again. */
  #spent: string | null = null;
  /** The UI is asked for, and perhaps waiting for its turn. */
  #isWanted = false;
  #isOpening = false;
  #waiting: (() => void)[] = [];
  #record: string | null = null;
  /** A way back with a result in the address, until it is used. */
  #wayBack: WayBack | null = null;
  /** What was known when the user left, once the way back is used. */
  #returned: ReturnRecord | null = null;
  #hasArrived = false;

  constructor(host: ExchangeHost) {
    this.#host = host;
  }

  /** The element came into a document: the address may be a way back, and a used-up session needs a new one. */
  arrive(): void {
    this.#hasArrived = true;
    const way = takeReturnRecord(this.#host.partner);
    if (way?.url) this.#wayBack = way;
    this.start(this.#spent || (way && !way.url) ? 'restart' : 'start');
  }

  /** Begins an attempt, cutting off silently what runs. Without a session to ask for, all is quiet. */
  start(reason: SessionReason, { open = false, reuse = null }: StartOptions = {}): void {
    this.#cutOff();
    this.#attempt = new AbortController();
    this.#session = reuse;
    this.#isWanted = open;
    const { session } = this.#host;
    if (!session && !canAsk(this.#host, this.#fallbackUrl) && !this.#wayBack) {
      this.#apply({ type: 'reset' });
      this.#resolveWaiting();
      return;
    }
    const { signal } = this.#attempt;
    this.#apply({ type: 'start' });
    if (!signal.aborted) void this.#run(reason, signal).catch((error: unknown) => this.#fail(error, signal));
  }

  /** Shows the partner's UI. Never rejects: resolves when it is shown, opening was cancelled, or the attempt ended. */
  open(): Promise<void> {
    const { state, partner } = this.snapshot;
    if (state === 'ready' && !partner) this.start('start');
    else if (this.snapshot.outcome) this.retry();
    if (!/^(loading|ready|opening)$/.test(this.snapshot.state)) return Promise.resolve();
    this.#isWanted = true;
    const shown = this.#nextStop();
    if (this.snapshot.state === 'ready') void this.#open(this.#attempt.signal);
    return shown;
  }

  /** Begins again after an ending, with the session in hand if it was never used. */
  retry(): void {
    this.start('restart', { reuse: this.#unspent });
  }

  /** Forgets the session and starts over with a new one. Resolves as `open()` does, or when a gesture is needed. */
  reload(): Promise<void> {
    this.start('restart');
    return isRunning(this.snapshot) ? this.#nextStop() : Promise.resolve();
  }

  /** Ends a running attempt: an exit, unless the partner knows better. */
  leave(reason: 'user' | 'host'): void {
    if (!isRunning(this.snapshot)) return;
    const outcome = this.#mounted?.leave?.() ?? { type: 'exit' };
    if (this.snapshot.state === 'redirecting') window.stop();
    this.#settle(outcome, reason);
  }

  /** Whether an ended attempt can be followed by another: there is a session to ask for, or one that was never used. */
  get canRestart(): boolean {
    return canAsk(this.#host, this.#fallbackUrl) || !!this.#unspent;
  }

  /** Fetches a partner's code ahead of any session. Never rejects: an attempt reports what is wrong. */
  static async preload(partner: PartnerName): Promise<void> {
    const signal = new AbortController().signal;
    await partners[partner]
      .load()
      .then((module) => module.partner.prepare?.(partnerContext(partner, signal)))
      .catch(() => null);
  }

  /** The element was moved in the document. A frame inside it has been loaded anew, which its one-use link did not survive. */
  moved(): void {
    const { state, partner } = this.snapshot;
    const isShown = state === 'opening' || state === 'open';
    if (isShown && /^(frame|stage)$/.test(partners[partner].surface)) this.leave('host');
  }

  /** The element is gone: everything of the attempt goes, and nothing fires. */
  remove(): void {
    const wasRunning = isRunning(this.snapshot);
    this.#cutOff();
    if (wasRunning) this.snapshot = idle;
    this.#host.flowChanged();
  }

  get #unspent(): ChosenSession | null {
    return this.#session && credentialKey(this.#session.credential) !== this.#spent ? this.#session : null;
  }

  /** Where the session came from that the user left with; only for the attempts after a way back. */
  get #fallbackUrl(): string | null {
    return (this.#wayBack?.record ?? this.#returned)?.sessionUrl ?? null;
  }

  #cutOff(): void {
    this.#attempt.abort();
    this.#session = null;
    this.#module = null;
    this.#mounted = null;
    this.#trouble = null;
    this.#isOpening = false;
    this.offered = null;
    dropReturnRecord(this.#record);
    this.#record = null;
    this.#resolveWaiting();
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
    this.#host.flowChanged();
    if (next.state === previous.state) return true;
    this.#host.dispatchEvent(
      new ExchangeStateEvent('exchange-state', { state: next.state, previous: previous.state }),
    );
    const event = previous.state === 'opening' && next.state === 'ready' ? null : eventOf(next);
    // An ending is told whatever happens; the news of a stage is no news once that stage is over.
    if (event && (next.outcome || this.snapshot === next)) this.#host.dispatchEvent(event);
    return this.snapshot === next;
  }

  async #run(reason: SessionReason, signal: AbortSignal): Promise<void> {
    const host = this.#host;
    const way = this.#wayBack;
    if (way && partners[way.record.partner].surface === 'page') return this.#readReturn(way, signal);

    const hint = host.partner && Object.hasOwn(partners, host.partner) ? host.partner : null;
    const early = hint && this.#prepare(hint, signal);
    const [session, module] = await Promise.all([this.#findSession(reason, signal), early]);
    if (signal.aborted) return;
    if (!session) {
      this.#apply({ type: 'prepare' });
      if (this.#isWanted && !signal.aborted) this.#startAgain('start');
      else this.#resolveWaiting();
      return;
    }
    this.#session = session;
    if (!this.#apply({ type: 'choose', partner: session.partner })) return;
    const prepared = module ?? (await this.#prepare(session.partner, signal));
    if (signal.aborted) return;
    this.#module = prepared;
    if (!this.#apply({ type: 'prepare' }) || signal.aborted) return;

    const isAuto =
      host.launch !== 'manual' && partners[session.partner].surface !== 'page' && !prepared.occupied?.();
    if (this.#isWanted || session.returnUrl || isAuto) await this.#open(signal);
    else this.#resolveWaiting();
  }

  /** The session to work with: one in hand, one from before a redirect, or a new one. */
  async #findSession(reason: SessionReason, signal: AbortSignal): Promise<ChosenSession | null> {
    if (this.#session) return this.#session;
    const host = this.#host;
    const way = this.#wayBack;
    if (way?.record.linkToken) {
      const { partner, linkToken, exchangePartnerHref } = way.record;
      return {
        partner,
        credential: linkToken,
        exchangePartnerHref,
        receivedAt: Date.now(),
        returnUrl: way.url,
      };
    }
    const unknown =
      reason === 'start' && this.#hasArrived && host.getSession && !host.session
        ? this.#unknownReturn()
        : null;
    this.#hasArrived = false;
    const session = await this.#within(
      'session-timeout',
      (stage) =>
        obtainSession(host, {
          reason: unknown ? 'return' : reason,
          spent: this.#spent,
          fallbackUrl: this.#fallbackUrl,
          timeout: host.timeout,
          signal: stage,
        }),
      signal,
    );
    return session && unknown && session.partner === unknown.partner
      ? { ...session, returnUrl: unknown.url }
      : session;
  }

  /** A way back into a browser that has no record of it; only the backend can know what it belongs to. */
  #unknownReturn(): { partner: PartnerName; url: string } | null {
    for (const partner of Object.keys(partners) as PartnerName[]) {
      // Whoever sends users back to a whole page's result needs no session for it, and without a record proves nothing.
      if (partners[partner].surface === 'page' || (this.#host.partner && this.#host.partner !== partner))
        continue;
      const url = takeUnknownReturn(partner);
      if (url) return { partner, url };
    }
    return null;
  }

  /** Fetches a partner's code, and the partner's own script. */
  #prepare(partner: PartnerName, signal: AbortSignal): Promise<AnyPartnerModule> {
    return this.#within(
      'partner-timeout',
      async (stage) => {
        const module = await this.#load(partner);
        if (stage.aborted) return module;
        const context = this.#context(partner, stage);
        module.check?.(context);
        await module.prepare?.(context);
        return module;
      },
      signal,
    );
  }

  async #load(partner: PartnerName): Promise<AnyPartnerModule> {
    try {
      return (await partners[partner].load()).partner as AnyPartnerModule;
    } catch (cause) {
      throw new ExchangeLinkError(
        'partner-script',
        `The code for ${partner} could not be fetched: the files beside the script must be served too.`,
        { cause },
      );
    }
  }

  /** One waiting stage: bounded in time, over with the attempt, and its signal aborted at either. */
  #within<Result>(
    code: 'session-timeout' | 'partner-timeout',
    work: (stage: AbortSignal) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result> {
    const { timeout } = this.#host;
    const stage = new AbortController();
    return new Promise<Result>((resolve, reject) => {
      const stop = (error: Error): void => {
        reject(error);
        stage.abort();
      };
      const timer = setTimeout(
        () => stop(new ExchangeLinkError(code, `Nothing came within ${timeout} ms (timeout).`)),
        timeout,
      );
      signal.addEventListener('abort', () => stop(new DOMException('The attempt is over.', 'AbortError')), {
        signal: stage.signal,
      });
      work(stage.signal)
        .then(resolve, reject)
        .finally(() => {
          clearTimeout(timer);
          stage.abort();
        });
    });
  }

  async #readReturn({ record, url }: WayBack, signal: AbortSignal): Promise<void> {
    const { partner } = record;
    this.#apply({ type: 'choose', partner });
    const module = await this.#within('partner-timeout', () => this.#load(partner), signal);
    const outcome = module.readReturn?.(new URL(url ?? '').searchParams, this.#context(partner, signal));
    // In a later task: a page that adds its listeners right after the tag is to hear it.
    setTimeout(() => {
      if (signal.aborted || !outcome) return;
      cleanAddress(partner);
      this.#wayBackUsed();
      this.#settle(outcome, 'user');
    });
  }

  #wayBackUsed(): void {
    this.#returned = this.#wayBack?.record ?? this.#returned;
    this.#wayBack = null;
  }

  /** A new attempt in place of this one, that whoever waits for this one now waits for. */
  #startAgain(reason: SessionReason): void {
    const waiting = this.#waiting.splice(0);
    this.start(reason, { open: true });
    this.#waiting.push(...waiting);
    if (!isRunning(this.snapshot)) this.#resolveWaiting();
  }

  /** From `ready` to the partner's UI, or off the page. */
  async #open(signal: AbortSignal): Promise<void> {
    if (this.#isOpening) return;
    this.#isOpening = true;
    try {
      await this.#show(signal);
    } catch (error) {
      this.#fail(error, signal);
    }
  }

  async #show(signal: AbortSignal): Promise<void> {
    const host = this.#host;
    const session = this.#session;
    const module = this.#module;
    if (!session || !module) return;
    const { partner, credential } = session;
    const isLeaving = partners[partner].surface === 'page';

    for (let turn; (turn = module.occupied?.());) {
      await turn;
      if (signal.aborted) return;
    }
    if (Date.now() - session.receivedAt > longestWait && canAsk(host, this.#fallbackUrl)) {
      this.#startAgain('restart');
      return;
    }
    if (isLeaving) this.#prepareToLeave(session);
    if (!this.#apply({ type: 'open' })) return;
    const url = isLeaving ? { url: credential as string } : {};
    const isWelcome = host.dispatchEvent(
      new ExchangeOpeningEvent('exchange-opening', { partner, ...url }, true),
    );
    if (signal.aborted) return;
    if (!isWelcome) {
      this.#isOpening = this.#isWanted = false;
      this.#apply({ type: 'postpone' });
      this.#resolveWaiting();
      return;
    }
    this.#spent = credentialKey(credential);
    if (isLeaving) this.#leavePage(credential as string, signal);
    else await this.#mount(session, module, signal);
  }

  #prepareToLeave(session: ChosenSession): void {
    if (window.top !== window)
      throw new ExchangeLinkError(
        'redirect-failed',
        'This partner needs the whole page: open yours at top level, not in a frame.',
      );
    if (!this.#writeRecord(session))
      throw new ExchangeLinkError(
        'redirect-failed',
        'sessionStorage is not available, and without it the way back is lost.',
      );
  }

  #writeRecord({ partner, credential, exchangePartnerHref }: ChosenSession): boolean {
    const { returns, surface } = partners[partner];
    if (!returns) return true;
    const { sessionUrl, reauth, baseURI } = this.#host;
    this.#record = writeReturnRecord({
      partner,
      startedAt: Date.now(),
      sessionUrl:
        sessionUrl && URL.canParse(sessionUrl, baseURI)
          ? new URL(sessionUrl, baseURI).href
          : this.#fallbackUrl,
      exchangePartnerHref,
      reauth: reauth || this.#wasReauth,
      // A page's own result needs no token; making the same UI again does.
      linkToken: surface === 'overlay' && typeof credential === 'string' ? credential : null,
    });
    return this.#record !== null;
  }

  get #wasReauth(): boolean {
    return !!this.#returned?.reauth;
  }

  #leavePage(url: string, signal: AbortSignal): void {
    if (!this.#apply({ type: 'leave' })) return;
    this.#resolveWaiting();
    const failed = (cause?: unknown): void =>
      this.#fail(
        new ExchangeLinkError('redirect-failed', 'The browser did not leave the page.', {
          cause,
          retryable: true,
        }),
        signal,
      );
    const timer = setTimeout(() => {
      window.stop();
      failed();
    }, this.#host.timeout);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    addEventListener('pagehide', () => clearTimeout(timer), { signal });
    // Back from the page cache: the user turned round without a result.
    addEventListener('pageshow', ({ persisted }) => persisted && this.#settle({ type: 'exit' }, 'user'), {
      signal,
    });
    try {
      location.assign(url);
    } catch (cause) {
      failed(cause);
    }
  }

  async #mount(session: ChosenSession, module: AnyPartnerModule, signal: AbortSignal): Promise<void> {
    const { timeout } = this.#host;
    this.#wayBackUsed();
    this.#writeRecord(session);
    const timer = setTimeout(
      () =>
        this.#fail(
          new ExchangeLinkError(
            'partner-timeout',
            `The partner's UI was not there within ${timeout} ms (timeout).`,
          ),
          signal,
        ),
      timeout,
    );
    const stopTimer = (): void => clearTimeout(timer);
    signal.addEventListener('abort', stopTimer, { once: true });
    const mounted = await module.mount?.(session.credential, this.#mountContext(session, signal, stopTimer));
    if (session.returnUrl) cleanAddress(session.partner);
    // The one place where what a partner put on the page meets the end of its attempt.
    if (signal.aborted) mounted?.destroy();
    else if (mounted) {
      this.#mounted = mounted;
      signal.addEventListener('abort', () => mounted.destroy(), { once: true });
    }
  }

  #context(partner: PartnerName, signal: AbortSignal): PartnerContext {
    return partnerContext(partner, signal, this.#host);
  }

  #mountContext(
    { partner, returnUrl }: ChosenSession,
    signal: AbortSignal,
    stopTimer: () => void,
  ): MountContext<object> {
    const host = this.#host;
    return {
      ...this.#context(partner, signal),
      element: host,
      locale: host.shownLocale,
      returnUrl,
      text: host.text,
      showFrame: host.showFrame,
      makeStage: () => {
        const stage = host.ownerDocument.createElement('div');
        stage.slot = 'stage';
        host.append(stage);
        signal.addEventListener('abort', () => stage.remove(), { once: true });
        return stage;
      },
      offer: (action) => {
        if (signal.aborted) return;
        this.offered = action;
        host.flowChanged();
      },
      opened: () => {
        if (signal.aborted) return;
        stopTimer();
        this.#apply({ type: 'opened' });
        this.#resolveWaiting();
      },
      activity: (name, data = {}) => {
        if (!signal.aborted)
          host.dispatchEvent(new ExchangeActivityEvent('exchange-activity', { partner, name, data }));
      },
      trouble: (trouble) => {
        this.#trouble = trouble;
      },
      settle: (outcome) => {
        if (!signal.aborted) this.#settle(outcome, 'user');
      },
    };
  }

  #fail(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    const known =
      error instanceof Error && error.name === 'ExchangeLinkError'
        ? (error as ExchangeLinkError)
        : new ExchangeLinkError('partner-error', "The partner's code failed.", { cause: error });
    this.#settle({ type: 'error', error: known }, 'host');
  }

  /** A partner's outcome becomes the attempt's. The first one counts. */
  #settle(outcome: PartnerOutcome<object>, reason: 'user' | 'host'): void {
    if (!isRunning(this.snapshot)) return;
    const ending = frozenCopy(this.#ending(outcome, reason));
    this.#attempt.abort();
    dropReturnRecord(this.#record);
    this.offered = null;
    this.#apply({ type: 'end', outcome: ending });
    this.#resolveWaiting();
  }

  #ending(outcome: PartnerOutcome<object>, reason: 'user' | 'host'): ExchangeOutcome {
    const { partner } = this.snapshot;
    if (outcome.type === 'exit')
      return { type: 'exit', detail: { partner, reason, ...(this.#trouble && { error: this.#trouble }) } };
    if (outcome.type === 'error') {
      const { code, message, retryable, status, partnerCode, cause } = outcome.error;
      const canRetry = retryable && (code !== 'session-expired' || canAsk(this.#host, this.#fallbackUrl));
      const fields = {
        ...(status && { status }),
        ...(partnerCode && { partnerCode }),
        ...(cause ? { cause: cause as { name: string } } : {}),
      };
      return {
        type: 'error',
        detail: {
          code,
          message,
          partner: partner ?? (this.#host.partner || null),
          retryable: canRetry,
          ...fields,
        },
      };
    }
    const reauth = this.#host.reauth || this.#wasReauth || !!outcome.reauth;
    const href = this.#session?.exchangePartnerHref;
    const link = href ? { _links: { 'exchange-partner': { href } } } : {};
    const exchangeRequest = reauth || !outcome.exchange ? null : { ...link, ...outcome.exchange };
    return {
      type: 'success',
      // The partner's own module made the fields for its own name.
      detail: { partner, ...outcome.fields, reauth, exchangeRequest } as SuccessFields & {
        reauth: boolean;
        exchangeRequest: typeof exchangeRequest;
      },
    };
  }
}
