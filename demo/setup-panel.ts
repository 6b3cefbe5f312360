import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import {
  launches,
  ownerCards,
  partnerCards,
  partnerNames,
  scenarioHints,
  type PartnerName,
} from './catalogue.js';
import { choiceOf } from './choice.js';
import type { LinkedExchange, Showcase } from './showcase.js';

/** Everything that decides what the element is given. */
export function setupPanel(showcase: Showcase): TemplateResult {
  return html`<form
    class="setup panel"
    aria-label="Set-up"
    @submit=${(event: Event) => event.preventDefault()}
  >
    ${partnerPicker(showcase)}
    <details class="setup-more">
      <summary>More choices</summary>
      <div class="setup-choices">
        ${ownerPicker(showcase)} ${purposePicker(showcase)} ${scenarioPicker(showcase)}
        ${launchPicker(showcase)}
      </div>
    </details>
  </form>`;
}

function partnerPicker(showcase: Showcase): TemplateResult {
  const { settings, configuration } = showcase;
  const tile = (name: PartnerName): TemplateResult => {
    const { label, monogram, surface } = partnerCards[name];
    const choose = (): void => void showcase.choose({ partner: name, exchange: '' });
    return html`<label class="partner-tile"
      ><input
        type="radio"
        name="partner"
        value=${name}
        .checked=${live(settings.partner === name)}
        ?disabled=${configuration?.partners.includes(name) === false}
        @change=${choose}
      />
      <span class="monogram monogram-${name}" aria-hidden="true">${monogram}</span>
      <span class="partner-words"><b>${label}</b><small>${surface}</small></span>
    </label>`;
  };
  return html`<fieldset class="control">
    <legend>Partner</legend>
    <div class="partner-tiles">${partnerNames.map(tile)}</div>
  </fieldset>`;
}

function ownerPicker(showcase: Showcase): TemplateResult {
  const { settings, configuration } = showcase;
  const offered = configuration?.owners ?? [];
  const { label, owners } = partnerCards[settings.partner];
  return choiceOf({
    legend: 'Owner',
    name: 'owner',
    chosen: settings.owner,
    options: offered.map((name) => ({
      value: name,
      label: ownerCards[name].label,
      disabled: !owners.includes(name),
    })),
    hint:
      owners.length === offered.length
        ? ''
        : `Dwolla offers ${label} for ${owners.map((name) => ownerCards[name].many).join(' and ')}.`,
    choose: (owner) => void showcase.choose({ owner, exchange: '' }),
  });
}

/** A first link, or one of the exchanges made before. */
function purposePicker(showcase: Showcase): TemplateResult {
  const { settings, linked } = showcase;
  const choose = (event: Event): void => {
    const exchange = (event.target as HTMLSelectElement).value;
    const known = linked.find(({ id }) => id === exchange);
    void showcase.choose(known ? { exchange, partner: known.partner, owner: known.owner } : { exchange: '' });
  };
  const name = ({ id, partner, owner }: LinkedExchange): string =>
    `Re-authenticate ${partnerCards[partner].label} · ${ownerCards[owner].label} · ${id.slice(0, 8)}`;
  const strange = settings.exchange !== '' && showcase.reauthenticated === null;
  return html`<label class="control">
    <span class="control-name">Purpose</span>
    <select @change=${choose} .value=${live(settings.exchange)}>
      <option value="">Link for the first time</option>
      ${linked.map(
        (exchange) =>
          html`<option value=${exchange.id} ?selected=${exchange.id === settings.exchange}>
            ${name(exchange)}
          </option>`,
      )}
      ${
        strange
          ? html`<option value=${settings.exchange} selected>
              Re-authenticate ${settings.exchange.slice(0, 8)}
            </option>`
          : nothing
      }
    </select>
    ${linked.length === 0 ? html`<small class="hint">${renewalHint(settings.partner)}</small>` : nothing}
  </label>`;
}

function renewalHint(partner: PartnerName): string {
  const { label, renews } = partnerCards[partner];
  return renews
    ? 'Exchanges made here can be re-authenticated later.'
    : `Dwolla does not re-authenticate exchanges of ${label}.`;
}

function scenarioPicker(showcase: Showcase): TemplateResult | typeof nothing {
  const { settings, configuration } = showcase;
  if (configuration?.mode !== 'simulator') return nothing;
  const choose = (event: Event): void =>
    void showcase.choose({ scenario: (event.target as HTMLSelectElement).value });
  return html`<label class="control">
    <span class="control-name">Scenario</span>
    <select @change=${choose} .value=${live(settings.scenario)}>
      ${configuration.scenarios.map(
        (name) =>
          html`<option value=${name} ?selected=${name === settings.scenario}>${scenarioLabel(name)}</option>`,
      )}
    </select>
    <small class="hint">${scenarioHints[settings.scenario] ?? ''}</small>
  </label>`;
}

function scenarioLabel(name: string): string {
  const words = name.replaceAll('-', ' ').replace('three ds', '3DS');
  return name === 'manual' ? 'By hand' : words.charAt(0).toUpperCase() + words.slice(1);
}

function launchPicker(showcase: Showcase): TemplateResult {
  const labels = { auto: 'Automatic', manual: 'On click' };
  return choiceOf({
    legend: 'Launch',
    name: 'launch',
    chosen: showcase.settings.launch,
    options: launches.map((name) => ({ value: name, label: labels[name] })),
    choose: (launch) => void showcase.choose({ launch }),
  });
}
