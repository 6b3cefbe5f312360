// Writes the tables of docs/element.md and docs/add-funding-source.md from the elements' docblocks: `npx tsx scripts/element-page.ts`.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ClassField, ClassMember, CustomElementDeclaration } from 'custom-elements-manifest';
import { format, resolveConfig } from 'prettier';
import { classTypes } from './class-types.js';
import {
  addFundingSource,
  describeElement,
  exchangeLink,
  type DescribedElement,
} from './element-manifest.js';

/** The pages with tables, and the element that each is about. */
const pages = {
  'docs/element.md': exchangeLink,
  'docs/add-funding-source.md': addFundingSource,
} as const satisfies Readonly<Record<string, DescribedElement>>;

const code = (text: string | undefined): string => (text ? `\`${text}\`` : '');
/** A `|` would end the cell, in code too. */
const cell = (text: string | undefined): string => (text ?? '').replaceAll('|', '\\|');
const table = (head: readonly string[], rows: readonly (readonly (string | undefined)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

interface Described {
  readonly name: string;
  readonly description?: string;
}
const described = (items: readonly Described[] = [], head: readonly [string, string]): string =>
  table(
    head,
    items.map(({ name, description }) => [code(name), description]),
  );

function settings({ attributes = [], members = [] }: CustomElementDeclaration): string {
  const isSetting = (member: ClassMember): member is ClassField => member.kind === 'field' && !member.static;
  const rows = members.filter(isSetting).map((field) => {
    const attribute = attributes.find(({ name, fieldName }) => (fieldName ?? name) === field.name);
    const value = field.default === 'null' ? undefined : field.default;
    const kind = [code(field.type?.text), field.readonly ? 'read-only' : code(value)]
      .filter(Boolean)
      .join(', ');
    return [code(attribute?.name), code(field.name), kind, field.description];
  });
  // HTML's own: the class inherits the property.
  const inherited = attributes
    .filter(({ name, fieldName }) => !members.some((member) => member.name === (fieldName ?? name)))
    .map(({ name, type, description }) => [code(name), code(name), code(type?.text), description]);
  return table(['attribute', 'property', 'type and default', 'what it does'], [...rows, ...inherited]);
}

function eventsOf({ events = [], name }: CustomElementDeclaration, described: DescribedElement): string {
  const { details } = classTypes(described, name);
  return table(
    ['event', 'class', '`detail`', 'when'],
    events.map(({ name, type, description }) => [
      code(name),
      code(type.text),
      code(details.get(type.text)),
      description,
    ]),
  );
}

const looks = ({ cssProperties = [] }: CustomElementDeclaration): string =>
  table(
    ['property', 'what it colours or sets', 'default'],
    cssProperties.map(({ name, description, default: value }) => [code(name), description, code(value)]),
  );

/** A page as it stands, and with its tables as they should be. */
export async function withTables(
  page: keyof typeof pages = 'docs/element.md',
): Promise<{ readonly now: string; readonly wanted: string }> {
  const element = describeElement(pages[page]);
  const tables: Readonly<Record<string, string>> = {
    attributes: settings(element),
    states: described(element.cssStates, ['state', 'what is going on']),
    events: eventsOf(element, pages[page]),
    slots: described(element.slots, ['slot', 'when it is shown']),
    parts: described(element.cssParts, ['part', 'what it is']),
    looks: looks(element),
  };
  const now = readFileSync(page, 'utf8');
  const filled = Object.entries(tables).reduce((text, [name, rows]) => {
    const marks = new RegExp(`(<!-- table: ${name} -->\n)[\\s\\S]*?(<!-- /table -->)`);
    // Looks and slots are those of the other element.
    if (!marks.test(text) && /^(slots|looks)$/.test(name) && page !== 'docs/element.md') return text;
    if (!marks.test(text)) throw new Error(`${page} has no place for the table ${name}.`);
    return text.replace(marks, (_, start: string, end: string) => `${start}\n${rows}\n\n${end}`);
  }, now);
  return { now, wanted: await format(filled, { ...(await resolveConfig(page)), filepath: page }) };
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const page of Object.keys(pages) as (keyof typeof pages)[])
    writeFileSync(page, (await withTables(page)).wanted);
