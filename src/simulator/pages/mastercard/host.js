// @ts-check

/**
 * The conversation with the page that shows Connect, in a frame or as the opener of a window: Connect says nothing
 * until that page has pinged, and then answers where the ping came from.
 */
/** @type {{ window: Window, origin: string } | null} */
let host = null;
/** @type {() => void} */
let greet = () => {};
/** @type {(report: { blocked: boolean }) => void} */
let windowEnded = () => {};

/** Resolves with the first valid ping. */
export const pinged = new Promise((resolve) => {
  greet = () => resolve(undefined);
});

/** A message with the `{ type, data }` envelope. @param {string} type @param {unknown} data */
export function tell(type, data) {
  host?.window.postMessage({ type, data }, host.origin);
}

/** Asks the host to open the bank; the address is beside the type. @param {string} url */
export function askForWindow(url) {
  host?.window.postMessage({ type: 'url', url }, host.origin);
}

export function askToCloseWindow() {
  host?.window.postMessage({ type: 'closePopup' }, host.origin);
}

/** Resolves when the host reports that its window is gone, or was refused. @returns {Promise<{ blocked: boolean }>} */
export function nextWindowEnd() {
  return new Promise((resolve) => {
    windowEnded = resolve;
  });
}

/** Starts hearing. @param {boolean} answers false: pings are heard and not acknowledged */
export function listen(answers) {
  window.addEventListener('message', (event) => {
    const { source, data, origin } = event;
    const isHost = source !== null && source !== window && (source === parent || source === opener);
    if (!isHost || typeof data !== 'object' || data === null) return;
    if (data.type === 'ping' && typeof data.platform === 'string' && answers) {
      host ??= { window: /** @type {Window} */ (source), origin };
      host.window.postMessage({ type: 'ack' }, host.origin);
      greet();
    }
    if (data.type === 'window' && data.closed === true && host !== null)
      windowEnded({ blocked: data.blocked === true });
  });
}
