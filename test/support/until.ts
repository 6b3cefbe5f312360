import assert from 'node:assert/strict';

const longest = 30_000; // ms: far more than a slow machine needs

/**
 * Waits until something holds, in Node; fails where it does not within half a minute. Needs none of the timers that a test may
 * have in its own hand (`context.mock.timers`).
 */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + longest;
  while (!(await holds())) {
    assert.ok(performance.now() < end, `did not come true: ${String(holds)}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
