/**
 * The element's interface as data (https://custom-elements-manifest.open-wc.org), out of its class and docblock: the one
 * source of the editors' data and of the tables in docs/element.md.
 */
import { readFileSync } from 'node:fs';
import { create, ts as analyzed } from '@custom-elements-manifest/analyzer';
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';
import type {
  Attribute,
  ClassField,
  ClassMember,
  CustomElementDeclaration,
  Package,
} from 'custom-elements-manifest';
import { classTypes, type ClassTypes } from './class-types.js';

/** An element: where its class is, where its events are, and where users get it from. */
export interface DescribedElement {
  readonly classFile: string;
  readonly eventsFile: string;
  /** The file of the package that defines it. */
  readonly entry: string;
}

export const exchangeLink: DescribedElement = {
  classFile: 'src/element/dwolla-exchange-link.ts',
  eventsFile: 'src/element/events.ts',
  entry: 'dist/index.js',
};
export const addFundingSource: DescribedElement = {
  classFile: 'src/add-funding-source/add-funding-source.ts',
  eventsFile: 'src/add-funding-source/events.ts',
  entry: 'dist/add-funding-source.js',
};

/** Members that are for those who use the element: neither private nor the platform's callbacks. */
const isForUse = ({ name, privacy }: ClassMember): boolean =>
  privacy !== 'private' && privacy !== 'protected' && !name.startsWith('#') && !name.endsWith('Callback');

/** The text of a docblock, of which the source's line breaks are no part. */
const flowing = (text: string | undefined): string =>
  (text ?? '').replaceAll(/(?<!\n)\n(?!\n|```|<)/g, ' ').trim();

/** `20_000`, or the name of a constant, as a number. */
function valueOf(written: string | undefined, source: string): string | undefined {
  if (written === undefined) return undefined;
  const constant = new RegExp(`const ${written} = (.+?);`).exec(source)?.[1] ?? written;
  return /^[\d_]+$/.test(constant) ? constant.replaceAll('_', '') : constant;
}

function withTypes(member: ClassMember, types: ClassTypes, source: string): ClassMember {
  const { privacy: _, ...shown } = member;
  const description = flowing(member.description);
  const text = types.members.get(member.name);
  if (text === undefined) throw new Error(`There is no type of ${member.name}.`);
  if (shown.kind === 'method') return { ...shown, description, return: { type: { text } } };
  const value = shown.name === 'version' ? undefined : valueOf(shown.default, source);
  const { default: _default, ...field } = shown;
  return { ...field, description, type: { text }, ...(value !== undefined && { default: value }) };
}

/** Attributes have type, default and description of their property; those that have none say it themselves. */
function attributeOf(attribute: Attribute, members: readonly ClassMember[]): Attribute {
  const property = members.find(
    (member): member is ClassField =>
      member.kind === 'field' && member.name === (attribute.fieldName ?? attribute.name),
  );
  if (!property) return { ...attribute, description: flowing(attribute.description) };
  const { type, default: value, description } = property;
  return {
    ...attribute,
    ...(type && { type }),
    ...(value !== undefined && { default: value }),
    ...(description && { description }),
  };
}

/** Reads the sources of both elements; nothing of them is run. */
export const elementManifest = (): Package => ({
  schemaVersion: '2.1.0',
  modules: [moduleOf(exchangeLink), moduleOf(addFundingSource)],
});

/** One element as data. */
export function describeElement(described: DescribedElement): CustomElementDeclaration {
  const { classFile } = described;
  const source = readFileSync(classFile, 'utf8');
  const parsed = analyzed.createSourceFile(classFile, source, analyzed.ScriptTarget.ES2022, true);
  const { modules } = create({ modules: [parsed], plugins: litPlugin(), context: { dev: false } });
  const found = declarationOf({ schemaVersion: '', modules });
  const types = classTypes(described, found.name);
  const members = (found.members ?? []).filter(isForUse).map((member) => withTypes(member, types, source));
  return {
    ...found,
    description: flowing(found.description),
    members,
    attributes: (found.attributes ?? []).map((attribute) => attributeOf(attribute, members)),
    events: (found.events ?? []).map((event) => ({ ...event, description: flowing(event.description) })),
  };
}

/** The first element in a manifest. Throws where there is none. */
export function declarationOf({ modules }: Package): CustomElementDeclaration {
  const found = modules
    .flatMap(({ declarations = [] }) => declarations)
    .find((declaration): declaration is CustomElementDeclaration => 'customElement' in declaration);
  if (!found) throw new Error('The manifest has no element.');
  return found;
}

function moduleOf(described: DescribedElement): Package['modules'][number] {
  const { entry } = described;
  const declaration = describeElement(described);
  return {
    kind: 'javascript-module',
    path: entry,
    declarations: [declaration],
    exports: [
      { kind: 'js', name: declaration.name, declaration: { name: declaration.name, module: entry } },
      {
        kind: 'custom-element-definition',
        name: declaration.tagName ?? '',
        declaration: { name: declaration.name, module: entry },
      },
    ],
  };
}
