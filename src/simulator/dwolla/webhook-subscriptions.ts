import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import { z } from '../zod.js';
import type { FieldError } from './answers.js';
import { created, DwollaProblem, hal, invalidFields, link, notFound } from './answers.js';
import type { DwollaContext } from './context.js';
import { parseBody, readBody } from './context.js';
import { webhookEventOf } from './webhook-events.js';
import type { WebhookAttempt, WebhookDelivery, WebhookSubscription } from './webhooks.js';

/** Dwolla's number in its sandbox. */
const mostSubscriptions = 10;

const subscriptionRequest = z.object({
  url: z.string().check(z.minLength(1)),
  secret: z.string().check(z.minLength(1)),
});
const pauseRequest = z.object({ paused: z.boolean() });

/**
 * Webhook subscriptions: creating, listing, reading, pausing and deleting them, and what was sent to each. From here on, what
 * changes in the world is sent to them.
 */
export function serveWebhookSubscriptions(app: Hono, dwolla: DwollaContext): void {
  const { world, origins, webhooks } = dwolla;
  const { subscriptions } = webhooks;
  world.dwolla.onChange = (change) => {
    const event = webhookEventOf(dwolla, change);
    if (event !== null) webhooks.send(event);
  };

  app.post('/webhook-subscriptions', async (context) => {
    const { url, secret } = parseBody(subscriptionRequest, await readBody(context));
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
      throw invalidFormat('Url must be a valid url.', '/url');
    if (secret.length > 128) throw invalidFormat('Secret must be 128 or fewer characters.', '/secret');
    if (subscriptions.size >= mostSubscriptions)
      throw new DwollaProblem(
        400,
        'MaxNumberOfResources',
        'The maximum number of subscriptions has been reached.',
      );
    const { id } = webhooks.subscribe(url, secret);
    return created(context, `${origins.dwolla}/webhook-subscriptions/${id}`);
  });

  app.get('/webhook-subscriptions', (context) =>
    hal(context, {
      _links: { self: link(`${origins.dwolla}/webhook-subscriptions`, 'webhook-subscription') },
      _embedded: {
        'webhook-subscriptions': [...subscriptions.values()].map((one) => subscriptionBody(dwolla, one)),
      },
      total: subscriptions.size,
    }),
  );
  app.get('/webhook-subscriptions/:id', (context) =>
    hal(context, subscriptionBody(dwolla, find(context, dwolla))),
  );
  app.post('/webhook-subscriptions/:id', async (context) => {
    const subscription = find(context, dwolla);
    subscription.paused = parseBody(pauseRequest, await readBody(context)).paused;
    return hal(context, subscriptionBody(dwolla, subscription));
  });
  app.delete('/webhook-subscriptions/:id', (context) => {
    const subscription = find(context, dwolla);
    subscriptions.delete(subscription.id);
    return hal(context, subscriptionBody(dwolla, subscription));
  });
  app.get('/webhook-subscriptions/:id/webhooks', (context) => {
    const subscription = find(context, dwolla);
    const sent = webhooks.deliveries.filter((delivery) => delivery.subscription === subscription);
    const self = `${origins.dwolla}/webhook-subscriptions/${subscription.id}/webhooks`;
    return hal(context, {
      _links: { self: link(self, 'webhook') },
      _embedded: { webhooks: sent.map((delivery) => webhookBody(dwolla, delivery)) },
      total: sent.length,
    });
  });
}

function find(context: Context, { webhooks }: DwollaContext): WebhookSubscription {
  const subscription = webhooks.subscriptions.get(context.req.param('id') ?? '');
  if (subscription === undefined) throw notFound('The requested resource was not found.', 'NotFound');
  return subscription;
}

const invalidFormat = (message: string, path: string): DwollaProblem =>
  invalidFields({ code: 'InvalidFormat', message, path } satisfies FieldError);

function subscriptionBody({ origins }: DwollaContext, subscription: WebhookSubscription): object {
  const { id, url, paused, createdAt } = subscription;
  const self = `${origins.dwolla}/webhook-subscriptions/${id}`;
  return {
    _links: { self: link(self, 'webhook-subscription'), webhooks: link(`${self}/webhooks`, 'webhook') },
    id,
    url,
    paused,
    created: new Date(createdAt).toISOString(),
  };
}

function webhookBody({ origins, accountId }: DwollaContext, delivery: WebhookDelivery): object {
  const { id, event, subscription } = delivery;
  return {
    _links: {
      self: link(`${origins.dwolla}/webhooks/${id}`, 'webhook'),
      subscription: link(
        `${origins.dwolla}/webhook-subscriptions/${subscription.id}`,
        'webhook-subscription',
      ),
      event: link(`${origins.dwolla}/events/${event.id}`, 'event'),
    },
    id,
    topic: event.topic,
    accountId,
    eventId: event.id,
    subscriptionId: subscription.id,
    attempts: delivery.attempts.map((attempt) => attemptBody(delivery, attempt)),
  };
}

function attemptBody({ subscription, body }: WebhookDelivery, attempt: WebhookAttempt): object {
  const { id, requestedAt, answeredAt, statusCode } = attempt;
  return {
    id,
    request: { timestamp: new Date(requestedAt).toISOString(), url: subscription.url, headers: [], body },
    ...(statusCode === null
      ? {}
      : { response: { timestamp: new Date(answeredAt).toISOString(), headers: [], statusCode, body: '' } }),
  };
}
