/** What the compiler knows of a class and the docblock does not say: its types, in full where that is short. */
import ts from 'typescript';

export interface ClassTypes {
  /** By member: its type, or of a method what it answers. Unions of strings are written out. */
  readonly members: ReadonlyMap<string, string>;
  /** By name of an exported event class of the same program: its detail, `{ partner, url? }`. */
  readonly details: ReadonlyMap<string, string>;
}

function program(file: string): ts.Program {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, types: [] }, '.');
  return ts.createProgram([file, 'src/globals.d.ts'], options);
}

const isText = (type: ts.Type): boolean =>
  type.isUnion() ? type.types.every(isText) : type.isStringLiteral();

/** A union of texts, and perhaps null, is written out in the order of its declaration; everything else keeps its name. */
function written(type: ts.Type, checker: ts.TypeChecker): string {
  const textOf = (part: ts.Type): string =>
    checker.typeToString(part, undefined, ts.TypeFormatFlags.NoTruncation).replaceAll('"', "'");
  if (!type.isUnion() || !type.types.every((part) => isText(part) || part.flags & ts.TypeFlags.Null))
    return textOf(type);
  const declared = type.aliasSymbol?.declarations?.[0]?.getText() ?? '';
  const place = (text: string): number => (text === 'null' ? Infinity : declared.indexOf(text));
  return type.types
    .map(textOf)
    .sort((one, other) => place(one) - place(other))
    .join(' | ');
}

/** The names in an event's detail; of a union those that all its parts have. */
function namesIn(detail: ts.Type): string {
  const names = detail
    .getProperties()
    .map((property) => property.name + (property.flags & ts.SymbolFlags.Optional ? '?' : ''));
  return `{ ${[...names, ...(detail.isUnion() ? ['…'] : [])].join(', ')} }`;
}

/** Reads a class and its events. Throws where the class is not there. */
export function classTypes(
  { classFile: file, eventsFile }: { readonly classFile: string; readonly eventsFile: string },
  name: string,
): ClassTypes {
  const { getSourceFile, getTypeChecker } = program(file);
  const checker = getTypeChecker();
  const declared = (path: string): readonly ts.ClassDeclaration[] =>
    getSourceFile(path)?.statements.filter(ts.isClassDeclaration) ?? [];
  const found = declared(file).find((declaration) => declaration.name?.text === name);
  if (!found) throw new Error(`${file} has no class ${name}.`);
  const members = found.members.flatMap((member): [string, string][] => {
    if (!member.name || !ts.isIdentifier(member.name)) return [];
    const type = checker.getTypeAtLocation(member);
    const answered = ts.isMethodDeclaration(member) ? type.getCallSignatures()[0]?.getReturnType() : type;
    return [[member.name.text, written(answered ?? type, checker)]];
  });
  const details = declared(eventsFile).map((event): [string, string] => {
    const detail = checker.getPropertyOfType(checker.getTypeAtLocation(event), 'detail');
    return [event.name?.text ?? '', detail ? namesIn(checker.getTypeOfSymbolAtLocation(detail, event)) : ''];
  });
  return { members: new Map(members), details: new Map(details) };
}
