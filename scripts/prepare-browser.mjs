import { accessSync, constants } from 'node:fs';
import { run } from './run.mjs';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The Chromium that the tests drive: the one named by `CHROMIUM_PATH`, else the system's; null where there is none. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  return named ? named : (places.find(isExecutable) ?? null);
}

/**
 * How Playwright and web-test-runner launch it. The sandbox needs rights that root and most containers do not have;
 * the tests open nothing but their own pages.
 */
export function chromiumLaunchOptions() {
  const executablePath = findChromium();
  return { ...(executablePath && { executablePath }), args: ['--no-sandbox'] };
}

/**
 * Sees to it that there is a Chromium: on Debian and its kin it is installed from the distribution's own packages.
 * Throws, saying what to do, where that is not possible.
 */
export async function prepareBrowser() {
  if (findChromium()) return;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo'];
  const apt = async (...args) => {
    const command = [...asRoot, 'apt-get', '-o', 'DPkg::Lock::Timeout=300', ...args];
    return (await run(command[0], command.slice(1), { DEBIAN_FRONTEND: 'noninteractive' })) === 0;
  };
  console.log('Installing Chromium from the Debian packages …');
  // Without a font the pages of the tests would have no readable text in their screenshots.
  const installed =
    (await apt('update', '-qq')) &&
    (await apt('install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'));
  if (!installed || !findChromium())
    throw new Error(
      'The tests need a Chromium and it could not be installed with apt-get. Install Chromium or Chrome yourself, or say where it is: CHROMIUM_PATH=/path/to/chromium npm test',
    );
}
