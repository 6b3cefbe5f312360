import { html, nothing, type TemplateResult } from 'lit';
import { partnerCards } from './catalogue.js';
import type { HostPageTexts } from './host-page-texts.js';
import type { Connection, Stage } from './next-step.js';
import type { Problem } from './problem.js';
import type { Showcase } from './showcase.js';

type StageOf<Name extends Stage['name']> = Extract<Stage, { readonly name: Name }>;

/** What the host page shows under the element once it has finished. */
export function nextStepView(showcase: Showcase, texts: HostPageTexts): TemplateResult {
  const { next } = showcase;
  return html`<div
    class="next-step"
    role="group"
    aria-label=${texts.steps[1]}
    tabindex="-1"
    aria-busy=${next.busy}
  >
    ${stageView(next.stage, showcase, texts)}
    <p class="next-busy" role="status">${next.busy ? texts.working : ''}</p>
    <div role="alert">${next.problem === null ? nothing : problemView(next.problem, showcase, texts)}</div>
  </div>`;
}

/** What can be done about it, and what the support wants to hear. */
function problemView({ code, remedy }: Problem, showcase: Showcase, texts: HostPageTexts): TemplateResult {
  return html`<div class="host-problem">
    <p>${texts.remedies[remedy]}</p>
    ${
      remedy === 'link-again'
        ? html`<button class="host-button host-button-quiet" @click=${() => showcase.startOver()}>
            ${texts.linkAgain}
          </button>`
        : nothing
    }
    ${code === '' ? nothing : codeLine(code, texts)}
  </div>`;
}

/** The backend's code, small. */
export function codeLine(code: string, texts: HostPageTexts): TemplateResult {
  return html`<p class="host-code">${texts.reference} <code>${code}</code></p>`;
}

function stageView(stage: Stage, showcase: Showcase, texts: HostPageTexts): TemplateResult | typeof nothing {
  switch (stage.name) {
    case 'link':
      return nothing;
    case 'connections':
      return connectionChoice(stage.connections, showcase, texts);
    case 'details':
      return stage.links === 'card' ? cardForm(stage, showcase, texts) : bankForm(stage, showcase, texts);
    case 'renewed':
      return renewedCard(showcase, texts);
    case 'done':
      return doneCard(stage, showcase, texts);
    default:
      return stage satisfies never;
  }
}

function connectionChoice(
  connections: readonly Connection[],
  { next }: Showcase,
  texts: HostPageTexts,
): TemplateResult {
  if (connections.length === 0) return html`<p class="host-lead">${texts.noAccounts}</p>`;
  const submit = (event: SubmitEvent): void => {
    const chosen = Number(fieldsOf(event)['connection']);
    const connection = connections[chosen];
    if (connection) void next.choose(connection);
  };
  return html`<form class="host-form" @submit=${submit}>
    <fieldset class="choice">
      <legend>${texts.chooseAccount}</legend>
      ${connections.map(
        ({ name }, index) =>
          html`<label class="choice-row"
            ><input type="radio" name="connection" value=${index} ?checked=${index === 0} required />
            <span>${name}</span></label
          >`,
      )}
    </fieldset>
    <button class="host-button" aria-disabled=${next.busy}>${texts.continue}</button>
  </form>`;
}

function bankForm(
  { exchange }: StageOf<'details'>,
  { next }: Showcase,
  texts: HostPageTexts,
): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    void next.save(exchange, fieldsOf(event));
  };
  const kinds = [
    ['checking', texts.checking],
    ['savings', texts.savings],
  ] as const;
  return html`<form class="host-form" @submit=${submit}>
    ${textField({ name: 'name', label: texts.accountName, value: texts.checking })}
    <fieldset class="choice choice-inline">
      <legend>${texts.accountType}</legend>
      ${kinds.map(
        ([value, text]) =>
          html`<label class="choice-row"
            ><input type="radio" name="bankAccountType" value=${value} ?checked=${value === 'checking'} />
            <span>${text}</span></label
          >`,
      )}
    </fieldset>
    <button class="host-button" aria-disabled=${next.busy}>${texts.saveAccount}</button>
  </form>`;
}

/** Dwolla needs the card holder's name and billing address beside the exchange. */
function cardForm(
  { exchange }: StageOf<'details'>,
  { next }: Showcase,
  texts: HostPageTexts,
): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    const { name, firstName, lastName, ...billingAddress } = fieldsOf(event);
    void next.save(exchange, { name, cardDetails: { firstName, lastName, billingAddress } });
  };
  return html`<form class="host-form" @submit=${submit}>
    ${textField({ name: 'name', label: texts.cardName, value: 'Visa debit' })}
    <div class="host-columns">
      ${textField({ name: 'firstName', label: texts.firstName, value: 'Ada', autocomplete: 'cc-given-name' })}
      ${textField({ name: 'lastName', label: texts.lastName, value: 'Lovelace', autocomplete: 'cc-family-name' })}
    </div>
    ${textField({
      name: 'address1',
      label: texts.street,
      value: '909 Locust Street',
      autocomplete: 'billing address-line1',
    })}
    <div class="host-columns">
      ${textField({ name: 'city', label: texts.city, value: 'Des Moines', autocomplete: 'billing address-level2' })}
      ${textField({ name: 'stateProvinceRegion', label: texts.state, value: 'IA', autocomplete: 'billing address-level1', pattern: twoLetters })}
    </div>
    <div class="host-columns">
      ${textField({ name: 'postalCode', label: texts.postalCode, value: '50309', autocomplete: 'billing postal-code' })}
      ${textField({ name: 'country', label: texts.country, value: 'US', autocomplete: 'billing country', pattern: twoLetters })}
    </div>
    <button class="host-button" aria-disabled=${next.busy}>${texts.saveCard}</button>
  </form>`;
}

/** Dwolla takes states and countries as two capital letters. */
const twoLetters = '[A-Z]{2}';

interface TextField {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly autocomplete?: AutoFill;
  readonly pattern?: string;
}

function textField({ name, label, value, autocomplete = 'off', pattern }: TextField): TemplateResult {
  return html`<label class="field"
    ><span>${label}</span>
    <input
      name=${name}
      value=${value}
      autocomplete=${autocomplete}
      pattern=${pattern ?? nothing}
      maxlength="50"
      required
    />
  </label>`;
}

function renewedCard(showcase: Showcase, texts: HostPageTexts): TemplateResult {
  return html`<div class="result">
    <h2 class="host-title">${texts.renewedTitle}</h2>
    <p class="host-lead">${texts.renewedLead}</p>
    ${anotherButton(showcase, texts)}
  </div>`;
}

function doneCard(stage: StageOf<'done'>, showcase: Showcase, texts: HostPageTexts): TemplateResult {
  const { next, configuration, settings } = showcase;
  const { fundingSource, balance, stale, exchange } = stage;
  const canForget = configuration?.mode === 'simulator' && partnerCards[settings.partner].renews && !stale;
  return html`<div class="result">
    <h2 class="host-title">${texts.linkedTitle}</h2>
    <div class="funding-source">
      <span class="funding-mark" aria-hidden="true">✓</span>
      <div>
        <b>${fundingSource.name}</b>
        <span>${fundingSource.facts.join(' · ')}</span>
      </div>
      ${
        balance === null
          ? nothing
          : html`<div class="funding-balance"><span>${texts.balance}</span><b>${balance}</b></div>`
      }
    </div>
    ${
      stale
        ? html`<p class="host-lead">${texts.stale}</p>
            ${codeLine('UpdateCredentials', texts)}`
        : nothing
    }
    <div class="host-actions">
      ${
        stale
          ? html`<button
              class="host-button"
              @click=${() => showcase.choose({ exchange, scenario: 'manual' })}
            >
              ${texts.renew}
            </button>`
          : fundingSource.type === 'card'
            ? nothing
            : html`<button class="host-button host-button-quiet" @click=${() => next.readBalance()}>
                ${texts.readBalance}
              </button>`
      }
      ${
        canForget
          ? html`<button
              class="host-button host-button-quiet host-button-simulated"
              @click=${() => next.letBankForget()}
            >
              ${texts.letBankForget}
            </button>`
          : nothing
      }
      ${anotherButton(showcase, texts)}
    </div>
  </div>`;
}

function anotherButton(showcase: Showcase, texts: HostPageTexts): TemplateResult {
  const again = (): void => {
    void (showcase.settings.exchange === '' ? showcase.startOver() : showcase.choose({ exchange: '' }));
  };
  return html`<button class="host-button host-button-quiet" @click=${again}>${texts.another}</button>`;
}

/** The fields of the form that was sent; empty ones are left out. The form itself goes nowhere. */
function fieldsOf(event: SubmitEvent): Readonly<Record<string, string>> {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  return Object.fromEntries(
    [...new FormData(form)].flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' ? [[name, value]] : [],
    ),
  );
}
