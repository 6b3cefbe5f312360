import type { MiddlewareHandler } from 'hono';
import { Hono } from 'hono/tiny';
import { DwollaProblem, hal, halMediaType, notFound } from './dwolla/answers.js';
import { requireAccessToken, serveTokens } from './dwolla/authorization.js';
import type { Credentials, DwollaContext } from './dwolla/context.js';
import { createControl } from './dwolla/control.js';
import { serveExchangePartners } from './dwolla/exchange-partners.js';
import { serveExchangeSessions } from './dwolla/exchange-sessions.js';
import { serveExchanges } from './dwolla/exchanges.js';
import { openSettlement } from './dwolla/funding-source-body.js';
import { serveFundingSources } from './dwolla/funding-sources.js';
import { keepIdempotent } from './dwolla/idempotency.js';
import { serveOwners } from './dwolla/owners.js';
import { serveTransfers } from './dwolla/transfers.js';
import { serveVisaRedirect } from './dwolla/visa-redirect.js';
import { serveWebhookSubscriptions } from './dwolla/webhook-subscriptions.js';
import { Webhooks } from './dwolla/webhooks.js';
import { partnerNames } from './partner-session.js';
import type { PublicOrigins } from './partner-session.js';
import type { WebApp } from './partners/partner.js';
import { partners } from './partners/registry.js';
import type { World } from './world.js';

/** Keys of the simulated applications; anything goes, they open nothing. */
export interface DwollaApiOptions {
  readonly credentials?: Credentials;
  /** Lists Visa among the exchange partners, which the official client does not parse. */
  readonly visa?: boolean;
  /** Sends the webhooks; without it, one that keeps Dwolla's own pauses. */
  readonly webhooks?: Webhooks;
}

/** The application that a simulated Dwolla knows when no other is given. */
export const simulatedCredentials: Credentials = { key: 'simulated-key', secret: 'simulated-secret' };

/**
 * The simulated Dwolla: its API with `/token`, `/redirect/tink` of Visa's redirect return, the simulator's switches under
 * `/simulator`, and the partners' own APIs below that (`/simulator/plaid`, `/simulator/mx`, …).
 * @param origins Dwolla's own origin, and those that created partner URLs carry
 */
export function createDwollaApi(world: World, origins: PublicOrigins, options: DwollaApiOptions = {}): Hono {
  const accountId = world.newId();
  const dwolla: DwollaContext = {
    world,
    origins,
    credentials: options.credentials ?? simulatedCredentials,
    listVisa: options.visa ?? false,
    accountId,
    settlement: openSettlement(accountId, world.newId(), world.now()),
    webhooks: options.webhooks ?? new Webhooks(world),
  };
  const app = new Hono();
  app.onError((error, context) => {
    const problem =
      error instanceof DwollaProblem
        ? error
        : new DwollaProblem(500, 'ServerError', `A server error occurred. ${error.message}`);
    return hal(context, problem.body(), problem.status);
  });
  app.notFound((context) => hal(context, notFound().body(), 404));

  app.use(givePlannedAnswer(dwolla));
  serveVisaRedirect(app, dwolla);
  serveTokens(app, dwolla);
  app.use('/simulator/*', refuseOtherSites(origins.dwolla));
  app.route('/simulator', createControl(dwolla));
  // A base and the route `/` make this, too.
  app.get('/simulator/', (context) => context.redirect('/simulator', 308));
  for (const name of partnerNames) {
    const { api } = partners[name];
    if (api !== null) serveBelow(app, `/simulator/${api.path}`, api.create({ world, origins }));
  }

  app.use(requireAccessToken(dwolla), requireVersion, keepIdempotent(dwolla));
  serveOwners(app, dwolla);
  serveExchangePartners(app, dwolla);
  serveExchangeSessions(app, dwolla);
  serveExchanges(app, dwolla);
  serveFundingSources(app, dwolla);
  serveTransfers(app, dwolla);
  serveWebhookSubscriptions(app, dwolla);
  return app;
}

/** Serves another application below a path; it sees addresses without that path. */
function serveBelow(app: Hono, path: string, other: WebApp): void {
  app.all(`${path}/*`, ({ req }) => {
    const url = new URL(req.url);
    url.pathname = url.pathname.slice(path.length);
    return other.fetch(new Request(url, req.raw));
  });
}

/**
 * 403 for what a page of another site has a browser send to the switches; a request without a body needs no permission from
 * us to be sent. Reading is harmless: no answer may be read by another origin.
 */
function refuseOtherSites(own: string): MiddlewareHandler {
  return async (context, next) => {
    const { method } = context.req;
    const site = context.req.header('sec-fetch-site') ?? 'none';
    const origin = context.req.header('origin') ?? own;
    const isForeign = !['same-origin', 'none'].includes(site) || origin !== own;
    if (isForeign && method !== 'GET' && method !== 'HEAD')
      throw new DwollaProblem(403, 'CrossSiteRequest', 'This request came from a page of another site.');
    await next();
  };
}

/** 406 where the `Accept` header rules Dwolla's media type out. */
const requireVersion: MiddlewareHandler = async (context, next) => {
  const accept = context.req.header('accept') ?? '*/*';
  if (![halMediaType, 'application/*', '*/*'].some((type) => accept.includes(type)))
    throw new DwollaProblem(406, 'InvalidVersion', 'Missing or invalid API version.');
  await next();
};

/** Answers planned with `POST /simulator/answers` come before everything else, the switches excepted. */
function givePlannedAnswer({ world }: DwollaContext): MiddlewareHandler {
  return async (context, next) => {
    const { method, path } = context.req;
    const planned = world.dwolla.plannedAnswers.find(
      (answer) => answer.method === method && answer.remaining > 0 && covers(answer.path, path),
    );
    if (planned === undefined || path.startsWith('/simulator')) return next();
    planned.remaining -= 1;
    return new Response(planned.body === null ? null : JSON.stringify(planned.body), {
      status: planned.status,
      headers: { 'content-type': halMediaType, ...planned.headers },
    });
  };
}

const covers = (pattern: string, path: string): boolean =>
  pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : pattern === path;
