import type { CDPSession, Page } from '@playwright/test';
import { expect, test } from '../support/end-to-end.js';
import { answerNewSessions, mintSession, simulatedPage } from '../support/simulated-sessions.js';

test.describe('moves and mounting', () => {
  for (const how of ['append', 'insertBefore', 'moveBefore'] as const)
    test(`${how} while the session is on its way asks for nothing twice @chromium`, async ({
      page,
      site,
      linking,
      simulator,
    }) => {
      let answer = (): void => undefined;
      const session = JSON.stringify(mintSession(simulator, 'mx'));
      site.answer('/session', (_request, response) => {
        answer = () => void response.writeHead(200, { 'content-type': 'application/json' }).end(session);
      });
      await page.goto(site.addPage('/', simulatedPage(simulator)));
      await expect.poll(() => site.requestsOf('/session').length).toBe(1);
      await linking.element.evaluate((link, how) => {
        if (how === 'append') document.body.append(link);
        else if (how === 'insertBefore') document.body.insertBefore(link, document.body.firstChild);
        else document.body.moveBefore(link, document.body.firstChild);
      }, how);
      answer();
      expect(await linking.waitFor('exchange-open')).toEqual({ partner: 'mx' });
      expect(site.requestsOf('/session')).toHaveLength(1);
      expect(linking.outcomes).toEqual([]);
    });

  // Firefox loads a frame in a shadow tree anew, whatever moves it.
  test('moveBefore() keeps an open frame, and what it says then still counts @chromium', async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    answerNewSessions(site, simulator, 'mx');
    await page.goto(site.addPage('/', simulatedPage(simulator)));
    await linking.waitFor('exchange-open');
    await linking.element.evaluate((link) => document.body.moveBefore(link, document.body.firstChild));
    await linking.settle();
    expect(linking.outcomes).toEqual([]);
    await linking.part('close-button').click();
    expect(await linking.waitForOutcome('exchange-exit')).toMatchObject({ reason: 'user' });
  });

  for (const [when, mount] of [
    ['in one task', 'together'],
    ['over several', 'apart'],
  ] as const)
    test(`mounted, unmounted and mounted again ${when}: one attempt goes on`, async ({
      page,
      site,
      linking,
      simulator,
    }) => {
      answerNewSessions(site, simulator, 'mx', { scenario: 'success' });
      const { attributes, script } = simulatedPage(simulator);
      await page.goto(
        site.addPage('/', {
          attributes,
          script: `${script}
            const parent = link.parentElement;
            link.remove();
            ${mount === 'apart' ? 'await new Promise((resolve) => setTimeout(resolve));' : ''}
            parent.append(link);`,
        }),
      );
      expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner: 'mx' });
      expect(linking.events.filter(({ type }) => type === 'exchange-opening')).toHaveLength(1);
    });

  test('two elements at once end each for itself', async ({ page, site, linking, simulator }) => {
    answerNewSessions(site, simulator, 'mx', { scenario: 'success' });
    const { attributes, script } = simulatedPage(simulator);
    const second = `
      const other = document.createElement('dwolla-exchange-link');
      other.sessionUrl = '/session';
      document.body.append(other);`;
    await page.goto(site.addPage('/', { attributes, script: script + second }));
    await expect(page.locator('dwolla-exchange-link[state="success"]')).toHaveCount(2);
    expect(linking.outcomes.map(({ type }) => type)).toEqual(['exchange-success', 'exchange-success']);
    const members = linking.outcomes.map(({ detail }) => detail['memberGuid']);
    expect(new Set(members).size).toBe(2);
  });
});

for (const partner of ['mx', 'plaid', 'checkout'] as const)
  test(`${partner}: storage that throws is nobody's concern`, async ({ page, site, linking, simulator }) => {
    await page.addInitScript(() => {
      for (const name of ['sessionStorage', 'localStorage'])
        Object.defineProperty(window, name, {
          get: () => {
            throw new DOMException('denied', 'SecurityError');
          },
        });
    });
    answerNewSessions(site, simulator, partner, { scenario: 'success' });
    await page.goto(site.addPage('/', simulatedPage(simulator)));
    expect(await linking.waitForOutcome('exchange-success')).toMatchObject({ partner });
  });

/**
 * How often an element is mounted and unmounted for each measurement: a thousand times with `MOUNT_CYCLES=1000`, fewer
 * where a partner's whole UI has to come up each time.
 */
const soak = Number(process.env['MOUNT_CYCLES'] ?? 0);
/** In place of two hundred. */
const fewer: Readonly<Record<string, number>> = { opening: 12, open: 12, success: 6 };
const warmUp = 3;

interface Counts {
  readonly listeners: number;
  readonly documents: number;
  readonly frames: number;
  readonly nodes: number;
  readonly timers: number;
  readonly scripts: number;
}

/** What the page holds on to, after the garbage is gone. */
async function count(page: Page, cdp: CDPSession): Promise<Counts> {
  await cdp.send('HeapProfiler.collectGarbage');
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const metric = (name: string): number => metrics.find((each) => each.name === name)?.value ?? NaN;
  const inPage = await page.evaluate(() => ({
    timers: (window as unknown as { runningTimers: Set<number> }).runningTimers.size,
    scripts: document.scripts.length,
  }));
  return {
    listeners: metric('JSEventListeners'),
    documents: metric('Documents'),
    frames: metric('Frames'),
    nodes: metric('Nodes'),
    ...inPage,
  };
}

test.describe('nothing is left of elements that are gone', () => {
  const states = [
    ['idle', 'mx', ''],
    ['loading', 'mx', 'never'],
    ['ready', 'visa', 'session'],
    ['opening', 'mx', 'session'],
    ['open', 'mx', 'session'],
    ['open', 'plaid', 'session'],
    ['open', 'checkout', 'session'],
    ['redirecting', 'visa', 'here'],
    ['success', 'mx', 'session'],
    ['exited', 'visa', 'session'],
    ['error', 'mx', 'broken'],
  ] as const;
  for (const [state, partner, source] of states)
    // Counted over Chromium's own protocol.
    test(`${state} (${partner}) @chromium`, async ({ page, site, linking, simulator }) => {
      const cycles = soak || fewer[state] || 200;
      test.setTimeout((5 + cycles / 10) * 60_000);
      await page.addInitScript(() => {
        const running = new Set<number>();
        Object.assign(window, { runningTimers: running });
        for (const kind of ['Timeout', 'Interval'] as const) {
          const set = window[`set${kind}`] as (run: () => void, delay?: number) => number;
          const clear = window[`clear${kind}`];
          const start = (run: (...args: unknown[]) => void, delay?: number, ...args: unknown[]): number => {
            const id = set(() => {
              if (kind === 'Timeout') running.delete(id);
              run(...args);
            }, delay);
            running.add(id);
            return id;
          };
          const stop = (id?: number): void => {
            if (id !== undefined) running.delete(id);
            clear(id);
          };
          Object.assign(window, { [`set${kind}`]: start, [`clear${kind}`]: stop });
        }
      });
      const scenario = state === 'success' ? { scenario: 'success' as const } : {};
      answerNewSessions(site, simulator, partner, { ...scenario, redirectUrl: `${site.origin}/` });
      const { attributes } = simulatedPage(simulator);
      await page.goto(
        site.addPage('/', {
          body: `<div id="place"></div>`,
          script: `
            const { configure } = customElements.get('dwolla-exchange-link');
            configure(${JSON.stringify(simulator.elementConfiguration)});
            ${source === 'here' ? 'configure({ partners: { visa: { hosts: [location.origin] } } });' : ''}`,
        }),
      );
      const run = (times: number): Promise<void> =>
        page.evaluate(
          async ({ times, state, source, attributes }) => {
            const place = document.querySelector('#place')!;
            for (let cycle = 0; cycle < times; cycle++) {
              const template = document.createElement('template');
              template.innerHTML = `<dwolla-exchange-link ${attributes}></dwolla-exchange-link>`;
              const link = document.importNode(template.content, true)
                .firstElementChild as HTMLElementTagNameMap['dwolla-exchange-link'];
              const reached = new Promise<void>((resolve) => {
                link.addEventListener('exchange-state', () => {
                  if (link.state === 'ready' && state === 'exited') link.close();
                  if (link.state === 'ready' && state === 'redirecting') void link.open();
                  if (link.state === state) resolve();
                });
              });
              if (source === 'session')
                link.getSession = async () => (await fetch('/session')).json() as Promise<object>;
              // The page is left for a place within it, so that it stays.
              const href = `${location.origin}/#left-${cycle}`;
              if (source === 'here') link.session = { _links: { 'external-provider-session': { href } } };
              if (source === 'never') link.getSession = () => new Promise(() => undefined);
              if (source === 'broken') link.getSession = () => Promise.reject(new Error('no'));
              place.append(link);
              if (state === 'idle') await link.updateComplete;
              else await reached;
              link.remove();
              // What is taken off in a later task is off.
              await new Promise((resolve) => setTimeout(resolve));
            }
          },
          { times, state, source, attributes },
        );
      const cdp = await page.context().newCDPSession(page);
      await cdp.send('Performance.enable');
      await run(warmUp);
      const before = await count(page, cdp);
      await run(cycles);
      const after = await count(page, cdp);

      const numbers = Object.keys(before) as (keyof Counts)[];
      console.log(
        `${state} (${partner}), ${cycles} cycles: ${numbers.map((name) => `${name} ${before[name]} → ${after[name]}`).join(', ')}`,
      );
      // A leak is at least one a cycle; one or two may be on their way out.
      for (const name of numbers) expect.soft(after[name] - before[name], name).toBeLessThan(cycles / 4);
      expect(linking.events.filter(({ type }) => type === 'exchange-error').length).toBe(
        state === 'error' ? cycles + warmUp : 0,
      );
    });
});

test.describe('a page on its way out', () => {
  test('unload while the partner is open leaves no record behind', async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    answerNewSessions(site, simulator, 'mx');
    await page.goto(site.addPage('/', simulatedPage(simulator)));
    await linking.waitFor('exchange-open');
    await page.goto(site.addPage('/next', {}));
    expect(await page.evaluate(() => [...Object.keys(sessionStorage), ...Object.keys(localStorage)])).toEqual(
      [],
    );
  });
});
