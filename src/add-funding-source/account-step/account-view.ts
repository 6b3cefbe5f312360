import type { TemplateResult } from 'lit';
import { bare, html, nothing } from '../../element/shared.js';
import type { Snapshot } from '../state.js';
import type { FundingActions, FundingView } from '../view.js';
import { missingFields, suggestedValue, type FieldName } from './describe-account.js';
import { textFields } from './form-fields.js';

/**
 * Listens to a form, which itself goes nowhere. Lit passes the listener as its own options, too: of a function they would
 * be those of the page's prototypes.
 * @param send gets the fields by name
 */
const sending = (send: (values: Readonly<Record<string, string>>) => void): EventListenerObject =>
  bare({
    handleEvent: (event: Event) => {
      event.preventDefault();
      send(valuesOf(event.currentTarget as HTMLFormElement));
    },
  });

function valuesOf(form: HTMLFormElement): Readonly<Record<string, string>> {
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
  const onSubmit = sending((values) => actions.onAction({ type: 'describe', values }));
  return html`<form novalidate @submit=${onSubmit}>
    ${[...asked].map(field)}
    <button part="button" type="submit">${text('fundingAdd')}</button>
  </form>`;
}

function choosingForm(
  { labels }: Extract<Snapshot, { name: 'choosing-account' }>,
  { text }: FundingView,
  actions: FundingActions,
): TemplateResult {
  const onSubmit = sending(({ connection = '0' }) =>
    actions.onAction({ type: 'choose-account', index: Number(connection) }),
  );
  const options = labels.map((label, index) => [`${index}`, label] as const);
  return html`<form novalidate @submit=${onSubmit}>
    ${choice('connection', '', options, '0', '')}
    <button part="button" type="submit">${text('fundingContinue')}</button>
  </form>`;
}

/** What the user chooses or fills in after the partner's success. */
export function renderAccountForm(view: FundingView, actions: FundingActions): unknown {
  const { snapshot } = view;
  if (snapshot.name === 'choosing-account') return choosingForm(snapshot, view, actions);
  return snapshot.name === 'describing-account' ? describingForm(snapshot, view, actions) : nothing;
}

/** Moves the focus to the first field that is wrong. */
export function focusProblem(root: ParentNode): void {
  root.querySelector<HTMLElement>('input[aria-invalid=true], [aria-invalid=true] input')?.focus();
}
