/* global document, parent, location, addEventListener, URL */
// @ts-check
// A partner's page in its frame, which says what the test tells it to. Like the real ones it speaks to its direct parent
// only, and to the origin of its referrer: without a referrer it is mute. A page that it goes on to by itself hears from
// it, behind the #, who that was. It tells the test what it has heard.
const said = document.referrer === '' ? null : new URL(document.referrer).origin;
const target = location.hash === '' ? said : location.hash.slice(1);

/** @param {unknown} message */
const say = (message) => {
  if (target !== null) parent.postMessage(message, target);
};

addEventListener('message', ({ source, data, origin }) => {
  if (source !== parent) return;
  if (data?.order === 'say') data.messages.forEach(say);
  else if (data?.order === 'go') location.assign(`${data.url}#${target}`);
  else say({ heard: data, from: origin });
});
addEventListener('load', () => say({ heard: 'loaded', referrer: document.referrer, at: location.href }));
