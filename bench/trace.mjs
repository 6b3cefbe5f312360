/** What Chromium's own trace says of a page: time of the main thread, forced layouts, tasks. */

/** How much slower than this one a user's processor is. Chromium's own slowing counts its halts as work where it is not alone. */
const slowdown = 4;
const longest = 60_000; // ms
const categories = ['toplevel', 'blink.user_timing', 'devtools.timeline', 'v8'];
const script =
  /^(FunctionCall|EvaluateScript|v8\.evaluateModule|RunMicrotasks|EventDispatch|TimerFire|FireAnimationFrame)$/;
const layout = /^(Layout|UpdateLayoutTree)$/;

/** Opens a page, waits in it, and gives the events of its main thread, in order. The page marks where it begins. */
async function traced(browser, url, until) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await browser.startTracing(page, { categories });
  await page.goto(url, { waitUntil: 'commit' });
  await page.evaluate(until, longest);
  const trace = JSON.parse((await browser.stopTracing()).toString());
  await context.close();
  const begin = trace.traceEvents.find(({ name }) => name === 'begin');
  return trace.traceEvents
    .filter(({ pid, tid }) => pid === begin.pid && tid === begin.tid)
    .sort((one, other) => one.ts - other.ts);
}

const urlOf = ({ args }) => args?.data?.url ?? args?.data?.fileName ?? args?.fileName ?? '';
const contains = (outer, inner) =>
  outer.ts <= inner.ts && inner.ts + (inner.dur ?? 0) <= outer.ts + (outer.dur ?? 0);

/** Those that are in none of the others: a function that a script calls is in that script's time already. */
const outermost = (events) =>
  events.filter((event) => !events.some((other) => other !== event && contains(other, event)));

const threadTime = (events) => outermost(events).reduce((sum, { tdur = 0 }) => sum + tdur / 1000, 0);

/**
 * Marks the trace where the page begins and where the partner is asked for: `asked()` of a stubbed script, or the frame
 * that goes into the page.
 */
const marks = `
  performance.mark('begin');
  window.asked = () => performance.mark('asked');
  const { append } = Element.prototype;
  Element.prototype.append = function (...nodes) {
    if (nodes.some((node) => node.tagName === 'IFRAME')) window.asked();
    append.apply(this, nodes);
  };`;

/**
 * Time of the main thread, on a processor four times as slow, from the session's answer to the partner being asked for, in
 * ms, and the layouts and recalculations of style that scripts have forced by then. A partner's own script is a stub, and not counted.
 */
export async function renderCost(browser, site, contestant) {
  const events = await traced(
    browser,
    site.address({ ...contestant, script: marks }),
    (longest) =>
      new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error('No partner was asked for.')), longest);
        new PerformanceObserver((list) => {
          if (list.getEntriesByName('asked').length) setTimeout(resolve, 50);
        }).observe({ type: 'mark', buffered: true });
      }),
  );
  const asked = events.find(({ name }) => name === 'asked');
  const answered = events.find(
    (event) =>
      event.name === 'ResourceReceiveResponse' && event.args.data.requestId === sessionRequest(events),
  );
  const isWithin = ({ ts }) => ts >= answered.ts && ts <= asked.ts;
  const theirs = events.filter(
    (event) => script.test(event.name) && isWithin(event) && urlOf(event).startsWith('https:'),
  );
  const scripts = events.filter(({ name }) => script.test(name));
  const forced = events.filter(
    (event) =>
      layout.test(event.name) && event.ts <= asked.ts && scripts.some((outer) => contains(outer, event)),
  );
  return {
    time: slowdown * ((asked.tts - answered.tts) / 1000 - threadTime(theirs)),
    forcedLayouts: forced.filter(({ name }) => name === 'Layout').length,
    forcedStyles: forced.filter(({ name }) => name === 'UpdateLayoutTree').length,
  };
}

const sessionRequest = (events) =>
  events.find((event) => /^Resource(Will)?SendRequest$/.test(event.name) && /\/session\b/.test(urlOf(event)))
    ?.args.data.requestId;

/**
 * In which frame after its upgrade an element's view has its place, and in which its content can be seen; 1 is the first.
 *
 * @returns {Promise<{ laidOut: number, seen: number, wait: number }>} `wait`: ms from the upgrade until it can be seen
 */
export async function firstView(browser, site, contestant) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const script = `
    customElements.whenDefined('dwolla-exchange-link').then(() => {
      const upgraded = performance.now();
      let frames = 0;
      let laidOut = 0;
      const look = (time) => {
        frames++;
        const view = document.querySelector('dwolla-exchange-link')?.shadowRoot?.querySelector('[part=message]');
        if (view?.offsetHeight > 0) laidOut ||= frames;
        if (view?.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
          window.firstView = { laidOut, seen: frames, wait: Math.max(0, time - upgraded) };
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });`;
  await page.goto(site.address({ ...contestant, script }), { waitUntil: 'commit' });
  const view = await page.waitForFunction(() => window.firstView).then((handle) => handle.jsonValue());
  await context.close();
  return view;
}

/**
 * What `autoload.js` costs a page that never shows the tag, while it changes a thousand times: time of the main thread, in
 * ms, in its longest task and in all.
 */
export async function autoloadCost(browser, site) {
  const contestant = {
    partner: 'plaid',
    isAutoloaded: true,
    isEmpty: true,
    script: "performance.mark('begin');",
  };
  const events = await traced(browser, site.address(contestant), async () => {
    if (document.readyState !== 'complete')
      await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
    const channel = new MessageChannel();
    for (let change = 0; change < 1000; change++) {
      document.body.append(document.createElement('p'));
      await new Promise((resolve) => {
        channel.port1.onmessage = resolve;
        channel.port2.postMessage(null);
      });
    }
  });
  const own = events.filter(
    (event) =>
      (script.test(event.name) || /^v8\.compile/.test(event.name)) && urlOf(event).endsWith('/autoload.js'),
  );
  const tasks = events.filter(({ name }) => name.endsWith('::RunTask'));
  const perTask = tasks.map((task) => threadTime(own.filter((event) => contains(task, event))));
  return { longest: Math.max(...perTask), total: perTask.reduce((sum, time) => sum + time, 0) };
}
