import type { TemplateResult } from 'lit';
import type { PartnerName } from '../element/partners/registry.js';
import type { Press } from '../element/view/press-guard.js';
import { html, nothing, partners } from '../element/shared.js';
import type { Knowledge } from './account-step/describe-account.js';
import type { Snapshot, UserAction } from './state.js';

/** All that the view shows. It asks nobody and decides nothing. */
export interface FundingView {
  readonly snapshot: Snapshot;
  /** Nothing was asked for yet. */
  readonly isIdle: boolean;
  /** The partners to choose from. */
  readonly offered: readonly PartnerName[];
  /** BCP 47 tag of the sentences, or '' where it is the page's own language. */
  readonly language: string;
  readonly text: (key: string, partner?: string) => string;
  /** What the host knows beside the partner. */
  readonly given: Pick<Knowledge, 'accountName' | 'cardholder'>;
  /** The forms of the account step, once its code is here. */
  readonly renderForm: ((view: FundingView, actions: FundingActions) => unknown) | null;
}

/** What the view asks for. */
export interface FundingActions {
  readonly onAction: (action: UserAction) => void;
  /** Listens to presses on the control of that name. */
  readonly press: Press;
}

/** Whether `<dwolla-exchange-link>` has the floor, with its own sentences and buttons. */
export const showsLink = (snapshot: Snapshot): boolean =>
  snapshot.name === 'linking' || ('outcome' in snapshot && snapshot.isInner);

/** The sentence of a state, shown and announced. */
function sentenceKey({ snapshot }: FundingView): string {
  switch (snapshot.name) {
    case 'choosing-partner':
      return snapshot.run.failed.length > 0 ? 'fundingChooseAnother' : 'fundingChoosePartner';
    case 'linking':
      return snapshot.run.relinks > 0 ? 'fundingLinkAgain' : '';
    case 'choosing-account':
      return 'fundingChooseAccount';
    case 'describing-account':
      return snapshot.run.partner === 'checkout' ? 'fundingDescribeCard' : 'fundingDescribeBank';
    case 'adding':
      return 'fundingAdding';
    default: {
      const { type, detail } = snapshot.outcome;
      if (type === 'added') return detail.isDuplicate ? 'fundingDuplicate' : 'fundingAdded';
      if (type === 'reauthenticated') return 'fundingReauthenticated';
      if (type === 'exit') return 'fundingExited';
      if (detail.status === 401) return 'errorSignIn';
      if (detail.code === 'no-accounts') return 'fundingNoAccounts';
      return detail.retryable ? 'fundingErrorLater' : 'fundingErrorFinal';
    }
  }
}

/** What a state offers below its sentence. */
function controls(view: FundingView, actions: FundingActions): unknown {
  const { snapshot, offered, text } = view;
  const { press, onAction } = actions;
  const button = (control: string, label: string, action: UserAction): TemplateResult => {
    const onClick = press(control, () => onAction(action));
    return html`<button part="button" type="button" @click=${onClick}>${label}</button>`;
  };
  switch (snapshot.name) {
    case 'choosing-partner':
      return html`<div class="partners">
        ${offered.map((partner) =>
          button('partner', text('start', partners[partner].label), { type: 'choose-partner', partner }),
        )}
      </div>`;
    case 'choosing-account':
    case 'describing-account':
      return view.renderForm?.(view, actions) ?? nothing;
    case 'error':
      return snapshot.again && !snapshot.isInner
        ? button('retry', text('retry'), { type: 'retry' })
        : nothing;
    default:
      return nothing;
  }
}

/** The element's own screen around that of `<dwolla-exchange-link>`. */
export function renderFunding(view: FundingView, actions: FundingActions): TemplateResult {
  const { snapshot, isIdle, language, text } = view;
  const isInner = showsLink(snapshot);
  const key = isIdle ? '' : sentenceKey(view);
  const sentence = key && text(key);
  const hasProblems = snapshot.name === 'describing-account' && Object.keys(snapshot.problems).length > 0;
  const spoken = hasProblems ? text('fundingCheckFields') : isInner && 'outcome' in snapshot ? '' : sentence;
  const isUrgent = hasProblems || snapshot.name === 'error';
  const kind = snapshot.name === 'adding' ? 'waiting' : snapshot.name === 'added' ? 'success' : snapshot.name;
  return html`
    <div
      part="container"
      tabindex="-1"
      class=${isIdle ? 'empty' : isInner ? 'inner' : ''}
      lang=${language || nothing}
    >
      <div
        part="status"
        role="status"
        aria-live=${isUrgent ? 'assertive' : 'polite'}
        .textContent=${spoken}
      ></div>
      <div class="link" ?hidden=${!isInner}><slot name="link"></slot></div>
      <div class=${`view ${kind}`} ?hidden=${isInner || isIdle} aria-busy=${snapshot.name === 'adding'}>
        <p part="message" id="sentence" tabindex="-1">${sentence}</p>
        ${isInner || isIdle ? nothing : controls(view, actions)}
      </div>
    </div>
  `;
}
