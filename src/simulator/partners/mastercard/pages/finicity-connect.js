// @ts-check

/**
 * Mastercard's older script, as far as its documented interface goes: `finicityConnect.launch(url, handlers)` shows Connect
 * in a frame, and `destroy()` takes it away. Served in the place of `/assets/sdk/finicity-connect.min.js`.
 */
(() => {
  /** @type {(() => void) | null} */
  let destroyRunning = null;

  /**
   * @typedef {Record<'success' | 'cancel' | 'error' | 'route' | 'user', ((data: unknown) => void) | undefined> &
   *   { loaded?: () => void, selector?: string }} Handlers
   */

  /** @param {string} url @param {Partial<Handlers>} handlers */
  function launch(url, handlers = {}) {
    if (destroyRunning !== null) return;
    const { origin } = new URL(url);
    const frame = document.createElement('iframe');
    frame.id = 'finicityConnectIframe';
    frame.title = 'Mastercard Connect';
    frame.src = url;
    /** @type {Window | null} */
    let bank = null;
    let isAcknowledged = false;
    /** @param {unknown} message */
    const post = (message) => frame.contentWindow?.postMessage(message, origin);
    const pinging = setInterval(() => {
      if (!isAcknowledged)
        post({ type: 'ping', selector: handlers.selector, sdkVersion: '1.0.0', platform: 'iframe' });
      if (bank?.closed) {
        bank = null;
        post({ type: 'window', closed: true, blocked: false });
      }
    }, 250);

    /** @param {MessageEvent} event */
    const receive = ({ source, origin: from, data }) => {
      if (source !== frame.contentWindow || from !== origin || typeof data !== 'object' || data === null)
        return;
      const ends = { done: handlers.success, cancel: handlers.cancel, error: handlers.error };
      if (data.type === 'ack') isAcknowledged = true;
      else if (data.type === 'url') {
        bank = window.open(data.url, 'targetWindow', 'width=600,height=600');
        if (bank === null) post({ type: 'window', closed: true, blocked: true });
      } else if (data.type === 'closePopup') bank?.close();
      else if (data.type === 'route') handlers.route?.(data.data);
      else if (data.type === 'user') handlers.user?.(data.data);
      else if (Object.hasOwn(ends, data.type)) {
        destroy();
        ends[/** @type {keyof typeof ends} */ (data.type)]?.(data.data);
      }
    };
    destroyRunning = () => {
      clearInterval(pinging);
      window.removeEventListener('message', receive);
      frame.remove();
    };
    window.addEventListener('message', receive);
    frame.addEventListener('load', () => handlers.loaded?.(), { once: true });
    (document.querySelector(handlers.selector ?? 'body') ?? document.body).append(frame);
  }

  function destroy() {
    destroyRunning?.();
    destroyRunning = null;
  }

  Object.assign(window, { finicityConnect: { launch, destroy } });
})();
