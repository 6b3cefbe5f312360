import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const firstOf = (...places) => places.find(isExecutable) ?? null;

/** Chromium without windows, toolbars and pages of its own, which Playwright takes by itself too, or null. */
const findHeadlessShell = () => firstOf('/usr/bin/chromium-headless-shell');

/** The one that Playwright's installer has brought, or null. */
function findPlaywrightChromium() {
  try {
    return firstOf(createRequire(import.meta.url)('playwright-core').chromium.executablePath());
  } catch {
    // Playwright is not installed yet, or has none for this system.
    return null;
  }
}

/** The whole Chromium: the one named by `CHROMIUM_PATH`, else the system's, else Playwright's; null where there is none. */
export function findChromium() {
  return (
    process.env.CHROMIUM_PATH ||
    firstOf(
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/google-chrome',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    ) ||
    findPlaywrightChromium()
  );
}

/** The Firefox that the tests drive: the one named by `FIREFOX_PATH`, else the system's; null where there is none. */
export function findFirefox() {
  return (
    process.env.FIREFOX_PATH ||
    firstOf('/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox')
  );
}

/** WebKitGTK's driver, its browser, and the display that it needs; null where one of them is missing. */
export function findWebKit() {
  const driver = firstOf('/usr/bin/WebKitWebDriver');
  const display = firstOf('/usr/bin/Xvfb');
  const machine = { x64: 'x86_64', arm64: 'aarch64' }[process.arch] ?? process.arch;
  const folders = [`/usr/lib/${machine}-linux-gnu`, '/usr/libexec', '/usr/lib'];
  const browser = firstOf(
    ...folders.flatMap((folder) =>
      ['4.1', '4.0'].map((version) => `${folder}/webkit2gtk-${version}/MiniBrowser`),
    ),
  );
  return driver && display && browser ? { driver, display, browser } : null;
}

/** Whether there is Debian's way to install. */
export const hasAptGet = () => isExecutable('/usr/bin/apt-get');

/**
 * The browsers the tests run in, how Playwright's installer names them, and the Debian packages that bring them. Without the
 * one that is `required` there is no sense in starting; one of the others that cannot be had is told as not run. `isWanting`
 * says that tests run, and would run faster with the `extraPackages`.
 */
export const engines = [
  {
    name: 'Chromium',
    find: findChromium,
    playwrightName: 'chromium',
    // Without a font the pages of the tests would have no readable text in their screenshots.
    packages: ['chromium', 'fonts-liberation'],
    required: true,
    // Nobody is asked for a password for it.
    isWanting: () =>
      process.getuid?.() === 0 && hasAptGet() && !process.env.CHROMIUM_PATH && !findHeadlessShell(),
    extraPackages: ['chromium-headless-shell'],
  },
  { name: 'Firefox', find: findFirefox, packages: ['firefox-esr'], required: false },
  { name: 'WebKit', find: findWebKit, packages: ['webkit2gtk-driver', 'xvfb'], required: false },
];

/** Whether tests are to run in this engine: in all, unless `TEST_ENGINES` names some (`chromium,webkit`). */
export function isWanted(name) {
  const { TEST_ENGINES } = process.env;
  return !TEST_ENGINES || TEST_ENGINES.toLowerCase().split(',').includes(name.toLowerCase());
}

// The sandbox needs rights that root and most containers do not have; the tests open nothing but their own pages.
const launchOptions = (executablePath) => ({
  ...(executablePath && { executablePath }),
  args: ['--no-sandbox'],
});

/**
 * How Playwright and web-test-runner launch Chromium: without what a window needs, where that is to be had. Pages are the
 * same in it, and a test takes half the processor's time.
 */
export const chromiumLaunchOptions = () =>
  launchOptions(process.env.CHROMIUM_PATH || findHeadlessShell() || findChromium());

/** How they launch the whole Chromium, whose milliseconds are what users have. */
export const wholeChromiumLaunchOptions = () => launchOptions(findChromium());

/**
 * How they launch Firefox: Debian's own, over WebDriver BiDi (Playwright's channel of that name). With Fission on, clicks
 * and keys for frames of other origins get lost on that way; and Playwright does not hear of a page that comes out of
 * the page cache, which it turns off in Chromium by itself.
 */
export function firefoxLaunchOptions() {
  const executablePath = findFirefox();
  return {
    ...(executablePath && { executablePath }),
    channel: 'moz-firefox',
    firefoxUserPrefs: {
      'fission.autostart': false,
      'fission.webContentIsolationStrategy': 0,
      'browser.sessionhistory.max_total_viewers': 0,
    },
  };
}
