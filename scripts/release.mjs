#!/usr/bin/env node
/**
 * `npm run release`: makes the next version and its section of CHANGELOG.md, builds, and writes the script tag into the
 * README. `npm run release -- --check`, before publishing, fails where that tag is not the one of the built file.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run, runInNode } from './run.mjs';

const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values;
const writeTag = (option) => runInNode(['--import', 'tsx', 'scripts/script-tag.ts', option]);

const steps = check
  ? [() => writeTag('--check')]
  : [
      () => runInNode(['node_modules/@changesets/cli/bin.js', 'version']),
      () => run('npm', ['install', '--package-lock-only']),
      () => runInNode(['scripts/build.mjs']),
      () => writeTag('--write'),
      () =>
        runInNode([
          ...['node_modules/prettier/bin/prettier.cjs', '--write', '--log-level', 'warn'],
          ...['README.md', 'CHANGELOG.md', 'package.json'],
        ]),
    ];

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
for (const step of steps) {
  process.exitCode = await step();
  if (process.exitCode !== 0) break;
}
