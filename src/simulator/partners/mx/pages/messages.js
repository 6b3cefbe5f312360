// @ts-check
import { tellReferrer } from '/simulator/shared/host.js';
import { readSession } from '/simulator/shared/session.js';

const { userGuid, sessionGuid } = readSession();

/**
 * One message of MX's protocol, version 4: an object, with both guids.
 * @param {string} name behind `mx/`
 * @param {Record<string, unknown>} [metadata]
 */
export function mxMessage(name, metadata = {}) {
  return {
    mx: true,
    type: `mx/${name}`,
    metadata: { user_guid: userGuid, session_guid: sessionGuid, ...metadata },
  };
}

/** @param {string} name @param {Record<string, unknown>} [metadata] */
export function tell(name, metadata) {
  tellReferrer(mxMessage(name, metadata));
}

/** @type {string | undefined} */
let step;

/** Tells that another step of the widget is shown, if it is another. The first one has none before it. @param {string} next */
export function moveTo(next) {
  if (next === step) return;
  tell('connect/stepChange', { previous: step, current: next });
  step = next;
}

/**
 * Answers the host's requests, which the vendor's library sends as JSON strings: going back is all there is.
 * @param {() => boolean} goBack whether there was somewhere to go back to
 */
export function listenToHost(goBack) {
  window.addEventListener('message', (event) => {
    const message = parse(event.data);
    if (event.source !== parent || message?.type !== 'mx/navigation') return;
    if ((message.payload ?? message.metadata)?.action === 'back')
      tell('navigation', { did_go_back: goBack() });
  });
}

/** @typedef {{ action?: unknown } | null} HostCommand */
/** @typedef {{ type?: unknown, payload?: HostCommand, metadata?: HostCommand }} HostMessage */

/** Whatever was sent, as MX's messages are read: all that is used of it is compared. @param {unknown} data @returns {HostMessage | null} */
function parse(data) {
  // Any value can be asked for these fields, but null and undefined.
  if (typeof data !== 'string') return /** @type {HostMessage | null} */ (data);
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

/** Says that the user is active, as often as MX may. */
export function pingWhileActive() {
  let last = 0;
  for (const type of ['pointerdown', 'keydown'])
    window.addEventListener(type, () => {
      if (Date.now() - last < 10_000) return;
      last = Date.now();
      tell('ping');
    });
}
