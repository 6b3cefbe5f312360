import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import type { ExchangeRecord, Grant } from '../dwolla-records.js';
import type { PartnerName } from '../partner-session.js';
import type { Owner } from '../session-record.js';
import { partnerNames } from '../partner-session.js';
import { mxConnectionToken } from '../partners/mx/connection-token.js';
import { partners } from '../partners/registry.js';
import { ownerKey } from '../world.js';
import { z } from '../zod.js';
import { created, DwollaProblem, hal, invalidFields, link, notFound } from './answers.js';
import type { DwollaContext } from './context.js';
import { ownerHref, ownerOf, ownerPaths, parseBody, readBody, requireScope } from './context.js';
import { partnerIdOf, partnerLink, partnersInHref } from './exchange-partners.js';

const text = z.string().check(z.minLength(1));

/** Mastercard's receipt of `partners/accessKey`, as Dwolla takes it. Times come as numbers or as dates. */
const finicityReceipt = z.object({
  profile: z.optional(z.int()),
  version: z.optional(text),
  receiptId: text,
  receiptVersion: z.optional(text),
  customerId: text,
  partnerId: z.optional(z.int()),
  products: z
    .array(
      z.object({
        product: text,
        accountId: text,
        accessPeriod: z.optional(
          z.partial(
            z.object({
              type: text,
              startTime: z.union([text, z.number()]),
              endTime: z.union([text, z.number()]),
            }),
          ),
        ),
      }),
    )
    .check(z.minLength(1)),
  timestamp: z.optional(text),
});

const exchangeRequest = z.object({
  _links: z.object({ 'exchange-partner': z.object({ href: text }) }),
  token: z.optional(text),
  plaid: z.optional(z.object({ publicToken: text })),
  // Dwolla Connect names the account by its two MX ids instead of by the connection's token.
  mx: z.optional(
    z.union([z.object({ availableConnectionToken: text }), z.object({ memberId: text, accountId: text })]),
  ),
  finicity: z.optional(finicityReceipt),
});

type ExchangeRequest = z.output<typeof exchangeRequest>;

/** The permission that a body brings, and the partners that may have given it in this form. */
interface Offer {
  readonly token: string;
  readonly partners: readonly PartnerName[];
}

/** Creating, reading and listing exchanges of customers, external parties and the account; MX's available connections. */
export function serveExchanges(app: Hono, dwolla: DwollaContext): void {
  for (const { type, path } of ownerPaths) {
    app.post(`${path}/exchanges`, (context) => createExchange(context, dwolla, type));
    app.get(`${path}/exchanges`, (context) => {
      const missing = notFound('Customer ID not found. Check Customer ID.');
      const owner = ownerOf(dwolla, type, context.req.param('id'), missing);
      return hal(context, listBody(dwolla, owner));
    });
  }
  app.get('/exchanges/:id', (context) => {
    requireScope(
      dwolla,
      'exchanges',
      'The scopes for retrieving an exchange resource is not enabled for this application. Reach out to Dwolla for more information.',
    );
    const exchange = dwolla.world.exchanges.get(context.req.param('id'));
    if (exchange === undefined) throw notFound('The requested resource was not found. Check Exchange ID.');
    return hal(context, exchangeBody(dwolla, exchange));
  });
  for (const { type, path } of ownerPaths.filter(({ type }) => type !== 'account'))
    app.get(`${path}/available-exchange-connections`, (context) => {
      const missing = notFound('The requested resource was not found. Check Customer ID.');
      const owner = ownerOf(dwolla, type, context.req.param('id'), missing);
      return hal(context, connectionsBody(dwolla, owner));
    });
}

async function createExchange(
  context: Context,
  dwolla: DwollaContext,
  type: Owner['type'],
): Promise<Response> {
  requireScope(dwolla, 'exchanges', scopeMessage(type));
  const owner = ownerOf(dwolla, type, context.req.param('id'));
  const body = parseBody(exchangeRequest, await readBody(context));
  const named = partnersInHref(dwolla, body._links['exchange-partner'].href);
  if (named.length === 0)
    throw invalidFields({
      code: 'Invalid',
      message: 'Exchange partner is invalid.',
      path: '/_links/exchange-partner/href',
    });
  const offer = readOffer(body, type);
  const grant = acceptGrant(dwolla, offer, named, owner);
  const exchange = dwolla.world.addExchange(grant.partner, owner, grant.access);
  if (!grant.reusable) grant.exchangeId = exchange.id;
  const location = `${dwolla.origins.dwolla}/exchanges/${exchange.id}`;
  return created(context, location, type === 'account' ? {} : undefined);
}

/** Which permission a body brings: exactly one of the documented forms; the account knows only `token` and `finicity`. */
function readOffer(body: ExchangeRequest, type: Owner['type']): Offer {
  const offers: Offer[] = [];
  if (body.token !== undefined)
    offers.push({
      token: body.token,
      partners: partnerNames.filter((name) => partners[name].dwolla.takesToken),
    });
  if (body.finicity !== undefined) offers.push({ token: body.finicity.receiptId, partners: ['mastercard'] });
  if (body.plaid !== undefined && type !== 'account')
    offers.push({ token: body.plaid.publicToken, partners: ['plaid'] });
  if (body.mx !== undefined && type !== 'account')
    offers.push({ token: connectionToken(body.mx), partners: ['mx'] });
  const [offer, second] = offers;
  if (offer === undefined)
    throw invalidFields({ code: 'Required', message: 'Token is required.', path: '/token' });
  if (second !== undefined)
    throw invalidFields({
      code: 'Invalid',
      message: 'More than one kind of token was sent.',
      path: '/token',
    });
  return offer;
}

function connectionToken(mx: NonNullable<ExchangeRequest['mx']>): string {
  if ('availableConnectionToken' in mx) return mx.availableConnectionToken;
  return mxConnectionToken(mx.accountId, mx.memberId);
}

/** The grant behind an offer, or the refusal that Dwolla documents for it. */
function acceptGrant(
  { world }: DwollaContext,
  offer: Offer,
  named: readonly PartnerName[],
  owner: Owner,
): Grant {
  const grant = world.grants.get(offer.token);
  const invalid = (status: 400 | 401): DwollaProblem =>
    new DwollaProblem(
      status,
      'InvalidExchangeToken',
      'The exchange token is not valid to perform this operation. Either the token is expired or invalid, or the products permissions to the token are invalid or expired.',
    );
  if (!grant?.exchangeable) throw invalid(400);
  if (!offer.partners.includes(grant.partner) || !named.includes(grant.partner)) throw invalid(400);
  if (grant.owner !== null && ownerKey(grant.owner) !== ownerKey(owner)) throw invalid(401);
  if (grant.exchangeId !== null) throw usedGrant(world.exchanges.get(grant.exchangeId), owner, invalid(400));
  if (!grant.reusable && world.now() >= grant.expiresAt)
    throw new DwollaProblem(400, 'InvalidExchangeToken', 'Exchange token is expired.');
  return grant;
}

/** A grant brought a second time: its exchange may have ended meanwhile, which Dwolla says first. */
function usedGrant(
  exchange: ExchangeRecord | undefined,
  owner: Owner,
  invalid: DwollaProblem,
): DwollaProblem {
  if (exchange === undefined || exchange.status === 'active') return invalid;
  return owner.type === 'account'
    ? new DwollaProblem(400, 'InactiveExchange', 'Exchange was removed or disabled.')
    : new DwollaProblem(400, 'InvalidExchange', 'The exchange is no longer active.');
}

function scopeMessage(type: Owner['type']): string {
  if (type === 'external-party') return 'Missing or invalid scopes for requested endpoint.';
  const owner = type === 'account' ? 'an account' : 'a customer';
  return `The scopes for creating an exchange resource for ${owner} is not enabled for this application. Reach out to Dwolla for more information.`;
}

function exchangeBody(dwolla: DwollaContext, exchange: ExchangeRecord): Record<string, unknown> {
  const self = `${dwolla.origins.dwolla}/exchanges/${exchange.id}`;
  return {
    _links: {
      self: link(self, 'exchange'),
      'exchange-partner': partnerLink(dwolla, partnerIdOf(exchange.partner)),
      [exchange.owner.type]: link(ownerHref(dwolla, exchange.owner), exchange.owner.type),
      'funding-sources': link(`${ownerHref(dwolla, exchange.owner)}/funding-sources`, 'funding-source'),
    },
    id: exchange.id,
    status: exchange.status,
    created: new Date(exchange.createdAt).toISOString(),
  };
}

function listBody(dwolla: DwollaContext, owner: Owner): Record<string, unknown> {
  const mine = [...dwolla.world.exchanges.values()].filter(
    (exchange) => ownerKey(exchange.owner) === ownerKey(owner),
  );
  const self =
    owner.type === 'account' ? `${dwolla.origins.dwolla}/exchanges` : `${ownerHref(dwolla, owner)}/exchanges`;
  return {
    _links: { self: link(self, 'exchange') },
    _embedded: { exchanges: mine.map((exchange) => exchangeBody(dwolla, exchange)) },
    total: mine.length,
  };
}

function connectionsBody(dwolla: DwollaContext, owner: Owner): Record<string, unknown> {
  const href = ownerHref(dwolla, owner);
  const collection = owner.type === 'customer' ? 'customers' : 'external-parties';
  return {
    _links: {
      self: link(`${href}/available-exchange-connections`, owner.type),
      [collection]: link(href, owner.type),
    },
    _embedded: {
      'available-exchange-connections': dwolla.world
        .availableConnections(owner)
        .map(({ token, name }) => ({ availableConnectionToken: token, name })),
    },
  };
}
