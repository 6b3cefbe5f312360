import type { ExchangeLinkErrorCode } from '../errors.js';
import type { OfferedAction } from '../flow/exchange-flow.js';
import type { Snapshot } from '../flow/state.js';
import { partners, type PartnerName } from '../partners/registry.js';

/** All that the view shows. It fetches nothing and decides nothing. */
export interface ViewModel {
  readonly snapshot: Snapshot;
  readonly offered: OfferedAction | null;
  /** The partner the host named, before the session says so. */
  readonly hint: PartnerName | null;
  /** Whether there is a session to go on with after an ending. */
  readonly canRestart: boolean;
  readonly isOffline: boolean;
  /** BCP 47 tag of the sentences, or '' where it is the page's own language. */
  readonly language: string;
  readonly text: (key: string) => string;
}

/** What the view asks for. */
export interface ViewActions {
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

/** Which sentence a user reads for an error. */
const errorTexts: Readonly<Partial<Record<ExchangeLinkErrorCode, string>>> = {
  'session-network': 'errorNetwork',
  'session-http': 'errorNetwork',
  'session-timeout': 'errorNetwork',
  'session-expired': 'errorExpired',
  'partner-script': 'errorBlocked',
  'blocked-by-csp': 'errorBlocked',
  'partner-timeout': 'errorTimeout',
  'partner-error': 'errorPartner',
  'redirect-failed': 'errorRedirect',
};

/** The sentence of a state, shown and announced. */
function sentenceKey({ snapshot: { state, outcome }, isOffline }: ViewModel): string {
  if (outcome?.type === 'error') {
    const { code, retryable } = outcome.detail;
    // A refusal that stays one is no matter of the connection.
    return (code === 'session-http' && !retryable ? null : errorTexts[code]) ?? 'errorSetup';
  }
  return state === 'loading' && isOffline ? 'offline' : state;
}

function make<Name extends 'div' | 'p' | 'button' | 'slot'>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...children: Node[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const attribute in attributes) element.setAttribute(attribute, attributes[attribute] ?? '');
  element.append(...children);
  return element;
}

/** Sets a text only where it differs: a live region would announce it once more. */
function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Puts in what belongs there, and touches nothing that is there already: it may have the focus. */
function fill(parent: Element, ...wanted: (Element | false | null | undefined)[]): void {
  const children = wanted.filter((child) => !!child);
  for (const child of [...parent.children]) if (!children.includes(child)) child.remove();
  children.forEach((child, at) => {
    if (parent.children[at] !== child) parent.insertBefore(child, parent.children[at] ?? null);
  });
}

/**
 * Builds the element's own screen: in plain DOM, because a template engine would be a fifth of what every visitor
 * of a page with this element has to fetch.
 * @returns shows a model
 */
export function makeView(root: ParentNode, { onOpen, onClose }: ViewActions): (model: ViewModel) => void {
  const status = make('div', { part: 'status', role: 'status' });
  const message = make('p', { part: 'message', tabindex: '-1' });
  const [button, offer] = [make('button', { part: 'button' }), make('button', { part: 'button' })];
  const [cancel, close] = [
    make('button', { part: 'close-button' }),
    make('button', { part: 'close-button' }),
  ];
  const bar = make('div', { class: 'bar' });
  // The partner's frame is put in here, and stays whatever is shown.
  const partnerView = make('div', { class: 'partner', tabindex: '-1' }, bar, make('slot', { name: 'stage' }));
  const slot = make('slot', {});
  const stateView = make('div', {}, slot);
  const container = make('div', { part: 'container', tabindex: '-1' }, status, partnerView, stateView);
  button.onclick = onOpen;
  cancel.onclick = close.onclick = onClose;
  root.append(container);

  return (model) => {
    const { snapshot, hint, canRestart, offered, language, text } = model;
    const { state, partner, outcome } = snapshot;
    const expected = outcome ? null : (partner ?? hint);
    const isFramed = !!partner && partners[partner].surface === 'frame';
    const isWaiting = /^(loading|opening|redirecting)$/.test(state);
    const isInside = state.startsWith('open') && !!partner && /frame|stage/.test(partners[partner].surface);
    const again = outcome?.type === 'error' ? outcome.detail.retryable : state === 'exited' && canRestart;
    const action = state === 'ready' ? 'start' : again && 'retry';
    const sentence = text(sentenceKey(model));

    container.className = expected ? partners[expected].surface : '';
    container.toggleAttribute('lang', !!language);
    if (language) container.lang = language;
    status.ariaLive = state === 'error' ? 'assertive' : 'polite';
    say(status, state === 'idle' ? '' : sentence);
    say(message, sentence);
    say(button, text(action || ''));
    say(cancel, text('cancel'));
    say(close, text('close'));
    say(offer, offered?.text ?? '');
    offer.onclick = offered?.run ?? null;
    cancel.className = isFramed ? '' : 'late';
    fill(bar, offered && offer, state === 'open' && isFramed && close);
    fill(slot, message, action && button, isWaiting && cancel);
    slot.name = state;
    // Its title came with it, perhaps before the texts of its language.
    const frame = partnerView.querySelector('iframe');
    if (frame) frame.title = text('frame');
    partnerView.hidden = !isInside;
    stateView.hidden = state === 'idle' || (state === 'open' && isInside);
    stateView.className = `view ${isWaiting ? 'waiting' : state}`;
  };
}
