import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { PartnerGrant } from '../../partner-grant.js';
import { z } from '../../zod.js';
import type { PartnerSiteContext } from '../partner.js';
import type { PartnerWorld } from '../partner-world.js';
import type { PlaidAccess } from './access.js';

/** What the simulated platform keeps in its settings. */
export const platform: Omit<PlaidAccess, 'apiUrl'> = {
  clientId: 'simulated-plaid-client',
  secret: 'simulated-plaid-secret',
};

const halfHour = 30 * 60_000;

const keys = z.object({ client_id: z.optional(z.string()), secret: z.optional(z.string()) });
const requests = {
  linkToken: z.object({
    client_name: z.string().check(z.minLength(1)),
    language: z.string().check(z.minLength(2)),
    country_codes: z.array(z.string()).check(z.minLength(1)),
    user: z.object({ client_user_id: z.string().check(z.minLength(1)) }),
    redirect_uri: z.optional(z.string()),
  }),
  publicToken: z.object({ public_token: z.string() }),
  processorToken: z.object({ access_token: z.string(), account_id: z.string(), processor: z.string() }),
};

/**
 * The part of Plaid's own API that ends in a processor token for Dwolla: `link/token/create`,
 * `item/public_token/exchange` and `processor/token/create`.
 * @see https://plaid.com/docs/auth/partnerships/dwolla/
 */
export function createPlaidApi({ world, origins }: PartnerSiteContext<'plaid'>): Hono {
  const app = new Hono();
  const items = new Map<string, PartnerGrant>();
  const refused = (context: Context, type: string, code: string, message: string): Response =>
    context.json(
      {
        error_type: type,
        error_code: code,
        error_message: message,
        display_message: null,
        request_id: requestId(world),
      },
      400,
    );

  /** The body, once the keys are right; else the refusal. */
  async function read<Schema extends z.ZodMiniType>(
    context: Context,
    schema: Schema,
  ): Promise<{ body: z.output<Schema> } | { refusal: Response }> {
    const sent: unknown = await context.req.json().catch(() => null);
    const inBody = keys.safeParse(sent).data ?? {};
    const clientId = context.req.header('plaid-client-id') ?? inBody.client_id;
    const secret = context.req.header('plaid-secret') ?? inBody.secret;
    if (clientId !== platform.clientId || secret !== platform.secret)
      return {
        refusal: refused(
          context,
          'INVALID_INPUT',
          'INVALID_API_KEYS',
          'invalid client_id or secret provided',
        ),
      };
    const parsed = schema.safeParse(sent);
    if (parsed.success) return { body: parsed.data };
    return {
      refusal: refused(context, 'INVALID_REQUEST', 'MISSING_FIELDS', z.prettifyError(parsed.error)),
    };
  }

  app.post('/link/token/create', async (context) => {
    const given = await read(context, requests.linkToken);
    if ('refusal' in given) return given.refusal;
    const { credential } = world.createSession('plaid', origins, {
      owner: { type: 'account', id: 'plaid' },
      redirectUrl: given.body.redirect_uri ?? null,
    });
    return context.json({
      link_token: credential,
      expiration: new Date(world.now() + 8 * halfHour).toISOString(),
      request_id: requestId(world),
    });
  });

  app.post('/item/public_token/exchange', async (context) => {
    const given = await read(context, requests.publicToken);
    if ('refusal' in given) return given.refusal;
    const grant = world.grants.get(given.body.public_token);
    if (grant?.partner !== 'plaid' || grant.foreign || grant.exchangeId !== null)
      return refused(
        context,
        'INVALID_INPUT',
        'INVALID_PUBLIC_TOKEN',
        'could not find matching public token',
      );
    if (world.now() >= grant.expiresAt)
      return refused(
        context,
        'INVALID_INPUT',
        'INVALID_PUBLIC_TOKEN',
        'provided public token is expired. Public tokens expire 30 minutes after creation',
      );
    const accessToken = `access-sandbox-${world.newId()}`;
    items.set(accessToken, grant);
    world.grants.delete(given.body.public_token);
    return context.json({
      access_token: accessToken,
      item_id: world.newId().replaceAll('-', ''),
      request_id: requestId(world),
    });
  });

  app.post('/processor/token/create', async (context) => {
    const given = await read(context, requests.processorToken);
    if ('refusal' in given) return given.refusal;
    const { access_token: accessToken, account_id: accountId, processor } = given.body;
    const item = items.get(accessToken);
    if (item === undefined)
      return refused(
        context,
        'INVALID_INPUT',
        'INVALID_ACCESS_TOKEN',
        'could not find matching access token',
      );
    if (processor !== 'dwolla')
      return refused(context, 'INVALID_REQUEST', 'INVALID_FIELD', 'processor must be dwolla here');
    const account =
      item.access.kind === 'bank' ? item.access.accounts.find(({ id }) => id === accountId) : undefined;
    if (item.access.kind !== 'bank' || account === undefined)
      return refused(context, 'INVALID_INPUT', 'INVALID_ACCOUNT_ID', 'failed to find requested account ID');
    const token = `processor-sandbox-${world.newId()}`;
    world.grants.set(token, {
      ...item,
      owner: null,
      access: { ...item.access, accounts: [account] },
      exchangeable: true,
      expiresAt: Number.MAX_SAFE_INTEGER,
    });
    return context.json({ processor_token: token, request_id: requestId(world) });
  });
  return app;
}

const requestId = (world: PartnerWorld<'plaid'>): string => world.newId().replaceAll('-', '').slice(0, 15);
