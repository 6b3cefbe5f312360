import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { budgets } from '../../scripts/budgets.js';
import { builtFiles, measure } from '../../scripts/file-sizes.js';
import { grownModules, readRecordedSizes } from '../../scripts/size.js';
import { texts as spanish } from '../../src/element/localization/es.js';
import { texts as french } from '../../src/element/localization/fr.js';
import { partners } from '../../src/element/partners/registry.js';

const eager = 'dwolla-exchange-link.js';
const sizes = builtFiles().map(measure);

for (const size of sizes)
  test(`${size.file.replace(/-[\w-]{8}\.js$/, '')} weighs no more than its budget`, () => {
    const budget = budgets.find(({ file }) => file.test(size.file));
    assert.ok(budget, `${size.file} has no budget in scripts/budgets.ts.`);
    const grown = grownModules(size, readRecordedSizes());
    const names = grown.slice(0, 5).map(({ module, by }) => `${module} (+${by})`);
    assert.ok(
      size.gzip <= budget.inForce,
      `${size.file} weighs ${size.gzip} bytes of gzip, ${budget.inForce} at most. Modules that grew most: ${names.join(', ') || 'none'}.`,
    );
  });

test('the README says what each file weighs, to a kB', () => {
  const rows = [...readFileSync('README.md', 'utf8').matchAll(/^\| (.*\.js`.*?)\| +(\d+) \| +(\d+) \|/gm)];
  const said = rows.flatMap(([, files = '', ...kilobytes]) =>
    [...files.matchAll(/`([\w/-]+)(?:-…)?\.js`/g)].map(([, name = '']) => ({ name, kilobytes })),
  );
  for (const { file, raw, gzip } of sizes) {
    const name = file.replace(/(-[\w-]{8})?\.js$/, '');
    const row = said.find((row) => row.name === name);
    assert.ok(row, `The README does not say what ${name} weighs.`);
    for (const [index, bytes] of [raw, gzip].entries())
      assert.ok(Math.abs(Number(row.kilobytes[index]) - bytes / 1000) <= 1, `${name}: ${bytes} bytes`);
  }
});

test('every byte of a file is accounted for by a module, but for a little wrapping', () => {
  for (const { file, raw, modules } of sizes) {
    const known = modules.reduce((sum, module) => sum + module.raw, 0);
    assert.ok(known > raw * 0.9 && known <= raw, `${file}: ${known} of ${raw} bytes.`);
  }
});

test('no code of a partner is in the eager file: the registry alone knows them', () => {
  const modules = sizes.find(({ file }) => file === eager)?.modules.map(({ module }) => module) ?? [];
  assert.ok(modules.includes('src/element/flow/controller.ts'));
  assert.deepEqual(
    modules.filter((module) => module.startsWith('src/element/partners/')),
    ['src/element/partners/registry.ts'],
  );
  assert.deepEqual(
    modules.filter(
      (module) =>
        module.includes('node_modules') &&
        !/node_modules\/(@lit\/reactive-element|lit|lit-element|lit-html)\//.test(module),
    ),
    [],
  );
});

test('no style of a partner is in the eager file', () => {
  const styles = readFileSync('src/element/view/styles.ts', 'utf8');
  for (const name of Object.keys(partners)) assert.ok(!styles.includes(name), `The styles name ${name}.`);
});

test('only English is in the eager file', () => {
  const code = readFileSync(`dist/${eager}`, 'utf8');
  // Longer than a word that English has too.
  const foreign = [...Object.values(spanish), ...Object.values(french)].filter((text) => text.length > 12);
  assert.ok(foreign.length > 20);
  for (const text of foreign) assert.ok(!code.includes(text), `The eager file has: ${text}`);
});
