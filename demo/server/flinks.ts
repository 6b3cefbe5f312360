import { z } from 'zod';
import type { FlinksLogin } from '../../src/server/index.js';

/** How this platform reaches its Flinks. */
export interface FlinksAccess {
  /** Base of the API, up to and with the customer id (`https://{instance}-api.private.fin.ag/v3/{customerId}`). */
  readonly apiUrl: string;
  /** Where the frame is (`https://{instance}-iframe.private.fin.ag`). */
  readonly frameOrigin: string;
  readonly secret: string;
}

/**
 * The platform's own half of Flinks, since Dwolla runs no sessions for it: minting the frame's URL, and turning a login into
 * the token that Dwolla takes (base64 of `AuthSecret:AccessToken`).
 * @see https://docs.flinks.com/reference/authorize
 */
export class Flinks {
  readonly #access: FlinksAccess;

  constructor(access: FlinksAccess) {
    this.#access = access;
  }

  /** A URL for one view of the frame; its token lives 30 minutes and is used once. */
  async mintUrl(): Promise<string> {
    const { Token } = await this.#ask(
      z.object({ Token: z.string() }),
      'POST',
      '/BankingServices/GenerateAuthorizeToken',
    );
    const query = new URLSearchParams({ authorizeToken: Token, closeEnable: 'true', language: 'en' });
    return `${this.#access.frameOrigin}/v2/?${query.toString()}`;
  }

  /** Dwolla's token of an account behind a login; of the first one where the browser named none. */
  async tokenOf({ loginId, accountId }: FlinksLogin): Promise<{ token: string }> {
    const account = accountId ?? (await this.#firstAccount(loginId));
    const { AuthSecret } = await this.#ask(
      z.object({ AuthSecret: z.string() }),
      'GET',
      '/partnerdata/authsecret/Dwolla',
    );
    const { AccessToken } = await this.#ask(
      z.object({ AccessToken: z.string() }),
      'GET',
      `/partnerdata/${encodeURIComponent(loginId)}/${encodeURIComponent(account)}`,
    );
    return { token: Buffer.from(`${AuthSecret}:${AccessToken}`).toString('base64') };
  }

  async #firstAccount(loginId: string): Promise<string> {
    const { RequestId } = await this.#ask(
      z.object({ RequestId: z.string() }),
      'POST',
      '/BankingServices/Authorize',
      {
        LoginId: loginId,
        MostRecentCached: true,
      },
    );
    const { Accounts } = await this.#ask(
      z.object({ Accounts: z.array(z.object({ Id: z.string() })) }),
      'POST',
      '/BankingServices/GetAccountsSummary',
      { RequestId },
    );
    const [first] = Accounts;
    if (first === undefined) throw new Error('The login shares no account.');
    return first.Id;
  }

  async #ask<Answer>(
    answer: z.ZodType<Answer>,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Answer> {
    const { apiUrl, secret } = this.#access;
    const response = await fetch(`${apiUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${secret}`,
        'flinks-auth-key': secret,
        'content-type': 'application/json',
      },
      ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
      signal: AbortSignal.timeout(15_000),
    });
    if (!response.ok)
      throw new Error(`Flinks answered ${response.status} to ${method} ${path.split('/')[1] ?? ''}.`);
    return answer.parse(await response.json());
  }
}
