import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { snippetFor, type Framework, type ShownElement } from '../../demo/snippets.js';

/** What the demo can show, each thing that changes the code at least once. */
const shown: readonly ShownElement[] = [
  {
    attributes: [
      ['backend-url', '/api'],
      ['partner', 'plaid'],
    ],
    configuration: null,
  },
  {
    attributes: [
      ['backend-url', '/api'],
      ['partner', 'checkout'],
      ['launch', 'manual'],
      ['locale', 'es'],
      ['checkout-public-key', 'pk_sbox_key'],
    ],
    configuration: "{ partners: { plaid: { scriptUrl: 'http://localhost:4011/link.js' } } }",
  },
  {
    attributes: [
      ['backend-url', '/api'],
      ['partner', 'mx'],
    ],
    configuration: null,
  },
  {
    attributes: [
      ['backend-url', '/api'],
      ['partner', 'visa'],
      ['exchange', '8b8a5a1e-1d3a-4b2f-9d4f-0f3b2a1c4d5e'],
    ],
    configuration: null,
  },
];

/** Inside the project, so that the package is found by its own name and the frameworks beside it. */
const folder = 'test-results/snippets';

/** With what each framework checks its own code. Angular's compiler is not installed here. */
const checkers: readonly (readonly [Framework, extension: string, command: readonly string[]])[] = [
  ['react', 'tsx', ['node_modules/typescript/bin/tsc', '-p', join(folder, 'react')]],
  ['vue', 'vue', ['test/checkers/node_modules/vue-tsc/bin/vue-tsc.js', '-p', join(folder, 'vue')]],
  [
    'svelte',
    'svelte',
    [
      ...['test/checkers/node_modules/svelte-check/bin/svelte-check', '--workspace', join(folder, 'svelte')],
      ...['--config', './svelte.config.js', '--tsconfig', 'tsconfig.json', '--output', 'human'],
    ],
  ],
];

for (const [framework, extension, [tool = '', ...options]] of checkers)
  test(`the code that the demo shows passes its framework's own check: ${framework}`, () => {
    const here = join(folder, framework);
    rmSync(here, { recursive: true, force: true });
    mkdirSync(here, { recursive: true });
    const settings = ['tsconfig.json', ...(framework === 'svelte' ? ['svelte.config.js'] : [])];
    for (const name of settings) cpSync(join('test/types', framework, name), join(here, name));
    for (const [index, element] of shown.entries())
      writeFileSync(join(here, `Shown${index}.${extension}`), snippetFor(framework, element));
    const { status, stdout } = spawnSync(process.execPath, [tool, ...options], {
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout);
  });
