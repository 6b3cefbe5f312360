import type { MiddlewareHandler } from 'hono';
import { Hono } from 'hono/tiny';
import type { BankAccount } from '../../accounts.js';
import type { PartnerGrant } from '../../partner-grant.js';
import { z } from '../../zod.js';
import type { PartnerSiteContext } from '../partner.js';
import type { PartnerWorld } from '../partner-world.js';
import type { MastercardAccess } from './access.js';

/** What the simulated platform keeps in its settings. */
export const platform: Omit<MastercardAccess, 'apiUrl'> = {
  partnerId: '2445581415583',
  partnerSecret: 'simulated-mastercard-secret',
  appKey: 'simulated-mastercard-app-key',
};

/** Dwolla's own id at Mastercard: the third party that a receipt is made out to. */
const dwollaPartnerId = '2445583946651';

const receiptRequest = z.object({
  customerId: z.string(),
  partnerId: z.union([z.string(), z.number()]),
  thirdPartyPartnerId: z.union([z.string(), z.number()]),
  products: z
    .array(z.object({ product: z.string(), accountId: z.string(), accessPeriod: z.optional(z.unknown()) }))
    .check(z.minLength(1)),
});

/**
 * The part of Mastercard's API between a login and Dwolla's `finicity` receipt: partner authentication, a testing
 * customer, the Connect URL, the customer's accounts, and `partners/accessKey`.
 * @see https://developer.mastercard.com/open-finance-us/documentation/
 */
export function createMastercardApi({ world, origins }: PartnerSiteContext<'mastercard'>): Hono {
  const app = new Hono();
  const tokens = new Set<string>();
  const customers = new Set<string>();

  app.use(async (context, next) => {
    if (context.req.header('finicity-app-key') === platform.appKey) return next();
    return context.json({ code: 10005, message: 'Missing or wrong Finicity-App-Key.' }, 401);
  });

  app.post('/aggregation/v2/partners/authentication', async (context) => {
    const body = z
      .object({ partnerId: z.string(), partnerSecret: z.string() })
      .safeParse(await context.req.json().catch(() => null));
    if (
      !body.success ||
      body.data.partnerId !== platform.partnerId ||
      body.data.partnerSecret !== platform.partnerSecret
    )
      return context.json({ code: 10022, message: 'Invalid partner credentials.' }, 401);
    const token = world.newId().replaceAll('-', '');
    tokens.add(token);
    return context.json({ token });
  });

  app.use(requireAppToken(tokens));

  app.post('/aggregation/v2/customers/testing', async (context) => {
    const body = z
      .object({ username: z.string().check(z.minLength(1)) })
      .safeParse(await context.req.json().catch(() => null));
    if (!body.success) return context.json({ code: 10101, message: 'Missing username.' }, 400);
    const id = digits(world.newId(), 10);
    customers.add(id);
    return context.json(
      { id, username: body.data.username, createdDate: String(Math.floor(world.now() / 1000)) },
      201,
    );
  });

  app.post('/connect/v2/generate', async (context) => {
    const body = z.object({ customerId: z.string() }).safeParse(await context.req.json().catch(() => null));
    if (!body.success || !customers.has(body.data.customerId))
      return context.json({ code: 14001, message: 'Unknown customer.' }, 404);
    const { href } = world.createSession('mastercard', origins, {
      owner: { type: 'account', id: 'mastercard' },
      partnerUser: body.data.customerId,
    });
    return context.json({ link: href });
  });

  app.get('/aggregation/v1/customers/:id/accounts', (context) => {
    const id = context.req.param('id');
    if (!customers.has(id)) return context.json({ code: 14001, message: 'Unknown customer.' }, 404);
    const shared = grantsOf(world, id).flatMap(accountsOf);
    return context.json({ accounts: shared.map((account) => accountBody(account, id)) });
  });

  app.post('/aggregation/v1/partners/accessKey', async (context) => {
    const body = receiptRequest.safeParse(await context.req.json().catch(() => null));
    if (!body.success) return context.json({ code: 10003, message: body.error.message }, 400);
    const { customerId, products, thirdPartyPartnerId } = body.data;
    if (String(thirdPartyPartnerId) !== dwollaPartnerId)
      return context.json({ code: 10007, message: 'Unknown third party partner.' }, 400);
    const found = products.map((product) => findAccount(world, customerId, product.accountId));
    const [first] = found;
    if (first === undefined || found.includes(undefined))
      return context.json({ code: 14020, message: 'The customer shared no such account.' }, 404);
    const receiptId = `cr_${world.newId().replaceAll('-', '')}`;
    const accounts = found.flatMap((entry) => (entry === undefined ? [] : [entry.account]));
    world.grants.set(receiptId, {
      ...first.grant,
      access: { ...first.access, accounts },
      exchangeable: true,
    });
    const receipt = {
      profile: 3,
      version: '1',
      receiptId,
      receiptVersion: '1',
      customerId,
      partnerId: Number(dwollaPartnerId),
      products,
      timestamp: new Date(world.now()).toISOString(),
    };
    return context.json({ data: [{ receipt, proof: { type: 'JWT', value: 'simulated' } }] });
  });
  return app;
}

function requireAppToken(tokens: ReadonlySet<string>): MiddlewareHandler {
  return async (context, next) => {
    if (tokens.has(context.req.header('finicity-app-token') ?? '')) return next();
    return context.json({ code: 10006, message: 'Missing or wrong Finicity-App-Token.' }, 401);
  };
}

/** What the sessions of a customer shared; a session's grant lies under the session's own id. */
function grantsOf(world: PartnerWorld<'mastercard'>, customerId: string): readonly PartnerGrant[] {
  return world
    .sessions()
    .filter((session) => session.partner === 'mastercard' && world.partnerUserOf(session) === customerId)
    .flatMap((session) => world.grants.get(session.id) ?? []);
}

function accountsOf({ access }: PartnerGrant): readonly BankAccount[] {
  return access.kind === 'bank' ? access.accounts : [];
}

/** The account that a product names, with the grant that shares it. */
function findAccount(
  world: PartnerWorld<'mastercard'>,
  customerId: string,
  accountId: string,
):
  | { account: BankAccount; grant: PartnerGrant; access: PartnerGrant['access'] & { kind: 'bank' } }
  | undefined {
  for (const grant of grantsOf(world, customerId)) {
    if (grant.access.kind !== 'bank') continue;
    const account = grant.access.accounts.find(({ id }) => numericId(id) === accountId);
    if (account !== undefined) return { account, grant, access: grant.access };
  }
  return undefined;
}

function accountBody(account: BankAccount, customerId: string): Record<string, unknown> {
  return {
    id: numericId(account.id),
    accountNumberDisplay: account.mask,
    realAccountNumberLast4: account.mask,
    name: account.name,
    type: account.type,
    status: 'active',
    balance: Number(account.balance),
    currency: 'USD',
    customerId,
    institutionId: '102105',
  };
}

const digits = (uuid: string, length: number): string =>
  BigInt(`0x${uuid.replaceAll('-', '')}`)
    .toString()
    .slice(0, length);

/** Mastercard's ids are numbers of 19 digits; the account's own id is a UUID. */
const numericId = (uuid: string): string => digits(uuid, 19);
