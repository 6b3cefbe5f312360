/**
 * What is in the bytes that a page fetches, by module.
 *
 *     npm run size              after a build: prints it for the eager file and for every chunk
 *     npm run size -- --write   also takes it as what the next growth is measured against (scripts/module-sizes.json)
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { budgets } from './budgets.js';
import { builtFiles, lastingName, measure, type FileSize } from './file-sizes.js';

const record = new URL('module-sizes.json', import.meta.url);

/** Bytes of gzip by file and module, when they were last written down. */
export type RecordedSizes = Readonly<Record<string, Readonly<Record<string, number>>>>;

export const readRecordedSizes = (): RecordedSizes =>
  JSON.parse(readFileSync(record, 'utf8')) as RecordedSizes;

/** The modules of a file that weigh more than was written down, the one that grew most first. */
export function grownModules(
  { file, modules }: FileSize,
  recorded: RecordedSizes,
): readonly { readonly module: string; readonly by: number }[] {
  const before = recorded[lastingName(file)] ?? {};
  return modules
    .map(({ module, gzip }) => ({ module, by: gzip - (before[module] ?? 0) }))
    .filter(({ by }) => by > 0)
    .sort((one, other) => other.by - one.by);
}

function print({ file, raw, gzip, modules }: FileSize): void {
  const row = (name: string, ...cells: string[]): void =>
    console.log(`${name.padEnd(52)}${cells.map((cell) => cell.padStart(9)).join('')}`);
  const budget = budgets.find((each) => each.file.test(file));
  row(file, 'raw', 'gzip');
  for (const each of modules) row(`  ${each.module}`, `${each.raw}`, `${each.gzip}`);
  row('  the file', `${raw}`, `${gzip}`);
  if (budget) console.log(`  in force: at most ${budget.inForce}; goal: ${budget.goal}\n`);
}

function run(option: string | undefined): void {
  const sizes = builtFiles().map(measure);
  console.log("Bytes of the built files. A module's gzip: by how much the file would shrink without it.\n");
  sizes.forEach(print);
  if (option !== '--write') return;
  const written = sizes.map(({ file, modules }) => [
    lastingName(file),
    Object.fromEntries(modules.map(({ module, gzip }) => [module, gzip])),
  ]);
  writeFileSync(record, `${JSON.stringify(Object.fromEntries(written), null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) run(process.argv[2]);
