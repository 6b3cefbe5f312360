import { expect } from '@open-wc/testing';
import { consoleLines, type Watched } from '../support/exchange-link.js';
import { PageWatch } from './page-watch.js';

/** Part of every canary, in a form that no URL, attribute or JSON changes. */
const song = 'kanarienvogel';
let hatched = 0;

/** A value that must never be seen anywhere. `kind` says what it stands for. */
export const canary = (kind: string): string => `${song}.${kind}.${++hatched}`;

/** What was written to the console with everything in it, as a listener in the browser's tools would see it. */
const reported: string[] = [];
const depth = 6;

/** Everything reachable in a value, as text: what a log service would make of it. */
export function everythingIn(value: unknown, left = depth, seen = new Set<unknown>()): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (left === 0 || seen.has(value)) return '';
  seen.add(value);
  const parts: string[] = [];
  // What does not enumerate counts too: the message, the cause and the stack of an error.
  for (const name of Object.getOwnPropertyNames(value)) {
    const field: unknown = Object.getOwnPropertyDescriptor(value, name)?.value;
    parts.push(name, everythingIn(field, left - 1, seen));
  }
  if (value instanceof Map || value instanceof Set)
    parts.push(...[...value].map((entry) => everythingIn(entry, left - 1, seen)));
  return parts.join(' ');
}

/** Writes down, from now on, all that goes to the console, in full. @returns ends it */
function listenToConsole(): () => void {
  const undo: (() => void)[] = [];
  for (const level of ['debug', 'dir', 'error', 'group', 'info', 'log', 'table', 'trace', 'warn'] as const) {
    const before = console[level].bind(console);
    console[level] = (...given: unknown[]): void => {
      reported.push(given.map((one) => everythingIn(one)).join(' '));
    };
    undo.push(() => (console[level] = before));
  }
  return () => undo.forEach((end) => end());
}

/** Every node of the page, in shadow trees too. */
function* nodesOf(root: Document | ShadowRoot | Element): Generator<Element> {
  for (const node of root.querySelectorAll('*')) {
    yield node;
    if (node.shadowRoot) yield* nodesOf(node.shadowRoot);
  }
}

function* placesOf({ events, element }: Watched): Generator<readonly [place: string, text: string]> {
  yield ['the console', [...reported, ...consoleLines].join('\n')];
  for (const node of nodesOf(document)) {
    for (const { name, value } of node.attributes)
      // Framing takes the link itself.
      if (!(node instanceof HTMLIFrameElement && name === 'src'))
        yield [`the attribute ${name} of <${node.localName}>`, `${name} ${value}`];
    for (const { nodeType, textContent } of node.childNodes)
      if (nodeType === Node.TEXT_NODE && node.localName !== 'script')
        yield [`the text of <${node.localName}>`, textContent ?? ''];
  }
  for (const { type, detail } of events) {
    // The one credential that a detail carries, by the contract.
    const { url: _, ...shown } = detail as Record<string, unknown>;
    yield [`the detail of ${type}`, everythingIn(type === 'exchange-opening' ? shown : detail)];
  }
  yield ['the outcome', everythingIn(element.outcome)];
  yield ['localStorage', everythingIn(Object.fromEntries(Object.entries(localStorage)))];
  const stored = Object.fromEntries<string | undefined>(Object.entries(sessionStorage));
  const { 'dwolla-exchange-link': record, ...others } = stored;
  yield ['sessionStorage', everythingIn(others)];
  if (record) {
    // Contract section 5: these, and nothing else.
    const { linkToken, sessionUrl, ...rest } = JSON.parse(record) as Record<string, unknown>;
    yield ['the return record', everythingIn(rest)];
    yield ['the link token of the record', /^link-|^null$/.test(String(linkToken)) ? '' : String(linkToken)];
    yield ['the session URL of the record', /^https?:|^null$/.test(String(sessionUrl)) ? '' : song];
  }
  yield ['the title', document.title];
  yield ['the state of the history', everythingIn(history.state)];
  yield ['the name of the window', window.name];
  yield ['cookies', document.cookie];
}

/** Where a canary is to be seen, with what is around it; empty if none is. */
export function findCanaries(watched: Watched): readonly string[] {
  const found: string[] = [];
  for (const [place, text] of placesOf(watched)) {
    const at = text.indexOf(song);
    if (at >= 0) found.push(`${place}: …${text.slice(Math.max(0, at - 60), at + 60)}…`);
  }
  return found;
}

/** The same for a text or an object that somebody holds. */
export const holdsCanary = (value: unknown): boolean => everythingIn(value).includes(song);

/** Whether one was written to the console, in any test so far that has not been forgotten. */
export const consoleHoldsCanary = (): boolean => reported.join().includes(song);

/** The console is forgotten, for the next test. */
export const forgetConsole = (): void => void reported.splice(0);

/** Fails where a canary is to be seen. */
export function silent(watched: Watched, when: string): void {
  const who = watched.element.activePartner ?? 'nobody';
  expect(findCanaries(watched), `${who}, ${when}`).to.deep.equal([]);
}

/** Has the tests of a suite listened to: what they write to the console is searched, and none may end in an exception. */
export function listenForCanaries(): void {
  const watch = new PageWatch();
  let endListening: () => void;
  before(() => watch.install());
  after(() => watch.uninstall());
  beforeEach(() => (endListening = listenToConsole()));
  afterEach(() => {
    endListening();
    forgetConsole();
    expect(watch.takeUncaught()).to.deep.equal([]);
  });
}
