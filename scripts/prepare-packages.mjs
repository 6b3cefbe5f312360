import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const readPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/**
 * Whether the `node_modules` of a folder holds what its `package-lock.json` asks for. The contents are compared, not the
 * times: a fresh checkout or a merge changes the times of files that are still the same.
 */
export function packagesAreInstalled(folder) {
  const wanted = readPackages(`${folder}/package-lock.json`);
  let installed;
  try {
    installed = readPackages(`${folder}/node_modules/.package-lock.json`);
  } catch {
    return false; // npm writes this file last: without it there is no installation, or half of one.
  }
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional }]) =>
      path === '' || optional || devOptional || installed[path]?.version === version,
  );
}

/** Installs the locked packages where they are missing or not the ones of the lock file. Throws if npm fails. */
export async function preparePackages() {
  if (packagesAreInstalled(root)) return;
  console.log('Installing the packages of package-lock.json (npm ci) …');
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) throw new Error(`npm ci failed with exit code ${code}.`);
}

/**
 * Installs what some tests need apart from the project's own packages: what pages and servers of others are made with
 * (`hosts`), the partners' own code (`partner-packages`), and what checks the built package (`checkers`).
 *
 * @param {readonly string[]} names folders of `test`
 */
export async function prepareTestPackages(names) {
  for (const name of names) {
    const folder = `${root}test/${name}/`;
    if (packagesAreInstalled(folder)) continue;
    console.log(`Installing the packages of test/${name}/package-lock.json (npm ci) …`);
    const code = await run('npm', ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund']);
    if (code !== 0) throw new Error(`npm ci in test/${name} failed with exit code ${code}.`);
  }
}
