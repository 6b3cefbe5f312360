import type { FundingSourceBalance, FundingSourceSummary } from '../answers.js';
import type { Exchange, FundingSource } from '../dwolla/client.js';
import { linksOf } from '../dwolla/client.js';
import { DwollaRefusal } from '../dwolla/refusal.js';
import { ExchangeHandlerError } from '../handler-error.js';
import type { RouteRequest } from '../kit.js';
import { json, linkTo } from '../kit.js';
import { parseInput, readIdempotencyKey, readJson, resourceId } from '../request-input.js';
import { z } from '../zod.js';
import { isNotOthers, nameExisting, ownedExchange, ownedFundingSource, partnerOf } from './owned.js';

const text = (longest: number): z.ZodMiniString =>
  z.string().check(z.trim(), z.minLength(1, 'must not be empty'), z.maxLength(longest));
const twoLetters = z.string().check(z.regex(/^[A-Z]{2}$/, 'must be two capital letters'));

/** Lengths and forms are those of Dwolla's `CreateCustomerCardFundingSourceWithExchange`. */
const cardDetails = z.object({
  firstName: text(50),
  lastName: text(50),
  billingAddress: z.object({
    address1: text(50),
    address2: z.optional(text(100)),
    address3: z.optional(text(100)),
    city: text(50),
    stateProvinceRegion: twoLetters,
    country: twoLetters,
    postalCode: text(20),
  }),
});

const exchangeAndName = { exchangeId: resourceId, name: text(50) };
const cardRequest = z.object({ ...exchangeAndName, cardDetails });
const bankRequest = z.object({ ...exchangeAndName, bankAccountType: z.enum(['checking', 'savings']) });

const listRequest = z.object({ removed: z.enum(['true', 'false']) });
const renameRequest = z.strictObject({ name: text(50) });
const removalRequest = z.strictObject({ removed: z.literal(true) });

/**
 * `POST /funding-sources`: makes a bank account (`bankAccountType`) or a card (`cardDetails`) of an exchange of the owner
 * into a funding source. 201 with what a page shows of it, or with its `id` alone.
 */
export async function createFundingSource(request: RouteRequest): Promise<Response> {
  const { kit, owner } = request;
  const body = await readJson(request.request);
  const isCard = typeof body === 'object' && body !== null && 'cardDetails' in body;
  const { exchangeId, ...source } = isCard ? parseInput(cardRequest, body) : parseInput(bankRequest, body);
  const given = readIdempotencyKey(request.request);
  const exchange = await ownedExchange(kit, owner, exchangeId);
  const key = await kit.ids.idempotencyKey(given, owner, `funding source of ${exchange.id}`);
  const href = linksOf(exchange)['self']?.href ?? `${kit.options.linkUrl}/exchanges/${exchange.id}`;
  const id = await kit.dwolla.createFundingSource(owner, href, source, key).catch(async (error: unknown) => {
    if (isReauthWanted(error)) throw await reauthAnswer(request, error, exchange);
    return nameExisting('fundingSourceId')(error);
  });
  // It exists now; that it cannot be read back at once must not look like a failure.
  const made: FundingSource = await kit.dwolla.readFundingSource(id).catch(() => ({ id }));
  return json(summaryOf(made), 201, { location: linkTo(request, `/funding-sources/${id}`) });
}

/** `GET /funding-sources[?removed=true]`: the owner's, `{ fundingSources: [{ id, type, status, name, … }] }`; without the removed ones. */
export async function listFundingSources({ kit, owner, url }: RouteRequest): Promise<Response> {
  const { removed } = parseInput(listRequest, { removed: url.searchParams.get('removed') ?? 'false' });
  const listed = await kit.dwolla.listFundingSources(owner, removed === 'true');
  return json({ fundingSources: listed.filter(isNotOthers(owner)).map(summaryOf) });
}

/**
 * `POST /funding-sources/{id}` `{ name }` renames a bank account, `{ removed: true }` removes a bank account or a card for
 * good: of the owner alone. 200 with what a page shows of it.
 */
export async function changeFundingSource(request: RouteRequest): Promise<Response> {
  const { kit, owner } = request;
  const body = await readJson(request.request);
  const isRemoval = typeof body === 'object' && body !== null && 'removed' in body;
  const change = isRemoval ? parseInput(removalRequest, body) : parseInput(renameRequest, body);
  const source = await ownedFundingSource(kit, owner, request.id);
  await kit.dwolla.changeFundingSource(source.id, change);
  // It is changed now; that it cannot be read back at once must not look like a failure.
  const changed = await kit.dwolla
    .readFundingSource(source.id)
    .catch((): FundingSource => ({ ...source, ...change }));
  return json(summaryOf(changed));
}

/** `GET /funding-sources/{id}`: what a page shows of a funding source of the owner. */
export async function readFundingSource(request: RouteRequest): Promise<Response> {
  return json(summaryOf(await ownedFundingSource(request.kit, request.owner, request.id)));
}

/**
 * `GET /funding-sources/{id}/balance`: the balance as Dwolla gives it. Where the bank wants a new login first (Dwolla's
 * `UpdateCredentials`), 409 with the exchange and the URL of a session that re-authenticates it.
 */
export async function readBalance(request: RouteRequest): Promise<Response> {
  const { kit, owner } = request;
  const source = await ownedFundingSource(kit, owner, request.id);
  const { id } = source;
  try {
    const { _links, ...amounts } = await kit.dwolla.readBalance(id);
    const answer: FundingSourceBalance = { fundingSourceId: id, balance: spendable(amounts), ...amounts };
    return json(answer);
  } catch (error) {
    if (!isReauthWanted(error)) throw error;
    // …/exchanges/{id}/exchange-sessions
    const exchangeId = /\/exchanges\/([^/]+)\/exchange-sessions$/.exec(error.about ?? '')?.[1];
    throw exchangeId === undefined
      ? error
      : await reauthAnswer(request, error, await ownedExchange(kit, owner, exchangeId));
  }
}

/** Dwolla calls it `balance` for its own balances and `available` for bank accounts. */
function spendable(amounts: { balance?: unknown; available?: unknown }): unknown {
  return amounts.balance ?? amounts.available;
}

function isReauthWanted(error: unknown): error is DwollaRefusal {
  return error instanceof DwollaRefusal && error.code === 'UpdateCredentials';
}

/** 409 with where to go: `sessionUrl` is ready to be an element's `session-url` (with `reauth` set). */
async function reauthAnswer(
  request: RouteRequest,
  { message }: DwollaRefusal,
  exchange: Exchange,
): Promise<ExchangeHandlerError> {
  const partner = await partnerOf(request.kit, exchange);
  const query = new URLSearchParams({
    ...(partner === null ? {} : { partner }),
    exchange: exchange.id,
  });
  const sessionUrl = linkTo(request, `/session?${query.toString()}`);
  return new ExchangeHandlerError(409, 'UpdateCredentials', message, {
    details: { exchangeId: exchange.id, partner, sessionUrl },
  });
}

function summaryOf(source: FundingSource): FundingSourceSummary {
  const { id, type, status, name, bankName, bankAccountType, removed, created, cardDetails: card } = source;
  const cardSummary =
    card === undefined
      ? {}
      : {
          card: {
            brand: card.brand,
            lastFour: card.lastFour,
            expirationMonth: card.expirationMonth,
            expirationYear: card.expirationYear,
          },
        };
  return {
    id,
    type,
    status,
    name,
    bankName,
    bankAccountType,
    removed,
    created,
    ...cardSummary,
  };
}
