import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { BankAccount } from '../../accounts.js';
import type { PartnerGrant } from '../../partner-grant.js';
import { z } from '../../zod.js';
import type { PartnerSiteContext } from '../partner.js';
import type { PartnerWorld } from '../partner-world.js';

/** What the simulated platform keeps in its settings. */
export const secret = 'simulated-flinks-secret';

/** Flinks' customer id in the path of its API. */
export const customerId = '43387ca6-0391-4c82-857d-70d95f087ecb';

const halfHour = 30 * 60_000;

/**
 * The part of Flinks' own API that turns a login into Dwolla's token: GenerateAuthorizeToken, Authorize,
 * GetAccountsSummary, `partnerdata/authsecret/{partner}` and `partnerdata/{loginId}/{accountId}`.
 * The token for Dwolla is base64 of `AuthSecret:AccessToken`.
 * @see https://docs.flinks.com/reference/authorize
 */
export function createFlinksApi({ world, origins }: PartnerSiteContext<'flinks'>): Hono {
  const app = new Hono();
  const authSecret = world.newId();
  const requests = new Map<string, { loginId: string; until: number }>();
  const refused = (context: Context): Response =>
    context.json({ FlinksCode: 'UNAUTHORIZED', Message: 'Missing or wrong key.' }, 401);

  app.post('/BankingServices/GenerateAuthorizeToken', (context) => {
    if (context.req.header('flinks-auth-key') !== secret) return refused(context);
    const created = world.createSession('flinks', origins, { owner: { type: 'account', id: 'flinks' } });
    return context.json({ HttpStatusCode: 200, Token: created.credential });
  });

  app.post('/BankingServices/Authorize', async (context) => {
    const body = z.object({ LoginId: z.string() }).safeParse(await context.req.json().catch(() => null));
    const loginId = body.success ? body.data.LoginId : '';
    if (loginOf(world, loginId) === undefined)
      return context.json(
        { HttpStatusCode: 401, FlinksCode: 'INVALID_LOGIN', Message: 'Unknown LoginId.' },
        401,
      );
    const RequestId = world.newId();
    requests.set(RequestId, { loginId, until: world.now() + halfHour });
    return context.json({ HttpStatusCode: 200, RequestId, Login: { Id: loginId } });
  });

  app.post('/BankingServices/GetAccountsSummary', async (context) => {
    const body = z.object({ RequestId: z.string() }).safeParse(await context.req.json().catch(() => null));
    const request = body.success ? requests.get(body.data.RequestId) : undefined;
    const grant = request === undefined ? undefined : loginOf(world, request.loginId);
    if (request === undefined || grant === undefined || world.now() >= request.until)
      return context.json({ HttpStatusCode: 401, FlinksCode: 'SESSION_EXPIRED' }, 401);
    return context.json({ HttpStatusCode: 200, Accounts: accountsOf(grant).map(summary) });
  });

  app.get('/partnerdata/authsecret/:partner', (context) => {
    if (context.req.header('authorization') !== `Bearer ${secret}`) return refused(context);
    return context.json({ AuthSecret: authSecret });
  });

  app.get('/partnerdata/:loginId/:accountId', (context) => {
    if (context.req.header('authorization') !== `Bearer ${secret}`) return refused(context);
    const { loginId, accountId } = context.req.param();
    const grant = loginOf(world, loginId);
    const account = grant === undefined ? undefined : accountsOf(grant).find(({ id }) => id === accountId);
    if (grant?.access.kind !== 'bank' || account === undefined)
      return context.json({ FlinksCode: 'NOT_FOUND' }, 404);
    const AccessToken = world.newId();
    const token = Buffer.from(`${authSecret}:${AccessToken}`).toString('base64');
    world.grants.set(token, {
      ...grant,
      access: { ...grant.access, accounts: [account] },
      exchangeable: true,
      expiresAt: world.now() + 30 * 24 * 3_600_000,
    });
    return context.json({ AccessToken });
  });
  return app;
}

/** What a login of a session created here gave access to; foreign sessions' logins are unknown to the API. */
function loginOf(world: PartnerWorld<'flinks'>, loginId: string): PartnerGrant | undefined {
  const grant = world.grants.get(loginId);
  return grant?.partner === 'flinks' && !grant.foreign ? grant : undefined;
}

function accountsOf({ access }: PartnerGrant): readonly BankAccount[] {
  return access.kind === 'bank' ? access.accounts : [];
}

function summary({ id, name, type, mask, balance }: BankAccount): Record<string, unknown> {
  return {
    Id: id,
    Title: name,
    Category: 'Operations',
    Type: type === 'checking' ? 'Chequing' : 'Savings',
    Currency: 'USD',
    AccountNumber: `XXXXXX${mask}`,
    Balance: { Available: Number(balance), Current: Number(balance) },
  };
}
