import { engines } from './engines.mjs';
import { run } from './run.mjs';

/** @param {string[]} parameters */
async function aptGet(...parameters) {
  const command = [...(process.getuid?.() === 0 ? [] : ['sudo']), 'apt-get', '-o', 'DPkg::Lock::Timeout=300'];
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  return (await run(command[0], [...command.slice(1), ...parameters], environment)) === 0;
}

/**
 * Sees to it that the browsers are there: on Debian and its kin they are installed from the distribution's own packages.
 * Throws, saying what to do, where the required one cannot be had.
 */
export async function prepareBrowsers() {
  const missing = engines.filter(({ find, isWanting }) => !find() || isWanting?.());
  if (!missing.length) return;
  const names = missing.map(({ name }) => name).join(', ');
  console.log(`Installing ${names} from the Debian packages …`);
  const isUpdated = await aptGet('update', '-qq');
  for (const { name, find, packages, extraPackages, required } of missing) {
    for (const wanted of [packages, extraPackages ?? []])
      if (isUpdated && wanted.length)
        await aptGet('install', '-y', '-qq', '--no-install-recommends', ...wanted);
    if (required && !find())
      throw new Error(
        `The tests need a ${name} and it could not be installed with apt-get. Install it yourself, or say where it is: ${name.toUpperCase()}_PATH=/path/to/it npm test`,
      );
  }
}
