import { html, nothing, type TemplateResult } from 'lit';
import type { ExchangeLinkErrorCode } from '../error-codes.js';
import type { PartnerAction } from '../flow/attempt.js';
import type { Snapshot } from '../flow/state.js';
import { partners, type PartnerName } from '../partners/registry.js';
import type { Press } from './press-guard.js';

/** Where the attempt stands, and what a user may do to it. The view fetches nothing and decides nothing. */
export interface ViewModel {
  readonly snapshot: Snapshot;
  readonly partnerAction: PartnerAction | null;
  /** The partner the host set, before the session is known. */
  readonly hint: PartnerName | null;
  /** Whether another attempt can get a session after an outcome. */
  readonly canRestart: boolean;
  readonly isOffline: boolean;
  readonly open: () => Promise<void>;
  readonly close: (reason: 'user') => void;
}

/** What the element brings to its view. */
export interface ViewParts {
  /** BCP 47 tag of the sentences, or '' where it is the page's own language. */
  readonly viewLanguage: string;
  readonly text: (key: string) => string;
  /** Listens to presses on the control of that name. */
  readonly press: Press;
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
export function renderView(model: ViewModel, { press, viewLanguage, text }: ViewParts): TemplateResult {
  const { snapshot, hint, canRestart, partnerAction } = model;
  const { state, partner, outcome } = snapshot;
  const expected = outcome ? null : (partner ?? hint);
  const isFramed = !!partner && partners[partner].surface === 'frame';
  const isWaiting = /^(loading|opening|redirecting)$/.test(state);
  const isInside = state.startsWith('open') && !!partner && /frame|inline/.test(partners[partner].surface);
  const canRetry = outcome?.type === 'error' ? outcome.detail.retryable : state === 'exited' && canRestart;
  const action = state === 'ready' ? 'start' : canRetry ? 'retry' : isOutdated(outcome) ? 'reloadPage' : '';
  const sentence = text(sentenceKey(model));
  const close = (): void => model.close('user');
  /** A button of the element's own, or nothing where there is no text for it. */
  const button = (
    part: string,
    control: string,
    label: string,
    onPress: () => void,
    className = '',
  ): unknown => {
    const onClick = press(control, onPress);
    return label
      ? html`<button part=${part} class=${className || nothing} @click=${onClick}>${label}</button>`
      : nothing;
  };

  return html`
    <div
      part="container"
      tabindex="-1"
      class=${expected ? partners[expected].surface : ''}
      lang=${viewLanguage || nothing}
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
          ${button('close-button', 'close', state === 'open' && isFramed ? text('close') : '', close)}
        </div>
        <slot name="stage"></slot>
      </div>
      <div
        class=${`view ${isWaiting ? 'waiting' : state}`}
        ?hidden=${state === 'idle' || (state === 'open' && isInside)}
      >
        <slot name=${state}>
          <p part="message" tabindex="-1">${sentence}</p>
          ${button('button', action, action && text(action), () => (action === 'reloadPage' ? location.reload() : void model.open()))}
          ${button('close-button', 'cancel', isWaiting ? text('cancel') : '', close, isFramed ? '' : 'late')}
        </slot>
      </div>
    </div>
  `;
}
