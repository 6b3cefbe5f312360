/** How long each of these stays, in ms: removed wherever it stands by then, as by a user who changes their mind. */
const stay = 40;

/** Mounts and removals before the heap is looked at. */
const cycles = 300;

/**
 * Opens a contestant's page as a visitor who was never there, until the partner's first frame is asked for.
 *
 * @returns {Promise<{ bytes: number, requests: number, time: number }>} bytes of scripts, compressed, without the
 *   partner's own; requests up to the partner's first frame; ms from the start of the navigation to it
 */
export async function openOnce(browser, site, contestant) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const seen = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) seen.push(request);
  });
  site.takeSent();
  await page.goto(site.address(contestant));
  const time = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const observer = new PerformanceObserver((list) => {
          const frame = list.getEntries().find(({ initiatorType }) => initiatorType === 'iframe');
          if (frame) resolve(frame.startTime);
        });
        observer.observe({ type: 'resource', buffered: true });
      }),
  );
  const frame = seen.findIndex(
    (request) => request.isNavigationRequest() && request.frame() !== page.mainFrame(),
  );
  const bytes = site.takeSent();
  await context.close();
  return { bytes, requests: frame + 1, time };
}

/**
 * Mounts and removes a contestant over and over, without the delays.
 *
 * @returns {Promise<{ heap: number, growth: number, frames: number }>} bytes of the heap afterwards, without garbage; what
 *   the cycles after the first ten have added; frames that nobody has removed
 */
export async function heapAfterCycles(browser, site, contestant) {
  const context = await browser.newContext();
  const page = await context.newPage();
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
  const cdp = await context.newCDPSession(page);
  const used = async () => {
    await cdp.send('HeapProfiler.collectGarbage');
    await cdp.send('HeapProfiler.collectGarbage');
    return (await cdp.send('Runtime.getHeapUsage')).usedSize;
  };
  await run(10);
  const before = await used();
  await run(cycles - 10);
  // What is on its way out may go.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1000)));
  const heap = await used();
  const frames = await page.evaluate(() => window.length);
  await context.close();
  return { heap, growth: heap - before, frames };
}
