// Takes the declarations out of dist/types that no door of the package leads to: nobody can import them.
import { globSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports: Record<string, string | { types?: string }>;
};
const reached = new Set<string>();

function visit(file: string): void {
  if (reached.has(file)) return;
  reached.add(file);
  for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles)
    if (fileName.startsWith('.')) visit(normalize(join(dirname(file), fileName.replace(/\.js$/, '.d.ts'))));
}

for (const door of Object.values(exports))
  if (typeof door === 'object' && door.types) visit(normalize(door.types));
for (const file of globSync('dist/types/**/*.d.ts')) if (!reached.has(file)) rmSync(file);
