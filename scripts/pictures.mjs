#!/usr/bin/env node
/**
 * `npm run pictures`: takes the pictures of the documentation anew, in Chromium, of what `npm run build` wrote.
 */
import { globSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { prepareBrowsers } from './prepare-browsers.mjs';
import { prepareTestPackages } from './prepare-packages.mjs';
import { runInNode } from './run.mjs';
import { runners } from './runners.mjs';

const { command, packages } = runners.e2e;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await prepareTestPackages(packages);
await prepareBrowsers();
for (const file of globSync('docs/pictures/**/*.png')) rmSync(file);
process.exitCode = await runInNode([
  ...command,
  ...['looks.spec.ts', '--project', 'chromium', '--update-snapshots'],
]);
