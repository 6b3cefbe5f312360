import { createHash } from 'node:crypto';
import type { BankAccount } from '../accounts.js';
import { cardBrand } from '../accounts.js';
import type { Owner } from '../session-record.js';
import { ownerKey } from '../world.js';
import { link } from './answers.js';
import type { DwollaContext } from './context.js';
import { ownerHref } from './context.js';
import type { FundingSourceKind, FundingSourceRecord } from './state.js';

/** A funding source by its id, the account's settlement bank included. */
export function fundingSourceById(
  { world, settlement }: DwollaContext,
  id: string,
): FundingSourceRecord | undefined {
  return id === settlement.id ? settlement : world.dwolla.fundingSources.get(id);
}

/** The bank that payouts to cards come from: the account has it from the start. */
export function openSettlement(accountId: string, id: string, now: number): FundingSourceRecord {
  return {
    id,
    owner: { type: 'account', id: accountId },
    createdAt: now,
    exchangeId: null,
    kind: {
      type: 'bank',
      account: { id, name: 'Card settlement', type: 'checking', mask: '9999', balance: '10000.00' },
      bankName: 'SANDBOX TEST BANK',
      usage: 'card-network',
    },
    name: 'Card settlement',
    removed: false,
  };
}

/** The body of `GET /funding-sources/{id}`: a bank account or a card, each with its own fields. */
export function fundingSourceBody(
  dwolla: DwollaContext,
  source: FundingSourceRecord,
): Record<string, unknown> {
  const self = `${dwolla.origins.dwolla}/funding-sources/${source.id}`;
  return {
    _links: {
      self: link(self, 'funding-source'),
      [source.owner.type]: link(ownerHref(dwolla, source.owner), source.owner.type),
      ...(source.kind.type === 'bank' ? { balance: link(`${self}/balance`, 'balance') } : {}),
    },
    id: source.id,
    status: 'verified',
    type: source.kind.type,
    name: source.name,
    created: new Date(source.createdAt).toISOString(),
    removed: source.removed,
    fingerprint: fingerprint(source.kind),
    ...detailsOf(source.kind),
  };
}

function detailsOf(kind: FundingSourceKind): Record<string, unknown> {
  if (kind.type === 'bank')
    return {
      bankAccountType: kind.account.type,
      bankName: kind.bankName,
      channels: ['ach'],
      ...(kind.usage === undefined ? {} : { bankUsageType: kind.usage }),
    };
  const { number, expirationMonth, expirationYear } = kind.card;
  return {
    channels: [],
    cardDetails: {
      brand: cardBrand(number),
      lastFour: number.slice(-4),
      expirationMonth,
      expirationYear,
      nameOnCard: kind.nameOnCard,
      bin: number.slice(0, 8),
      billingAddress: kind.billingAddress,
    },
  };
}

/** The same account or card has the same fingerprint wherever it appears. */
function fingerprint(kind: FundingSourceKind): string {
  const place = kind.type === 'bank' ? kind.account.id : kind.card.number;
  return createHash('sha256').update(`${kind.type} ${place}`).digest('hex');
}

/** The list of an owner's funding sources; Dwolla shows the removed ones too unless asked not to. */
export function fundingSourceList(
  dwolla: DwollaContext,
  owner: Owner,
  removed: boolean,
): Record<string, unknown> {
  const all = [dwolla.settlement, ...dwolla.world.dwolla.fundingSources.values()];
  const mine = all.filter(
    (source) => ownerKey(source.owner) === ownerKey(owner) && (removed || !source.removed),
  );
  return {
    _links: { self: link(`${ownerHref(dwolla, owner)}/funding-sources`, 'funding-source') },
    _embedded: { 'funding-sources': mine.map((source) => fundingSourceBody(dwolla, source)) },
    total: mine.length,
  };
}

/** The body of a bank's balance, by open banking: what can be spent, and what the last statement closed with. */
export function balanceBody(
  { origins, world }: DwollaContext,
  source: FundingSourceRecord,
  account: BankAccount,
): Record<string, unknown> {
  const self = `${origins.dwolla}/funding-sources/${source.id}`;
  const amount = { value: account.balance, currency: 'USD' };
  return {
    _links: {
      self: link(`${self}/balance`, 'balance'),
      'funding-source': link(self, 'funding-source'),
    },
    available: amount,
    closing: amount,
    lastUpdated: new Date(world.now()).toISOString(),
  };
}
