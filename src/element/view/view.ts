import { html, nothing, type TemplateResult } from 'lit';
import type { ExchangeLinkErrorCode } from '../error-codes.js';
import type { PartnerAction } from '../flow/attempt.js';
import type { Snapshot } from '../flow/state.js';
import { bare } from '../browser/own.js';
import { partners, type PartnerName } from '../partners/registry.js';

/** All that the view shows. It fetches nothing and decides nothing. */
export interface ViewModel {
  readonly snapshot: Snapshot;
  readonly partnerAction: PartnerAction | null;
  /** The partner the host set, before the session is known. */
  readonly hint: PartnerName | null;
  /** Whether another attempt can get a session after an outcome. */
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
  readonly onReloadPage: () => void;
  /** Whether a press on the control of that name counts. */
  readonly isMeant: (control: string) => boolean;
}

/** Which sentence a user reads for an error. */
const errorTexts: Readonly<Partial<Record<ExchangeLinkErrorCode, string>>> = {
  'session-network': 'errorNetwork',
  'session-timeout': 'errorNetwork',
  'session-expired': 'errorExpired',
  'partner-script': 'errorBlocked',
  'blocked-by-csp': 'errorBlocked',
  'partner-timeout': 'errorTimeout',
  'partner-error': 'errorPartner',
  'redirect-failed': 'errorRedirect',
};

/** The element's own code for the partner is gone: only a new page knows where the new one is. */
const isOutdated = (outcome: Snapshot['outcome']): boolean =>
  outcome?.type === 'error' && outcome.detail.code === 'partner-script' && !outcome.detail.retryable;

/** The sentence of a state, shown and announced. */
function sentenceKey({ snapshot: { state, outcome }, isOffline }: ViewModel): string {
  if (outcome?.type === 'error') {
    const { code, status, retryable } = outcome.detail;
    if (code === 'session-http' && status === 401) return 'errorSignIn';
    if (code === 'session-http') return retryable ? 'errorServer' : 'errorSetup';
    return isOutdated(outcome) ? 'errorOutdated' : (errorTexts[code] ?? 'errorSetup');
  }
  return state === 'loading' && isOffline ? 'offline' : state;
}

/** The element's own screen. The partner's frame is appended to `.partner`, which is part of every rendering. */
export function renderView(model: ViewModel, actions: ViewActions): TemplateResult {
  const { onOpen, onClose, onReloadPage, isMeant } = actions;
  const { snapshot, hint, canRestart, partnerAction, language, text } = model;
  const { state, partner, outcome } = snapshot;
  const expected = outcome ? null : (partner ?? hint);
  const isFramed = !!partner && partners[partner].surface === 'frame';
  const isWaiting = /^(loading|opening|redirecting)$/.test(state);
  const isInside = state.startsWith('open') && !!partner && /frame|inline/.test(partners[partner].surface);
  const canRetry = outcome?.type === 'error' ? outcome.detail.retryable : state === 'exited' && canRestart;
  const action = state === 'ready' ? 'start' : canRetry ? 'retry' : isOutdated(outcome) ? 'reloadPage' : '';
  const sentence = text(sentenceKey(model));
  /** A button of the element's own, or nothing where there is no text for it. */
  const button = (
    part: string,
    control: string,
    label: string,
    onPress: () => void,
    className = '',
  ): unknown => {
    // Lit passes the listener as its own options, too: of a function they would be those of the page's prototypes.
    const onClick = bare({
      handleEvent: (): void => {
        if (isMeant(control)) onPress();
      },
    });
    return label
      ? html`<button part=${part} class=${className || nothing} @click=${onClick}>${label}</button>`
      : nothing;
  };

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
          ${button('button', 'partner-action', partnerAction?.text ?? '', () => partnerAction?.run())}
          ${button('close-button', 'close', state === 'open' && isFramed ? text('close') : '', onClose)}
        </div>
        <slot name="stage"></slot>
      </div>
      <div
        class=${`view ${isWaiting ? 'waiting' : state}`}
        ?hidden=${state === 'idle' || (state === 'open' && isInside)}
      >
        <slot name=${state}>
          <p part="message" tabindex="-1">${sentence}</p>
          ${button('button', action, action && text(action), action === 'reloadPage' ? onReloadPage : onOpen)}
          ${button('close-button', 'cancel', isWaiting ? text('cancel') : '', onClose, isFramed ? '' : 'late')}
        </slot>
      </div>
    </div>
  `;
}
