import type { Hono } from 'hono';
import { z } from 'zod';
import type { Behaviours, SwitchedPartner } from './behaviour-names.js';
import { behaviours } from './behaviour-names.js';
import { badRequest, readBody } from './partner-pages.js';

/** What sets the switches of a partner: some of them by name, each to one of its values. */
function schemaOf(partner: SwitchedPartner): z.ZodType<object> {
  const switches = Object.entries<readonly (string | boolean)[]>(behaviours[partner]);
  return z.strictObject(
    Object.fromEntries(
      switches.map(([name, values]) => [name, z.literal(values).default(values[0] ?? false)]),
    ),
  );
}

/**
 * Adds `PUT /simulator/behaviours` to a partner's app: the body's switches from now on, everything else back at its
 * default (an empty object resets). Answers what is in force, or 400. Gives a function that reads the switches.
 */
export function serveBehaviours<Partner extends SwitchedPartner>(
  app: Hono,
  partner: Partner,
): () => Behaviours<Partner> {
  const schema = schemaOf(partner);
  // The schema was made of these very switches.
  let current = schema.parse({}) as Behaviours<Partner>;
  app.put('/simulator/behaviours', async (context) => {
    const wanted = await readBody(context, schema);
    if (wanted === null) return badRequest(context, `Not the behaviours of ${partner}: see the README.`);
    current = wanted as Behaviours<Partner>;
    return context.json(current);
  });
  return () => current;
}
