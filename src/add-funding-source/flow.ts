import { createExchangeClient, type ExchangeClient, type SessionTarget } from '../client/index.js';
import type { DwollaExchangeLink } from '../element/dwolla-exchange-link.js';
import type { ExchangeSummary } from '../server/answers.js';
import type { ExchangeOutcome } from '../element/flow/outcome.js';
import type { PartnerName } from '../element/partners/registry.js';
import {
  bare,
  describeHiddenMembers,
  frozenCopy,
  isObject,
  ofDocument,
  ownFields,
  partnerNames,
  pendingReturn,
  startTimer,
} from '../element/shared.js';
import type { LinkedAccount } from './account.js';
import { FundingSourceStateEvent, outcomeEvent } from './events.js';
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
  reduce,
  type Action,
  type FundingSourceState,
  type Given,
  type Job,
  type Link,
  type Refusal,
  type Snapshot,
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
  /** The snapshot has changed: reflect and render it. */
  readonly flowChanged: () => void;
  /** Something that the user was in is about to go. Answers whether the user goes on in here. */
  readonly keepFocus: (isPressed: boolean) => boolean;
  /** The run has ended with a funding source, after its event. */
  readonly finish: (fundingSourceId: string) => void;
}

const tag = 'dwolla-exchange-link';
/** The kit itself gives up after 15 s; with three tries and their pauses nothing takes longer. */
const longestJob = 60_000; // ms

/** How long an exchange that was asked for may take to be there, and how far two clocks may be apart. */
const longestExchange = 15_000; // ms
const clockDifference = 10_000; // ms

/**
 * The exchange that came of a request, or null: the only one of the partner that works and was made since, by Dwolla's
 * clock. Of two nobody knows which it is.
 */
function madeSince(
  exchanges: readonly ExchangeSummary[],
  partner: PartnerName | null,
  at: number,
): string | null {
  const [only, ...others] = exchanges.filter(({ partner: of, status, created }) => {
    const time = Date.parse(created ?? '');
    return (
      (!of || of === partner) &&
      (status ?? 'active') === 'active' &&
      time >= at - clockDifference &&
      time <= Date.now() + clockDifference
    );
  });
  return (others.length === 0 && only?.id) || null;
}

/** What the page has of each success: a second element that shows the same one goes on under the same key. */
const keys = new WeakMap<object, string>();
/** Successes that have become exchanges. */
const used = new WeakSet<object>();

/** The names in a list of partners, each once. */
export const partnersIn = (list: string): readonly PartnerName[] =>
  [...new Set(list.split(/[\s,]+/))].flatMap((name) => partnerNames.find((known) => known === name) ?? []);

/** A key that no other has, also on plain http, where there is no `crypto.randomUUID`. */
const newKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join('.');

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads what a client threw. The message of anything but a client's own error may quote a request. */
function refusalOf(thrown: unknown): Refusal {
  const isOwn = thrown instanceof Error && thrown.name === 'ExchangeClientError';
  const fields = ownFields(isOwn ? Object.assign({}, thrown, { message: thrown.message }) : {});
  return {
    status: typeof fields['status'] === 'number' ? fields['status'] : 0,
    code: text(fields['code']) || 'NetworkError',
    message: text(fields['message']) || 'The client failed, or nothing was answered in time.',
    errors: fields['errors'],
    exchangeId: text(fields['exchangeId']),
    fundingSourceId: text(fields['fundingSourceId']),
    sessionUrl: text(fields['sessionUrl']),
  };
}

/**
 * Takes a run from the choice of a partner to its outcome. Every change goes through `reduce()`; what a state asks for is
 * done here, with one AbortController per run. After every await the question is whether it is still wanted.
 */
export class FundingFlow {
  snapshot: Snapshot = initial;
  /** Nothing was asked for yet, so nothing is shown. */
  isIdle = true;

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

  /** Of the user or the host. */
  apply(action: Action): void {
    if (!this.#run.signal.aborted && this.#host.isConnected) this.#apply(action);
  }

  /** The user has chosen how to go on: a gesture, after which even Visa needs no further one. */
  choosePartner(partner: PartnerName): void {
    this.apply({ type: 'choose-partner', partner });
    void this.open();
  }

  /** Ends a run as an exit by the host. */
  close(): void {
    if (this.snapshot.name === 'linking') this.#link?.close();
    else if (!this.isIdle) this.apply({ type: 'close', reason: 'host' });
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

  #apply(action: Action): void {
    const now = this.snapshot;
    const next = reduce(now, action, this.#given());
    if (next !== now) this.#show('outcome' in next ? { ...next, outcome: frozenCopy(next.outcome) } : next);
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
    if (outcome.type === 'added') this.#host.finish(outcome.detail.fundingSource.id);
    // The link logs its own errors.
    if (outcome.type === 'error' && isUnhandled && !('isInner' in this.snapshot && this.snapshot.isInner))
      console.error(`<dwolla-add-funding-source> ${outcome.detail.code}: ${outcome.detail.message}`);
  }

  /** Keeps what a reload goes on with, and drops it at the end. */
  #remember(): void {
    const { snapshot } = this;
    const { partner } = snapshot.run;
    const record = { startedAt: this.#startedAt, backendUrl: this.#backendUrl, partner };
    const task = 'job' in snapshot ? snapshot.job : 'link' in snapshot ? snapshot.link : null;
    const failed = snapshot.name === 'error' ? snapshot.again : null;
    const choosing = snapshot.name === 'choosing-account' && 'exchangeId' in snapshot.of ? snapshot.of : null;
    const account: LinkedAccount | null =
      choosing ??
      ('account' in snapshot
        ? snapshot.account
        : task && 'account' in task
          ? task.account
          : failed && 'account' in failed
            ? failed.account
            : null);
    const exchange = task?.type === 'reauth' ? task.exchangeId : '';
    // One that has failed may have come to something all the same.
    const job = task ?? failed;
    const sent = job && 'sent' in job ? job.sent : null;
    // Visa's exchange is there before it is asked for.
    const early: LinkedAccount | null =
      job?.type === 'exchange' && job.claim.partner === 'visa'
        ? { exchangeId: job.claim.exchangeId, known: job.sent.known, key: job.key }
        : null;
    if (account || sent || snapshot.name === 'linking')
      writeRunRecord({ ...record, exchange, account: account ?? early, sent });
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
        this.#claim = outcome;
        this.#apply({ type: 'inner-success', detail: outcome.detail });
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

  /** Sends a job's request to the backend, and applies the answer. */
  async #do(job: Job): Promise<void> {
    const client = this.#client;
    const run = this.#run;
    this.#current = job;
    const isWanted = (): boolean => !run.signal.aborted && this.#current === job;
    const request = new AbortController();
    const stop = (): void => request.abort();
    run.signal.addEventListener('abort', stop, bare({ once: true }));
    const stopTimer = startTimer(run.signal, longestJob, stop);
    let action: Action;
    try {
      if (!client) return;
      action = await this.#ask(client, job, request.signal);
    } catch (thrown) {
      action = await this.#explain(client, job, refusalOf(thrown), run.signal);
    } finally {
      stopTimer();
    }
    if (!isWanted()) return;
    this.#current = null;
    this.#apply(action);
  }

  async #ask(client: ExchangeClient, job: Job, signal: AbortSignal): Promise<Action> {
    switch (job.type) {
      case 'check': {
        const { status } = await client.getExchange(job.account.exchangeId, { signal });
        return { type: 'checked', isThere: (status ?? 'active') === 'active' };
      }
      case 'find': {
        const { at } = job.sent;
        for (;;) {
          const exchanges = await client.listExchanges({ signal });
          const exchangeId = madeSince(exchanges, this.snapshot.run.partner, at);
          // The backend may still be at it.
          if (exchangeId || Math.abs(Date.now() - at) > longestExchange) return { type: 'found', exchangeId };
          await new Promise<void>((resolve) => {
            startTimer(signal, 1000, resolve);
          });
        }
      }
      case 'list':
        return { type: 'listed', connections: await client.listConnections({ signal }) };
      case 'exchange': {
        const claim = this.#claim;
        // Of MX's accounts the user may choose another one after a failure, which is another request.
        const isWhole = claim && !('availableConnectionToken' in job.claim);
        const idempotencyKey = (isWhole && keys.get(claim)) || job.key;
        if (isWhole) keys.set(claim, idempotencyKey);
        const { id } = await client.createExchange(job.claim, { signal, idempotencyKey });
        if (claim) used.add(claim);
        return { type: 'exchanged', exchangeId: id };
      }
      case 'add': {
        const source = { exchangeId: job.account.exchangeId, ...job.source };
        const options = { signal, idempotencyKey: job.account.key };
        return {
          type: 'made',
          source: await client.createFundingSource(source, options),
          isDuplicate: false,
        };
      }
      default:
        return job satisfies never;
    }
  }

  /** What a refusal means. An account that is there already is what was asked for. */
  async #explain(
    client: ExchangeClient | null,
    job: Job,
    refusal: Refusal,
    signal: AbortSignal,
  ): Promise<Action> {
    const { code, fundingSourceId: id } = refusal;
    if (!client || job.type !== 'add' || code !== 'DuplicateResource' || !id)
      return { type: 'refused', refusal };
    const source = await client.getFundingSource(id, { signal }).catch(() => null);
    return { type: 'made', source: isObject(source) ? { ...source, id } : { id }, isDuplicate: true };
  }
}
