import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { jsonView } from './json-view.js';
import { summaryOf, type Timeline, type TimelineEntry } from './timeline.js';

/** Every event of the element, oldest first, each with its detail folded; an error says at once what to do. */
export function timelineView({ entries }: Timeline): TemplateResult {
  if (entries.length === 0) return html`<p class="empty">Events of the element appear here as they come.</p>`;
  const began = new Map<number, number>();
  for (const { attempt, at } of entries) if (!began.has(attempt)) began.set(attempt, at);
  return html`<ol class="timeline">
    ${repeat(
      entries,
      ({ id }) => id,
      (entry, index) => line(entry, entries[index - 1], began.get(entry.attempt) ?? entry.at),
    )}
  </ol>`;
}

function line(entry: TimelineEntry, before: TimelineEntry | undefined, began: number): TemplateResult {
  const returned = before?.before === true && !entry.before;
  const divider =
    before?.attempt !== entry.attempt ? `Attempt ${entry.attempt}` : returned ? 'Back on the page' : '';
  return html`<li class="event event-${kindOf(entry)}">
    ${divider === '' ? nothing : html`<p class="divider">${divider}</p>`}
    <details ?open=${entry.name.endsWith('-error')}>
      <summary>
        <time datetime=${new Date(entry.at).toISOString()} title=${new Date(entry.at).toLocaleTimeString()}
          >${sinceText(entry.at - began)}</time
        >
        <span class="event-name">${entry.name.replace('exchange-', '')}</span>
        <span class="event-summary">${summaryOf(entry)}</span>
      </summary>
      <div class="event-detail">
        <p class="event-full-name"><code>${entry.name}</code></p>
        ${jsonView(entry.detail)}
      </div>
    </details>
  </li>`;
}

/** Which colour an event is drawn in. */
function kindOf({ name }: TimelineEntry): string {
  return name.replace(/^(exchange|funding-source)-/, '').replace('added', 'success');
}

function sinceText(milliseconds: number): string {
  if (milliseconds < 1000) return `${milliseconds} ms`;
  return milliseconds < 60_000
    ? `${(milliseconds / 1000).toFixed(2)} s`
    : `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`;
}
