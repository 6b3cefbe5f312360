import type { Owner } from '../owner.js';
import { resourceId } from '../request-input.js';
import { z } from '../zod.js';

/** What every webhook of Dwolla's has. */
export interface WebhookEventBase {
  /** The event's id at Dwolla, a UUID: the same in every delivery of this event. */
  readonly id: string;
  /** When it happened, as Dwolla writes it (ISO 8601); null where Dwolla gives no time. */
  readonly created: string | null;
  /** Whose resource changed; null where the event names nobody. Ids are bare UUIDs. */
  readonly owner: Owner | null;
  /** The resource's id; null where the event names none. */
  readonly resourceId: string | null;
  /** The event's links by their relation (`resource`, `customer`, `account`, `self`). */
  readonly links: Readonly<Record<string, string>>;
}

/** What happened to a funding source. */
export type FundingSourceChange = 'added' | 'removed' | 'verified' | 'unverified' | 'negative' | 'updated';

/** The topics of {@link FundingSourceWebhookEvent}: of customers, of the account, and of external parties (Dwolla Connect). */
export type FundingSourceTopic =
  | `${'customer_' | ''}funding_source_${FundingSourceChange}`
  | `${'external_party.' | ''}funding_source:${'created' | 'removed'}`;

/** A bank account or a card changed at Dwolla. */
export interface FundingSourceWebhookEvent extends WebhookEventBase {
  readonly type: 'funding-source';
  readonly topic: FundingSourceTopic;
  /** What happened; `created` of Dwolla Connect counts as `added`. */
  readonly change: FundingSourceChange;
  readonly fundingSourceId: string;
}

/**
 * An exchange is about to be deactivated unless its user logs in at the bank again. Until then Dwolla refuses its balance
 * and its new funding sources with `UpdateCredentials`.
 */
export interface ReauthRequiredWebhookEvent extends WebhookEventBase {
  readonly type: 'exchange-reauth-required';
  readonly topic: 'customer_exchange_reauth_required';
  readonly exchangeId: string;
  /**
   * The `session-url` of a `<dwolla-exchange-link reauth>` that re-authenticates this exchange, for the owner only: they must
   * be logged in at your site. Null without the option `publicPath`.
   */
  readonly sessionUrl: string | null;
}

/** Any other event of Dwolla's; `topic` says which. */
export interface OtherWebhookEvent extends WebhookEventBase {
  readonly type: 'other';
  readonly topic: string;
}

/** A webhook of Dwolla's, by its `type`. */
export type WebhookEvent = FundingSourceWebhookEvent | ReauthRequiredWebhookEvent | OtherWebhookEvent;

const links = z._default(z.catch(z.record(z.string(), z.unknown()), {}), {});
const optionalText = z._default(z.catch(z.nullable(z.string().check(z.maxLength(200))), null), null);

/** Dwolla's webhook body: an event with its time twice. @see https://developers.dwolla.com/docs/api-reference/events */
const webhookBody = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(200)),
  topic: z.string().check(z.minLength(1), z.maxLength(200)),
  resourceId: optionalText,
  created: optionalText,
  timestamp: optionalText,
  _links: links,
});

const fundingSourceTopic =
  /^(?:(?:customer_)?funding_source_(added|removed|verified|unverified|negative|updated)|(?:external_party\.)?funding_source:(created|removed))$/;

/**
 * Parses the body of a webhook; null for JSON that is none (without `id` or `topic`).
 * @param publicPath what browsers write before the routes of the exchange handler, or null
 */
export function parseWebhookEvent(body: unknown, publicPath: string | null): WebhookEvent | null {
  const parsed = webhookBody.safeParse(body);
  if (!parsed.success) return null;
  const { id, topic, created, timestamp, _links } = parsed.data;
  const named = hrefsOf(_links);
  const linked = idIn(named['resource']);
  const event: WebhookEventBase & { topic: string } = {
    id,
    topic,
    created: created ?? timestamp,
    owner: ownerIn(topic, named),
    resourceId: linked ?? parsed.data.resourceId,
    links: named,
  };
  // Only a UUID becomes part of a URL or counts as an id of what this event is about.
  const resource = resourceId.safeParse(event.resourceId).data;
  const [isFundingSource, change, connectChange] = fundingSourceTopic.exec(topic) ?? [];
  if (isFundingSource !== undefined && resource !== undefined)
    return {
      ...event,
      type: 'funding-source',
      // The expression matched the whole topic.
      topic: topic as FundingSourceTopic,
      change: connectChange === 'created' ? 'added' : ((change ?? connectChange) as FundingSourceChange),
      fundingSourceId: resource,
    };
  if (topic === 'customer_exchange_reauth_required' && resource !== undefined)
    return {
      ...event,
      type: 'exchange-reauth-required',
      topic,
      exchangeId: resource,
      sessionUrl: publicPath === null ? null : `${publicPath}/session?exchange=${resource}`,
    };
  return { ...event, type: 'other' };
}

function hrefsOf(given: Readonly<Record<string, unknown>>): Record<string, string> {
  const href = z.object({ href: z.string().check(z.maxLength(2000)) });
  return Object.fromEntries(
    Object.entries(given).flatMap(([relation, value]) => {
      const parsed = href.safeParse(value);
      return parsed.success ? [[relation, parsed.data.href]] : [];
    }),
  );
}

/** A customer's and an external party's events link to them; what links to neither is the account's, if its topic agrees. */
function ownerIn(topic: string, named: Readonly<Record<string, string>>): Owner | null {
  const customerId = idIn(named['customer']);
  if (customerId !== null) return { customerId };
  const externalPartyId = idIn(named['external-party']);
  if (externalPartyId !== null) return { externalPartyId };
  return fundingSourceTopic.test(topic) && topic.startsWith('funding_source') ? { account: true } : null;
}

/** The UUID at the end of a link, or null. */
function idIn(href: string | undefined): string | null {
  return resourceId.safeParse(href?.split('/').at(-1)).data ?? null;
}
