// Leaves those declarations in dist/types that an entry point of the package leads to, and gives CommonJS its own.
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports: Record<string, string | { types?: string | { default: string } }>;
};
const reached = new Set<string>();

function visit(file: string): void {
  if (reached.has(file)) return;
  reached.add(file);
  for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles)
    if (fileName.startsWith('.')) visit(normalize(join(dirname(file), fileName.replace(/\.js$/, '.d.ts'))));
}

for (const entry of Object.values(exports)) {
  const types = typeof entry === 'object' ? entry.types : undefined;
  if (types) visit(normalize(typeof types === 'string' ? types : types.default));
}
for (const file of globSync('dist/types/**/*.d.ts')) if (!reached.has(file)) rmSync(file);

// TypeScript takes the same declarations for those of an ES module, which a CommonJS file must not `require`, or for
// CommonJS, by the nearest package.json. Node itself requires ES modules since 20.19.
for (const folder of ['server', 'simulator'])
  cpSync(`dist/types/${folder}`, `dist/types/commonjs/${folder}`, { recursive: true });
writeFileSync('dist/types/commonjs/package.json', '{ "type": "commonjs" }\n');
