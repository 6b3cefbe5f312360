import type { Owner } from '../../src/server/index.js';
import type { DwollaCall } from './call-record.js';
import { CallRecord } from './call-record.js';
import type { Registrar } from './registrar.js';

/** Whose bank or card the demo user links. */
export const ownerNames = ['customer', 'external-party', 'account'] as const;
export type OwnerName = (typeof ownerNames)[number];

/** Somebody who has opened the demo page. */
export class DemoUser {
  readonly id: string;
  /** Who is linked for; the page switches it. */
  ownerName: OwnerName = 'customer';
  readonly #record = new CallRecord();
  readonly #registrar: Registrar;
  #customer: Promise<string> | null = null;
  #externalParty: Promise<string> | null = null;

  constructor(id: string, registrar: Registrar) {
    this.id = id;
    this.#registrar = registrar;
  }

  /** The owner at Dwolla; customers and external parties are made at their first use. Rejects while Dwolla refuses. */
  async owner(): Promise<Owner> {
    switch (this.ownerName) {
      case 'customer':
        this.#customer ??= this.#registrar.createCustomer().catch((error: unknown) => {
          this.#customer = null;
          throw error;
        });
        return { customerId: await this.#customer };
      case 'external-party':
        this.#externalParty ??= this.#registrar.createExternalParty().catch((error: unknown) => {
          this.#externalParty = null;
          throw error;
        });
        return { externalPartyId: await this.#externalParty };
      case 'account':
        return { account: true };
      default:
        return this.ownerName satisfies never;
    }
  }

  /** Whether an owner at Dwolla is, or was, this user's. */
  async owns(owner: Owner): Promise<boolean> {
    if ('customerId' in owner) return (await this.#customer) === owner.customerId;
    if ('externalPartyId' in owner) return (await this.#externalParty) === owner.externalPartyId;
    return this.ownerName === 'account';
  }

  /** Takes down a call to Dwolla that was made for this user, or a webhook about this user. */
  take(call: DwollaCall): void {
    this.#record.add(call);
  }

  /** The calls after the one of this number, and the number of the last. */
  callsAfter(number: number): { calls: readonly DwollaCall[]; last: number } {
    return this.#record.after(number);
  }
}

const cookieName = 'demo_user';
/** Nobody opens a demo more often; the oldest user is forgotten. */
const mostUsers = 1000;

/** The people who have the demo open, each known by a cookie. There is no password: it is a demo. */
export class DemoUsers {
  readonly #registrar: Registrar;
  readonly #users = new Map<string, DemoUser>();

  constructor(registrar: Registrar) {
    this.#registrar = registrar;
  }

  /** The user of a request, or null for one without the cookie. */
  find(request: Request): DemoUser | null {
    const cookies = request.headers.get('cookie') ?? '';
    const id = new RegExp(`(?:^|;\\s*)${cookieName}=([\\w-]+)`).exec(cookies)?.[1];
    return this.#users.get(id ?? '') ?? null;
  }

  /** The users that an owner at Dwolla belongs to: one, or several for the account. */
  async ofOwner(owner: Owner): Promise<readonly DemoUser[]> {
    const users = [...this.#users.values()];
    const owning = await Promise.all(users.map((user) => user.owns(owner).catch(() => false)));
    return users.filter((_user, index) => owning[index]);
  }

  /** A new user with the `Set-Cookie` that makes the browser known. */
  welcome(): { user: DemoUser; cookie: string } {
    const user = new DemoUser(crypto.randomUUID(), this.#registrar);
    const [oldest] = this.#users.keys();
    if (this.#users.size >= mostUsers && oldest !== undefined) this.#users.delete(oldest);
    this.#users.set(user.id, user);
    return { user, cookie: `${cookieName}=${user.id}; Path=/; HttpOnly; SameSite=Lax` };
  }
}
