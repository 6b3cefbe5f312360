import { html, nothing, type TemplateResult } from 'lit';
import type { ExchangeLinkErrorCode } from '../errors.js';
import type { OfferedAction } from '../flow/exchange-flow.js';
import type { Snapshot } from '../flow/state.js';
import { partners, type PartnerName } from '../partners/registry.js';

/** All that the view shows, and what it asks for. It fetches nothing and decides nothing. */
export interface ViewModel {
  readonly snapshot: Snapshot;
  readonly offered: OfferedAction | null;
  /** The partner the host named, before the session says so. */
  readonly hint: PartnerName | null;
  /** Whether there is a session to go on with after an ending. */
  readonly canRestart: boolean;
  readonly isOffline: boolean;
  /** BCP 47 tag of the sentences, or null where it is the page's own language. */
  readonly language: string | null;
  readonly text: (key: string) => string;
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

const isFramed = ({ partner }: Snapshot): boolean => !!partner && partners[partner].surface === 'frame';

const waiting: readonly string[] = ['loading', 'opening', 'redirecting'];

/** The sentence of a state, shown and announced. */
function sentenceKey({ snapshot: { state, outcome }, isOffline }: ViewModel): string {
  if (outcome?.type === 'error') {
    const { code, retryable } = outcome.detail;
    // A refusal that stays one is no matter of the connection.
    return (code === 'session-http' && !retryable ? null : errorTexts[code]) ?? 'errorSetup';
  }
  return state === 'loading' && isOffline ? 'offline' : state;
}

function stateView(model: ViewModel): TemplateResult {
  const { snapshot, canRestart, text, onOpen, onClose } = model;
  const { state, outcome } = snapshot;
  const again = outcome?.type === 'error' ? outcome.detail.retryable : state === 'exited' && canRestart;
  const action = state === 'ready' ? 'start' : again ? 'retry' : null;
  return html`
    ${waiting.includes(state) ? html`<div class="skeleton"><i></i><i></i><i></i></div>` : nothing}
    <p part="message" tabindex="-1">${text(sentenceKey(model))}</p>
    ${action ? html`<button part="button" @click=${onOpen}>${text(action)}</button>` : nothing}
    ${
      waiting.includes(state)
        ? html`<button part="close-button" class=${isFramed(snapshot) ? nothing : 'late'} @click=${onClose}>
            ${text('cancel')}
          </button>`
        : nothing
    }
  `;
}

export function view(model: ViewModel): TemplateResult {
  const { snapshot, offered, language, text, onClose } = model;
  const { state, partner } = snapshot;
  const isShown = state === 'opening' || state === 'open';
  const isInside = isShown && /^(frame|stage)$/.test(partners[partner].surface);
  const canClose = state === 'open' && isFramed(snapshot);
  const expected = snapshot.outcome ? null : (partner ?? model.hint);
  const slot = /^(loading|ready|success|exited|error)$/.test(state) ? state : '';
  return html`
    <div
      part="container"
      class=${expected ? partners[expected].surface : nothing}
      lang=${language ?? nothing}
    >
      <div part="status" role="status" aria-live=${state === 'error' ? 'assertive' : 'polite'}>
        ${state === 'idle' ? nothing : text(sentenceKey(model))}
      </div>
      <div class="partner" ?hidden=${!isInside}>
        <div class="bar">
          ${offered ? html`<button part="button" @click=${offered.run}>${offered.text}</button>` : nothing}
          ${canClose ? html`<button part="close-button" @click=${onClose}>${text('close')}</button>` : nothing}
        </div>
        <slot name="stage"></slot>
      </div>
      <div
        class="view ${waiting.includes(state) ? 'waiting' : state}"
        ?hidden=${state === 'idle' || (state === 'open' && isInside)}
      >
        ${slot ? html`<slot name=${slot}>${stateView(model)}</slot>` : stateView(model)}
      </div>
    </div>
  `;
}
