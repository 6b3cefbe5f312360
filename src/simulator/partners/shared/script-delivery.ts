import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from 'hono';
import type { ScenarioName } from '../../scenarios.js';
import { deliver, sendScript } from './serve-pages.js';

/** How a partner's script reaches the page; see the README's table. */
export type ScriptDelivery = 'normal' | 'hang' | 'late' | 'no-global';

/** How long `late` takes, in milliseconds. */
const lateDelivery = 3000;
/** `hang` answers in the end, so that no server waits for it for ever: after any sensible timeout of a page. */
const hangingDelivery = 120_000;

/** Answers with a partner's script, or does to it what the scenario and the switch say. */
export async function deliverScript(
  context: Context,
  path: string,
  scenario: ScenarioName,
  delivery: ScriptDelivery,
): Promise<Response> {
  const held = await deliver(context, scenario);
  if (held !== null) return held;
  const wait = { normal: 0, 'no-global': 0, late: lateDelivery, hang: hangingDelivery }[delivery];
  if (wait > 0)
    await pause(wait, undefined, { ref: false, signal: context.req.raw.signal }).catch(() => null);
  if (delivery === 'hang') return context.text('Not served: script "hang".', 504);
  if (delivery === 'no-global')
    return context.body('// Served without its global, as a broken release would be.\n', 200, {
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': 'no-store',
    });
  return sendScript(context, path);
}
