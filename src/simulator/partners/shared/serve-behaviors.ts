import type { Hono } from 'hono/tiny';
import { z } from '../../zod.js';
import type { PartnerSwitches, SwitchValues } from '../partner.js';
import { badRequest, readBody } from './serve-pages.js';

/** What sets the switches of a partner: some of them by name, each to one of its values. */
function schemaOf(switches: PartnerSwitches): z.ZodMiniType<object> {
  return z.strictObject(
    Object.fromEntries(
      Object.entries(switches).map(([name, values]) => [
        name,
        z._default(z.literal(values), values[0] ?? false),
      ]),
    ),
  );
}

/**
 * Adds `PUT /simulator/behaviours` to a partner's site: the body's switches from now on, everything else back at its
 * default (an empty object resets). Answers what is in force, or 400. Returns a function that reads the switches.
 */
export function serveBehaviors<Switches extends PartnerSwitches>(
  app: Hono,
  partner: string,
  switches: Switches,
): () => SwitchValues<Switches> {
  const schema = schemaOf(switches);
  // The schema was made of these very switches.
  let current = schema.parse({}) as SwitchValues<Switches>;
  app.put('/simulator/behaviours', async (context) => {
    const wanted = await readBody(context, schema);
    if (wanted === null) return badRequest(context, `Not the behaviors of ${partner}: see the README.`);
    current = wanted as SwitchValues<Switches>;
    return context.json(current);
  });
  return () => current;
}
