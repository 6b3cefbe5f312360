import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** One import of a source file. */
export interface Import {
  /** As it is written: `./visa.js`, `lit`. */
  readonly from: string;
  /** `type`: erased by the compiler; `static`: fetched and run with the file; `lazy`: `import()` while it runs. */
  readonly kind: 'type' | 'static' | 'lazy';
}

function kindOf(statement: ts.ImportDeclaration | ts.ExportDeclaration): Import['kind'] {
  // `import { type A } from …` still runs the other module under verbatimModuleSyntax, so only the whole counts.
  const typeOnly = ts.isImportDeclaration(statement)
    ? statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    : statement.isTypeOnly;
  return typeOnly ? 'type' : 'static';
}

/** Every import and re-export of a TypeScript or JavaScript file. */
export function readImports(file: string): readonly Import[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const imports: Import[] = [];
  const visit = (node: ts.Node): void => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    )
      imports.push({ from: node.moduleSpecifier.text, kind: kindOf(node) });
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [from] = node.arguments;
      if (from && ts.isStringLiteralLike(from)) imports.push({ from: from.text, kind: 'lazy' });
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      const { literal } = node.argument;
      if (ts.isStringLiteral(literal)) imports.push({ from: literal.text, kind: 'type' });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return imports;
}
