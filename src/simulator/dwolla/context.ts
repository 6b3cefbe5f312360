import type { Context } from 'hono';
import type { PublicOrigins } from '../partner-session.js';
import type { Owner } from '../session-record.js';
import type { World } from '../world.js';
import type { z } from '../zod.js';
import type { FieldError } from './answers.js';
import { DwollaProblem, invalidFields, notFound } from './answers.js';
import type { FundingSourceRecord, ScopeName } from './state.js';
import type { Webhooks } from './webhooks.js';

/** The application's key and secret at the simulated Dwolla. */
export interface Credentials {
  readonly key: string;
  readonly secret: string;
}

/** What every part of the simulated Dwolla works with. */
export interface DwollaContext {
  readonly world: World;
  /** Dwolla's own origin, and the partners' as they are written into created URLs. */
  readonly origins: PublicOrigins;
  readonly credentials: Credentials;
  /** Whether Visa is in the list of exchange partners: the `dwolla` client rejects a list that names it. */
  readonly listVisa: boolean;
  /** The id of the platform's own account. */
  readonly accountId: string;
  /** The account's bank that payouts to cards come from (`bankUsageType: "card-network"`). */
  readonly settlement: FundingSourceRecord;
  readonly webhooks: Webhooks;
}

/** The three owners of an exchange with the paths that name them. */
export const ownerPaths = [
  { type: 'customer', path: '/customers/:id' },
  { type: 'external-party', path: '/external-parties/:id' },
  { type: 'account', path: '' },
] as const satisfies readonly { type: Owner['type']; path: string }[];

/**
 * Finds the owner that a path names, or throws the 404 that the endpoint documents.
 * @param missing the 404 for a customer; the other owners' is plain
 */
export function ownerOf(
  dwolla: DwollaContext,
  type: Owner['type'],
  id: string | undefined,
  missing: DwollaProblem = notFound(),
): Owner {
  if (type === 'account') return { type, id: dwolla.accountId };
  const known = type === 'customer' ? dwolla.world.dwolla.customers : dwolla.world.dwolla.externalParties;
  if (id === undefined || !known.has(id)) throw type === 'customer' ? missing : notFound();
  return { type, id };
}

/** The owner's own URL. */
export function ownerHref({ origins }: DwollaContext, { type, id }: Owner): string {
  const collection = { customer: 'customers', 'external-party': 'external-parties', account: 'accounts' }[
    type
  ];
  return `${origins.dwolla}/${collection}/${id}`;
}

/** Throws `InvalidScope` when the application was deprived of a scope. */
export function requireScope(
  { world }: DwollaContext,
  scope: ScopeName,
  message = 'Missing or invalid scopes for requested endpoint.',
): void {
  if (world.dwolla.refusedScopes.has(scope)) throw new DwollaProblem(401, 'InvalidScope', message);
}

/**
 * The request's JSON, of any media type; no body at all counts as an empty object, as Dwolla's re-authentication accepts.
 * Broken JSON is Dwolla's `BadRequest`.
 */
export async function readBody(context: Context): Promise<unknown> {
  const text = await context.req.text();
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new DwollaProblem(400, 'BadRequest', 'The request body contains bad syntax or is incomplete.');
  }
}

/** Checks a body against its schema and names every wrong field as Dwolla does. */
export function parseBody<Schema extends z.ZodMiniType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw invalidFields(...result.error.issues.map((issue) => fieldError(issue, body)));
}

function fieldError(issue: z.core.$ZodIssue, body: unknown): FieldError {
  const path = `/${issue.path.map(String).join('/')}`;
  const missing = valueAt(body, issue.path) === undefined || valueAt(body, issue.path) === '';
  const name = String(issue.path.at(-1) ?? 'body');
  const label = name.charAt(0).toUpperCase() + name.slice(1);
  return missing
    ? { code: 'Required', message: `${label} required.`, path }
    : { code: 'Invalid', message: `${label} invalid. ${issue.message}`, path };
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let value = body;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** The last segment of a link to `/{collection}/{id}` on this Dwolla (or on Dwolla's real hosts); null for anything else. */
export function idInHref({ origins }: DwollaContext, href: unknown, collection: string): string | null {
  if (typeof href !== 'string' || !URL.canParse(href)) return null;
  const url = new URL(href);
  const hosts = [origins.dwolla, 'https://api.dwolla.com', 'https://api-sandbox.dwolla.com'];
  if (!hosts.includes(url.origin)) return null;
  const [, first, id, ...rest] = url.pathname.split('/');
  return first === collection && id !== undefined && id !== '' && rest.length === 0 ? id : null;
}
