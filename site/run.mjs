#!/usr/bin/env node
/**
 * `npm run docs` serves the docs with search and live examples; `npm run docs -- build` writes them to `site/build` as
 * static files. Both show the element that `npm run build` wrote.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { packagesAreInstalled } from '../scripts/prepare-packages.mjs';
import { projectNode } from '../scripts/project-node.mjs';
import { run } from '../scripts/run.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const [command = 'dev', ...parameters] = process.argv.slice(2);
if (!existsSync('dist/index.js')) await run('npm', ['run', '--silent', 'build']);
if (!packagesAreInstalled('site'))
  await run('npm', [
    'ci',
    '--prefix',
    'site',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
const vitepress = 'site/node_modules/vitepress/bin/vitepress.js';
process.exitCode = await run(projectNode(), [vitepress, command, 'site', ...parameters]);
