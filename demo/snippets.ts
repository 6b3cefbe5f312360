import type { PartnerName } from './catalogue.js';

/** Where the snippets can be pasted. */
export const frameworks = ['html', 'vue', 'angular', 'react', 'svelte'] as const;
export type Framework = (typeof frameworks)[number];

export const frameworkLabels: Readonly<Record<Framework, string>> = {
  html: 'HTML',
  vue: 'Vue',
  angular: 'Angular',
  react: 'React',
  svelte: 'Svelte',
};

/** The element as it stands on the page: what the snippets reproduce. */
export interface ShownElement {
  readonly partner: PartnerName;
  /** Its attributes in the order they are written; null for one without a value. */
  readonly attributes: readonly (readonly [name: string, value: string | null])[];
  /** The argument of `configure()` as text, or null where the element needs none. */
  readonly configuration: string | null;
}

const className = 'DwollaExchangeLink';
/** Vue's tools would take a name that is spelt like the tag for what the tag means. */
const vueName = 'ExchangeLink';

/** The code that shows exactly this element and takes its success to the backend. */
export function snippetFor(framework: Framework, shown: ShownElement): string {
  return snippets[framework](shown).replace(/\n{3,}/g, '\n\n');
}

const snippets: Readonly<Record<Framework, (shown: ShownElement) => string>> = {
  html: (shown) => `<script type="module" src="/dwolla-exchange-link.js"></script>

${tag(attributeLines(shown, '  '), '')}

<script type="module">
${indented(configureLines(shown, '/dwolla-exchange-link.js'), '  ')}  const link = document.querySelector('dwolla-exchange-link');

  link.addEventListener('exchange-success', async ({ detail }) => {
${indented(successLines(shown), '    ')}  });
  link.addEventListener('exchange-exit', ({ detail }) => console.info('Left by the', detail.reason));
  link.addEventListener('exchange-error', ({ detail }) => console.warn(detail.code, detail.message));
</script>
`,

  vue: (shown) => `<!-- vite.config: vue({ template: { compilerOptions: {
       isCustomElement: (tag) => tag === 'dwolla-exchange-link' } } }) -->
<script setup lang="ts">
${imports(shown, "'dwolla-exchange-link/vue'", ['ExchangeSuccessEvent'], vueName)}${configureLines(shown, null, vueName)}
async function linked({ detail }: ExchangeSuccessEvent) {
${indented(successLines(shown), '  ')}}
</script>

<template>
${tag(
  [
    ...attributeLines(shown, '    '),
    '    @exchange-success="linked"',
    '    @exchange-exit="({ detail }) => console.info(detail.reason)"',
    '    @exchange-error="({ detail }) => console.warn(detail.code)"',
  ],
  '  ',
)}
</template>
`,

  angular: (shown) =>
    `import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';
${imports(shown, "'dwolla-exchange-link'", ['ExchangeErrorEvent', 'ExchangeExitEvent', 'ExchangeSuccessEvent'])}${configureLines(shown, null)}
@Component({
  selector: 'app-link',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: \`
${tag(
  [
    ...attributeLines(shown, '      '),
    '      (exchange-success)="linked($event)"',
    '      (exchange-exit)="left($event)"',
    '      (exchange-error)="failed($event)"',
  ],
  '    ',
)}
  \`,
})
export class LinkComponent {
  async linked({ detail }: ExchangeSuccessEvent) {
${indented(successLines(shown), '    ')}  }

  left({ detail }: ExchangeExitEvent) {
    console.info('Left by the', detail.reason);
  }

  failed({ detail }: ExchangeErrorEvent) {
    console.warn(detail.code, detail.message);
  }
}
`,

  react: (
    shown,
  ) => `${imports(shown, "{ ExchangeLink } from 'dwolla-exchange-link/react'")}${configureLines(shown, null)}
export function Link() {
  async function linked({ detail }: ExchangeSuccessEvent) {
${indented(successLines(shown), '    ')}  }

  return (
    <ExchangeLink
${[
  ...propertyLines(shown, '      '),
  '      onSuccess={(event) => void linked(event)}',
  '      onExit={({ detail }) => console.info(detail.reason)}',
  '      onError={({ detail }) => console.warn(detail.code)}',
].join('\n')}
    />
  );
}
`,

  svelte: (shown) => `<script lang="ts">
${indented(`${imports(shown, "'dwolla-exchange-link/svelte'")}${configureLines(shown, null)}`, '  ')}
  async function linked({ detail }: ExchangeSuccessEvent) {
${indented(successLines(shown), '    ')}  }
</script>

${tag(
  [
    ...attributeLines(shown, '  '),
    '  onexchange-success={linked}',
    '  onexchange-exit={({ detail }) => console.info(detail.reason)}',
    '  onexchange-error={({ detail }) => console.warn(detail.code)}',
  ],
  '',
)}
`,
};

function tag(lines: readonly string[], indent: string): string {
  return `${indent}<dwolla-exchange-link\n${lines.join('\n')}\n${indent}></dwolla-exchange-link>`;
}

function attributeLines({ attributes }: ShownElement, indent: string): readonly string[] {
  return attributes.map(([name, value]) => `${indent}${name}${value === null ? '' : `="${value}"`}`);
}

/** The attributes as the React component takes them: by the names of the element's properties. */
function propertyLines({ attributes }: ShownElement, indent: string): readonly string[] {
  const camelCase = (name: string): string =>
    name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return attributes.map(
    ([name, value]) => `${indent}${camelCase(name)}${value === null ? '' : `="${value}"`}`,
  );
}

/** @param door what is imported of the package, and from which of its doors */
function imports(
  { configuration }: ShownElement,
  door: string,
  events: readonly string[] = ['ExchangeSuccessEvent'],
  name = className,
): string {
  const local = name === className ? className : `${className} as ${name}`;
  const names = configuration === null ? '' : `import { ${local} } from 'dwolla-exchange-link';\n`;
  return `import ${door};
${names}import type { ${events.join(', ')} } from 'dwolla-exchange-link';
`;
}

/** @param module what to import the class from first, or null where it is there */
function configureLines({ configuration }: ShownElement, module: string | null, name = className): string {
  if (configuration === null) return '';
  const importLine = module === null ? '' : `import { ${className} } from '${module}';\n`;
  return `${importLine}\n${name}.configure(${configuration});\n\n`;
}

/** What a host does with the success, which differs by partner (see `exchangeRequest`). */
function successLines({ partner, attributes }: ShownElement): string {
  if (attributes.some(([name]) => name === 'reauth'))
    return '// The exchange works again: nothing is exchanged.\n';
  if (partner === 'mx')
    return `// Let the user choose among the accounts that were shared.
const answer = await fetch('/api/connections');
const { connections } = await answer.json();
// Then POST /api/exchanges { partner: 'mx', availableConnectionToken } with the chosen one.
`;
  const why =
    partner === 'visa'
      ? '// Dwolla has made the exchange; the backend checks that it is this customer’s.'
      : '// The backend takes the token only, and makes the exchange.';
  return `${why}
await fetch('/api/exchanges', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(detail),
});
`;
}

function indented(text: string, indent: string): string {
  return text.replace(/^(?=.)/gm, indent);
}
