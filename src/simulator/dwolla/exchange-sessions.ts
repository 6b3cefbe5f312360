import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import type { PartnerName } from '../partner-session.js';
import type { Owner } from '../session-record.js';
import { partners } from '../partners/registry.js';
import { isScenarioName } from '../scenarios.js';
import type { SessionRequest } from '../session-record.js';
import { created, DwollaProblem, hal, halMediaType, link, notFound } from './answers.js';
import type { DwollaContext } from './context.js';
import { ownerOf, readBody, requireScope } from './context.js';
import { partnerIdOf, partnerLink, partnersInHref } from './exchange-partners.js';
import type { ExchangeSessionRecord } from './state.js';

/** An Android package name, which Plaid's mobile sessions carry in place of a URL. */
const androidPackage = /^[a-z][\w]*(?:\.[a-z][\w]*)+$/i;

/**
 * The four exchange-session endpoints:
 * `POST /customers/{id}/exchange-sessions`, `POST /external-parties/{id}/exchange-sessions`,
 * `POST /exchanges/{id}/exchange-sessions` (re-authentication) and `GET /exchange-sessions/{id}`.
 * A header `X-Simulator-Scenario` on a POST gives that one session its scenario.
 */
export function serveExchangeSessions(app: Hono, dwolla: DwollaContext): void {
  app.post('/customers/:id/exchange-sessions', (context) => createForOwner(context, dwolla, 'customer'));
  app.post('/external-parties/:id/exchange-sessions', (context) =>
    createForOwner(context, dwolla, 'external-party'),
  );
  app.post('/exchanges/:id/exchange-sessions', (context) => createForExchange(context, dwolla));
  app.get('/exchange-sessions/:id', (context) => {
    requireScope(dwolla, 'exchange-sessions');
    const record = dwolla.world.dwolla.exchangeSessions.get(context.req.param('id'));
    if (record === undefined) throw notFound('Exchange session not found.', 'notFound');
    return hal(context, sessionBody(dwolla, record));
  });
}

async function createForOwner(
  context: Context,
  dwolla: DwollaContext,
  type: 'customer' | 'external-party',
): Promise<Response> {
  requireScope(dwolla, 'exchange-sessions');
  const owner = ownerOf(dwolla, type, context.req.param('id'));
  const body = await readBody(context);
  const problem = sessionProblems(type);
  const named = partnersInHref(dwolla, hrefAt(body, 'exchange-partner'));
  if (named.length === 0) throw problem.invalid('/_links/exchange-partner/href is invalid');
  const partner = named.find((candidate) => partners[candidate].dwolla.sessionOwners.includes(type));
  if (partner === undefined)
    throw problem.forbidden('The exchange partner specified does not support this product');
  if (dwolla.world.dwolla.disabledPartners.has(partner))
    throw problem.forbidden('Exchange sessions with this exchange partner are not enabled for your account');
  const redirectUrl = readRedirectUrl(dwolla, partner, hrefAt(body, 'redirect-url'), problem);
  return open(context, dwolla, partner, { owner, redirectUrl });
}

async function createForExchange(context: Context, dwolla: DwollaContext): Promise<Response> {
  requireScope(dwolla, 'exchange-sessions');
  const exchange = dwolla.world.exchanges.get(context.req.param('id') ?? '');
  if (exchange === undefined) throw notFound();
  const problem = sessionProblems('exchange');
  if (exchange.status !== 'active')
    throw new DwollaProblem(400, 'InactiveExchange', 'The Exchange was removed or disabled.');
  if (!partners[exchange.partner].dwolla.canReauthenticate)
    throw problem.forbidden('The exchange partner specified does not support this product');
  const body = await readBody(context);
  const redirectUrl = readRedirectUrl(dwolla, exchange.partner, hrefAt(body, 'redirect-url'), problem);
  return open(context, dwolla, exchange.partner, {
    owner: exchange.owner,
    redirectUrl,
    reauthOf: exchange.id,
  });
}

function open(
  context: Context,
  dwolla: DwollaContext,
  partner: PartnerName,
  request: SessionRequest & { owner: Owner },
): Response {
  const { world, origins } = dwolla;
  const scenario = context.req.header('x-simulator-scenario');
  if (scenario !== undefined && !isScenarioName(scenario))
    throw new DwollaProblem(400, 'BadRequest', `X-Simulator-Scenario: there is no scenario "${scenario}".`);
  const made = world.createSession(partner, origins, {
    ...request,
    ...(scenario === undefined ? {} : { scenario }),
  });
  const record: ExchangeSessionRecord = {
    id: made.session.id,
    createdAt: made.session.createdAt,
    partnerId: partnerIdOf(partner),
    href: made.href,
    linkToken: made.linkToken,
    paymentSession: made.paymentSession,
  };
  world.dwolla.exchangeSessions.set(record.id, record);
  return created(context, `${origins.dwolla}/exchange-sessions/${record.id}`);
}

/** The body of `GET /exchange-sessions/{id}`; which fields it has depends on the partner. */
function sessionBody(dwolla: DwollaContext, record: ExchangeSessionRecord): Record<string, unknown> {
  return {
    created: new Date(record.createdAt).toISOString(),
    _links: {
      self: link(`${dwolla.origins.dwolla}/exchange-sessions/${record.id}`, 'exchange-sessions'),
      'exchange-partner': partnerLink(dwolla, record.partnerId),
      ...(record.href === null
        ? {}
        : {
            'external-provider-session': {
              href: record.href,
              type: halMediaType,
              'resource-type': 'text/html',
            },
          }),
    },
    ...(record.linkToken === null ? {} : { externalProviderSessionToken: record.linkToken }),
    ...(record.paymentSession === null ? {} : { externalProviderSessionData: record.paymentSession }),
  };
}

/** `_links.{name}.href` of a body, whatever it is. */
function hrefAt(body: unknown, name: string): unknown {
  const links = fieldOf(body, '_links');
  return fieldOf(fieldOf(links, name), 'href');
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

interface SessionProblems {
  invalid(message: string): DwollaProblem;
  forbidden(message: string): DwollaProblem;
}

/**
 * The refusals in the words of each endpoint: the customers' page prints bare messages and `forbidden`, the pages of
 * external parties and of re-authentication list `Invalid` under a ValidationError, with full stops, and `Forbidden`.
 */
function sessionProblems(endpoint: 'customer' | 'external-party' | 'exchange'): SessionProblems {
  if (endpoint === 'customer')
    return {
      invalid: (message) => new DwollaProblem(400, 'ValidationError', message),
      forbidden: (message) => new DwollaProblem(403, 'forbidden', message),
    };
  return {
    invalid: (message) => {
      const path = message.startsWith('/') ? (message.split(' ')[0] ?? '') : '/_links/redirect-url/href';
      const errors = [{ code: 'Invalid', message: `${message}.`, path, _links: {} }];
      return new DwollaProblem(400, 'ValidationError', `${message}.`, { _embedded: { errors } });
    },
    forbidden: (message) => new DwollaProblem(403, 'Forbidden', `${message}.`),
  };
}

/**
 * The redirect URL of a request: Visa needs one, Plaid takes one for mobile sessions, the others ignore it. A web address
 * must equal a registered one, character by character.
 */
function readRedirectUrl(
  { world }: DwollaContext,
  partner: PartnerName,
  href: unknown,
  problem: SessionProblems,
): string | null {
  const rule = partners[partner].dwolla.redirectUrl;
  if (rule === 'ignored' || (href === undefined && rule === 'mobile')) return null;
  const invalid = problem.invalid('/_links/redirect-url/href is invalid');
  if (typeof href !== 'string') throw invalid;
  if (rule === 'mobile' && androidPackage.test(href)) return href;
  if (!URL.canParse(href) || !['https:', 'http:'].includes(new URL(href).protocol)) throw invalid;
  if (!world.dwolla.redirectUrls.has(href))
    throw problem.invalid(
      'The provided redirect URL must exactly match one of the configured URLs for the account',
    );
  return href;
}
