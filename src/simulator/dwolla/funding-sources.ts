import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import { refusedCards } from '../accounts.js';
import type { ExchangeRecord } from '../dwolla-records.js';
import type { Owner } from '../session-record.js';
import { ownerKey } from '../world.js';
import { z } from '../zod.js';
import { created, DwollaProblem, hal, invalidFields, notFound } from './answers.js';
import type { DwollaContext } from './context.js';
import { idInHref, ownerOf, ownerPaths, parseBody, readBody, requireScope } from './context.js';
import {
  balanceBody,
  fundingSourceBody,
  fundingSourceById,
  fundingSourceList,
} from './funding-source-body.js';
import type { FundingSourceKind, FundingSourceRecord } from './state.js';

/** How many cards an owner may have; Dwolla publishes no number, this one is the simulator's. */
const maximumCards = 5;

const text = (longest: number): z.ZodMiniString =>
  z.string().check(z.trim(), z.minLength(1), z.maxLength(longest));

const billingAddress = z.object({
  address1: text(50),
  address2: z.optional(text(100)),
  address3: z.optional(text(100)),
  city: text(50),
  stateProvinceRegion: z.string().check(z.regex(/^[A-Z]{2}$/)),
  country: z.string().check(z.regex(/^[A-Z]{2}$/)),
  postalCode: text(20),
});

const fundingSourceRequest = z.object({
  _links: z.object({ exchange: z.object({ href: z.string().check(z.minLength(1)) }) }),
  name: text(50),
  bankAccountType: z.optional(z.enum(['checking', 'savings'])),
  cardDetails: z.optional(z.object({ firstName: text(50), lastName: text(50), billingAddress })),
});

type FundingSourceRequest = z.output<typeof fundingSourceRequest>;

const changeRequest = z.object({ name: z.optional(text(50)), removed: z.optional(z.literal(true)) });

/** Creating funding sources from exchanges for the three owners, listing, reading, renaming, removing, and balances. */
export function serveFundingSources(app: Hono, dwolla: DwollaContext): void {
  const state = dwolla.world.dwolla;
  for (const { type, path } of ownerPaths) {
    app.post(`${path}/funding-sources`, (context) => createFundingSource(context, dwolla, type));
    app.get(`${type === 'account' ? '/accounts/:id' : path}/funding-sources`, (context) => {
      const id = context.req.param('id');
      if (type === 'account' && id !== dwolla.accountId) throw notFound('Account not found.', 'notFound');
      const missing = notFound('Customer not found.', 'notFound');
      const removed = context.req.query('removed') !== 'false';
      return hal(context, fundingSourceList(dwolla, ownerOf(dwolla, type, id, missing), removed));
    });
  }
  app.get('/funding-sources/:id', (context) =>
    hal(context, fundingSourceBody(dwolla, find(context, dwolla))),
  );
  app.get('/funding-sources/:id/balance', (context) => {
    const source = find(context, dwolla);
    const exchange = dwolla.world.exchanges.get(source.exchangeId ?? '');
    if (!state.balanceCheck)
      throw new DwollaProblem(403, 'Forbidden', 'Balance Check not enabled for this account.');
    if (source.kind.type !== 'bank' || exchange === undefined)
      throw new DwollaProblem(
        400,
        'UnsupportedOperation',
        'Retrieving the balance is not supported for this type of funding source.',
      );
    requireLivingExchange(
      dwolla,
      exchange,
      'Re-authentication is required in order to access account data. Please initiate the exchange session flow to regain access.',
    );
    return hal(context, balanceBody(dwolla, source, source.kind.account));
  });
  app.post('/funding-sources/:id', async (context) => {
    const source = find(context, dwolla);
    const change = parseBody(changeRequest, await readBody(context));
    if (source.removed)
      throw new DwollaProblem(403, 'InvalidResourceState', 'A removed bank cannot be updated.');
    if (change.name !== undefined && source.kind.type !== 'bank')
      throw new DwollaProblem(400, 'validationError', "Only funding sources of type='bank' can be updated.");
    if (change.name !== undefined) source.name = change.name;
    if (change.removed === true) source.removed = true;
    state.onChange({
      kind: 'funding-source',
      change: change.removed === true ? 'removed' : 'updated',
      source,
    });
    return hal(context, fundingSourceBody(dwolla, source));
  });
}

function find(context: Context, dwolla: DwollaContext): FundingSourceRecord {
  const source = fundingSourceById(dwolla, context.req.param('id') ?? '');
  if (source === undefined) throw notFound('Funding source not found.', 'notFound');
  return source;
}

async function createFundingSource(
  context: Context,
  dwolla: DwollaContext,
  type: Owner['type'],
): Promise<Response> {
  requireScope(dwolla, 'funding-sources');
  const { world, origins } = dwolla;
  const missing = notFound('Customer ID not found. Check Customer ID.');
  const owner = ownerOf(dwolla, type, context.req.param('id'), missing);
  const request = parseBody(fundingSourceRequest, await readBody(context));
  const exchangeId = idInHref(dwolla, request._links.exchange.href, 'exchanges');
  const exchange = exchangeId === null ? undefined : world.exchanges.get(exchangeId);
  if (exchange === undefined || ownerKey(exchange.owner) !== ownerKey(owner))
    throw invalidFields({ code: 'Invalid', message: 'Exchange is invalid.', path: '/_links/exchange/href' });
  if (exchange.status !== 'active')
    throw new DwollaProblem(400, 'InactiveExchange', 'The Exchange was removed or disabled.');
  requireLivingExchange(dwolla, exchange);
  const source: FundingSourceRecord = {
    id: world.newId(),
    owner,
    createdAt: world.now(),
    exchangeId: exchange.id,
    kind: kindOf(dwolla, exchange, request),
    name: request.name,
    removed: false,
  };
  refuseDuplicate(dwolla, source);
  world.dwolla.fundingSources.set(source.id, source);
  // What comes from an exchange is verified from the start.
  for (const change of ['added', 'verified'] as const)
    world.dwolla.onChange({ kind: 'funding-source', change, source });
  return created(context, `${origins.dwolla}/funding-sources/${source.id}`);
}

/**
 * The partner must still honour the exchange. Where only a new login is missing, the answer says so and links to where the
 * re-authentication session is made.
 * @param staleLogin the sentence for that, which differs between the endpoints
 */
function requireLivingExchange(
  { origins }: DwollaContext,
  exchange: ExchangeRecord,
  staleLogin = 'The login details for this token have changed.',
): void {
  if (exchange.status !== 'active')
    throw new DwollaProblem(400, 'InactiveExchange', 'The Exchange was removed or disabled.');
  if (!exchange.tokenValid)
    throw new DwollaProblem(
      400,
      'InvalidExchangeToken',
      'The exchange token is not valid to perform this operation.',
    );
  if (exchange.needsUpdate)
    throw new DwollaProblem(400, 'UpdateCredentials', staleLogin, {
      _links: {
        about: {
          href: `${origins.dwolla}/exchanges/${exchange.id}/exchange-sessions`,
          type: 'application/vnd.dwolla.v1.hal+json',
          'resource-type': 'exchange-session',
        },
      },
    });
}

function kindOf(
  dwolla: DwollaContext,
  { access, owner }: ExchangeRecord,
  request: FundingSourceRequest,
): FundingSourceKind {
  if (access.kind === 'card') {
    const { cardDetails } = request;
    if (cardDetails === undefined)
      throw invalidFields({ code: 'Required', message: 'CardDetails required.', path: '/cardDetails' });
    refuseCard(dwolla, access.card.number, owner);
    const { firstName, lastName, billingAddress } = cardDetails;
    return {
      type: 'card',
      card: access.card,
      nameOnCard: `${firstName} ${lastName}`,
      // Zod leaves out what was not given, so no value is undefined.
      billingAddress: billingAddress as Record<string, string>,
    };
  }
  if (request.cardDetails !== undefined)
    throw invalidFields({ code: 'Required', message: 'Token is required.', path: '/token' });
  if (request.bankAccountType === undefined)
    throw invalidFields({ code: 'Required', message: 'BankAccountType required.', path: '/bankAccountType' });
  const account = access.accounts.find((candidate) => candidate.type === request.bankAccountType);
  if (account === undefined)
    throw invalidFields({
      code: 'Invalid',
      message: `The exchange shares no ${request.bankAccountType} account.`,
      path: '/bankAccountType',
    });
  return { type: 'bank', account, bankName: access.institution.name };
}

/** The refusals of a card that only Dwolla finds: by country, by its data, or because there are enough cards. */
function refuseCard({ world }: DwollaContext, number: string, owner: Owner): void {
  if (number === refusedCards.country)
    throw invalidFields({ code: 'Invalid', message: "The card's country is not supported.", path: '/token' });
  if (number === refusedCards.data)
    throw invalidFields({ code: 'Invalid', message: 'The card data is invalid.', path: '/token' });
  const cards = [...world.dwolla.fundingSources.values()].filter(
    (source) => source.kind.type === 'card' && !source.removed && ownerKey(source.owner) === ownerKey(owner),
  );
  if (cards.length >= maximumCards)
    throw invalidFields({
      code: 'Invalid',
      message: 'The maximum number of cards has been exceeded.',
      path: '/_links/exchange',
    });
}

/** One account or card of an exchange makes one funding source; errors have the form of each owner's endpoint. */
function refuseDuplicate({ world, origins }: DwollaContext, made: FundingSourceRecord): void {
  const same = [...world.dwolla.fundingSources.values()].find(
    (source) => !source.removed && source.exchangeId === made.exchangeId && placeOf(source) === placeOf(made),
  );
  if (same === undefined) return;
  if (made.owner.type !== 'account')
    throw new DwollaProblem(
      400,
      'ValidationError',
      'Duplicate funding source or validation error. Authorization already associated to a funding source.',
    );
  throw new DwollaProblem(400, 'DuplicateResource', `Bank already exists: id=${same.id}`, {
    _links: {
      about: {
        href: `${origins.dwolla}/funding-sources/${same.id}`,
        type: 'application/vnd.dwolla.v1.hal+json',
        'resource-type': 'funding-source',
      },
    },
  });
}

const placeOf = ({ kind }: FundingSourceRecord): string =>
  kind.type === 'bank' ? kind.account.id : kind.card.number;
