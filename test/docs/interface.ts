import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** The public names of the element, as its sources have them. */
export interface ElementInterface {
  readonly attributes: readonly string[];
  readonly properties: readonly string[];
  readonly methods: readonly string[];
  readonly statics: readonly string[];
  readonly events: readonly string[];
  readonly slots: readonly string[];
  readonly parts: readonly string[];
  readonly customProperties: readonly string[];
  readonly states: readonly string[];
}

const parse = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);

/** Members of an interface of a file, by name. */
export function membersOf(file: string, name: string): readonly string[] {
  const found = parse(file).statements.find(
    (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  );
  if (!found || !ts.isInterfaceDeclaration(found)) throw new Error(`${file} has no interface ${name}.`);
  return found.members.flatMap((member) => (member.name ? [member.name.getText().replaceAll("'", '')] : []));
}

/** Reads the element's class, its docblock and its events; nothing of it is run. */
export function readInterface(): ElementInterface {
  const source = parse('src/element/dwolla-exchange-link.ts');
  const element = source.statements.find(ts.isClassDeclaration);
  if (!element) throw new Error('src/element/dwolla-exchange-link.ts has no class.');
  const docblock = source.text.slice(element.getFullStart(), element.getStart());
  const tagged = (tag: string, name: RegExp): readonly string[] =>
    [...docblock.matchAll(new RegExp(`@${tag} (?:\\{\\w+\\} )?\\[?(${name.source})`, 'g'))].map(
      ([, found = '']) => found,
    );
  const hidden = ts.ModifierFlags.Protected | ts.ModifierFlags.Private | ts.ModifierFlags.Override;
  const isPublic = (member: ts.ClassElement): boolean => {
    const flags = ts.getCombinedModifierFlags(member);
    const isOurs = member.name !== undefined && ts.isIdentifier(member.name);
    const isInternal = source.text.slice(member.getFullStart(), member.getStart()).includes('@internal');
    return isOurs && !(flags & hidden) && !isInternal;
  };
  const isStatic = (member: ts.ClassElement): boolean =>
    !!(ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static);
  const shown = element.members.filter(isPublic);
  const members = shown.filter((member) => !isStatic(member));
  const nameOf = (member: ts.ClassElement): string => member.name?.getText() ?? '';
  const isMethod = (member: ts.ClassElement): boolean =>
    ts.isMethodDeclaration(member) && !nameOf(member).endsWith('Callback');
  const options = /static override properties[^=]*= \{([\s\S]*?)\n {2}\};/.exec(source.text)?.[1] ?? '';
  return {
    attributes: [
      'state',
      ...[...options.matchAll(/(\w+): \{([^}]*)\}/g)]
        .filter(([, , declared = '']) => !declared.includes('attribute: false'))
        .map(([, name = '', declared = '']) => /attribute: '([\w-]+)'/.exec(declared)?.[1] ?? name),
    ],
    properties: members.filter((member) => !ts.isMethodDeclaration(member)).map(nameOf),
    methods: members.filter(isMethod).map(nameOf),
    statics: shown.filter(isStatic).map(nameOf),
    events: membersOf('src/element/events.ts', 'ExchangeLinkEventMap'),
    slots: tagged('slot', /[\w-]+/),
    parts: tagged('csspart', /[\w-]+/),
    customProperties: tagged('cssprop', /--[\w-]+/),
    states: statesOf(),
  };
}

function statesOf(): readonly string[] {
  const alias = parse('src/element/flow/state.ts').statements.find(
    (statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === 'ExchangeState',
  );
  if (!alias) throw new Error('src/element/flow/state.ts has no ExchangeState.');
  return [...alias.getText().matchAll(/'(\w+)'/g)].map(([, name = '']) => name);
}
