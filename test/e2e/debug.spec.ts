import { expect, test } from '../support/end-to-end.js';
import { answerNewSessions, simulatedPage } from '../support/simulated-sessions.js';

// `@chromium`: what is tested is the element's, the same in every browser.
test('?exchange-debug tells a timeline that can be read, and a bundle to copy, without a secret @chromium', async ({
  page,
  site,
  linking,
  simulator,
}) => {
  const lines: string[] = [];
  page.on('console', (message) => {
    if (message.text().startsWith('[exchange-link]')) lines.push(message.text());
  });
  answerNewSessions(site, simulator, 'mx');
  const url = site.addPage('/', simulatedPage(simulator));
  await page.goto(url);
  await linking.waitForState('open');
  expect(lines).toEqual([]);

  await page.goto(`${url}?exchange-debug`);
  await linking.waitForState('open');
  await linking.part('close-button').click();
  await linking.waitForState('exited');
  await expect
    .poll(() => lines.map((line) => /^\[exchange-link\] \d+ ms (exchange-[a-z]+)/.exec(line)?.[1]))
    .toEqual(expect.arrayContaining(['exchange-state', 'exchange-ready', 'exchange-open', 'exchange-exit']));

  const bundle = await linking.element.evaluate((element) =>
    (element.constructor as unknown as { supportBundle(): Promise<string> }).supportBundle(),
  );
  expect(JSON.parse(bundle)).toMatchObject({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    browser: { userAgent: expect.stringContaining('Chrome') as unknown },
    elements: [{ state: 'exited', partner: 'mx', session: 'session-url' }],
  });
  const { timeline } = JSON.parse(bundle) as { timeline: { at: number; event: string }[] };
  expect(timeline.at(-1)).toMatchObject({ event: 'exchange-exit', at: expect.any(Number) as unknown });
  for (const { credential } of simulator.world.sessions())
    for (const reported of [...lines, bundle]) expect(reported).not.toContain(credential);
});
