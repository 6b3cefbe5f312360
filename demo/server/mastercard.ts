import { z } from 'zod';
import type { FinicityReceipt } from '../../src/server/index.js';

/** How this platform reaches Mastercard open banking (Finicity). */
export interface MastercardAccess {
  /** Base of the API (`https://api.finicity.com`). */
  readonly apiUrl: string;
  readonly partnerId: string;
  readonly partnerSecret: string;
  /** Sent as `Finicity-App-Key` with every request. */
  readonly appKey: string;
}

/** Dwolla's id at Mastercard: to whom the receipt is made out. */
const dwollaPartnerId = '2445583946651';
const day = 24 * 3_600_000;

/**
 * The platform's own half of Mastercard, since Dwolla runs no sessions for it: a customer per user, the URL of Connect, and
 * the `partners/accessKey` receipt that Dwolla takes.
 * @see https://developer.mastercard.com/open-finance-us/documentation/
 */
export class Mastercard {
  readonly #access: MastercardAccess;
  /** Mastercard's customer of each of our users. */
  readonly #customers = new Map<string, Promise<string>>();
  #token: Promise<string> | null = null;

  constructor(access: MastercardAccess) {
    this.#access = access;
  }

  /** A URL of Connect for this user. */
  async mintUrl(user: string): Promise<string> {
    const customerId = await this.#customerOf(user);
    const body = { partnerId: this.#access.partnerId, customerId };
    return (await this.#ask(z.object({ link: z.string() }), 'POST', '/connect/v2/generate', body)).link;
  }

  /** The receipt for the first account that this user has shared. */
  async receiptOf(user: string): Promise<{ finicity: FinicityReceipt }> {
    const customerId = await this.#customerOf(user);
    const { accounts } = await this.#ask(
      z.object({ accounts: z.array(z.object({ id: z.string() })) }),
      'GET',
      `/aggregation/v1/customers/${encodeURIComponent(customerId)}/accounts`,
    );
    const account = accounts.at(0);
    if (account === undefined) throw new Error('The user has shared no account.');
    const now = Date.now();
    const { data } = await this.#ask(
      z.object({ data: z.tuple([z.object({ receipt: z.looseObject({ receiptId: z.string() }) })]) }),
      'POST',
      '/aggregation/v1/partners/accessKey',
      {
        customerId,
        partnerId: this.#access.partnerId,
        thirdPartyPartnerId: dwollaPartnerId,
        products: [
          {
            product: 'moneyTransferDetails',
            accountId: account.id,
            accessPeriod: {
              type: 'timeframe',
              startTime: new Date(now).toISOString(),
              endTime: new Date(now + 365 * day).toISOString(),
            },
          },
        ],
      },
    );
    return { finicity: data[0].receipt };
  }

  #customerOf(user: string): Promise<string> {
    const known = this.#customers.get(user);
    if (known !== undefined) return known;
    const username = `demo-${crypto.randomUUID()}`;
    const made = this.#ask(z.object({ id: z.string() }), 'POST', '/aggregation/v2/customers/testing', {
      username,
    }).then(({ id }) => id);
    this.#customers.set(user, made);
    made.catch(() => this.#customers.delete(user));
    return made;
  }

  async #ask<Answer>(
    answer: z.ZodType<Answer>,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Answer> {
    const first = await this.#send(method, path, body, await this.#appToken());
    // The token lives two hours; after that every answer is 401, and one new one is worth a try.
    if (first.status === 401) this.#token = null;
    const response =
      first.status === 401 ? await this.#send(method, path, body, await this.#appToken()) : first;
    if (!response.ok)
      throw new Error(`Mastercard answered ${response.status} to ${method} ${path.split('/')[3] ?? ''}.`);
    return answer.parse(await response.json());
  }

  #appToken(): Promise<string> {
    const { partnerId, partnerSecret } = this.#access;
    this.#token ??= this.#send(
      'POST',
      '/aggregation/v2/partners/authentication',
      { partnerId, partnerSecret },
      null,
    )
      .then(async (response) => z.object({ token: z.string() }).parse(await response.json()).token)
      .catch((error: unknown) => {
        this.#token = null;
        throw error;
      });
    return this.#token;
  }

  #send(method: string, path: string, body: unknown, token: string | null): Promise<Response> {
    return fetch(`${this.#access.apiUrl}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'finicity-app-key': this.#access.appKey,
        ...(token === null ? {} : { 'finicity-app-token': token }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(15_000),
    });
  }
}
