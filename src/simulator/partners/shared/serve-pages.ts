import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import { readPageFile } from '../../page-files.js';
import type { ScenarioName } from '../../scenarios.js';
import type { Refusal, SessionRecord } from '../../session-record.js';
import type { PartnerWorld } from '../partner-world.js';
import type { z } from '../../zod.js';

/** How long the `slow` scenario holds a script or page back, in milliseconds: long to a person, short to a timeout. */
const slowDelivery = 1500;

/** The pages use nothing but their own origin, whatever that is; data for a page comes in a JSON block. */
const ownOriginOnly = "default-src 'self'; base-uri 'none'; form-action 'none'";

/**
 * Serves the browser files below `/simulator/`, so that every page finds its parts on its own origin, a production
 * origin that a test intercepts included.
 */
export function servePageFiles(app: Hono): void {
  app.get('/simulator/:path{.+\\.(?:html|js|css)}', async (context) => {
    const file = await readPageFile(context.req.param('path'));
    if (file === null) return context.notFound();
    return fresh(context, 200, file.text, file.mediaType);
  });
  // Browsers ask for it wherever a page of their own is shown (Visa, a bank), and complain of a 404.
  app.get('/favicon.ico', (context) => context.body(null, 204));
}

/**
 * Answers with a page of `pages/`. `data` is put into its `<script type="application/json" id="session">`, where the
 * page's own script reads it. Throws when the page is not there, which would be a broken installation.
 */
export async function sendPage(
  context: Context,
  path: string,
  data: unknown,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): Promise<Response> {
  const file = await readPageFile(path);
  if (file === null) throw new Error(`The simulator's page ${path} is missing: install the package again.`);
  // "<" escaped: no value can end the block.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  const text = file.text.replace('id="session">', () => `id="session">${json}`);
  for (const [name, value] of Object.entries(headers)) context.header(name, value);
  return fresh(context, status, text, file.mediaType);
}

/** Answers with a script of `pages/`, readable by every page as a public CDN's is. */
export async function sendScript(context: Context, path: string): Promise<Response> {
  const file = await readPageFile(path);
  if (file === null) throw new Error(`The simulator's script ${path} is missing: install the package again.`);
  context.header('Access-Control-Allow-Origin', '*');
  context.header('Cross-Origin-Resource-Policy', 'cross-origin');
  return fresh(context, 200, file.text, file.mediaType);
}

function fresh(context: Context, status: number, text: string, mediaType: string): Response {
  context.header('Content-Type', mediaType);
  context.header('Cache-Control', 'no-store');
  if (mediaType.startsWith('text/html') && context.res.headers.get('content-security-policy') === null)
    context.header('Content-Security-Policy', ownOriginOnly);
  return context.newResponse(text, status as 200);
}

/** A page of words only, for what a partner does not start: nothing on it sends a message. */
export function sendRefusal(context: Context, partner: string, refusal: Refusal): Promise<Response> {
  return sendPage(context, 'shared/refused.html', { partner, refusal }, { status: refusedStatus[refusal] });
}

const refusedStatus: Record<Refusal, number> = { malformed: 404, used: 410, expired: 410 };

/**
 * What the session's scenario does to a script or page before any of it runs: an answer of 503 for `script-blocked`, a
 * delay for `slow`, else null (go on). Nothing is started by it.
 */
export async function deliver(context: Context, scenario: ScenarioName): Promise<Response | null> {
  if (scenario === 'script-blocked') return context.text('Not served: scenario script-blocked.', 503);
  // The delay alone keeps no process alive, and ends with the request.
  if (scenario === 'slow')
    await pause(slowDelivery, undefined, { ref: false, signal: context.req.raw.signal }).catch(() => null);
  return null;
}

/** The scenario of the session that a credential names, or the one its partner would give to the next session. */
export function scenarioOf<Name extends string>(
  world: PartnerWorld<Name>,
  partner: Name,
  credential: string,
): ScenarioName {
  return world.find(partner, credential)?.scenario ?? world.scenarioFor(partner);
}

/** How long a session that waits has a say in how its partner's script is served, in milliseconds. */
const scriptInfluence = 60_000;

/**
 * The scenario that a partner's script is served under. It is asked for before anyone says which session it is for: the
 * partner's own scenario decides, unless the newest session was made just now, was not started, and is of another kind.
 */
export function scriptScenario<Name extends string>(world: PartnerWorld<Name>, partner: Name): ScenarioName {
  const general = world.scenarioFor(partner);
  const newest = world.sessions().findLast((session) => session.partner === partner);
  if (newest?.startedAt !== null || general === 'script-blocked') return general;
  return world.now() - newest.createdAt < scriptInfluence ? newest.scenario : general;
}

/** A session that was started and still runs, or null: only such a session can be acted on. */
export function runningSession<Name extends string>(
  world: PartnerWorld<Name>,
  partner: Name,
  credential: string,
): SessionRecord | null {
  const session = world.find(partner, credential);
  return session !== undefined && session.startedAt !== null ? session : null;
}

/** What a simulated partner's own page asks, as the schema has it, or null: JSON in the address, or else in the body. */
export async function readBody<Schema extends z.ZodMiniType>(
  context: Context,
  schema: Schema,
): Promise<z.output<Schema> | null> {
  const text = context.req.query('body') ?? (await context.req.text());
  const parsed = schema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The answer to a simulated partner's own page that asked for something it cannot have. */
export function badRequest(context: Context, message: string): Response {
  return context.json({ message }, 400);
}
