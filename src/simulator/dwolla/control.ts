import { Hono } from 'hono/tiny';
import { isPartnerName, partnerNames } from '../partner-session.js';
import { scenarioNames } from '../scenarios.js';
import { z } from '../zod.js';
import { completeSession } from './complete-session.js';
import type { DwollaContext } from './context.js';
import { scopeNames } from './state.js';

const partner = z.enum(partnerNames);

const requests = {
  scenario: z.strictObject({ scenario: z.nullable(z.enum(scenarioNames)), partner: z.optional(partner) }),
  redirectUrl: z.strictObject({ url: z.url({ protocol: /^https?$/ }) }),
  scopes: z.strictObject({ refused: z.array(z.enum(scopeNames)) }),
  disabledPartners: z.strictObject({ partners: z.array(partner) }),
  exchange: z.strictObject({
    status: z.optional(z.enum(['active', 'deactivated', 'removed'])),
    needsUpdate: z.optional(z.boolean()),
    tokenValid: z.optional(z.boolean()),
  }),
  answer: z.strictObject({
    method: z._default(z.string().check(z.toUpperCase()), 'GET'),
    path: z.string().check(z.startsWith('/')),
    status: z.int().check(z.minimum(200), z.maximum(599)),
    body: z._default(z.unknown(), null),
    headers: z._default(
      z.record(z.string().check(z.regex(/^[\w-]+$/)), z.string().check(z.regex(/^[\x20-\x7e]*$/))),
      {},
    ),
    times: z._default(z.int().check(z.minimum(1), z.maximum(1000)), 1),
  }),
  balanceCheck: z.strictObject({ enabled: z.boolean() }),
  transfer: z.discriminatedUnion('status', [
    z.strictObject({ status: z.enum(['pending', 'processed', 'cancelled']) }),
    z.strictObject({
      status: z.literal('failed'),
      failure: z.strictObject({
        code: z.string().check(z.minLength(1)),
        description: z.string(),
        explanation: z.optional(z.string()),
      }),
    }),
  ]),
  processorToken: z.strictObject({ partner: z.enum(['plaid', 'mx']) }),
};

/**
 * The simulator's own switches, under `/simulator`. They need no access token, and everything is JSON. What a route does not
 * know in a body is refused:
 *
 * | route | body | effect |
 * | --- | --- | --- |
 * | `GET /` | | what the world holds: scenarios, sessions, exchanges, switches |
 * | `PUT /scenario` | `{ scenario, partner? }` | how the next sessions behave; with a partner and `null`, as the others |
 * | `POST /redirect-urls` | `{ url }` | registers a redirect URL |
 * | `PUT /scopes` | `{ refused: [...] }` | scopes that the application lacks: `InvalidScope` |
 * | `PUT /disabled-partners` | `{ partners: [...] }` | partners not enabled for the account: 403 |
 * | `PATCH /exchanges/{id}` | `{ status?, needsUpdate?, tokenValid? }` | inactive exchange, `UpdateCredentials`, withdrawn token |
 * | `POST /answers` | `{ method?, path, status, body?, headers?, times? }` | the next matching requests get this; a `path` may end in `*` |
 * | `POST /access-tokens/expire` | | every access token has ended |
 * | `PUT /balance-check` | `{ enabled }` | whether the account may check balances; 403 if not |
 * | `PATCH /transfers/{id}` | `{ status, failure? }` | what becomes of a transfer; `failure` `{ code, description }` of one that `failed` |
 * | `POST /webhooks/retry` | | sends the webhooks that wait for their next retry now |
 * | `POST /processor-tokens` | `{ partner }` | a processor token, as Plaid's or MX's own API gives one |
 * | `POST /exchange-sessions/{id}/complete` | | the user goes through the partner; answers what the partner passes to the page |
 */
export function createControl(dwolla: DwollaContext): Hono {
  const { world } = dwolla;
  const state = world.dwolla;
  const app = new Hono();

  app.onError((error, context) =>
    error instanceof z.core.$ZodError
      ? context.json({ code: 'BadRequest', message: z.prettifyError(error) }, 400)
      : context.json({ code: 'ServerError', message: error.message }, 500),
  );

  app.get('/', (context) => context.json(snapshot(dwolla)));

  app.put('/scenario', async (context) => {
    const body = requests.scenario.parse(await json(context.req.raw));
    if (isPartnerName(body.partner)) world.setScenario(body.partner, body.scenario);
    else world.scenario = body.scenario ?? 'manual';
    return context.body(null, 204);
  });

  app.post('/redirect-urls', async (context) => {
    state.redirectUrls.add(requests.redirectUrl.parse(await json(context.req.raw)).url);
    return context.body(null, 204);
  });

  app.put('/scopes', async (context) => {
    replace(state.refusedScopes, requests.scopes.parse(await json(context.req.raw)).refused);
    return context.body(null, 204);
  });

  app.put('/disabled-partners', async (context) => {
    replace(state.disabledPartners, requests.disabledPartners.parse(await json(context.req.raw)).partners);
    return context.body(null, 204);
  });

  app.patch('/exchanges/:id', async (context) => {
    const exchange = world.exchanges.get(context.req.param('id'));
    if (exchange === undefined) return context.json({ code: 'NotFound', message: 'No such exchange.' }, 404);
    const change = requests.exchange.parse(await json(context.req.raw));
    exchange.status = change.status ?? exchange.status;
    if (change.needsUpdate === true && !exchange.needsUpdate) world.requireLogin(exchange.id);
    exchange.needsUpdate = change.needsUpdate ?? exchange.needsUpdate;
    exchange.tokenValid = change.tokenValid ?? exchange.tokenValid;
    return context.body(null, 204);
  });

  app.post('/answers', async (context) => {
    const { times, ...answer } = requests.answer.parse(await json(context.req.raw));
    state.plannedAnswers.push({ ...answer, remaining: times });
    return context.body(null, 204);
  });

  app.post('/access-tokens/expire', (context) => {
    for (const token of state.accessTokens.keys()) state.accessTokens.set(token, world.now());
    return context.body(null, 204);
  });

  app.put('/balance-check', async (context) => {
    state.balanceCheck = requests.balanceCheck.parse(await json(context.req.raw)).enabled;
    return context.body(null, 204);
  });

  app.patch('/transfers/:id', async (context) => {
    const transfer = state.transfers.get(context.req.param('id'));
    if (transfer === undefined) return context.json({ code: 'NotFound', message: 'No such transfer.' }, 404);
    const change = requests.transfer.parse(await json(context.req.raw));
    transfer.status = change.status;
    transfer.failure = change.status === 'failed' ? change.failure : null;
    return context.body(null, 204);
  });

  app.post('/webhooks/retry', async (context) => {
    await dwolla.webhooks.retryNow();
    return context.body(null, 204);
  });

  app.post('/processor-tokens', async (context) => {
    const body = requests.processorToken.parse(await json(context.req.raw));
    return context.json({ token: world.giveProcessorToken(body.partner) }, 201);
  });

  app.post('/exchange-sessions/:id/complete', (context) => {
    const session = world.sessionById(context.req.param('id'));
    if (session === undefined) return context.json({ code: 'NotFound', message: 'No such session.' }, 404);
    const result = completeSession(world, session);
    return 'refused' in result
      ? context.json({ code: 'Refused', message: `The partner refuses: ${result.refused}.` }, 409)
      : context.json(result.result);
  });

  return app;
}

/** The body as JSON; a form or a plain text (what a foreign page can send unasked) is refused by its media type. */
async function json(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/([\w.+-]+\+)?json\b/.test(type)) return undefined;
  return request.json().catch(() => undefined) as Promise<unknown>;
}

function replace<Item>(set: Set<Item>, items: readonly Item[]): void {
  set.clear();
  for (const item of items) set.add(item);
}

function snapshot({ world, webhooks }: DwollaContext): Record<string, unknown> {
  const { customers, externalParties, fundingSources, redirectUrls, refusedScopes, disabledPartners } =
    world.dwolla;
  return {
    scenario: world.scenario,
    scenarios: Object.fromEntries(partnerNames.map((name) => [name, world.scenarioFor(name)])),
    sessions: world.sessions(),
    exchanges: [...world.exchanges.values()].map(({ access: _access, ...exchange }) => exchange),
    customers: [...customers.keys()],
    externalParties: [...externalParties.keys()],
    fundingSources: [...fundingSources.values()].map(({ id, owner, exchangeId, name }) => ({
      id,
      owner,
      exchangeId,
      name,
    })),
    redirectUrls: [...redirectUrls],
    refusedScopes: [...refusedScopes],
    disabledPartners: [...disabledPartners],
    webhooks: webhooks.deliveries.map(({ event, subscription, attempts }) => ({
      topic: event.topic,
      resourceId: event.resourceId,
      url: subscription.url,
      statusCodes: attempts.map(({ statusCode }) => statusCode),
    })),
  };
}
