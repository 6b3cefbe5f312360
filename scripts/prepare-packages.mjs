import { readFileSync } from 'node:fs';
import { run } from './run.mjs';

const readPackages = (file) =>
  JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')).packages;

/**
 * Whether `node_modules` holds what `package-lock.json` asks for. The contents are compared, not the times: a fresh
 * checkout or a merge changes the times of files that are still the same.
 */
function packagesAreInstalled() {
  const wanted = readPackages('package-lock.json');
  let installed;
  try {
    installed = readPackages('node_modules/.package-lock.json');
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
  if (packagesAreInstalled()) return;
  console.log('Installing the packages of package-lock.json (npm ci) …');
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) throw new Error(`npm ci failed with exit code ${code}.`);
}
