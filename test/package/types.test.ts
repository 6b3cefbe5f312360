import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';

/**
 * Each folder of `test/types` uses the built package by its own name, rightly and wrongly, and is checked by what its
 * framework checks with. A wrong use that passes is an error too: `@ts-expect-error` asks for one.
 */
const checkers: Readonly<Record<string, readonly string[]>> = {
  vue: ['test/checkers/node_modules/vue-tsc/bin/vue-tsc.js', '-p', 'test/types/vue'],
  svelte: [
    ...['test/checkers/node_modules/svelte-check/bin/svelte-check', '--workspace', 'test/types/svelte'],
    ...['--config', './svelte.config.js', '--tsconfig', 'tsconfig.json', '--output', 'human'],
  ],
};
const withTypeScript = (name: string): readonly string[] => [
  ...['node_modules/typescript/bin/tsc', '-p', `test/types/${name}`],
];

for (const name of readdirSync('test/types'))
  test(`the types say what may be written: ${name}`, () => {
    const { status, stdout } = spawnSync(process.execPath, checkers[name] ?? withTypeScript(name), {
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout);
  });
