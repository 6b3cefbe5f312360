/** The Chromium that the tests drive: the one named by `CHROMIUM_PATH`, else the system's; null where there is none. */
export function findChromium(): string | null;

/** How Playwright and web-test-runner launch it. */
export function chromiumLaunchOptions(): { executablePath?: string; args: string[] };

/** Installs Chromium where it is missing. Throws, saying what to do, where that is not possible. */
export function prepareBrowser(): Promise<void>;
