/** How far away the servers are. */
export const profiles = [
  { name: 'A', latency: 60, megabits: 10 },
  { name: 'B', latency: 150, megabits: 1.6 },
];

/** How long the servers of the session and of a partner's script take for themselves, in ms. */
export const serverTime = 150;

/**
 * Puts a page's network behind a profile. Of the two commands that DevTools has for it, the one by rules leaves out the
 * request for the page itself (Chromium 156).
 */
export async function emulate(cdp, { latency, megabits }) {
  const throughput = (megabits * 1e6) / 8;
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency,
    downloadThroughput: throughput,
    uploadThroughput: throughput,
  });
}
