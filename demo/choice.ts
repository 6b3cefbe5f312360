import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

interface Choice<Name extends string> {
  readonly legend: string;
  /** Name of the radio group. */
  readonly name: string;
  readonly chosen: Name;
  readonly options: readonly { readonly value: Name; readonly label: string; readonly disabled?: boolean }[];
  /** A sentence below the switch. */
  readonly hint?: string;
  readonly choose: (value: Name) => void;
  /** Keeps the legend for screen readers only. */
  readonly quiet?: boolean;
}

/** A row of radio buttons that looks like one switch. */
export function choiceOf<Name extends string>(choice: Choice<Name>): TemplateResult {
  const { legend, name, chosen, options, choose, quiet = false, hint = '' } = choice;
  return html`<fieldset class="control">
    <legend class=${quiet ? 'unseen' : ''}>${legend}</legend>
    <div class="switch">
      ${options.map(
        ({ value, label, disabled = false }) =>
          html`<label
            ><input
              type="radio"
              name=${name}
              value=${value}
              ?disabled=${disabled}
              .checked=${live(value === chosen)}
              @change=${() => {
                choose(value);
              }}
            /><span>${label}</span></label
          >`,
      )}
    </div>
    ${hint === '' ? nothing : html`<small class="hint">${hint}</small>`}
  </fieldset>`;
}
