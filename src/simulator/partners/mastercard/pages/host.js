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

/**
 * Whether a message is a ping as one of Mastercard's SDKs sends it: connect-web-sdk 2.3.0 with all that it says of how it
 * was used, or its predecessor 1.0.0-rc.4 with less. What no SDK says is no ping.
 * @param {Record<string, unknown>} message
 * @param {boolean} isFramed
 */
function isPing({ type, platform, sdkVersion, ...said }, isFramed) {
  if (type !== 'ping' || platform !== (isFramed ? 'iframe' : 'web')) return false;
  if (typeof sdkVersion !== 'string' || !/^\d+\.\d+\.\d+/.test(sdkVersion) || !('selector' in said))
    return false;
  if (sdkVersion.startsWith('1.')) return true;
  const handlers = said['attachedEventHandlers'];
  return (
    Array.isArray(handlers) &&
    ['onDone', 'onCancel', 'onError'].every((name) => handlers.includes(name)) &&
    'overlay' in said &&
    said['isEmbedded'] === Boolean(said['selector']) &&
    said['isPopup'] === !isFramed &&
    typeof said['isNodeAttached'] === 'boolean' &&
    ['CDN', 'NPM'].includes(String(said['sdkBuildSource'])) &&
    ['ESM', 'CJS', 'IIFE', 'UMD'].includes(String(said['sdkBuildType']))
  );
}

/** Starts to listen. @param {boolean} answers false: pings are received and not acknowledged */
export function listen(answers) {
  window.addEventListener('message', (event) => {
    const { source, data, origin } = event;
    const isHost = source !== null && source !== window && (source === parent || source === opener);
    if (!isHost || typeof data !== 'object' || data === null) return;
    if (answers && isPing(data, source === parent)) {
      host ??= { window: /** @type {Window} */ (source), origin };
      host.window.postMessage({ type: 'ack' }, host.origin);
      greet();
    }
    if (data.type === 'window' && data.closed === true && host !== null)
      windowEnded({ blocked: data.blocked === true });
  });
}
