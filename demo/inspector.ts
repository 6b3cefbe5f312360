import './copy-button.js';
import { html, nothing, type TemplateResult } from 'lit';
import { backendView } from './backend-view.js';
import type { InspectorTab, Showcase } from './showcase.js';
import { shownCode, snippetView } from './snippet-view.js';
import { timelineView } from './timeline-view.js';

/** What happens behind the element, in three tabs. */
export function inspector(showcase: Showcase): TemplateResult {
  const { tab, timeline, backend } = showcase;
  const tabs: readonly (readonly [InspectorTab, string, number | null])[] = [
    ['events', 'Events', timeline.entries.length],
    ['backend', 'Backend', backend.calls.length],
    ['code', 'Code', null],
  ];
  const names = tabs.map(([name]) => name);
  const step = (event: KeyboardEvent): void => {
    const offset = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (offset === undefined) return;
    event.preventDefault();
    const next = names.at((names.indexOf(tab) + offset) % names.length) ?? 'events';
    showcase.show(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return html`<section class="inspector panel" aria-label="Behind the element">
    <div class="inspector-bar">
      <div class="tabs" role="tablist" aria-label="Behind the element" @keydown=${step}>
        ${tabs.map(
          ([name, label, count]) =>
            html`<button
              type="button"
              role="tab"
              id="tab-${name}"
              aria-controls="inspector-content"
              aria-selected=${name === tab}
              tabindex=${name === tab ? 0 : -1}
              @click=${() => {
                showcase.show(name);
              }}
            >
              ${label}${count ? html` <span class="count">${count}</span>` : nothing}
            </button>`,
        )}
      </div>
      ${
        tab === 'code'
          ? html`<copy-button label="Copy" .text=${shownCode(showcase)}></copy-button>`
          : html`<button
              type="button"
              class="quiet-button"
              @click=${() => {
                showcase.clear();
              }}
            >
              Clear
            </button>`
      }
    </div>
    <div
      class="inspector-content"
      id="inspector-content"
      role="tabpanel"
      aria-labelledby="tab-${tab}"
      tabindex="0"
    >
      ${
        tab === 'events'
          ? timelineView(timeline)
          : tab === 'backend'
            ? backendView(backend)
            : snippetView(showcase)
      }
    </div>
  </section>`;
}
