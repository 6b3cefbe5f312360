// Leaves those declarations in dist/types that an entry point of the package leads to, and gives CommonJS its own.
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports: Record<string, string | { types?: string | { default: string } }>;
};
const entryFiles = Object.values(exports).flatMap((entry) => {
  const types = typeof entry === 'object' ? entry.types : undefined;
  return types ? [resolve(typeof types === 'string' ? types : types.default)] : [];
});
const declarations = resolve('dist/types');
const program = ts.createProgram(entryFiles, {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  target: ts.ScriptTarget.ES2022,
  types: [],
});
const checker = program.getTypeChecker();

const reached = new Set<ts.SourceFile>();
/** The statements that an entry point leads to. */
const statements = new Set<ts.Statement>();
/** What it leads to. An import and an export are symbols of their own, beside what they stand for. */
const symbols = new Set<ts.Symbol>();

/** An import or an export by a name, which stands for something else. */
type Alias = ts.ImportClause | ts.NamespaceImport | ts.ImportSpecifier | ts.ExportSpecifier;
const isAlias = (node: ts.Node): node is Alias =>
  ts.isImportClause(node) ||
  ts.isNamespaceImport(node) ||
  ts.isImportSpecifier(node) ||
  ts.isExportSpecifier(node);

/** `declare global` and `declare module 'vue'`, which hold for whoever imports the file. */
const isAugmentation = (statement: ts.Statement): boolean =>
  ts.isModuleDeclaration(statement) &&
  (ts.isStringLiteral(statement.name) || statement.name.text === 'global');

/** The names of an import or an export: each of them may stay or go. */
function namesOf(
  statement: ts.Statement,
): ts.NodeArray<ts.ImportSpecifier> | ts.NodeArray<ts.ExportSpecifier> | null {
  const names = ts.isImportDeclaration(statement)
    ? statement.importClause?.namedBindings
    : ts.isExportDeclaration(statement)
      ? statement.exportClause
      : undefined;
  return names && (ts.isNamedImports(names) || ts.isNamedExports(names)) ? names.elements : null;
}

/** The statement of a file that a node is in. */
function statementAround(node: ts.Node): ts.Statement {
  let around = node;
  while (!ts.isSourceFile(around.parent)) around = around.parent;
  return around as ts.Statement;
}

/** Keeps what a file does to whoever imports it. All else in it is kept as it is used. */
function reach(file: ts.SourceFile): void {
  if (reached.has(file) || !file.fileName.startsWith(declarations)) return;
  reached.add(file);
  for (const statement of file.statements) {
    const isForEffect = ts.isImportDeclaration(statement) && !statement.importClause;
    const isForAll = ts.isExportDeclaration(statement) && !statement.exportClause;
    // `export {}` says that nothing is exported but what says so.
    const isMark = ts.isExportDeclaration(statement) && namesOf(statement)?.length === 0;
    if (isForEffect || isForAll || isMark || isAugmentation(statement)) keep(statement);
  }
}

/** Keeps a statement and what it names. */
function keep(statement: ts.Statement): void {
  if (statements.has(statement)) return;
  statements.add(statement);
  reach(statement.getSourceFile());
  if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) {
    const module = statement.moduleSpecifier && checker.getSymbolAtLocation(statement.moduleSpecifier);
    const file = module?.declarations?.find(ts.isSourceFile);
    if (file) reach(file);
    if (module && ts.isExportDeclaration(statement) && !namesOf(statement))
      for (const exported of checker.getExportsOfModule(module)) use(exported);
  } else visit(statement);
}

function visit(node: ts.Node): void {
  // A class declares itself whatever it implements.
  if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword) return;
  const symbol = ts.isIdentifier(node) || ts.isStringLiteral(node) ? checker.getSymbolAtLocation(node) : null;
  if (symbol) use(symbol);
  ts.forEachChild(node, visit);
}

/** Keeps whatever declares a symbol. */
function use(symbol: ts.Symbol): void {
  if (symbols.has(symbol)) return;
  symbols.add(symbol);
  for (const declaration of symbol.declarations ?? []) {
    if (!declaration.getSourceFile().fileName.startsWith(declarations)) continue;
    if (ts.isSourceFile(declaration)) reach(declaration);
    else keep(statementAround(declaration));
    const meant = isAlias(declaration) ? checker.getImmediateAliasedSymbol(symbol) : undefined;
    if (meant) use(meant);
  }
}

/** A file without what no entry point leads to. */
function publicPart(file: ts.SourceFile): string {
  const cuts: { readonly from: number; readonly to: number; readonly text?: string }[] = [];
  const cutImplements = (node: ts.Node): void => {
    if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword)
      cuts.push({ from: node.pos, to: node.end });
    ts.forEachChild(node, cutImplements);
  };
  for (const statement of file.statements)
    if (!statements.has(statement)) cuts.push({ from: statement.pos, to: statement.end });
    else {
      cutImplements(statement);
      const names = namesOf(statement);
      if (!names?.length) continue;
      const used = [...names].filter(({ name }) => {
        const symbol = checker.getSymbolAtLocation(name);
        return symbol && symbols.has(symbol);
      });
      cuts.push({
        from: names.pos,
        to: names.end,
        text: ` ${used.map((name) => name.getText()).join(', ')} `,
      });
    }
  return cuts
    .sort((one, other) => other.from - one.from)
    .reduce(
      (text, { from, to, text: instead = '' }) => text.slice(0, from) + instead + text.slice(to),
      file.text,
    );
}

for (const entryFile of entryFiles) {
  const entry = program.getSourceFile(entryFile);
  if (!entry) throw new Error(`There is no ${entryFile}.`);
  reach(entry);
  for (const statement of entry.statements) {
    if (ts.isImportDeclaration(statement)) continue;
    keep(statement);
    for (const { name } of namesOf(statement) ?? []) {
      const symbol = checker.getSymbolAtLocation(name);
      if (symbol) use(symbol);
    }
  }
}
const parts = new Map([...reached].map((file) => [resolve(file.fileName), publicPart(file)]));
for (const file of globSync('dist/types/**/*.d.ts')) {
  const text = parts.get(resolve(file));
  if (text === undefined) rmSync(file);
  else writeFileSync(file, `${text.trim()}\n`);
}

// TypeScript takes the same declarations for those of an ES module, which a CommonJS file must not `require`, or for
// CommonJS, by the nearest package.json. Node itself requires ES modules since 20.19.
for (const folder of ['server', 'simulator'])
  cpSync(join('dist/types', folder), join('dist/types/commonjs', folder), { recursive: true });
writeFileSync('dist/types/commonjs/package.json', '{ "type": "commonjs" }\n');
