import { emulate } from './profiles.mjs';

/** How long each of these stays, in ms: removed wherever it stands by then, as by a user who changes their mind. */
const stay = 40;

/** Mounts and removals before the heap is looked at for the first time. */
const warmUp = 10;

const longest = 60_000; // ms for one opening

/** A page of a visitor who was never there, and the channel to its DevTools. */
async function newVisit(browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  return { context, page, cdp };
}

/** Resolves with the entry of the partner's first frame. Runs in the page. */
const partnerFrame = (longest) =>
  new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('No partner was shown.')), longest);
    new PerformanceObserver((list) => {
      const frame = list.getEntries().find(({ initiatorType }) => initiatorType === 'iframe');
      if (frame) resolve(frame.startTime);
    }).observe({ type: 'resource', buffered: true });
  });

/**
 * Opens a contestant's page as a visitor who was never there, until the partner's first frame is asked for.
 *
 * @returns {Promise<{ bytes: number, requests: number, time: number, waterfall: readonly object[] }>} bytes of scripts,
 *   compressed, without the partner's own; requests up to the partner's first frame; ms from the start of the navigation
 *   to it; from when to when each request went
 */
export async function openOnce(browser, site, contestant, profile) {
  const { context, page, cdp } = await newVisit(browser);
  if (profile) await emulate(cdp, profile);
  site.takeSent();
  await page.goto(site.address(contestant), { waitUntil: 'commit' });
  const time = await page.evaluate(partnerFrame, longest);
  const entries = await page.evaluate(() =>
    [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(
      ({ name, startTime, responseEnd, initiatorType }) => ({ name, startTime, responseEnd, initiatorType }),
    ),
  );
  const waterfall = entries.filter(({ name, startTime }) => !name.startsWith('data:') && startTime <= time);
  const bytes = site.takeSent();
  await context.close();
  return { bytes, requests: waterfall.length, time, waterfall };
}

/** What one request takes, in ms, with nothing behind it and with a server that takes its time: how good the emulation is. */
export async function calibrate(browser, site, profile, serverTime) {
  const { context, page, cdp } = await newVisit(browser);
  await emulate(cdp, profile);
  await page.goto(site.address({ partner: 'plaid', isEmpty: true }));
  const [empty, served] = await page.evaluate(
    async (times) => {
      const fastest = async (time) => {
        const all = [];
        for (let round = 0; round < 5; round++) {
          const start = performance.now();
          await fetch(`/nothing?time=${time}`);
          all.push(performance.now() - start);
        }
        return Math.min(...all);
      };
      return [await fastest(times[0]), await fastest(times[1])];
    },
    [0, serverTime + profile.latency],
  );
  await context.close();
  return { empty, served };
}

/**
 * Mounts and removes a contestant over and over, without delays.
 *
 * @returns {Promise<{ heap: number, growth: number, frames: number, cycles: number }>} bytes of the heap afterwards,
 *   without garbage; what the cycles after the first ten have added; frames that nobody has removed
 */
export async function heapAfterCycles(browser, site, contestant, cycles) {
  const { context, page, cdp } = await newVisit(browser);
  await page.goto(site.address({ ...contestant, isCycling: true }));
  await page.waitForFunction(() => window.isReady);
  const run = (times) =>
    page.evaluate(
      async ({ times, stay }) => {
        const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
        for (let cycle = 0; cycle < times; cycle++) {
          const place = document.createElement('div');
          document.querySelector('#place').append(place);
          const unmount = window.mount(place);
          await pause(stay);
          unmount();
          place.remove();
          await pause(0);
        }
      },
      { times, stay },
    );
  const used = async () => {
    await cdp.send('HeapProfiler.collectGarbage');
    await cdp.send('HeapProfiler.collectGarbage');
    return (await cdp.send('Runtime.getHeapUsage')).usedSize;
  };
  await run(warmUp);
  const before = await used();
  await run(cycles - warmUp);
  // What is on its way out may go.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1000)));
  const heap = await used();
  const frames = await page.evaluate(() => window.length);
  await context.close();
  return { heap, growth: heap - before, frames, cycles };
}
