/** The whole Chromium: the one named by `CHROMIUM_PATH`, else the system's; null where there is none. */
export function findChromium(): string | null;

/** The Firefox that the tests drive: the one named by `FIREFOX_PATH`, else the system's; null where there is none. */
export function findFirefox(): string | null;

/** Whether tests are to run in this engine: in all, unless `TEST_ENGINES` names some. */
export function isWanted(name: string): boolean;

interface LaunchOptions {
  executablePath?: string;
  args?: string[];
  channel?: string;
  firefoxUserPrefs?: Record<string, number | boolean>;
}

/** How Playwright and web-test-runner launch Chromium: without what a window needs, where that is to be had. */
export function chromiumLaunchOptions(): LaunchOptions;

/** How they launch the whole Chromium, whose milliseconds are what users have. */
export function wholeChromiumLaunchOptions(): LaunchOptions;

/** How they launch Firefox. */
export function firefoxLaunchOptions(): LaunchOptions;
