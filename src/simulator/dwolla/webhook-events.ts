import type { Owner } from '../session-record.js';
import { link } from './answers.js';
import type { DwollaContext } from './context.js';
import { ownerHref } from './context.js';
import type { DwollaChange } from './state.js';
import type { WebhookEventBody } from './webhooks.js';

type FundingSourceChange = Extract<DwollaChange, { kind: 'funding-source' }>['change'];

/**
 * The event of a change, or null where Dwolla has no topic for it: external parties (Dwolla Connect) learn of funding sources
 * that are created and removed, and exchanges ask the customers' platforms for a new login.
 * @see https://developers.dwolla.com/docs/api-reference/events
 */
export function webhookEventOf(dwolla: DwollaContext, change: DwollaChange): WebhookEventBody | null {
  if (change.kind === 'funding-source') {
    const { id, owner } = change.source;
    const topic = fundingSourceTopic(owner.type, change.change);
    return topic === null ? null : eventBody(dwolla, { topic, owner, collection: 'funding-sources', id });
  }
  const { id, owner } = change.exchange;
  if (owner.type !== 'customer') return null;
  return eventBody(dwolla, {
    topic: 'customer_exchange_reauth_required',
    owner,
    collection: 'exchanges',
    id,
  });
}

function fundingSourceTopic(type: Owner['type'], change: FundingSourceChange): string | null {
  if (type === 'customer') return `customer_funding_source_${change}`;
  if (type === 'account') return `funding_source_${change}`;
  if (change === 'added') return 'external_party.funding_source:created';
  return change === 'removed' ? 'external_party.funding_source:removed' : null;
}

function eventBody(
  dwolla: DwollaContext,
  about: { topic: string; owner: Owner; collection: 'funding-sources' | 'exchanges'; id: string },
): WebhookEventBody {
  const { world, origins, accountId } = dwolla;
  const { topic, owner, collection, id: resourceId } = about;
  const id = world.newId();
  const time = new Date(world.now()).toISOString();
  return {
    id,
    resourceId,
    topic,
    timestamp: time,
    _links: {
      self: link(`${origins.dwolla}/events/${id}`, 'event'),
      account: link(`${origins.dwolla}/accounts/${accountId}`, 'account'),
      resource: link(`${origins.dwolla}/${collection}/${resourceId}`, collection.slice(0, -1)),
      ...(owner.type === 'account' ? {} : { [owner.type]: link(ownerHref(dwolla, owner), owner.type) }),
    },
    created: time,
  };
}
