import { getRequestListener } from '@hono/node-server';
import type { Page } from '@playwright/test';
import { Flinks } from '../../demo/server/flinks.js';
import { Mastercard } from '../../demo/server/mastercard.js';
import { createExchangeHandler, type Owner } from '../../src/server/index.js';
import { startSimulator, type PartnerName, type Simulator } from '../../src/simulator/index.js';
import { test as base, expect } from './end-to-end.js';
import type { HostSite } from './host-site.js';
import { lookOften, type Linking, type SeenEvent } from './linking.js';
import { WrongBackend } from './documented-rows.js';
import { partnerScreen } from './screens.js';

export { expect };

const outcomes = [
  'funding-source-added',
  'funding-source-exit',
  'funding-source-error',
  'exchange-reauthenticated',
];

/** A platform with `<dwolla-add-funding-source>` in its page and the kit in its backend, in front of a simulated Dwolla. */
export class FundingSite {
  readonly site: HostSite;
  readonly simulator: Simulator;
  readonly linking: Linking;
  readonly page: Page;
  /** Whose bank is linked. */
  owner: Owner;
  /** Who there is. */
  readonly owners: Readonly<Record<'customer' | 'external-party' | 'account', Owner>>;
  /** Answers that replace the kit's, by path, one after the other. */
  readonly planned: ({ readonly path: string } & (
    | { readonly status: number; readonly body?: object }
    /** Nothing is answered: the request never arrives, or the kit does what it is asked and nobody hears of it. */
    | { readonly isLost: 'before' | 'after' }
    /**
     * The kit does what it is asked, and the connection breaks before its answer, until this is taken off again: a browser
     * asks once more by itself where it has used the connection before.
     */
    | { readonly isBroken: true }
  ))[] = [];
  /** Requests that were lost so far, and have done what they do. */
  lost = 0;

  /** Stands between the kit and Dwolla. */
  readonly backend = new WrongBackend();

  constructor(page: Page, site: HostSite, simulator: Simulator, linking: Linking) {
    this.page = page;
    this.site = site;
    this.simulator = simulator;
    this.linking = linking;
    const customerId = crypto.randomUUID();
    const { world } = simulator;
    const fields = { type: 'unverified', firstName: 'Ada', lastName: 'L', email: 'ada@example.com' };
    world.dwolla.customers.set(customerId, { id: customerId, createdAt: Date.now(), fields });
    this.owner = { customerId };
    const externalPartyId = crypto.randomUUID();
    world.dwolla.externalParties.set(externalPartyId, { id: externalPartyId, createdAt: Date.now(), fields });
    this.owners = { customer: this.owner, 'external-party': { externalPartyId }, account: { account: true } };
    const flinks = new Flinks(simulator.flinks);
    const mastercard = new Mastercard(simulator.mastercard);
    const handler = createExchangeHandler({
      fetch: this.backend.fetch,
      serverUrl: simulator.dwollaUrl,
      key: simulator.key,
      secret: simulator.secret,
      basePath: '/api/dwolla',
      origin: site.origin,
      redirectUrl: ({ partner }) => (partner === 'visa' ? `${site.origin}/` : null),
      authorize: () => this.owner,
      partnerUrls: {
        flinks: () => flinks.mintUrl(),
        mastercard: (owner) => mastercard.mintUrl(JSON.stringify(owner)),
      },
      exchangeBody: {
        flinks: (login) => flinks.tokenOf(login),
        mastercard: (_result, owner) => mastercard.receiptOf(JSON.stringify(owner)),
      },
      onError: () => undefined,
    });
    const answer = getRequestListener(async (request, { outgoing }) => {
      const { pathname } = new URL(request.url);
      const at = this.planned.findIndex(
        (one) => pathname === `/api/dwolla${one.path}` && !('isBroken' in one && request.method === 'GET'),
      );
      const planned = this.planned[at];
      if (planned && !('isBroken' in planned)) this.planned.splice(at, 1);
      if (planned && 'isLost' in planned) {
        if (planned.isLost === 'after') await handler(request);
        this.lost += 1;
        return new Promise<never>(() => undefined);
      }
      if (planned && 'isBroken' in planned) {
        await handler(request);
        outgoing.destroy();
        return new Promise<never>(() => undefined);
      }
      return planned ? Response.json(planned.body ?? {}, { status: planned.status }) : handler(request);
    });
    site.mount('/api/dwolla/', (request, response) => void answer(request, response));
  }

  /** Opens the page; a page of its own has the tag, and nothing else but where the simulator is. */
  async open(attributes: string, path = '/'): Promise<void> {
    await this.page.goto(this.addPage(attributes, path));
  }

  /** @returns the address of a page with the tag */
  addPage(attributes: string, path = '/'): string {
    const { site, simulator } = this;
    return site.addPage(path, {
      head: `<script type="module" src="${site.cdnOrigin}/dwolla-add-funding-source.js"></script>`,
      body: `<dwolla-add-funding-source timeout="60000" checkout-public-key="${simulator.checkoutPublicKey}"
        ${attributes}></dwolla-add-funding-source>`,
      script: `
        customElements.get('dwolla-exchange-link').configure(${JSON.stringify(simulator.elementConfiguration)});
        document.querySelector('dwolla-add-funding-source').backendUrl = '/api/dwolla';
      `,
    });
  }

  /** Outcomes so far. */
  get outcomes(): readonly SeenEvent[] {
    return this.linking.events.filter(({ type }) => outcomes.includes(type));
  }

  /** Waits for an outcome; fails unless it is the only one. */
  async outcome(type: string): Promise<SeenEvent['detail']> {
    await expect
      .poll(() => this.outcomes.length, { message: `waiting for ${type}`, ...lookOften })
      .toBeGreaterThan(0);
    await this.linking.settle();
    expect(this.outcomes.map((event) => event.type)).toEqual([type]);
    return this.outcomes[0]!.detail;
  }

  async state(state: string): Promise<void> {
    await expect(this.page.locator('dwolla-add-funding-source')).toHaveAttribute('state', state);
  }

  /** Goes through the partner's screens to its success. */
  async succeedAt(partner: PartnerName): Promise<void> {
    // Visa's and a reload's button is pressed by the caller; the others open by themselves.
    const screen =
      partner === 'checkout'
        ? await partnerScreen(this.page, partner)
        : await partnerScreen(this.page, partner);
    await screen.succeed();
  }

  /** Fills in whatever the form asks, by the names of the fields. */
  async describe(): Promise<void> {
    const { page } = this;
    const values: Readonly<Record<string, string>> = {
      name: 'My account',
      firstName: 'Ada',
      lastName: 'Lovelace',
      address1: '909 Locust Street',
      city: 'Des Moines',
      stateProvinceRegion: 'ia',
      postalCode: '50309',
      country: 'us',
    };
    await this.state('describing-account');
    const checking = page.locator('input[name=bankAccountType][value=checking]');
    if (await checking.count()) await checking.check();
    for (const [name, value] of Object.entries(values)) {
      const field = page.locator(`dwolla-add-funding-source input[name=${name}]`);
      if ((await field.count()) && !(await field.inputValue())) await field.fill(value);
    }
    // Enter submits, as in any form.
    const name = page.locator('dwolla-add-funding-source input').last();
    await name.press('Enter');
  }

  /** After the partner: chooses the first account where there are several, and fills in what is asked. */
  async finish(partner: PartnerName): Promise<void> {
    const states = (): readonly unknown[] => this.linking.events.map(({ detail }) => detail['state']);
    if (partner === 'mx' || partner === 'plaid') {
      await expect
        .poll(() => states().some((state) => /^(choosing|describing)-account$/.test(String(state))))
        .toBe(true);
      if (states().includes('choosing-account'))
        await this.page.locator('dwolla-add-funding-source [part=button]').click();
    }
    if (partner !== 'plaid') await this.describe();
  }

  /** What the simulated Dwolla has. */
  get made(): { exchanges: number; sources: readonly { kind: { type: string }; exchangeId: string }[] } {
    const { world } = this.simulator;
    return { exchanges: world.exchanges.size, sources: [...world.dwolla.fundingSources.values()] as never };
  }
}

/** Tests with such a platform. */
export const test = base.extend<{ funding: FundingSite }>({
  simulator: async ({ site }, use) => {
    const simulator = await startSimulator({ redirectUrls: [`${site.origin}/`], visa: true });
    await use(simulator);
    await simulator.close();
  },
  funding: async ({ page, site, simulator, linking }, use) => {
    await use(new FundingSite(page, site, simulator, linking));
    expect(linking.foreignRequests).toEqual([]);
  },
});
