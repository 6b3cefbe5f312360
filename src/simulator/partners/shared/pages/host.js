// @ts-check

/**
 * Posts to the page that embeds this one, at the origin of the referrer and nowhere else: without a referrer nothing
 * arrives and nothing is reported, which is how MX's own widget behaves.
 * @param {unknown} message
 */
export function tellReferrer(message) {
  try {
    parent.postMessage(message, new URL(document.referrer).origin);
  } catch {
    // No referrer, no origin to send to.
  }
}

/**
 * Makes the noise that a real page has around a partner: data of every type, unknown messages, and look-alikes of
 * `forged` from another frame of this origin and from a frame without an origin.
 * @param {unknown} forged a message that would count if it came from here
 * @param {unknown[]} strange messages of the right shape that nobody knows
 * @returns {Promise<void>} when all of it was sent
 */
export async function makeNoise(forged, strange) {
  for (const data of [null, 'noise', 7, [], {}, ...strange]) tellReferrer(data);
  await Promise.all([neighbour(forged, false), neighbour(forged, true)]);
}

/**
 * @param {unknown} forged
 * @param {boolean} withoutOrigin
 * @returns {Promise<void>}
 */
function neighbour(forged, withoutOrigin) {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.title = 'Noise';
  if (withoutOrigin) frame.setAttribute('sandbox', 'allow-scripts');
  frame.src = `/simulator/shared/noise.html#${encodeURIComponent(JSON.stringify(forged))}`;
  return new Promise((resolve) => {
    /** @param {MessageEvent} event */
    const heard = (event) => {
      if (event.source !== frame.contentWindow || event.data !== 'noise-made') return;
      window.removeEventListener('message', heard);
      frame.remove();
      resolve();
    };
    window.addEventListener('message', heard);
    document.body.append(frame);
  });
}
