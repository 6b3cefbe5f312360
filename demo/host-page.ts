import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { ownerCards, partnerCards } from './catalogue.js';
import type { DwollaExchangeLink } from './exchange-link.js';
import { hostPageTexts, type HostPageTexts } from './host-page-texts.js';
import { codeLine, nextStepView } from './next-step-view.js';
import type { Showcase } from './showcase.js';
import { eventNames, type EventName } from './timeline.js';

/** A page of an invented platform, in which the element does its work. */
export function hostPage(showcase: Showcase): TemplateResult {
  const { settings, next, refusedSession } = showcase;
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
        <div class="host-link" ?hidden=${next.stage.name === 'done'}>
          ${element(showcase)} ${refusedSession === null ? nothing : codeLine(refusedSession, texts)}
        </div>
        ${nextStepView(showcase, texts)}
      </div>
    </div>
  </div>`;
}

function heading(texts: HostPageTexts, { settings, next }: Showcase): TemplateResult | typeof nothing {
  if (next.stage.name === 'done') return nothing;
  const kind = settings.exchange === '' ? partnerCards[settings.partner].links : 'renew';
  return html`<h2 class="host-title">${texts[`${kind}Title`]}</h2>
    <p class="host-lead">${texts[`${kind}Lead`]}</p>`;
}

function steps(texts: HostPageTexts, { next, settings }: Showcase): TemplateResult | typeof nothing {
  if (settings.exchange !== '') return nothing;
  const reached = { link: 0, connections: 1, details: 1, renewed: 2, done: 3 }[next.stage.name];
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

/** The element itself, exactly as the snippets show it; `fetchSession` only puts its request on record. */
function element(showcase: Showcase): TemplateResult | typeof nothing {
  const { settings, configuration, run } = showcase;
  if (run === 0 || configuration === null) return nothing;
  const hear = (event: Event): void => {
    const name = eventNames.find((candidate: EventName) => candidate === event.type);
    if (name !== undefined) showcase.hear(name, (event as CustomEvent<unknown>).detail);
  };
  return html`${keyed(
    run,
    html`<dwolla-exchange-link
      session-url=${showcase.sessionUrl}
      partner=${settings.partner}
      launch=${settings.launch === 'manual' ? 'manual' : nothing}
      locale=${settings.language === 'en' ? nothing : settings.language}
      checkout-public-key=${settings.partner === 'checkout' ? configuration.checkoutPublicKey : nothing}
      ?reauth=${settings.exchange !== ''}
      .fetchSession=${showcase.backend.fetch}
      @exchange-state=${hear}
      @exchange-ready=${hear}
      @exchange-opening=${hear}
      @exchange-open=${hear}
      @exchange-activity=${hear}
      @exchange-success=${hear}
      @exchange-exit=${hear}
      @exchange-error=${hear}
    ></dwolla-exchange-link>`,
  )}`;
}

/** The element that is on the page now, or null. */
export function elementOnPage(): DwollaExchangeLink | null {
  return document.querySelector('dwolla-exchange-link');
}

const padlock = html`<svg viewBox="0 0 16 16" aria-hidden="true">
  <path d="M4.5 7V5a3.5 3.5 0 0 1 7 0v2M3.5 7h9v6.5h-9z" />
</svg>`;
