import type { Hono } from 'hono';
import { z } from 'zod';
import { badRequest, readBody } from './partner-pages.js';

/**
 * Switches for what a partner is seen to do in some builds or on some days, but that no scenario is about. They hold for
 * everything that starts after they were set. What each one does stands in the table of `src/simulator/README.md`.
 */
export const behaviourSchemas = {
  plaid: z.strictObject({
    script: z.enum(['normal', 'hang', 'late', 'no-global']).default('normal'),
    events: z.enum(['before', 'after', 'mixed']).default('before'),
    exit: z.enum(['confirm', 'at-once', 'ignore']).default('confirm'),
    destroy: z.enum(['always', 'throws-when-open']).default('always'),
    exitAfterSuccess: z.boolean().default(false),
    publicToken: z.enum(['normal', 'empty', 'null']).default('normal'),
    metadata: z.enum(['full', 'sparse']).default('full'),
    oauth: z.enum(['popup', 'redirect']).default('popup'),
  }),
  checkout: z.strictObject({
    script: z.enum(['normal', 'hang', 'late', 'no-global']).default('normal'),
    factory: z.enum(['resolves', 'rejects']).default('resolves'),
    mountErrors: z.enum(['throw', 'callback']).default('throw'),
    challenge: z.enum(['overlay', 'leaves-page']).default('overlay'),
    available: z.boolean().default(true),
  }),
  flinks: z.strictObject({
    redirect: z.enum(['url', 'login', 'request']).default('request'),
    accountId: z.enum(['string', 'list', 'none']).default('string'),
  }),
} as const;

/** A partner that has switches. */
export type SwitchedPartner = keyof typeof behaviourSchemas;

/** The switches of one partner, all of them set. */
export type Behaviours<Partner extends SwitchedPartner> = z.output<(typeof behaviourSchemas)[Partner]>;

/** What a test may set: the rest stays at its default. */
export type BehaviourSettings<Partner extends SwitchedPartner> = z.input<(typeof behaviourSchemas)[Partner]>;

/**
 * Adds `PUT /simulator/behaviours` to a partner's app: the body's switches from now on, everything else back at its
 * default (an empty object resets). Answers what is in force, or 400. Gives a function that reads the switches.
 */
export function serveBehaviours<Partner extends SwitchedPartner>(
  app: Hono,
  partner: Partner,
): () => Behaviours<Partner> {
  const schema = behaviourSchemas[partner];
  let current = schema.parse({}) as Behaviours<Partner>;
  app.put('/simulator/behaviours', async (context) => {
    const wanted = await readBody(context, schema);
    if (wanted === null) return badRequest(context, `Not the behaviours of ${partner}: see the README.`);
    current = wanted as Behaviours<Partner>;
    return context.json(current);
  });
  return () => current;
}
