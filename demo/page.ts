import { html, nothing, type TemplateResult } from 'lit';
import { languages, themes } from './catalogue.js';
import { choiceOf } from './choice.js';
import './copy-button.js';
import { DwollaExchangeLink } from './exchange-link.js';
import { elementOnPage, hostPage } from './host-page.js';
import { inspector } from './inspector.js';
import { hashOf } from './settings.js';
import { setupPanel } from './setup-panel.js';
import type { Showcase } from './showcase.js';
import { stateDiagram } from './state-diagram.js';

const themeLabels = { system: 'Auto', light: 'Light', dark: 'Dark' };

/** The whole page. */
export function page(showcase: Showcase): TemplateResult {
  const { trouble } = showcase;
  return html`<a class="skip-link" href="#stage" @click=${skip}>Skip to the element</a>
    ${topBar(showcase)}
    ${trouble === null ? nothing : html`<p class="page-trouble" role="alert">${trouble}</p>`}
    <main class="board">
      ${setupPanel(showcase)}
      <section class="stage" id="stage" aria-label="The element at work" tabindex="-1">
        ${stageBar(showcase)} ${hostPage(showcase)}
        <div class="panel diagram-panel">${stateDiagram(showcase.trail)}</div>
      </section>
      ${inspector(showcase)}
    </main>`;
}

/** The fragment of the address holds the configuration, so the link only moves the focus. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('stage')?.focus();
}

function topBar(showcase: Showcase): TemplateResult {
  const { settings, configuration } = showcase;
  return html`<header class="top-bar">
    <h1 class="brand">
      ${rings}<span>dwolla-exchange-link</span> <small>${DwollaExchangeLink.version}</small>
    </h1>
    ${configuration === null ? nothing : modeBadge(configuration.mode)}
    <div class="top-tools">
      ${choiceOf({
        legend: 'Language',
        name: 'language',
        quiet: true,
        chosen: settings.language,
        options: languages.map((value) => ({ value, label: value.toUpperCase() })),
        choose: (language) => void showcase.choose({ language }),
      })}
      ${choiceOf({
        legend: 'Theme',
        name: 'theme',
        quiet: true,
        chosen: settings.theme,
        options: themes.map((value) => ({ value, label: themeLabels[value] })),
        choose: (theme) => void showcase.choose({ theme }),
      })}
      <copy-button
        label="Copy link"
        .text=${`${location.origin}${location.pathname}${hashOf(settings)}`}
      ></copy-button>
    </div>
  </header>`;
}

function modeBadge(mode: string): TemplateResult {
  return mode === 'simulator'
    ? html`<p class="mode"><b>Simulator</b> nothing leaves this machine</p>`
    : html`<p class="mode mode-real"><b>Dwolla ${mode}</b></p>`;
}

/** Drives the element through its own methods. */
function stageBar(showcase: Showcase): TemplateResult {
  const { state } = showcase;
  const running = !['idle', 'success', 'exited', 'error'].includes(state);
  return html`<div class="stage-bar">
    <p class="state-word state-${state}"><span aria-hidden="true"></span>${state}</p>
    <div class="stage-tools">
      <button
        type="button"
        class="quiet-button"
        ?disabled=${state !== 'ready'}
        @click=${() => void elementOnPage()?.open()}
      >
        <code>open()</code>
      </button>
      <button
        type="button"
        class="quiet-button"
        ?disabled=${!running}
        @click=${() => elementOnPage()?.close()}
      >
        <code>close()</code>
      </button>
      <button type="button" class="quiet-button" @click=${() => void elementOnPage()?.reload()}>
        <code>reload()</code>
      </button>
      <button type="button" class="quiet-button" @click=${() => void showcase.startOver()}>Restart</button>
    </div>
  </div>`;
}

const rings = html`<svg class="rings" viewBox="0 0 28 20" aria-hidden="true">
  <circle cx="10" cy="10" r="7.5" />
  <circle cx="18" cy="10" r="7.5" />
</svg>`;
