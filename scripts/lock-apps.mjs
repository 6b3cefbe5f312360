#!/usr/bin/env node
/**
 * `node scripts/lock-apps.mjs`, after a change of the dependencies in package.json: writes them into the lock files of the
 * apps of `demo/frameworks`, and locks what they need. A lock file has no checksum for the element: every build packs
 * another file.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { apps, folderOf, testedProjects } from './frameworks.mjs';
import { run } from './run.mjs';

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

const root = fileURLToPath(new URL('..', import.meta.url));
const { version, dependencies, peerDependencies, peerDependenciesMeta } = readJson(`${root}package.json`);

function writeElement(file) {
  const lock = readJson(file);
  const element = lock.packages['node_modules/dwolla-exchange-link'];
  Object.assign(element, { version, dependencies, peerDependencies, peerDependenciesMeta });
  delete element.integrity;
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
}

for (const name of Object.keys({ ...apps, ...testedProjects })) {
  const file = `${folderOf(name)}/package-lock.json`;
  writeElement(file);
  process.chdir(folderOf(name));
  const code = await run('npm', [
    'install',
    '--package-lock-only',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  if (code !== 0) process.exitCode = code;
  writeElement(file);
}
