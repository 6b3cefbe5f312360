import { WebKitDriver } from './driver.mjs';

/** What a test may press by name, as WebDriver writes it. */
const keys = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Escape: '\uE00C',
  Space: ' ',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
};
const mostTries = 3;
const buttons = { left: 0, middle: 1, right: 2 };

/**
 * Lets web-test-runner run its test files in WebKitGTK, each in a new browser. `type` is the name by which
 * `@web/test-runner-commands` finds the methods for keys and mouse.
 *
 * @param {{ driver: string, browser: string }} programs
 * @returns {import('@web/test-runner-core').BrowserLauncher}
 */
export function webkitLauncher(programs) {
  let driver = null;
  let active = null;
  const pointer = (...actions) => driver.perform('pointer', actions);
  const moveTo = (x, y) => ({ type: 'pointerMove', duration: 0, x, y });
  const press = (type, button = 'left') => ({ type, button: buttons[button] });

  return {
    name: 'WebKit',
    type: 'webdriver',
    concurrency: 1,
    async startSession(id, url) {
      for (let tries = 1; ; tries++)
        try {
          driver ??= await WebKitDriver.start(programs);
          await driver.openBrowser();
          active = id;
          await driver.goTo(url);
          return;
        } catch (error) {
          // Once in some hundred starts WebKitWebDriver (2.50) does not answer any more. A new one does.
          driver?.stop();
          driver = null;
          if (tries === mostTries) throw error;
        }
    },
    isActive: (id) => id === active,
    getBrowserUrl: () => driver.url(),
    async stopSession() {
      active = null;
      await driver.closeBrowser().catch(() => {
        driver.stop();
        driver = null;
      });
      return {};
    },
    stop: () => Promise.resolve(driver?.stop()),
    startDebugSession: () => Promise.reject(new Error('WebKit has no debug session here.')),

    sendKeys: (_id, names) =>
      driver.perform(
        'key',
        names.flatMap((name) => {
          const pressed = name.split(/\+(?=.)/).map((part) => keys[part] ?? part);
          return [
            ...pressed.map((value) => ({ type: 'keyDown', value })),
            ...pressed.toReversed().map((value) => ({ type: 'keyUp', value })),
          ];
        }),
      ),
    sendMouseMove: (_id, x, y) => pointer(moveTo(x, y)),
    sendMouseClick: (_id, x, y, button) =>
      pointer(moveTo(x, y), press('pointerDown', button), press('pointerUp', button)),
    sendMouseDown: (_id, button) => pointer(press('pointerDown', button)),
    sendMouseUp: (_id, button) => pointer(press('pointerUp', button)),
  };
}
