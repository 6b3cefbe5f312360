import { createHmac } from 'node:crypto';
import { isLoopback } from '../loopback.js';

/** Where webhooks go to. */
export interface WebhookSubscription {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  paused: boolean;
}

/** An event as Dwolla writes it into a webhook. */
export interface WebhookEventBody {
  readonly id: string;
  readonly resourceId: string;
  readonly topic: string;
  readonly timestamp: string;
  readonly _links: Readonly<Record<string, unknown>>;
  readonly created: string;
}

/** One delivery of an event that was tried. */
export interface WebhookAttempt {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly requestedAt: number;
  readonly answeredAt: number;
  /** Null where nothing answered. */
  readonly statusCode: number | null;
}

/** One event on its way to one subscription. */
export interface WebhookDelivery {
  readonly id: string;
  readonly subscription: WebhookSubscription;
  readonly event: WebhookEventBody;
  /** The body as it is sent and signed. */
  readonly body: string;
  readonly attempts: WebhookAttempt[];
}

const minute = 60_000;
const hour = 60 * minute;

/**
 * Dwolla's pauses before each retry, in milliseconds: 15 minutes after the event, and up to 72 hours after it.
 * @see https://developers.dwolla.com/docs/api-reference/webhook-subscriptions
 */
export const webhookRetries: readonly number[] = [
  15 * minute,
  45 * minute,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  24 * hour,
  24 * hour,
];

const longestAnswer = 10_000; // ms
/** Deliveries that are remembered; the oldest are forgotten. */
const mostDeliveries = 1000;

/** How webhooks are sent. */
export interface WebhooksOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
  /** Pauses before each retry, in milliseconds. Default: {@link webhookRetries}. */
  readonly retries?: readonly number[] | undefined;
}

/**
 * The subscriptions of the simulated Dwolla, and the signed webhooks that it sends them: again after each pause while the
 * answer is not 2xx within ten seconds. Sends to this machine only.
 */
export class Webhooks {
  readonly subscriptions = new Map<string, WebhookSubscription>();
  /** What was sent or tried so far, oldest first. */
  readonly deliveries: WebhookDelivery[] = [];
  readonly #options: WebhooksOptions;
  readonly #retries: readonly number[];
  readonly #waiting = new Map<WebhookDelivery, NodeJS.Timeout>();
  readonly #closed = new AbortController();

  constructor(options: WebhooksOptions) {
    this.#options = options;
    this.#retries = options.retries ?? webhookRetries;
  }

  /** Creates a subscription. */
  subscribe(url: string, secret: string): WebhookSubscription {
    const { now, newId } = this.#options;
    const subscription = { id: newId(), url, secret, createdAt: now(), paused: false };
    this.subscriptions.set(subscription.id, subscription);
    return subscription;
  }

  /** Sends an event to every subscription that is not paused. */
  send(event: WebhookEventBody): void {
    for (const subscription of this.subscriptions.values()) {
      if (subscription.paused) continue;
      const delivery = {
        id: this.#options.newId(),
        subscription,
        event,
        body: JSON.stringify(event),
        attempts: [],
      };
      this.deliveries.push(delivery);
      if (this.deliveries.length > mostDeliveries) this.deliveries.shift();
      void this.#attempt(delivery);
    }
  }

  /** Sends what waits for its next retry at once, as if the pause were over. */
  async retryNow(): Promise<void> {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    await Promise.all(
      waiting.map(([delivery, timer]) => {
        clearTimeout(timer);
        return this.#attempt(delivery);
      }),
    );
  }

  /** Stops sending. */
  close(): void {
    this.#closed.abort();
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }

  async #attempt(delivery: WebhookDelivery): Promise<void> {
    const { subscription, attempts } = delivery;
    this.#waiting.delete(delivery);
    if (subscription.paused || this.subscriptions.get(subscription.id) !== subscription) return;
    const { now, newId } = this.#options;
    const requestedAt = now();
    const statusCode = await this.#post(delivery);
    const pause = this.#retries[attempts.length];
    attempts.push({ id: newId(), requestedAt, answeredAt: now(), statusCode });
    if (this.#closed.signal.aborted || pause === undefined) return;
    if (statusCode !== null && statusCode >= 200 && statusCode < 300) return;
    const timer = setTimeout(() => void this.#attempt(delivery), pause);
    timer.unref();
    this.#waiting.set(delivery, timer);
  }

  async #post({ subscription, event, body }: WebhookDelivery): Promise<number | null> {
    const { url, secret } = subscription;
    if (!isLoopback(new URL(url).hostname)) return null;
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=UTF-8',
          'user-agent': 'dwolla-webhooks/1.1',
          'x-dwolla-topic': event.topic,
          'x-request-signature-sha-256': createHmac('sha256', secret).update(body).digest('hex'),
        },
        body,
        // Dwolla takes a redirect for a failure.
        redirect: 'manual',
        signal: AbortSignal.any([this.#closed.signal, AbortSignal.timeout(longestAnswer)]),
      });
      await answer.body?.cancel();
      return answer.status;
    } catch {
      return null;
    }
  }
}
