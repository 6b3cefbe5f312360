import { untilAborted } from '../ask-host.js';
import { startDeadline } from '../deadline.js';
import { errorAnswer, reportError } from '../error-answer.js';
import { ExchangeHandlerError, misconfigured } from '../handler-error.js';
import { json } from '../kit.js';
import { bodyTooLate, credential, isBodyComing, readBytes } from '../request-input.js';
import { z } from '../zod.js';
import type { WebhookEvent } from './event.js';
import { parseWebhookEvent } from './event.js';
import { HandledIds } from './handled-ids.js';
import { WebhookSignature } from './signature.js';

/** All that {@link createWebhookHandler} takes. */
export interface WebhookHandlerOptions {
  /** The secret that you gave Dwolla with `POST /webhook-subscriptions`. */
  readonly secret: string;
  /**
   * Called once per event id; may be asynchronous. When it throws or rejects, the answer is 500, Dwolla sends the event
   * again later, and it is called again. Note the event and return: it has to be done within `timeout`.
   */
  readonly onEvent: (event: WebhookEvent) => unknown;
  /**
   * What browsers write before the routes of `createExchangeHandler` (its `publicPath`, or else its `basePath`), such as
   * `/api/dwolla`, or with the origin before it for links in mail. It makes the `sessionUrl` of events that ask for a new
   * login. Default: none, and `sessionUrl` is null.
   */
  readonly publicPath?: string;
  /** Called for every error that only you can fix, as at `createExchangeHandler`. Default: one line on `console.error`. */
  readonly onError?: (error: ExchangeHandlerError) => unknown;
  /** How long a request may take before it is answered, in ms: at most, and by default, 9000. Dwolla waits ten seconds. */
  readonly timeout?: number;
  /**
   * How many event ids are remembered, to tell a repeated delivery: at most 1000000. Default: 10000. The memory is this
   * process's own: with several processes, and after a restart, look the id up in a store of yours.
   */
  readonly rememberedEvents?: number;
}

/** Answers the webhooks of Dwolla; never rejects. */
export type WebhookHandler = (request: Request) => Promise<Response>;

/** Dwolla that hangs up counts as Dwolla that waits: what it sent is worked on all the same. */
const neverGone = new AbortController().signal;

const publicPath = z.pipe(
  z
    .string()
    .check(
      z.refine(
        (text) =>
          /^(?:\/[^/?#]+)*\/?$/.test(text) ||
          (URL.canParse(text) &&
            /^https?:$/.test(new URL(text).protocol) &&
            new URL(text).search + new URL(text).hash === ''),
        'must be empty, begin with a slash, or be a URL without query',
      ),
    ),
  z.transform((text) => text.replace(/\/$/, '')),
);

const checked = z.object({
  // Dwolla takes 128 characters at most.
  secret: credential,
  publicPath: z._default(z.nullable(publicPath), null),
  timeout: z._default(z.number().check(z.positive(), z.maximum(9000)), 9000),
  rememberedEvents: z._default(z.int().check(z.minimum(1), z.maximum(1_000_000)), 10_000),
});

/**
 * Makes the endpoint that Dwolla sends webhooks to: a Web-standard handler, to be mounted like `createExchangeHandler`, before
 * any body parser, at the `url` of the webhook subscription.
 *
 * ```ts
 * const webhooks = createWebhookHandler({
 *   secret: process.env.DWOLLA_WEBHOOK_SECRET,
 *   publicPath: '/api/dwolla',
 *   onEvent: async (event) => {
 *     if (event.type === 'exchange-reauth-required') await askForLogin(event.owner, event.sessionUrl);
 *   },
 * });
 * app.post('/webhooks/dwolla', ({ req }) => webhooks(req.raw)); // Hono
 * ```
 *
 * Answers 200 after `onEvent` is done, and for an id that was handled before; 401 `InvalidSignature` for what Dwolla did not
 * sign; 400 `InvalidWebhook` for what is signed and no webhook; 405; 408 and 499 for a body that does not arrive; 413
 * `PayloadTooLarge` beyond 64 KiB; 500
 * `EventNotHandled` where `onEvent` failed; 503 `EventTimeout` where it took too long. Dwolla repeats what is not answered
 * 2xx up to 8 times within 72 hours.
 *
 * @see https://developers.dwolla.com/docs/api-reference/webhook-subscriptions
 * @throws TypeError at once when the options are wrong
 */
export function createWebhookHandler(options: WebhookHandlerOptions): WebhookHandler {
  const result = checked.safeParse(options);
  if (!result.success) throw new TypeError(`createWebhookHandler: ${z.prettifyError(result.error)}`);
  const { onEvent, onError } = options;
  if (typeof onEvent !== 'function') throw new TypeError('createWebhookHandler: onEvent must be a function.');
  const settings = result.data;
  const signature = new WebhookSignature(settings.secret);
  const handled = new HandledIds(settings.rememberedEvents);

  const receive = async (request: Request, timeout: AbortSignal): Promise<Response> => {
    if (request.method !== 'POST')
      throw new ExchangeHandlerError(405, 'MethodNotAllowed', 'Use POST here.', {
        headers: { allow: 'POST' },
      });
    const body = await readSigned(request, signature);
    const event = parseWebhookEvent(parseJson(body), settings.publicPath);
    if (event === null)
      throw new ExchangeHandlerError(400, 'InvalidWebhook', 'This is not a webhook of Dwolla.', {
        hint: 'The signature is right, but the body has no id and topic.',
      });
    await handled.once(event.id, async () => {
      try {
        await onEvent(event);
      } catch (cause) {
        const error = new ExchangeHandlerError(
          500,
          'EventNotHandled',
          `onEvent() failed for ${event.topic}.`,
          { cause },
        );
        // Nobody waits for the answer anymore that would report it.
        if (timeout.aborted) reportError(error, onError);
        throw error;
      }
    });
    return json({ received: true });
  };

  return async (request) => {
    let answer: Response;
    const deadline = startDeadline(neverGone, settings.timeout);
    try {
      const { signal } = deadline;
      answer = await untilAborted(receive(request, signal), signal, () =>
        isBodyComing(request) ? bodyTooLate() : tooLate(settings.timeout),
      );
    } catch (error) {
      answer = errorAnswer(error, onError);
    } finally {
      deadline.release();
    }
    answer.headers.set('cache-control', 'no-store');
    answer.headers.set('x-content-type-options', 'nosniff');
    return answer;
  };
}

/** The body, once its signature is known to be Dwolla's. Throws 401 `InvalidSignature`, and 413 for too large a body. */
async function readSigned(request: Request, signature: WebhookSignature): Promise<string> {
  if (request.bodyUsed)
    throw misconfigured('The body was read before the handler: mount the handler before any body parser.');
  const header = request.headers.get('x-request-signature-sha-256');
  // Nothing is read for whoever did not even sign.
  if (header === null) throw invalidSignature(null);
  const body = await readBytes(request);
  if (!(await signature.matches(header, body)))
    throw invalidSignature(
      body.length === 0
        ? 'The body is empty: mount the handler before any body parser.'
        : 'Either secret is not that of the webhook subscription, or something changed the body on its way, or this is no request of Dwolla.',
    );
  return new TextDecoder().decode(body);
}

function invalidSignature(hint: string | null): ExchangeHandlerError {
  return new ExchangeHandlerError(
    401,
    'InvalidSignature',
    'The request is not signed with the secret of the webhook subscription.',
    hint === null ? {} : { hint },
  );
}

const tooLate = (timeout: number): ExchangeHandlerError =>
  new ExchangeHandlerError(
    503,
    'EventTimeout',
    `The event was not handled within ${timeout} ms. Dwolla will send it again.`,
  );

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
