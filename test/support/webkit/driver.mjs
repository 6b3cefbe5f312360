import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../../scripts/free-port.mjs';

const startTimeout = 30_000; // ms
const longestCommand = 35_000; // ms
const lookAgain = 50; // ms

/** Ends a program and all that it has started. */
function end(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Ends with this process, however that ends. */
function start(program, parameters, environment = {}) {
  const child = spawn(program, parameters, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...environment },
    // A group of its own, so that browsers end with their driver.
    detached: true,
  });
  process.on('exit', () => end(child));
  return child;
}

/** A display without a screen, on a number that is free. WebKitGTK opens windows nowhere else. */
async function startDisplay() {
  const child = start('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp']);
  const [number] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  return { child, name: `:${String(number).trim()}` };
}

/**
 * WebKitGTK's own browser, driven over the WebDriver protocol. The driver has one session at a time.
 * @see https://www.w3.org/TR/webdriver2/
 */
export class WebKitDriver {
  #origin;
  #children;
  #session = null;

  /** @param {{ driver: string, browser: string }} programs */
  static async start({ driver, browser }) {
    const display = await startDisplay();
    const port = await freePort();
    const child = start(driver, [`--port=${port}`], {
      DISPLAY: display.name,
      // Its sandbox needs rights that root and most containers do not have.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    });
    const webkit = new WebKitDriver(`http://127.0.0.1:${port}`, [child, display.child], browser);
    await webkit.#untilReady();
    return webkit;
  }

  constructor(origin, children, browser) {
    this.#origin = origin;
    this.#children = children;
    this.browser = browser;
  }

  async #untilReady() {
    for (const deadline = Date.now() + startTimeout; ; await pause(lookAgain)) {
      const status = await this.#send('GET', '/status').catch(() => null);
      if (status?.ready) return;
      if (Date.now() > deadline) throw new Error(`WebKitWebDriver did not answer within ${startTimeout} ms.`);
    }
  }

  async #send(method, path, body) {
    const answer = await fetch(this.#origin + path, {
      method,
      signal: AbortSignal.timeout(longestCommand),
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`WebKitWebDriver: ${value.error}: ${value.message}`);
    return value;
  }

  #command(method, path, body) {
    return this.#send(method, `/session/${this.#session}${path}`, body);
  }

  /** Opens a browser that knows nothing of any before it. */
  async openBrowser() {
    const capabilities = {
      alwaysMatch: {
        browserName: 'MiniBrowser',
        'webkitgtk:browserOptions': { binary: this.browser, args: ['--automation'] },
      },
    };
    const { sessionId } = await this.#send('POST', '/session', { capabilities });
    this.#session = sessionId;
    // A test that hangs must not hang what navigates away from it.
    await this.#command('POST', '/timeouts', { pageLoad: startTimeout });
  }

  /** Resolves before the page has loaded where that takes long: a test page reports by itself. */
  async goTo(url) {
    await this.#command('POST', '/url', { url });
  }

  url() {
    return this.#command('GET', '/url');
  }

  async closeBrowser() {
    if (!this.#session) return;
    await this.#command('DELETE', '');
    this.#session = null;
  }

  /** @param {object[]} actions of one input source: `key` or `pointer` */
  async perform(type, actions) {
    await this.#command('POST', '/actions', { actions: [{ type, id: type, actions }] });
  }

  /** Ends the driver, the browser and the display, also where they no longer answer. */
  stop() {
    for (const child of this.#children) end(child);
  }
}
