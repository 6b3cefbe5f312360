/* global document, top, location, addEventListener */
// @ts-check
// A page in a frame, at any depth, that says to the outermost page whatever it is told to, as a hostile one would.
const shout = (/** @type {unknown} */ message) => top?.postMessage(message, '*');

addEventListener('message', ({ data }) => {
  if (data?.order === 'say') {
    shout(data.message);
    shout({ shouter: 'said' });
  } else if (data?.order === 'go') location.assign(data.url);
  else if (data?.order === 'nest') {
    const frame = document.createElement('iframe');
    frame.src = data.url;
    document.body.append(frame);
  }
});
addEventListener('load', () => shout({ shouter: 'loaded', at: location.href }));
