import { createExchangeClient, type ExchangeClient, type SessionTarget } from '../client/index.js';
import type { DwollaExchangeLink } from '../element/dwolla-exchange-link.js';
import type { ExchangeOutcome } from '../element/flow/outcome.js';
import type { PartnerName } from '../element/partners/registry.js';
import {
  atEnd,
  bare,
  describeHiddenMembers,
  frozenCopy,
  ofDocument,
  partnerNames,
  pendingReturn,
  startTimer,
} from '../element/shared.js';
import { nothingKnown } from './known-account.js';
import { FundingSourceStateEvent, outcomeEvent } from './events.js';
import { reduceLinkStep } from './link-step.js';
import { loadAccountStep, type AccountStep } from './load-account-step.js';
import {
  dropRunRecord,
  releaseRunRecord,
  takeRunRecord,
  writeRunRecord,
  type RunRecord,
} from './run-record.js';
import {
  initial,
  outcomeOf,
  type AccountAction,
  type FundingSourceState,
  type Given,
  type Job,
  type Link,
  type LinkAction,
  type Snapshot,
  type UserAction,
} from './state.js';

/** What the flow asks of the element. */
export interface FundingHost extends HTMLElement {
  readonly backendUrl: string;
  readonly client: ExchangeClient | null;
  readonly partner: string;
  readonly exchange: string;
  readonly accountName: string;
  readonly cardholder: unknown;
  readonly checkoutPublicKey: string;
  readonly locale: string;
  readonly launch: 'auto' | 'manual';
  readonly timeout: number;
  readonly successUrl: string;
  /** The snapshot has changed: reflect and render it. */
  flowChanged(): void;
  /** Something that the user was in is about to go. Answers whether the user goes on in here. */
  readonly keepFocus: (isPressed: boolean) => boolean;
}

const tag = 'dwolla-exchange-link';
/** The kit itself gives up after 15 s; with three tries and their pauses nothing takes longer. */
const longestJob = 60_000; // ms

/** What the page has of each success: a second element that shows the same one goes on under the same key. */
const keys = new WeakMap<object, string>();
/** Successes that have become exchanges. */
const used = new WeakSet<object>();

/** The names in a list of partners, each once. */
export const partnersIn = (list: string): readonly PartnerName[] =>
  [...new Set(list.split(/[\s,]+/))].flatMap((name) => partnerNames.find((known) => known === name) ?? []);

/** A key that no other has, also on plain http, where there is no `crypto.randomUUID`. */
const newKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join('.');

/** What a reload goes on with. */
function inHand(snapshot: Snapshot): Pick<RunRecord, 'account' | 'exchange' | 'sent'> {
  // What has failed may have come to something all the same.
  const job = 'job' in snapshot ? snapshot.job : snapshot.name === 'error' ? snapshot.again : null;
  const task = job?.type === 'begin' ? job.link : 'link' in snapshot ? snapshot.link : job;
  const account = 'account' in snapshot ? snapshot.account : task && 'account' in task ? task.account : null;
  // Visa's exchange is there before it is asked for.
  const early =
    job && 'claim' in job && job.claim.partner === 'visa'
      ? { exchangeId: job.claim.exchangeId, known: nothingKnown, key: job.key }
      : null;
  return {
    account: account ?? early,
    exchange: snapshot.name === 'linking' && task?.type === 'reauth' ? task.exchangeId : '',
    sent: job && 'sent' in job ? job.sent : null,
  };
}

/**
 * Takes a run from the choice of a partner to its outcome. Every change goes through `reduceLinkStep()` or, after the
 * partner's success, `reduceAccountStep()`; what a state asks for is done here, with one AbortController per run. After every await the question is whether it is still wanted.
 */
export class FundingFlow {
  snapshot: Snapshot = initial;
  /** Nothing was asked for yet, so nothing is shown. */
  isIdle = true;
  /** What shows and decides the second step, once its code is here. */
  step: AccountStep | null = null;

  readonly #host: FundingHost;
  #run = new AbortController();
  #startedAt = 0;
  #client: ExchangeClient | null = null;
  #backendUrl = '';
  #exchange = '';
  /** The run is one of an earlier document. */
  #isResumed = false;
  #link: DwollaExchangeLink | null = null;
  /** What the link was made for. */
  #linkTask: Link | null = null;
  /** The job that is under way, so that a listener starts none twice. */
  #current: Job | null = null;
  /** The state that was reported last. */
  #reported: FundingSourceState = initial.name;
  /** A success of the link that has not become an exchange yet. */
  #claim: ExchangeOutcome | null = null;

  constructor(host: FundingHost) {
    this.#host = host;
  }

  get partners(): readonly PartnerName[] {
    return partnersIn(this.#host.partner);
  }

  /** Begins a run, cutting off silently what is under way. Without anything to do, all is quiet. */
  start(): void {
    this.#cutOff();
    const host = this.#host;
    const { partners } = this;
    const returning = pendingReturn();
    const isReturn = !!returning && (partners.length === 0 || partners.includes(returning));
    const record = takeRunRecord((found) => this.#isMine(found));
    this.#backendUrl = host.backendUrl || record?.backendUrl || '';
    this.#client =
      host.client ?? (this.#backendUrl ? createExchangeClient({ baseUrl: this.#backendUrl }) : null);
    this.#exchange = host.exchange || record?.exchange || '';
    const hasRecord = !!(record?.account ?? record?.sent);
    this.#isResumed = isReturn || hasRecord;
    this.#startedAt = record?.startedAt ?? Date.now();
    this.isIdle = !this.#client || !(host.partner.trim() || host.exchange || isReturn || hasRecord);
    if (this.isIdle) return this.#show(initial);
    const partner = isReturn ? returning : (record?.partner ?? null);
    this.#apply({
      type: 'start',
      account: record?.account ?? null,
      sent: record?.sent ?? null,
      partner,
      isReturn,
      exchange: record?.exchange ?? '',
    });
    if (host.partner.trim() && partners.length === 0 && !isReturn && !host.exchange) this.#refuseName();
  }

  /** The host wants another run: what is in hand is given up. */
  restart(): void {
    dropRunRecord();
    this.start();
  }

  /** The host has named something else. What only confirms the run of an earlier document, which goes on, is no news. */
  change(): void {
    const { backendUrl, client, partner, exchange } = this.#host;
    const run = this.snapshot.run.partner;
    const isSame =
      this.#isResumed &&
      !client &&
      (!backendUrl || backendUrl === this.#backendUrl) &&
      (!partner || !run || this.partners.includes(run)) &&
      (!exchange || exchange === this.#exchange);
    if (this.isIdle) this.start();
    else if (!isSame) this.restart();
  }

  /** Goes on with what a removal has interrupted, if the partner's success is in hand; else a run begins. */
  resume(): void {
    const { name } = this.snapshot;
    if (!/^(choosing-account|describing-account|adding)$/.test(name)) return this.start();
    this.#run = new AbortController();
    this.#remember();
    this.#host.flowChanged();
    this.#act();
  }

  /** The element cannot show itself. What runs ends, and what was to begin does not. */
  viewFailed(): void {
    const { backendUrl, client, partner, exchange, isConnected } = this.#host;
    const isAsked = !this.isIdle || ((client ?? backendUrl) && (partner.trim() || exchange));
    if (!isAsked || !isConnected || outcomeOf(this.snapshot)) return;
    const { partner: chosen } = this.snapshot.run;
    this.#cutOff();
    this.isIdle = false;
    this.#fail('partner-error', describeHiddenMembers() || 'The element could not show itself.', chosen);
  }

  /** The element is gone: nothing fires. */
  remove(): void {
    this.#run.abort();
    this.#current = null;
    releaseRunRecord();
    this.#dropLink();
  }

  /** The user has done something in the element's own view. */
  act(action: UserAction): void {
    this.#host.keepFocus(true);
    if (!this.#isPresent) return;
    if (action.type === 'choose-account' || action.type === 'describe') this.#applyToAccount(action);
    else this.#apply(action);
    // A gesture, after which even Visa needs no further one.
    if (action.type === 'choose-partner') void this.open();
  }

  /** Ends a run as an exit by the host. */
  close(): void {
    if (this.snapshot.name === 'linking') this.#link?.close();
    else if (!this.isIdle && this.#isPresent) this.#apply({ type: 'close', reason: 'host' });
  }

  /** Shows the partner's UI. */
  async open(): Promise<void> {
    if (this.snapshot.name === 'linking') await this.#link?.open();
  }

  /** Passes settings on that count from the next attempt of the link. */
  updateLink(): void {
    if (this.#link) this.#set(this.#link);
  }

  #isMine({ backendUrl, partner, exchange }: RunRecord): boolean {
    const host = this.#host;
    const { partners } = this;
    return (
      (!host.backendUrl || host.backendUrl === backendUrl) &&
      (partners.length === 0 || !partner || partners.includes(partner)) &&
      (!host.exchange || host.exchange === exchange)
    );
  }

  #refuseName(): void {
    const { partner } = this.#host;
    const message = `The attribute partner names none of ${partnerNames.join(', ')}: "${partner.slice(0, 40)}".`;
    this.#fail('unknown-partner', message, null);
  }

  /** Ends a run for a reason that no other try helps against. */
  #fail(code: string, message: string, partner: PartnerName | null): void {
    const outcome = frozenCopy({
      type: 'error' as const,
      detail: { code, message, partner, retryable: false },
    });
    this.#show({ name: 'error', run: this.snapshot.run, again: null, isInner: false, outcome });
  }

  #cutOff(): void {
    this.#run.abort();
    this.#run = new AbortController();
    this.#current = null;
    this.#claim = null;
    this.snapshot = initial;
    this.#dropLink();
    // What a snapshot of the page has brought back.
    for (const child of [...this.#host.children])
      if (child.localName === tag && child.slot === 'link') child.remove();
  }

  #given(): Given {
    const { exchange, accountName, cardholder } = this.#host;
    return { partners: this.partners, exchange, accountName, cardholder, key: newKey(), now: Date.now() };
  }

  get #isPresent(): boolean {
    return !this.#run.signal.aborted && this.#host.isConnected;
  }

  #apply(action: LinkAction): void {
    this.#put(reduceLinkStep(this.snapshot, action, this.#given()));
  }

  #applyToAccount(action: AccountAction): void {
    if (this.step) this.#put(this.step.reduceAccountStep(this.snapshot, action, this.#given()));
  }

  #put(next: Snapshot): void {
    if (next !== this.snapshot)
      this.#show('outcome' in next ? { ...next, outcome: frozenCopy(next.outcome) } : next);
  }

  /** Puts a snapshot in force, reports it, and does what it asks for. */
  #show(next: Snapshot): void {
    const previous = this.snapshot;
    const signal = this.#run.signal;
    this.#host.keepFocus(false);
    this.snapshot = next;
    this.#remember();
    this.#host.flowChanged();
    const reported = this.#reported;
    this.#reported = next.name;
    if (next.name !== reported)
      this.#host.dispatchEvent(
        new FundingSourceStateEvent('funding-source-state', { state: next.name, previous: reported }),
      );
    const outcome = outcomeOf(next);
    if (outcome && outcome !== outcomeOf(previous)) this.#report(outcome);
    // A listener may have started another run, or removed the element.
    if (!signal.aborted && this.snapshot === next && this.#host.isConnected) this.#act();
  }

  /** Reports an outcome, whatever the listeners of the state have done. */
  #report(outcome: NonNullable<ReturnType<typeof outcomeOf>>): void {
    const isUnhandled = this.#host.dispatchEvent(outcomeEvent(outcome));
    const { successUrl, baseURI } = this.#host;
    if (outcome.type === 'added')
      this.step?.followSuccessUrl(successUrl, baseURI, outcome.detail.fundingSource.id);
    // The link logs its own errors.
    if (outcome.type === 'error' && isUnhandled && !('isInner' in this.snapshot && this.snapshot.isInner))
      console.error(`<dwolla-add-funding-source> ${outcome.detail.code}: ${outcome.detail.message}`);
  }

  /** Keeps what a reload goes on with, and drops it at the end. */
  #remember(): void {
    const { snapshot } = this;
    const { partner } = snapshot.run;
    const found = inHand(snapshot);
    if (found.account || found.sent || snapshot.name === 'linking')
      writeRunRecord({ startedAt: this.#startedAt, backendUrl: this.#backendUrl, partner, ...found });
    else if (outcomeOf(snapshot)) dropRunRecord();
  }

  /** Does what the present state asks for, once. */
  #act(): void {
    const { snapshot } = this;
    if (snapshot.name === 'linking') {
      if (snapshot.link !== this.#linkTask || !this.#link?.isConnected)
        this.#showLink(snapshot.link, snapshot.run.partner);
    } else if (snapshot.name === 'choosing-partner') this.#dropLink();
    else if (snapshot.name === 'adding' && snapshot.job !== this.#current) void this.#do(snapshot.job);
  }

  /** The exchange link, a child of the element in the page's own tree, so that Checkout Flow works in it. */
  #showLink(task: Link, partner: PartnerName | null): void {
    const host = this.#host;
    this.#dropLink();
    const link = ofDocument('createElement')(tag);
    const target: SessionTarget = {
      partner: partner ?? undefined,
      exchangeId:
        task.type === 'reauth'
          ? task.exchangeId
          : task.type === 'update'
            ? task.account.exchangeId
            : undefined,
    };
    this.#link = link;
    this.#linkTask = task;
    link.slot = 'link';
    link.sessionUrl = (task.type === 'update' && task.sessionUrl) || (this.#client?.sessionUrl(target) ?? '');
    link.partner = partner ?? '';
    link.reauth = task.type !== 'link';
    if (this.#client?.fetchSession instanceof Function) link.fetchSession = this.#client.fetchSession;
    this.#set(link);
    this.#listen(link);
    host.append(link);
    // Its code comes while the user is at the partner. What fails here is asked for again when it is needed.
    if (task.type !== 'reauth') loadAccountStep().catch(() => undefined);
    // The user has pressed something here, so the partner's UI gets the focus.
    if (host.keepFocus(false)) link.keepFocus(true);
  }

  #set(link: DwollaExchangeLink): void {
    const { checkoutPublicKey, locale, launch, timeout, nonce } = this.#host;
    Object.assign(link, { checkoutPublicKey, locale, launch, timeout });
    if (nonce) link.nonce = nonce;
  }

  #listen(link: DwollaExchangeLink): void {
    const { signal } = this.#run;
    const isPresent = (): boolean => !signal.aborted && this.#link === link;
    const on = (type: string, run: () => void): void =>
      link.addEventListener(
        type,
        () => {
          if (isPresent()) run();
        },
        bare({ signal }),
      );
    const ended = (): void => {
      const { outcome } = link;
      if (!outcome) return;
      this.#host.keepFocus(true);
      if (outcome.type === 'success') {
        const key = keys.get(outcome) ?? newKey();
        keys.set(outcome, key);
        this.#claim = outcome;
        this.#apply({ type: 'inner-success', detail: outcome.detail, key });
      } else if (outcome.type === 'exit') this.#apply({ type: 'inner-exit', detail: outcome.detail });
      else this.#apply({ type: 'inner-error', detail: outcome.detail });
    };
    for (const type of ['success', 'exit', 'error']) on(`exchange-${type}`, ended);
    on('exchange-state', () => {
      if (link.state === 'loading') this.#apply({ type: 'inner-start' });
    });
    // One that replaces a link that a framework has removed shows the outcome of that one, and reports nothing.
    void link.updateComplete.then(() => {
      const { outcome } = link;
      if (!isPresent() || this.snapshot.name !== 'linking' || !outcome) return;
      if (used.has(outcome)) void link.reload();
      else ended();
    });
    // A page that empties the element takes the user's partner away.
    const observer = new MutationObserver(() => {
      if (isPresent() && link.parentNode !== this.#host && this.snapshot.name === 'linking')
        this.#apply({ type: 'inner-exit', detail: { partner: link.activePartner, reason: 'host' } });
    });
    observer.observe(this.#host, bare({ childList: true }));
    signal.addEventListener('abort', () => observer.disconnect(), bare({ once: true }));
  }

  #dropLink(): void {
    const link = this.#link;
    this.#link = null;
    this.#linkTask = null;
    link?.remove();
  }

  /** Does a job of the account step, and applies what comes of it. */
  async #do(job: Job): Promise<void> {
    const client = this.#client;
    const run = this.#run;
    const claim = this.#claim;
    this.#current = job;
    if (!client) return;
    const limit = new AbortController();
    const { signal } = limit;
    const stopTimer = startTimer(run.signal, longestJob, () => limit.abort());
    atEnd(run.signal, () => limit.abort());
    const ended = new Promise<null>((resolve) => atEnd(signal, () => resolve(null)));
    const step = await Promise.race([loadAccountStep().catch(() => null), ended]);
    const { partner } = this.snapshot.run;
    const action = await step?.runJob(job, { client, partner, signal });
    stopTimer();
    if (claim && action?.type === 'exchanged') used.add(claim);
    if (run.signal.aborted || this.#current !== job) return;
    this.#current = null;
    this.step = step;
    if (action) this.#applyToAccount(action);
    else this.#apply({ type: 'code-failed' });
  }
}
