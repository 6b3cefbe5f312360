import { html, nothing, type TemplateResult } from 'lit';
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

/** A button of the element's own, or nothing where there is no text for it. */
const button = (part: string, text: string | null, onClick: () => void, className = ''): unknown =>
  text
    ? html`<button part=${part} class=${className || nothing} @click=${onClick}>${text}</button>`
    : nothing;

/** The element's own screen. The partner's frame is appended to `.partner`, which is part of every rendering. */
export function renderView(model: ViewModel, { onOpen, onClose }: ViewActions): TemplateResult {
  const { snapshot, hint, canRestart, offered, language, text } = model;
  const { state, partner, outcome } = snapshot;
  const expected = outcome ? null : (partner ?? hint);
  const isFramed = !!partner && partners[partner].surface === 'frame';
  const isWaiting = /^(loading|opening|redirecting)$/.test(state);
  const isInside = state.startsWith('open') && !!partner && /frame|stage/.test(partners[partner].surface);
  const canRetry = outcome?.type === 'error' ? outcome.detail.retryable : state === 'exited' && canRestart;
  const action = state === 'ready' ? 'start' : canRetry && 'retry';
  const sentence = text(sentenceKey(model));

  return html`
    <div
      part="container"
      tabindex="-1"
      class=${expected ? partners[expected].surface : ''}
      lang=${language || nothing}
    >
      <div
        part="status"
        role="status"
        aria-live=${state === 'error' ? 'assertive' : 'polite'}
        .textContent=${state === 'idle' ? '' : sentence}
      ></div>
      <div class="partner" tabindex="-1" ?hidden=${!isInside}>
        <div class="bar">
          ${button('button', offered?.text ?? null, () => offered?.run())}
          ${button('close-button', state === 'open' && isFramed ? text('close') : null, onClose)}
        </div>
        <slot name="stage"></slot>
      </div>
      <div
        class=${`view ${isWaiting ? 'waiting' : state}`}
        ?hidden=${state === 'idle' || (state === 'open' && isInside)}
      >
        <slot name=${state}>
          <p part="message" tabindex="-1">${sentence}</p>
          ${button('button', action ? text(action) : null, onOpen)}
          ${button('close-button', isWaiting ? text('cancel') : null, onClose, isFramed ? '' : 'late')}
        </slot>
      </div>
    </div>
  `;
}
