import { readFileSync } from 'node:fs';
import type { PartnerName, ScenarioName } from '../../src/simulator/index.js';
import { expect, test } from '../support/end-to-end.js';
import { answerNewSessions, simulatedPage } from '../support/simulated-sessions.js';

/** The rows of docs/testing.md: a scenario, a partner, the event, and its reason or code. */
const rows = [
  ...readFileSync('docs/testing.md', 'utf8').matchAll(
    /^\| `([\w-]+)` +\| `(\w+)` +\| `(exchange-\w+)` `([\w-]+)` +\|$/gm,
  ),
].map(([, scenario = '', partner = '', event = '', why = '']) => ({ scenario, partner, event, why }));

test('the page has rows to drive @chromium', () => {
  expect(rows.length).toBeGreaterThan(10);
});

for (const { scenario, partner, event, why } of rows)
  test(`docs/testing.md: ${scenario} at ${partner} is ${event} ${why} @chromium`, async ({
    page,
    site,
    linking,
    simulator,
  }) => {
    // What is written there is a name of each list; the simulator refuses others.
    const name = partner as PartnerName;
    answerNewSessions(site, simulator, name, {
      scenario: scenario as ScenarioName,
      ...(name === 'visa' && { redirectUrl: `${site.origin}/` }),
    });
    const { attributes, script } = simulatedPage(simulator);
    // A minute, but for what is about the timeout.
    const timeout = why === 'partner-timeout' ? '5000' : '60000';
    await page.goto(
      site.addPage('/', {
        attributes: attributes.replace('timeout="60000"', `timeout="${timeout}"`),
        script,
      }),
    );
    if (name === 'visa') await linking.part('button').click();
    await expect.poll(() => linking.outcomes.length, { timeout: 30_000 }).toBe(1);
    const [ending] = linking.outcomes;
    expect([ending?.type, ending?.detail['reason'] ?? ending?.detail['code']]).toEqual([event, why]);
  });
