import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Backend, BackendCall, DwollaCall } from './backend.js';
import { jsonView } from './json-view.js';

/** What the page asked of its backend, and what the backend asked of Dwolla for it. */
export function backendView({ calls }: Backend): TemplateResult {
  if (calls.length === 0)
    return html`<p class="empty">
      Requests of the page to its own backend appear here, with the requests to Dwolla they led to and the
      webhooks that came of them.
    </p>`;
  return html`<ol class="calls">
    ${repeat(calls, ({ id }) => id, callView)}
  </ol>`;
}

function callView(call: BackendCall): TemplateResult {
  const { method, path, status, milliseconds, request, response, dwolla } = call;
  return html`<li class="call">
    <details>
      <summary>
        ${requestLine(method, path, status)}
        <span class="call-time">${status === null ? '…' : `${Math.round(milliseconds)} ms`}</span>
      </summary>
      ${bodies(request, response)}
    </details>
    ${
      dwolla.length === 0
        ? nothing
        : html`<ol class="dwolla-calls" aria-label="Requests to Dwolla">
            ${dwolla.map(dwollaView)}
          </ol>`
    }
  </li>`;
}

function dwollaView({ webhook, method, path, status, request, response }: DwollaCall): TemplateResult {
  if (webhook !== null)
    return html`<li>
      <details>
        <summary>
          <span class="dwolla-mark">Webhook</span><span class="call-path" title=${webhook}>${webhook}</span>
          <span class="call-status call-good">${status}</span>
        </summary>
        <div class="call-bodies">
          <p class="body-name">Event</p>
          ${jsonView(request)}
        </div>
      </details>
    </li>`;
  return html`<li>
    <details>
      <summary><span class="dwolla-mark">Dwolla</span>${requestLine(method, path, status)}</summary>
      ${bodies(request, response)}
    </details>
  </li>`;
}

function requestLine(method: string, path: string, status: number | null): TemplateResult {
  const kind = status === null ? 'waiting' : status >= 200 && status < 300 ? 'good' : 'bad';
  const text = status === null ? '…' : status === 0 ? 'no answer' : status;
  return html`<span class="call-method">${method}</span>
    <span class="call-path" title=${path}>${withShortIds(path)}</span>
    <span class="call-status call-${kind}">${text}</span>`;
}

function bodies(request: unknown, response: unknown): TemplateResult {
  return html`<div class="call-bodies">
    ${
      request === null
        ? nothing
        : html`<p class="body-name">Request</p>
            ${jsonView(request)}`
    }
    <p class="body-name">Response</p>
    ${response === null ? html`<p class="hint">No body.</p>` : jsonView(response)}
  </div>`;
}

/** A path whose ids are cut to their beginning, so that what it is about can be read. */
function withShortIds(path: string): string {
  return path.replace(/([0-9a-f]{4})[0-9a-f]{4}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '$1…');
}
