import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { PartnerGrant } from '../../partner-grant.js';
import { z } from '../../zod.js';
import type { PartnerSiteContext } from '../partner.js';
import type { PartnerWorld } from '../partner-world.js';
import type { MxAccess } from './access.js';
import { mxConnectionToken } from './connection-token.js';

/** What the simulated platform keeps in its settings. */
export const platform: Omit<MxAccess, 'apiUrl'> = {
  clientId: 'simulated-mx-client',
  apiKey: 'simulated-mx-key',
};

const halfHour = 30 * 60_000;
const scopePart = (name: string, scope: string): string =>
  new RegExp(`(?:^|\\s)${name}:(\\S+)`).exec(scope)?.[1] ?? '';

/**
 * The part of MX's Platform API that ends in an authorization code for Dwolla: users, the widget's URL, a member's account
 * numbers, and `authorization_code`.
 * @see https://docs.mx.com/api-reference/platform-api/reference/authorization-code-endpoint/
 */
export function createMxApi({ world, origins }: PartnerSiteContext<'mx'>): Hono {
  const app = new Hono();
  const users = new Set<string>();
  const basic = `Basic ${Buffer.from(`${platform.clientId}:${platform.apiKey}`).toString('base64')}`;

  app.use(async (context, next) => {
    if (context.req.header('authorization') === basic) return next();
    return context.json({ error: { message: 'Authentication failed.', status: 'unauthorized' } }, 401);
  });
  const notFound = (context: Context): Response =>
    context.json({ error: { message: 'Resource not found.', status: 'not_found' } }, 404);

  app.post('/users', async (context) => {
    const body = z
      .object({ user: z.object({ id: z.optional(z.string()), email: z.optional(z.string()) }) })
      .safeParse(await context.req.json().catch(() => null));
    if (!body.success)
      return context.json({ error: { message: 'Required parameter user is missing.' } }, 400);
    const guid = world.addMxUser();
    users.add(guid);
    const { id = null, email = null } = body.data.user;
    return context.json({ user: { guid, id, email, is_disabled: false, metadata: null } });
  });

  for (const path of ['connect_widget_url', 'widget_urls'])
    app.post(`/users/:user/${path}`, (context) => {
      const guid = context.req.param('user');
      if (!users.has(guid)) return notFound(context);
      const { href } = world.createSession('mx', origins, { owner: { type: 'account', id: guid } });
      return context.json(
        path === 'widget_urls'
          ? { widget_url: { type: 'connect_widget', url: href, user_id: guid } }
          : { user: { guid, connect_widget_url: href } },
      );
    });

  app.get('/users/:user/members/:member/account_numbers', (context) => {
    const { user, member } = context.req.param();
    const shared = [...sharedBy(world, user)].filter(({ memberId }) => memberId === member);
    if (shared.length === 0) return notFound(context);
    const numbers = shared.map(({ accountId, grant }) => ({
      account_guid: accountId,
      member_guid: member,
      user_guid: user,
      account_number: `000000${grant.access.kind === 'bank' ? (grant.access.accounts[0]?.mask ?? '') : ''}`,
      routing_number: '222222226',
      passed_validation: true,
    }));
    return context.json({
      account_numbers: numbers,
      pagination: { current_page: 1, per_page: 25, total_entries: numbers.length, total_pages: 1 },
    });
  });

  app.post('/authorization_code', async (context) => {
    const body = z
      .object({ authorization_code: z.object({ scope: z.string() }) })
      .safeParse(await context.req.json().catch(() => null));
    const scope = body.success ? body.data.authorization_code.scope : '';
    const user = scopePart('user-guid', scope);
    const token = mxConnectionToken(scopePart('account-guid', scope), scopePart('member-guid', scope));
    const grant = world.grants.get(token);
    if (grant?.owner?.id !== user || !/(?:^|\s)read-protected(?:\s|$)/.test(scope))
      return context.json({ error: { message: 'Invalid scope.', status: 'bad_request' } }, 400);
    const code = world.newId().replaceAll('-', '');
    world.grants.set(code, {
      ...grant,
      owner: null,
      exchangeable: true,
      expiresAt: world.now() + halfHour,
    });
    return context.json({ authorization_code: { code } });
  });
  return app;
}

/** The accounts that a person of MX has shared, with their two ids. */
function* sharedBy(
  world: PartnerWorld<'mx'>,
  user: string,
): Generator<{ readonly accountId: string; readonly memberId: string; readonly grant: PartnerGrant }> {
  const ids = z.object({ accountId: z.string(), memberId: z.string() });
  for (const [token, grant] of world.grants) {
    if (grant.partner !== 'mx' || grant.owner?.id !== user) continue;
    const text = Buffer.from(token, 'base64').toString('utf8');
    if (!text.startsWith('{')) continue;
    const parsed = ids.safeParse(JSON.parse(text));
    if (parsed.success) yield { ...parsed.data, grant };
  }
}
