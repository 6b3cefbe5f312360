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
  /** Its attributes in the order they are written; null for one without a value. */
  readonly attributes: readonly (readonly [name: string, value: string | null])[];
  /** The argument of `configure()` as text, or null where the element needs none. */
  readonly configuration: string | null;
}

const className = 'DwollaExchangeLink';
/** Vue's tools would take a name that is spelt like a tag for what the tag means. */
const vueName = 'ExchangeLink';

/** The code that shows exactly this element and goes on with the funding source. */
export function snippetFor(framework: Framework, shown: ShownElement): string {
  return snippets[framework](shown).replace(/\n{3,}/g, '\n\n');
}

const snippets: Readonly<Record<Framework, (shown: ShownElement) => string>> = {
  html: (shown) => `<script type="module" src="/dwolla-add-funding-source.js"></script>

${tag(attributeLines(shown, '  '), '')}

<script type="module">
${indented(configureLines(shown, '/dwolla-exchange-link.js'), '  ')}  const adding = document.querySelector('dwolla-add-funding-source');

  adding.addEventListener('${eventOf(shown)}', ({ detail }) => {
${indented(endLines(shown), '    ')}  });
</script>
`,

  vue: (shown) => `<!-- vite.config: vue({ template: { compilerOptions: {
       isCustomElement: (tag) => tag === 'dwolla-add-funding-source' } } }) -->
<script setup lang="ts">
${imports(shown, ["'dwolla-exchange-link/vue'", entry], vueName)}${configureLines(shown, null, vueName)}
function added({ detail }: ${classOf(shown)}) {
${indented(endLines(shown), '  ')}}
</script>

<template>
${tag([...attributeLines(shown, '    '), `    @${eventOf(shown)}="added"`], '  ')}
</template>
`,

  angular: (shown) =>
    `import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';
${imports(shown, [entry])}${configureLines(shown, null)}
@Component({
  selector: 'app-add-account',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: \`
${tag([...attributeLines(shown, '      '), `      (${eventOf(shown)})="added($event)"`], '    ')}
  \`,
})
export class AddAccount {
  added({ detail }: ${classOf(shown)}) {
${indented(endLines(shown), '    ')}  }
}
`,

  react: (
    shown,
  ) => `${imports(shown, ["{ AddFundingSource } from 'dwolla-exchange-link/react'"])}${configureLines(shown, null)}
export function AddAccount() {
  function added({ detail }: ${classOf(shown)}) {
${indented(endLines(shown), '    ')}  }

  return (
    <AddFundingSource
${[
  ...propertyLines(shown, '      '),
  `      ${isReauth(shown) ? 'onReauthenticated' : 'onAdded'}={added}`,
].join('\n')}
    />
  );
}
`,

  svelte: (shown) => `<script lang="ts">
${indented(`${imports(shown, ["'dwolla-exchange-link/svelte'", entry])}${configureLines(shown, null)}`, '  ')}
  function added({ detail }: ${classOf(shown)}) {
${indented(endLines(shown), '    ')}  }
</script>

${tag([...attributeLines(shown, '  '), `  on${eventOf(shown)}={added}`], '')}
`,
};

function tag(lines: readonly string[], indent: string): string {
  return `${indent}<dwolla-add-funding-source\n${lines.join('\n')}\n${indent}></dwolla-add-funding-source>`;
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

/** @param modules what is imported of the package, and from which of its entry points */
function imports(shown: ShownElement, modules: readonly string[], name = className): string {
  const local = name === className ? className : `${className} as ${name}`;
  const names = shown.configuration === null ? '' : `import { ${local} } from 'dwolla-exchange-link';\n`;
  return `${modules.map((module) => `import ${module};\n`).join('')}${names}import type { ${classOf(shown)} } from 'dwolla-exchange-link/add-funding-source';
`;
}

/** @param module what to import the class from first, or null where it is there */
function configureLines({ configuration }: ShownElement, module: string | null, name = className): string {
  if (configuration === null) return '';
  const importLine = module === null ? '' : `import { ${className} } from '${module}';\n`;
  return `${importLine}\n${name}.configure(${configuration});\n\n`;
}

const entry = "'dwolla-exchange-link/add-funding-source'";

const isReauth = ({ attributes }: ShownElement): boolean => attributes.some(([name]) => name === 'exchange');

/** How a run ends where all goes well. */
const eventOf = (shown: ShownElement): string =>
  isReauth(shown) ? 'exchange-reauthenticated' : 'funding-source-added';
const classOf = (shown: ShownElement): string =>
  isReauth(shown) ? 'ExchangeReauthenticatedEvent' : 'FundingSourceAddedEvent';

/** What a host does then. */
const endLines = (shown: ShownElement): string =>
  isReauth(shown)
    ? "// The exchange works again.\nconsole.info('Logged in again:', detail.exchangeId);\n"
    : "console.info('Added:', detail.fundingSource.id);\n";

function indented(text: string, indent: string): string {
  return text.replace(/^(?=.)/gm, indent);
}
