import { html, type TemplateResult } from 'lit';
import './covered-value.js';
import { isSecret } from './secrets.js';

/** Plain data as indented JSON; credentials are covered until somebody asks. */
export function jsonView(value: unknown): TemplateResult {
  return html`<pre class="json" tabindex="0"><code>${json(value, [], '')}</code></pre>`;
}

function json(value: unknown, path: readonly string[], indent: string): unknown {
  if (Array.isArray(value))
    return brackets(
      value.map((item) => json(item, path, `${indent}  `)),
      '[]',
      indent,
    );
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(
      ([name, item]) =>
        html`<span class="json-name">"${name}"</span>: ${json(item, [...path, name], `${indent}  `)}`,
    );
    return brackets(fields, '{}', indent);
  }
  if (typeof value !== 'string') return html`<span class="json-plain">${String(value)}</span>`;
  if (isSecret(path))
    return html`"<covered-value .value=${value} name=${path.at(-1) ?? ''}></covered-value>"`;
  return html`<span class="json-text">"${value}"</span>`;
}

function brackets(items: readonly unknown[], [open = '', close = '']: string, indent: string): unknown {
  if (items.length === 0) return `${open}${close}`;
  const last = items.length - 1;
  return [
    `${open}\n`,
    ...items.map((item, index) => [`${indent}  `, item, index === last ? '\n' : ',\n']),
    `${indent}${close}`,
  ];
}
