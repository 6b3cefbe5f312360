import { AsyncLocalStorage } from 'node:async_hooks';
import type { MiddlewareHandler } from 'hono';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import {
  createExchangeHandler,
  createWebhookHandler,
  ExchangeHandlerError,
  partnerNames,
} from '../../src/server/index.js';
import type { Simulator } from '../../src/simulator/index.js';
import { scenarioNames } from '../../src/simulator/index.js';
import { recordedFetch } from './call-record.js';
import type { Platform } from './platform.js';
import type { DemoUser } from './users.js';
import { DemoUsers, ownerNames } from './users.js';
import { Registrar } from './registrar.js';

/** What the demo's own routes have at hand. */
interface Surroundings {
  Variables: { user: DemoUser };
}

const requests = {
  owner: z.object({ owner: z.enum(ownerNames) }),
  scenario: z.object({ partner: z.enum(partnerNames).optional(), scenario: z.enum(scenarioNames) }),
  exchange: z.object({ exchange: z.string() }),
  after: z.coerce.number().int().min(0),
};

/**
 * The demo's backend, below `/api`: the handler with its routes, and beside it
 * `GET /configuration`, `POST /owner` `{ owner }`, `GET /dwolla-calls?after=n` and, with the simulator,
 * `POST /simulator/scenario` `{ partner?, scenario }`, `POST /simulator/require-update` `{ exchange }` and `POST /webhooks`,
 * which the simulator's Dwolla sends its webhooks to.
 * @param simulator null with Dwolla itself
 * @param webhookSecret of the subscription at the simulator; null with Dwolla itself
 * @param send how the handler reaches Dwolla
 */
export function createApi(
  platform: Platform,
  simulator: Simulator | null,
  webhookSecret: string | null,
  send: typeof fetch = fetch,
): Hono<Surroundings> {
  const users = new DemoUsers(new Registrar(platform));
  const api = new Hono<Surroundings>();
  api.onError((error, context) => {
    const { status, code, message } =
      error instanceof ExchangeHandlerError
        ? error
        : new ExchangeHandlerError(500, 'UnexpectedError', 'Something went wrong.');
    return Response.json({ code, message }, { status, headers: context.res.headers });
  });
  api.use(noStore);
  addOwnRoutes(api, platform, users);
  if (simulator !== null) addSimulatorRoutes(api, simulator, users);
  if (webhookSecret !== null) addWebhooks(api, webhookSecret, users);
  addHandler(api, platform, users, send);
  return api;
}

/** Mounts the backend kit, as any platform does; `authorize` is the demo's login. */
function addHandler(api: Hono<Surroundings>, platform: Platform, users: DemoUsers, send: typeof fetch): void {
  const { serverUrl, key, secret, handler: partners } = platform;
  const userOfCall = new AsyncLocalStorage<DemoUser | null>();
  const handler = createExchangeHandler({
    serverUrl,
    key,
    secret,
    ...partners,
    basePath: '/api',
    authorize: (request) => users.find(request)?.owner() ?? null,
    fetch: recordedFetch((call) => userOfCall.getStore()?.take(call), send),
    onError: ({ status, code, message, hint, cause }) => {
      const reason = cause instanceof Error ? ` (${cause.message})` : '';
      console.error(`${status} ${code}: ${message}${reason} ${hint ?? ''}`.trim());
    },
  });
  api.all('*', ({ req }) => userOfCall.run(users.find(req.raw), () => handler(req.raw)));
}

/** Receives Dwolla's webhooks, and puts each on the record of the users it is about. */
function addWebhooks(api: Hono<Surroundings>, secret: string, users: DemoUsers): void {
  const webhooks = createWebhookHandler({
    secret,
    publicPath: '/api',
    onEvent: async ({ topic, owner, ...event }) => {
      if (owner === null) return;
      const call = { webhook: topic, method: 'POST', path: '/api/webhooks', status: 200 };
      for (const user of await users.ofOwner(owner))
        user.take({ ...call, request: { topic, owner, ...event }, response: null });
    },
  });
  api.post('/api/webhooks', ({ req }) => webhooks(req.raw));
}

function addOwnRoutes(api: Hono<Surroundings>, { configuration }: Platform, users: DemoUsers): void {
  const own = ['/api/configuration', '/api/owner', '/api/dwolla-calls'];
  for (const path of own) api.use(path, refuseOtherSites, limitBody, signIn(users));

  api.on(['GET'], '/api/configuration', (context) => context.json(configuration));

  api.post('/api/owner', async (context) => {
    const { owner } = checked(requests.owner, await readJson(context.req.raw));
    if (!configuration.owners.includes(owner))
      throw new ExchangeHandlerError(400, 'UnsupportedOwner', `This demo does not offer ${owner}.`);
    context.get('user').ownerName = owner;
    return context.body(null, 204);
  });

  api.get('/api/dwolla-calls', (context) => {
    const after = checked(requests.after, context.req.query('after') ?? '0');
    return context.json(context.get('user').callsAfter(after));
  });
}

function addSimulatorRoutes(api: Hono<Surroundings>, { world }: Simulator, users: DemoUsers): void {
  for (const path of ['/api/simulator/scenario', '/api/simulator/require-update'])
    api.use(path, refuseOtherSites, limitBody, signIn(users));

  api.post('/api/simulator/scenario', async (context) => {
    const { partner, scenario } = checked(requests.scenario, await readJson(context.req.raw));
    if (partner === undefined) world.scenario = scenario;
    else world.setScenario(partner, scenario);
    return context.body(null, 204);
  });

  // As if the user had changed the password at the bank: the next balance is refused with `UpdateCredentials`.
  api.post('/api/simulator/require-update', async (context) => {
    const { exchange: id } = checked(requests.exchange, await readJson(context.req.raw));
    const exchange = world.exchanges.get(id);
    const owner = await context.get('user').owner();
    const ownerId =
      'customerId' in owner ? owner.customerId : 'externalPartyId' in owner ? owner.externalPartyId : null;
    const isOwn = ownerId === null ? exchange?.owner.type === 'account' : exchange?.owner.id === ownerId;
    if (exchange === undefined || !isOwn)
      throw new ExchangeHandlerError(404, 'NotFound', 'The exchange was not found.');
    world.requireLogin(id);
    return context.body(null, 204);
  });
}

const noStore: MiddlewareHandler = async (context, next) => {
  await next();
  context.header('cache-control', 'no-store');
  context.header('x-content-type-options', 'nosniff');
};

/** The handler refuses other sites by itself; this does it for the demo's own routes. */
const refuseOtherSites: MiddlewareHandler = async ({ req }, next) => {
  const site = req.header('sec-fetch-site') ?? 'none';
  const origin = req.header('origin');
  const foreign = origin !== undefined && origin !== new URL(req.url).origin;
  if (!['same-origin', 'none'].includes(site) || foreign)
    throw new ExchangeHandlerError(403, 'CrossSiteRequest', 'This request came from another site.');
  await next();
};

const limitBody = bodyLimit({
  maxSize: 65_536,
  onError: () => {
    throw new ExchangeHandlerError(413, 'PayloadTooLarge', 'The body is too large.');
  },
});

/** Knows the user by the cookie, or makes a new one. */
function signIn(users: DemoUsers): MiddlewareHandler<Surroundings> {
  return async (context, next) => {
    const known = users.find(context.req.raw);
    const { user, cookie } = known === null ? users.welcome() : { user: known, cookie: null };
    context.set('user', user);
    if (cookie !== null) context.header('set-cookie', cookie);
    await next();
  };
}

async function readJson(request: Request): Promise<unknown> {
  if (!/^application\/json\b/.test(request.headers.get('content-type') ?? ''))
    throw new ExchangeHandlerError(
      415,
      'UnsupportedMediaType',
      'Send JSON with content-type application/json.',
    );
  return request.json().catch(() => {
    throw new ExchangeHandlerError(400, 'InvalidJson', 'The body is not valid JSON.');
  }) as Promise<unknown>;
}

function checked<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new ExchangeHandlerError(400, 'ValidationError', z.prettifyError(result.error));
}
