import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { ownerCards, partnerCards } from './catalogue.js';
import { addedAccountView, codeLine } from './added-account-view.js';
import type { Cardholder, DwollaAddFundingSource } from './exchange-link.js';
import { hostPageTexts, type HostPageTexts } from './host-page-texts.js';
import type { Showcase } from './showcase.js';
import { eventNames, type EventName } from './timeline.js';

/** A page of an invented platform, in which the element does its work. */
export function hostPage(showcase: Showcase): TemplateResult {
  const { settings, stage, refusal } = showcase;
  const texts = hostPageTexts[settings.language];
  const { person } = ownerCards[settings.owner];
  const initials = person.replace(/[^A-Z]/g, '').slice(0, 2);
  return html`<div class="browser">
    <div class="browser-bar" aria-hidden="true">
      <span class="browser-dots"><i></i><i></i><i></i></span>
      <span class="browser-address">${padlock}app.northwind.example/payouts</span>
    </div>
    <div class="host" lang=${settings.language}>
      <div class="host-bar" aria-hidden="true">
        <span class="host-brand">Northwind</span>
        <span class="host-person"><span>${person}</span><b>${initials}</b></span>
      </div>
      <div class="host-body">
        ${steps(texts, showcase)} ${heading(texts, showcase)}
        <div class="host-link" ?hidden=${stage === 'added'}>
          ${element(showcase)} ${refusal === null ? nothing : codeLine(refusal, texts)}
        </div>
        ${addedAccountView(showcase, texts)}
      </div>
    </div>
  </div>`;
}

function heading(texts: HostPageTexts, { settings, stage }: Showcase): TemplateResult | typeof nothing {
  if (stage === 'added') return nothing;
  const kind = settings.exchange === '' ? partnerCards[settings.partner].links : 'renew';
  return html`<h2 class="host-title">${texts[`${kind}Title`]}</h2>
    <p class="host-lead">${texts[`${kind}Lead`]}</p>`;
}

function steps(texts: HostPageTexts, { stage, settings }: Showcase): TemplateResult | typeof nothing {
  if (settings.exchange !== '') return nothing;
  const reached =
    stage === 'added' ? 3 : /^(choosing-account|describing-account|adding)$/.test(stage) ? 1 : 0;
  return html`<ol class="host-steps">
    ${texts.steps.map(
      (text, index) =>
        html`<li
          class=${index < reached ? 'step-done' : ''}
          aria-current=${index === reached ? 'step' : nothing}
        >
          <span aria-hidden="true">${index < reached ? '✓' : index + 1}</span>${text}
        </li>`,
    )}
  </ol>`;
}

/** What the platform knows of whoever is signed in, so that the element need not ask. */
const cardholder: Cardholder = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  billingAddress: {
    address1: '909 Locust Street',
    city: 'Des Moines',
    stateProvinceRegion: 'IA',
    postalCode: '50309',
    country: 'US',
  },
};

/** The element itself, exactly as the snippets show it; `client` only puts its requests on record. */
function element(showcase: Showcase): TemplateResult | typeof nothing {
  const { settings, configuration, run } = showcase;
  if (run === 0 || configuration === null) return nothing;
  const hear = (event: Event): void => {
    const name = eventNames.find((candidate: EventName) => candidate === event.type);
    if (name !== undefined) showcase.hear(name, (event as CustomEvent<unknown>).detail);
  };
  return html`${keyed(
    run,
    html`<dwolla-add-funding-source
      .client=${showcase.client}
      .cardholder=${cardholder}
      partner=${settings.partner}
      launch=${settings.launch === 'manual' ? 'manual' : nothing}
      locale=${settings.language === 'en' ? nothing : settings.language}
      checkout-public-key=${settings.partner === 'checkout' ? configuration.checkoutPublicKey : nothing}
      exchange=${settings.exchange === '' ? nothing : settings.exchange}
      @exchange-state=${hear}
      @exchange-ready=${hear}
      @exchange-opening=${hear}
      @exchange-open=${hear}
      @exchange-activity=${hear}
      @exchange-success=${hear}
      @exchange-exit=${hear}
      @exchange-error=${hear}
      @funding-source-state=${hear}
      @funding-source-added=${hear}
      @funding-source-exit=${hear}
      @funding-source-error=${hear}
      @exchange-reauthenticated=${hear}
    ></dwolla-add-funding-source>`,
  )}`;
}

/** The element that is on the page now, or null. */
export function elementOnPage(): DwollaAddFundingSource | null {
  return document.querySelector('dwolla-add-funding-source');
}

const padlock = html`<svg viewBox="0 0 16 16" aria-hidden="true">
  <path d="M4.5 7V5a3.5 3.5 0 0 1 7 0v2M3.5 7h9v6.5h-9z" />
</svg>`;
