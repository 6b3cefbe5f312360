import { Dwolla } from 'dwolla';
import { DwollaError } from 'dwolla/models/errors';
import { z } from 'zod';
import { ExchangeHandlerError } from '../../src/server/index.js';

/** Where the demo's people are registered. */
export interface RegistrarAccess {
  readonly serverUrl: string;
  readonly key: string;
  readonly secret: string;
}

/** Registers the demo's people at Dwolla, as a platform does when somebody signs up. */
export class Registrar {
  readonly #access: RegistrarAccess;
  readonly #dwolla: Dwolla;

  constructor(access: RegistrarAccess) {
    this.#access = access;
    const { serverUrl, key, secret } = access;
    this.#dwolla = new Dwolla({ serverURL: serverUrl, security: { clientID: key, clientSecret: secret } });
  }

  /** Makes an unverified customer; the id of it. Throws an ExchangeHandlerError (502) when Dwolla does not. */
  async createCustomer(): Promise<string> {
    return registered('the demo customer', async () => {
      // The client forgets a token that Dwolla has ended, and leaves the second try to its caller.
      return this.#newCustomer().catch((error: unknown) => {
        if (error instanceof DwollaError && error.statusCode === 401) return this.#newCustomer();
        throw error;
      });
    });
  }

  async #newCustomer(): Promise<string | undefined> {
    const made = await this.#dwolla.customers.create({
      type: 'unverified',
      firstName: 'Ada',
      lastName: 'Lovelace',
      email: newAddress('ada'),
    });
    return made?.headers['location']?.[0];
  }

  /** Makes an external party; the id of it. The official client has no method for this (Dwolla Connect). */
  async createExternalParty(): Promise<string> {
    return registered('the demo external party', async () => {
      const response = await fetch(`${this.#access.serverUrl}/external-parties`, {
        method: 'POST',
        headers: {
          accept: 'application/vnd.dwolla.v1.hal+json',
          'content-type': 'application/vnd.dwolla.v1.hal+json',
          authorization: `Bearer ${await this.#token()}`,
        },
        body: JSON.stringify({ businessName: 'Paper & Ink LLC', email: newAddress('paper-and-ink') }),
        signal: AbortSignal.timeout(15_000),
      });
      return response.headers.get('location');
    });
  }

  async #token(): Promise<string> {
    const { serverUrl, key, secret } = this.#access;
    const response = await fetch(`${serverUrl}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
      signal: AbortSignal.timeout(15_000),
    });
    return z.object({ access_token: z.string() }).parse(await response.json()).access_token;
  }
}

/** Dwolla takes every address once. */
function newAddress(name: string): string {
  return `${name}-${crypto.randomUUID().slice(0, 8)}@example.com`;
}

async function registered(who: string, register: () => Promise<string | null | undefined>): Promise<string> {
  const location = await register().catch(() => null);
  const id = location?.split('/').at(-1);
  if (id !== undefined && id !== '') return id;
  throw new ExchangeHandlerError(
    502,
    'NotRegistered',
    `Dwolla did not register ${who}. Is Dwolla reachable, and may this application do it?`,
  );
}
