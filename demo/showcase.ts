import { AddedAccounts } from './added-account.js';
import { ownerCards, partnerCards, type PartnerName } from './catalogue.js';
import { Backend } from './backend.js';
import { readConfiguration, type DemoConfiguration } from './configuration.js';
import {
  createExchangeClient,
  DwollaExchangeLink,
  type ExchangeClient,
  type ExchangeState,
  type FundingSourceAddedDetail,
  type FundingSourceState,
} from './exchange-link.js';
import { keepSettings, openingSettings, recall, remember, settingsIn, type Settings } from './settings.js';
import type { Framework } from './snippets.js';
import { Timeline, type EventName } from './timeline.js';

/** An exchange that was made on this page and can be re-authenticated. */
export interface LinkedExchange {
  readonly id: string;
  readonly partner: PartnerName;
  readonly owner: Settings['owner'];
}

/** What the inspector shows. */
export type InspectorTab = 'events' | 'backend' | 'code';

/** Settings whose change makes another session necessary. */
const decisive = ['partner', 'owner', 'exchange', 'scenario', 'launch'] as const;

/** Checkout's Flow takes its colours and texts once, when it is made. */
const fixedByFlow = ['theme', 'language'] as const;

/**
 * The page's knowledge and what can be done with it. The views only ask and call; whatever changes ends in `changed`,
 * which draws everything anew.
 */
export class Showcase {
  settings: Settings = fitting(openingSettings());
  configuration: DemoConfiguration | null = null;
  /** Why the page cannot work, in a sentence, or null. */
  trouble: string | null = null;
  /** Counts the elements made so far; another number is another element. */
  run = 0;
  /** The backend's code where it gave no session, or refused what came after the link; else null. */
  refusal: string | null = null;
  /** Where `<dwolla-add-funding-source>` stands. */
  stage: FundingSourceState = 'choosing-partner';
  /** An exchange was logged in to again. */
  isRenewed = false;
  /** The states of the present attempt, newest last. */
  trail: readonly ExchangeState[] = ['idle'];
  tab: InspectorTab = 'events';
  framework: Framework = 'html';
  /** Whether the code says where the simulator is. */
  withSimulator = false;
  linked: readonly LinkedExchange[] = linkedBefore();
  readonly timeline = new Timeline();
  readonly backend: Backend;
  /** Asks the backend for the element and for the page, on the record. */
  readonly client: ExchangeClient;
  readonly added: AddedAccounts;
  readonly changed: () => void;
  #turn = 0;

  /** @param changed draws the page */
  constructor(changed: () => void) {
    this.changed = changed;
    this.backend = new Backend(changed);
    this.client = createExchangeClient({ baseUrl: '/api', fetch: this.backend.fetch });
    this.added = new AddedAccounts(this.client, this.backend, changed);
    if (isWayBack(location.search)) {
      this.timeline.resume();
      this.backend.resume();
      this.trail = this.timeline.trail();
    }
    keepSettings(this.settings);
  }

  get state(): ExchangeState {
    return this.trail.at(-1) ?? 'idle';
  }

  /** The exchange to re-authenticate, or null for a first link. */
  get reauthenticated(): LinkedExchange | null {
    return this.linked.find(({ id }) => id === this.settings.exchange) ?? null;
  }

  /** Where the element gets its sessions. */
  get sessionUrl(): string {
    const { partner, exchange } = this.settings;
    return this.client.sessionUrl({ partner, exchangeId: exchange });
  }

  /** Asks the backend what it offers, arranges owner and scenario, and shows the first element. */
  async start(): Promise<void> {
    try {
      this.configuration = readConfiguration(await this.backend.arrange('GET', '/api/configuration'));
      DwollaExchangeLink.configure(this.configuration.element);
      await this.#arrange();
      await this.backend.listen();
      this.run = 1;
    } catch (error) {
      this.trouble = `The demo backend does not answer as it should: ${messageOf(error)}`;
    }
    this.changed();
  }

  /** Takes a choice over; a decisive one brings a fresh element. */
  async choose(choice: Partial<Settings>): Promise<void> {
    const before = this.settings;
    this.settings = fitting({ ...before, ...choice });
    keepSettings(this.settings);
    // A script that the page has cannot be blocked any more: only a new document is without it.
    if (this.settings.scenario === 'script-blocked' && hasScriptOf(this.settings.partner)) {
      location.reload();
      return;
    }
    const fixed = this.settings.partner === 'checkout' ? [...decisive, ...fixedByFlow] : decisive;
    if (fixed.some((name) => before[name] !== this.settings[name])) await this.startOver();
    else this.changed();
  }

  /** Follows a link to another configuration on the same page. */
  async follow(fragment: string): Promise<void> {
    await this.choose(settingsIn(fragment));
  }

  /** A fresh element, as if the page had been loaded anew. Of several at once only the last counts. */
  async startOver(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const trouble = await this.#arrange().then(() => null, messageOf);
    if (turn !== this.#turn) return;
    this.trouble = trouble;
    // What is in hand is given up: the next element would go on with it.
    if (/-account$|^adding$/.test(this.stage)) document.querySelector('dwolla-add-funding-source')?.close();
    this.trail = ['idle'];
    this.stage = 'choosing-partner';
    this.#reset();
    this.run += 1;
    this.changed();
  }

  /** Takes down what the elements report. */
  hear(name: EventName, detail: unknown): void {
    this.timeline.add(name, detail);
    if (name === 'exchange-state') this.#move((detail as { readonly state: ExchangeState }).state);
    if (name === 'exchange-opening' || this.state === 'redirecting') this.#keepStory();
    if (name === 'exchange-error') this.refusal = this.backend.lastRefusal(this.sessionUrl);
    if (name === 'funding-source-error' && this.state === 'success')
      this.refusal = (detail as { readonly code: string }).code;
    if (name === 'funding-source-state')
      this.stage = (detail as { readonly state: FundingSourceState }).state;
    if (name === 'exchange-reauthenticated') this.isRenewed = true;
    if (name === 'funding-source-added') {
      const added = detail as FundingSourceAddedDetail;
      this.added.add(added);
      this.#rememberExchange(added.exchangeId);
    }
    this.changed();
  }

  show(tab: InspectorTab): void {
    this.tab = tab;
    this.changed();
  }

  showCode(framework: Framework, withSimulator: boolean): void {
    this.framework = framework;
    this.withSimulator = withSimulator;
    this.changed();
  }

  clear(): void {
    this.timeline.clear();
    this.backend.forget();
    this.changed();
  }

  #move(state: ExchangeState): void {
    if (state !== 'loading') this.trail = [...this.trail, state];
    // Back from Visa the element reads the result from the address; for the diagram it is still on its way.
    else if (this.state !== 'redirecting') this.trail = ['idle', state];
    if (state === 'loading') this.#reset();
  }

  #reset(): void {
    this.added.reset();
    this.isRenewed = false;
    this.refusal = null;
  }

  /** The page may be left now (Visa, a bank's own login at Plaid): the document after the way back tells on. */
  #keepStory(): void {
    this.timeline.keep();
    this.backend.keep();
  }

  #rememberExchange(id: string): void {
    const { partner, owner } = this.settings;
    if (!partnerCards[partner].renews || this.linked.some((exchange) => exchange.id === id)) return;
    this.linked = [...this.linked, { id, partner, owner }];
    remember('exchanges', this.linked);
  }

  /** Tells the backend whose turn it is and, in the simulator, how the partner shall behave. */
  async #arrange(): Promise<void> {
    const { owner, partner, scenario } = this.settings;
    await this.backend.arrange('POST', '/api/owner', { owner });
    if (this.configuration?.mode === 'simulator')
      await this.backend.arrange('POST', '/api/simulator/scenario', { partner, scenario });
  }
}

/** The same settings with an owner whom the partner serves. */
function fitting(settings: Settings): Settings {
  const { owners } = partnerCards[settings.partner];
  return owners.includes(settings.owner) ? settings : { ...settings, owner: 'customer' };
}

/** Whether what a partner's own script defines is on the page. */
function hasScriptOf(partner: PartnerName): boolean {
  return (
    (partner === 'plaid' && 'Plaid' in window) ||
    (partner === 'checkout' && 'CheckoutWebComponents' in window)
  );
}

/** Whether the address carries the parameters with which Visa or Plaid send the user back. */
function isWayBack(search: string): boolean {
  const parameters = new URLSearchParams(search);
  return ['exchange', 'error', 'oauth_state_id'].some((name) => parameters.has(name));
}

function linkedBefore(): readonly LinkedExchange[] {
  const kept = recall('exchanges');
  if (!Array.isArray(kept)) return [];
  return kept.filter((item): item is LinkedExchange => {
    const { id, partner, owner } = (item ?? {}) as Partial<LinkedExchange>;
    return (
      typeof id === 'string' && typeof partner === 'string' && owner !== undefined && owner in ownerCards
    );
  });
}

/** A sentence out of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
