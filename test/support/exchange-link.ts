import '../../src/element/index.js';
import { configuration } from '../../src/element/configuration.js';
import { bare } from '../../src/element/browser/own.js';
import { forgetReturn } from '../../src/element/flow/document-return.js';
import type { DwollaExchangeLink } from '../../src/element/dwolla-exchange-link.js';
import type { ExchangeLinkEventMap } from '../../src/element/events.js';
import type { ExchangeOutcome } from '../../src/element/flow/outcome.js';
import type { ExchangeState } from '../../src/element/flow/state.js';
import type { FetchSession } from '../../src/element/session/fetch-session.js';

/** An event of the element, and where the element stood when it was dispatched. */
export type Recorded = {
  [Type in keyof ExchangeLinkEventMap]: {
    readonly type: Type;
    readonly detail: ExchangeLinkEventMap[Type]['detail'];
    readonly event: ExchangeLinkEventMap[Type];
    readonly state: ExchangeState;
    readonly outcome: ExchangeOutcome | null;
  };
}[keyof ExchangeLinkEventMap];
type RecordedOf<Type extends keyof ExchangeLinkEventMap> = Extract<Recorded, { type: Type }>;

const eventTypes = [
  'exchange-state',
  'exchange-ready',
  'exchange-opening',
  'exchange-open',
  'exchange-activity',
  'exchange-success',
  'exchange-exit',
  'exchange-error',
] as const satisfies readonly (keyof ExchangeLinkEventMap)[];
const terminalEvents = ['exchange-success', 'exchange-exit', 'exchange-error'];

/** An element, and everything it has reported so far. */
export class Watched {
  readonly element: DwollaExchangeLink;
  readonly events: Recorded[] = [];

  constructor(element: DwollaExchangeLink) {
    this.element = element;
    for (const type of eventTypes)
      element.addEventListener(type, (event) => {
        const { state, outcome } = element;
        this.events.push({ type, detail: event.detail, event, state, outcome } as Recorded);
      });
  }

  /** What was reported, in a line each: `opening` for a state, `exchange-opening` for the event of that name. */
  get story(): string[] {
    return this.events
      .filter(({ type }) => type !== 'exchange-activity')
      .map((reported) => (reported.type === 'exchange-state' ? reported.detail.state : reported.type));
  }

  get outcomes(): Recorded[] {
    return this.events.filter(({ type }) => terminalEvents.includes(type));
  }

  all<Type extends keyof ExchangeLinkEventMap>(type: Type): RecordedOf<Type>[] {
    return this.events.filter((reported): reported is RecordedOf<Type> => reported.type === type);
  }

  /** Resolves with the detail of the next event of that type, or of the first one so far. */
  async detail<Type extends keyof ExchangeLinkEventMap>(
    type: Type,
  ): Promise<ExchangeLinkEventMap[Type]['detail']> {
    await until(() => this.all(type).length > 0, `${type}; so far: ${this.story.join(', ')}`);
    return this.all(type)[0]!.detail;
  }

  async state(state: ExchangeState): Promise<void> {
    await until(() => this.element.state === state, `${state}; so far: ${this.story.join(', ')}`);
  }

  part(name: string): HTMLElement | null {
    return this.element.shadowRoot?.querySelector<HTMLElement>(`[part~="${name}"]`) ?? null;
  }

  /** The built-in button of the present state, as the user sees it. */
  get button(): HTMLButtonElement | null {
    return this.element.shadowRoot?.querySelector<HTMLButtonElement>('.view [part="button"]') ?? null;
  }

  async press(): Promise<void> {
    await until(() => this.button !== null, 'a button');
    this.button?.click();
  }

  /** Forgets what was reported, to look at what comes next. */
  forget(): void {
    this.events.length = 0;
  }
}

type Settings = Partial<
  Pick<
    DwollaExchangeLink,
    | 'sessionUrl'
    | 'session'
    | 'getSession'
    | 'fetchSession'
    | 'credentials'
    | 'partner'
    | 'launch'
    | 'reauth'
    | 'checkoutPublicKey'
    | 'timeout'
    | 'locale'
    | 'nonce'
  >
>;

/** An element that is in no document yet. */
export function make(settings: Settings = {}): Watched {
  return new Watched(Object.assign(document.createElement('dwolla-exchange-link'), settings));
}

/** An element with these properties, put into the document. */
export function start(settings: Settings = {}, parent: Node = document.body): Watched {
  const watched = make(settings);
  parent.appendChild(watched.element);
  return watched;
}

const patience = 45_000; // ms; a loaded machine needs it, and nothing waits that long when all is well

/** Resolves when something has come true; rejects with what was waited for. */
export async function until(isTrue: () => unknown, what: string): Promise<void> {
  const giveUp = performance.now() + patience;
  while (!isTrue()) {
    if (performance.now() > giveUp) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/**
 * Lets everything run that is due already: microtasks, and the tasks that tasks have queued. For showing that nothing
 * more comes.
 */
export async function settled(): Promise<void> {
  for (let round = 0; round < 3; round++) await new Promise((resolve) => setTimeout(resolve));
  await new Promise((resolve) => requestAnimationFrame(resolve));
  await new Promise((resolve) => setTimeout(resolve));
}

/** What a host's backend answers: a body, a status, a response, or something thrown. */
export type Answer = object | number | Error | (() => Response | Promise<Response>);

/** A host's backend. Answers in turn; the last answer is for all that follow. */
export class Backend {
  readonly requests: { readonly url: string; readonly init: RequestInit }[] = [];
  readonly #answers: Answer[];

  constructor(...answers: Answer[]) {
    this.#answers = answers;
  }

  readonly fetchSession: FetchSession = async (url, init) => {
    this.requests.push({ url, init });
    const answer = this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0];
    if (answer instanceof Error) throw answer;
    if (typeof answer === 'function') return (answer as () => Response | Promise<Response>)();
    if (typeof answer === 'number') return new Response(null, { status: answer });
    return Response.json(answer);
  };
}

/** A promise to settle by hand. */
export function later<Value>(): {
  promise: Promise<Value>;
  resolve: (value: Value) => void;
  reject: (error: unknown) => void;
} {
  let resolve!: (value: Value) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<Value>((resolved, rejected) => {
    resolve = resolved;
    reject = rejected;
  });
  return { promise, resolve, reject };
}

const undo: (() => void)[] = [];

/** Puts something of the page or of the language in another's place until the test is over. */
export function replace<Owner extends object, Key extends keyof Owner>(
  owner: Owner,
  key: Key,
  value: Owner[Key],
): void {
  const own = Object.getOwnPropertyDescriptor(owner, key);
  Object.defineProperty(owner, key, { value, configurable: true, writable: true });
  undo.push(() => {
    if (own) Object.defineProperty(owner, key, own);
    else Reflect.deleteProperty(owner, key);
  });
}

/** Has something undone when the test is over. */
export const afterwards = (work: () => void): number => undo.push(work);

/** What the console heard of while a test ran. */
export const consoleLines: string[] = [];
for (const level of ['debug', 'error', 'info', 'log', 'warn'] as const) {
  const tell = console[level].bind(console);
  console[level] = (...reported: unknown[]) => {
    consoleLines.push(reported.map(String).join(' '));
    tell(...reported);
  };
}

const recordKey = 'dwolla-exchange-link';
const address = location.href;

/** What the element has stored in this tab, or null. */
export function storedRecord(): Record<string, unknown> | null {
  const stored = sessionStorage.getItem(recordKey);
  return stored === null ? null : (JSON.parse(stored) as Record<string, unknown>);
}

/** Stores what an earlier document would have left, as the contract describes it. */
export function leaveRecord(record: Readonly<Record<string, unknown>>): void {
  sessionStorage.setItem(recordKey, JSON.stringify(record));
}

/** Puts parameters on the address, as a partner does that sends its user back. */
export function returnWith(query: string): void {
  const url = new URL(address);
  url.search += `${url.search ? '&' : '?'}${query}`;
  history.replaceState(history.state, '', url);
}

/** The parameters of the address that the test page did not have by itself. */
export function addedQuery(): string {
  const before = new URL(address).search;
  return location.search.startsWith(before) ? location.search.slice(before.length) : location.search;
}

afterEach(function (this: Mocha.Context) {
  // The runner would follow the properties of a node, by which a comparison failed, through the whole page and never end.
  const error = this.currentTest?.err as Partial<Record<'actual' | 'expected', unknown>> | undefined;
  for (const side of ['actual', 'expected'] as const)
    if (error?.[side] instanceof Node) error[side] = error[side].nodeName;
});
afterEach(async () => {
  for (const element of document.querySelectorAll('dwolla-exchange-link')) element.remove();
  // Removal is judged a microtask later, and partners are taken off the page in a later task.
  await settled();
  for (const work of undo.splice(0).reverse()) work();
  configuration.partners = bare({});
  configuration.texts = bare({});
  sessionStorage.clear();
  // The next test is another document.
  forgetReturn();
  // Only where it was changed: WebKit refuses more than a hundred in ten seconds.
  if (location.href !== address || history.state !== null) history.replaceState(null, '', address);
  consoleLines.length = 0;
});
