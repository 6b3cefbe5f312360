import type { TemplateResult } from 'lit';
import type { PartnerName } from '../element/partners/registry.js';
import { html, nothing, partners } from '../element/shared.js';
import {
  missingFields,
  suggestedValue,
  type FieldName,
  type FieldValues,
  type Knowledge,
} from './account.js';
import { textFields } from './form-fields.js';
import type { Snapshot } from './state.js';

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
}

/** What the view asks for. */
export interface FundingActions {
  readonly onChoosePartner: (partner: PartnerName) => void;
  readonly onChooseAccount: (index: number) => void;
  readonly onDescribe: (values: FieldValues) => void;
  readonly onRetry: () => void;
  /** Whether a press on the control of that name counts. */
  readonly isMeant: (control: string) => boolean;
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

/** The fields of the form that was sent, by name. The form itself goes nowhere. */
function valuesOf(event: SubmitEvent): Readonly<Record<string, string>> {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const inputs = [...form.querySelectorAll('input')].filter(
    ({ type, checked }) => type !== 'radio' || checked,
  );
  return Object.fromEntries(inputs.map(({ name, value }) => [name, value]));
}

/**
 * A choice of one, as radio buttons.
 * @param legend '' where the sentence above is what is asked
 */
function choice(
  name: string,
  legend: string,
  options: readonly (readonly [value: string, label: string])[],
  chosen: string,
  problem: string,
): TemplateResult {
  return html`<fieldset
    class="choice"
    role="radiogroup"
    aria-required="true"
    aria-labelledby=${legend ? nothing : 'sentence'}
    aria-invalid=${problem ? 'true' : nothing}
    aria-describedby=${problem ? `${name}-problem` : nothing}
  >
    ${legend && html`<legend>${legend}</legend>`}
    ${options.map(
      ([value, label]) =>
        html`<label class="option"
          ><input type="radio" name=${name} value=${value} ?checked=${value === chosen} /><span
            >${label}</span
          ></label
        >`,
    )}
    ${problemText(name, problem)}
  </fieldset>`;
}

const problemText = (name: string, problem: string): TemplateResult | typeof nothing =>
  problem
    ? html`<span class="problem" part="field-error" id=${`${name}-problem`}>${problem}</span>`
    : nothing;

function describingForm(
  snapshot: Extract<Snapshot, { name: 'describing-account' }>,
  view: FundingView,
  actions: FundingActions,
): TemplateResult {
  const { text, given } = view;
  const { account, problems, values, run } = snapshot;
  const knowledge = { ...given, partner: run.partner, known: account.known };
  const asked = new Set<FieldName>([
    ...missingFields(knowledge, problems),
    ...(Object.keys(problems) as FieldName[]),
  ]);
  const problemOf = (field: FieldName): string => {
    const problem = problems[field];
    if (!problem) return '';
    if (problem.type === 'refused') return problem.message || text('fundingCheckFields');
    return text(problem.type === 'required' ? 'fundingRequired' : 'fundingTwoLetters');
  };
  const field = (name: FieldName): TemplateResult => {
    const problem = problemOf(name);
    const value = values[name] ?? suggestedValue(name, knowledge);
    if (name === 'bankAccountType') {
      // A name such as "Savings 0101" is a hint, and no more.
      const hinted = /saving/i.test(account.known.name)
        ? 'savings'
        : /check/i.test(account.known.name)
          ? 'checking'
          : '';
      const options = [
        ['checking', text('fundingChecking')],
        ['savings', text('fundingSavings')],
      ] as const;
      return choice(name, text('fundingType'), options, value || hinted, problem);
    }
    const { label, autocomplete, longest, isOptional } = textFields[name];
    return html`<div class="field" part="field">
      <label for=${name}>${text(label)}</label>
      <input
        id=${name}
        name=${name}
        part="input"
        .value=${value}
        autocomplete=${autocomplete}
        maxlength=${longest}
        ?required=${!isOptional}
        aria-invalid=${problem ? 'true' : nothing}
        aria-describedby=${problem ? `${name}-problem` : nothing}
      />
      ${problemText(name, problem)}
    </div>`;
  };
  const onSubmit = (event: SubmitEvent): void => actions.onDescribe(valuesOf(event));
  return html`<form novalidate @submit=${onSubmit}>
    ${[...asked].map(field)}
    <button part="button" type="submit">${text('fundingAdd')}</button>
  </form>`;
}

/** What a state offers below its sentence. */
function controls(view: FundingView, actions: FundingActions): unknown {
  const { snapshot, offered, text } = view;
  const { isMeant } = actions;
  switch (snapshot.name) {
    case 'choosing-partner':
      return html`<div class="partners">
        ${offered.map((name) => {
          const onClick = (): void => {
            if (isMeant('partner')) actions.onChoosePartner(name);
          };
          return html`<button part="button" type="button" @click=${onClick}>
            ${text('start', partners[name].label)}
          </button>`;
        })}
      </div>`;
    case 'choosing-account': {
      const onSubmit = (event: SubmitEvent): void => {
        const { connection = '0' } = valuesOf(event);
        actions.onChooseAccount(Number(connection));
      };
      const options = snapshot.labels.map((label, index) => [`${index}`, label] as const);
      return html`<form novalidate @submit=${onSubmit}>
        ${choice('connection', '', options, '0', '')}
        <button part="button" type="submit">${text('fundingContinue')}</button>
      </form>`;
    }
    case 'describing-account':
      return describingForm(snapshot, view, actions);
    case 'error': {
      const onClick = (): void => {
        if (isMeant('retry')) actions.onRetry();
      };
      return snapshot.again && !snapshot.isInner
        ? html`<button part="button" type="button" @click=${onClick}>${text('retry')}</button>`
        : nothing;
    }
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
