import { html, nothing, type TemplateResult } from 'lit';
import { choiceOf } from './choice.js';
import { highlighted } from './highlight.js';
import type { Showcase } from './showcase.js';
import { frameworkLabels, frameworks, snippetFor, type ShownElement } from './snippets.js';

/** The code that puts exactly this element on a page. */
export function snippetView(showcase: Showcase): TemplateResult {
  const { framework, withSimulator, configuration } = showcase;
  const code = shownCode(showcase);
  return html`<div class="snippet">
    ${choiceOf({
      legend: 'Framework',
      name: 'framework',
      quiet: true,
      chosen: framework,
      options: frameworks.map((value) => ({ value, label: frameworkLabels[value] })),
      choose: (name) => {
        showcase.showCode(name, withSimulator);
      },
    })}
    <pre
      class="code"
      tabindex="0"
      aria-label="${frameworkLabels[framework]} code"
    ><code>${highlighted(code)}</code></pre>
    ${
      configuration?.mode === 'simulator'
        ? html`<label class="check"
            ><input
              type="checkbox"
              .checked=${withSimulator}
              @change=${() => {
                showcase.showCode(framework, !withSimulator);
              }}
            /><span>With the addresses of the simulator</span></label
          >`
        : nothing
    }
  </div>`;
}

/** The code as it is shown, to be copied. */
export function shownCode(showcase: Showcase): string {
  return snippetFor(showcase.framework, shownElement(showcase));
}

function shownElement(showcase: Showcase): ShownElement {
  const { settings, configuration, withSimulator } = showcase;
  const attributes: (readonly [string, string | null])[] = [
    ['backend-url', '/api'],
    ['partner', settings.partner],
  ];
  if (settings.launch === 'manual') attributes.push(['launch', 'manual']);
  if (settings.language !== 'en') attributes.push(['locale', settings.language]);
  if (settings.partner === 'checkout')
    attributes.push(['checkout-public-key', configuration?.checkoutPublicKey ?? '']);
  if (settings.exchange !== '') attributes.push(['exchange', settings.exchange]);
  const ofPartner = configuration?.element.partners?.[settings.partner];
  return {
    attributes,
    configuration:
      withSimulator && ofPartner
        ? JSON.stringify({ partners: { [settings.partner]: ofPartner } }, null, 2).replace(/"(\w+)":/g, '$1:')
        : null,
  };
}
