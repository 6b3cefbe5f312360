import { engines, hasAptGet } from './engines.mjs';
import { run, runInNode } from './run.mjs';

/** @param {string[]} parameters */
async function aptGet(...parameters) {
  const command = [...(process.getuid?.() === 0 ? [] : ['sudo']), 'apt-get', '-o', 'DPkg::Lock::Timeout=300'];
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  return (await run(command[0], [...command.slice(1), ...parameters], environment)) === 0;
}

// Without a way to Playwright's server, the Debian packages come soon.
const patience = { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' }; // ms

/** @param {string} name as Playwright's installer calls the browser */
const installPlaywrights = (name) =>
  runInNode(['node_modules/playwright-core/cli.js', 'install', name], patience);

/**
 * Sees to it that the browsers are there. One that is missing is brought by Playwright's installer, or on Debian and its kin
 * from the distribution's own packages. Throws, saying what to do, where the required one cannot be had.
 */
export async function prepareBrowsers() {
  const missing = engines.filter(({ find, isWanting }) => !find() || isWanting?.());
  if (!missing.length) return;
  for (const { name, find, playwrightName } of missing) {
    if (find() || !playwrightName) continue;
    console.log(`Installing ${name} with Playwright …`);
    await installPlaywrights(playwrightName);
  }
  const isUpdated = hasAptGet() && (await aptGet('update', '-qq'));
  for (const { name, find, packages, extraPackages = [], required, isWanting } of missing) {
    for (const wanted of [find() ? [] : packages, isWanting?.() ? extraPackages : []]) {
      if (!isUpdated || !wanted.length) continue;
      console.log(`Installing ${wanted.join(', ')} from the Debian packages …`);
      await aptGet('install', '-y', '-qq', '--no-install-recommends', ...wanted);
    }
    if (required && !find())
      throw new Error(
        `The tests need a ${name} and it could not be installed. Install it yourself, or say where it is: ${name.toUpperCase()}_PATH=/path/to/it npm test`,
      );
  }
}
