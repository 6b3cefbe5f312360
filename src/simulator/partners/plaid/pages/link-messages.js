// @ts-check

/** Which handler this frame belongs to, and the page it may speak to; both are in the frame's address. */
const parameters = new URLSearchParams(location.search);
const name = parameters.get('name') ?? '';
const hostOrigin = parameters.get('origin') ?? '';

export const isTile = parameters.get('tile') === 'true';

/** Sends the handler a message: a JSON string, named after the handler. @param {string} action @param {object} [content] */
export function sendToHandler(action, content = {}) {
  parent.postMessage(JSON.stringify({ action: `${name}::${action}`, ...content }), hostOrigin);
}

/**
 * Receives the handler's messages, each of which brings its own part of what is named here.
 * @param {Record<string, (message: { token: string, isMobile: boolean, receivedRedirectUri: string | null, force: boolean }) => void>} handlers
 */
export function listenToHandler(handlers) {
  window.addEventListener('message', (event) => {
    if (event.source !== parent || typeof event.data !== 'string' || !event.data.includes(`${name}::`))
      return;
    const message = JSON.parse(event.data);
    handlers[String(message.action).split('::')[1] ?? '']?.(message);
  });
}
