import type { Exchange, FundingSource } from '../dwolla/client.js';
import { linksOf } from '../dwolla/client.js';
import { DwollaRefusal } from '../dwolla/refusal.js';
import { ExchangeHandlerError, notFound } from '../handler-error.js';
import type { Kit } from '../kit.js';
import type { Owner } from '../owner.js';
import { linksNameOwner } from '../owner.js';
import type { PartnerName } from '../partners.js';
import { resourceId } from '../request-input.js';

/**
 * Reads an exchange that the browser named, and answers 404 unless it belongs to the owner. Its own links say so; where
 * they name nobody (Dwolla's example of a single exchange does not), the owner's list of exchanges decides.
 */
export async function ownedExchange({ dwolla }: Kit, owner: Owner, id: string): Promise<Exchange> {
  if (!resourceId.safeParse(id).success) throw notFound('The exchange');
  const exchange = await dwolla.readExchange(id).catch(hideStrangers('The exchange'));
  const named = linksNameOwner(owner, linksOf(exchange));
  if (named ?? (await dwolla.listsExchange(owner, exchange.id))) return exchange;
  throw notFound('The exchange');
}

/** Reads a funding source that the browser named, and answers 404 unless its links name the owner. */
export async function ownedFundingSource({ dwolla }: Kit, owner: Owner, id: string): Promise<FundingSource> {
  if (!resourceId.safeParse(id).success) throw notFound('The funding source');
  const source = await dwolla.readFundingSource(id).catch(hideStrangers('The funding source'));
  if (linksNameOwner(owner, linksOf(source)) === true) return source;
  throw notFound('The funding source');
}

/** Keeps what an owner's list has, but for what names somebody else: then the list is not to be trusted. */
export const isNotOthers =
  (owner: Owner) =>
  (resource: Exchange | FundingSource): boolean =>
    linksNameOwner(owner, linksOf(resource)) !== false;

/** Which partner an exchange is with; null for one that this package does not know. */
export async function partnerOf({ partners }: Kit, exchange: Exchange): Promise<PartnerName | null> {
  const href = linksOf(exchange)['exchange-partner']?.href;
  return href === undefined ? null : partners.nameOf(href);
}

/**
 * Dwolla's `DuplicateResource` as a conflict with what is there already.
 * @param field what the id is called in the answer
 */
export function nameExisting(field: 'exchangeId' | 'fundingSourceId'): (error: unknown) => never {
  return (error) => {
    if (error instanceof DwollaRefusal && error.existingId !== null)
      throw new ExchangeHandlerError(409, 'DuplicateResource', error.message, {
        details: { [field]: error.existingId },
      });
    throw error;
  };
}

/** What does not exist and what is somebody else's get exactly the same answer. */
function hideStrangers(what: string): (error: unknown) => never {
  return (error) => {
    throw error instanceof ExchangeHandlerError && error.status === 404 ? notFound(what) : error;
  };
}
