// Writes into dist/ what editors read of the element: its manifest, VS Code's custom data, JetBrains' web-types.
import { writeFileSync } from 'node:fs';
import { getWebTypesData } from 'custom-element-jet-brains-integration';
import { getVsCodeCssCustomData, getVsCodeHtmlCustomData } from 'custom-element-vs-code-integration';
import type { CustomElementDeclaration, Package } from 'custom-elements-manifest';
import { elementManifest } from './element-manifest.js';

/** The manifest as far as it is to be written in HTML: without `state`, which is for reading, and without empty values. */
function forWriting(manifest: Package): Package {
  const copy = structuredClone(manifest);
  const elements = copy.modules
    .flatMap(({ declarations = [] }) => declarations)
    .filter((declaration): declaration is CustomElementDeclaration => 'customElement' in declaration);
  for (const element of elements)
    element.attributes = (element.attributes ?? [])
      .filter(({ name }) => name !== 'state')
      .map((attribute) => ({
        ...attribute,
        ...(attribute.type && { type: { text: attribute.type.text.replace("'' | ", '') } }),
      }));
  return copy;
}

const manifest = elementManifest();
// The generators' types know only manifests in which every declaration is an element, as those of this manifest are.
const written = forWriting(manifest) as Parameters<typeof getWebTypesData>[0];
const files: Readonly<Record<string, string>> = {
  'custom-elements.json': `${JSON.stringify(manifest, null, 2)}\n`,
  'vscode.html-custom-data.json': getVsCodeHtmlCustomData(written, {}),
  'vscode.css-custom-data.json': getVsCodeCssCustomData(written, {}),
  'web-types.json': getWebTypesData(written, {}),
};
for (const [name, text] of Object.entries(files)) writeFileSync(`dist/${name}`, text);
