import { Hono } from 'hono/tiny';
import { addDocumentationExamples } from './dwolla/documentation-examples.js';
import { createDwollaApi, simulatedCredentials } from './dwolla-api.js';
import { Webhooks } from './dwolla/webhooks.js';
import type { LoopbackServer } from './loopback-server.js';
import { isLoopback, isOwnHost } from './loopback.js';
import { serveOnLoopback } from './loopback-server.js';
import type { PartnerName, PublicOrigins } from './partner-session.js';
import { partnerNames } from './partner-session.js';
import type { PartnerApi, WebApp } from './partners/partner.js';
import { partners } from './partners/registry.js';
import type { ScenarioName } from './scenarios.js';
import { World } from './world.js';
import { z } from './zod.js';

/** How a simulator starts; everything has a default. */
export interface SimulatorOptions {
  /** Dwolla's port; the partners take those that follow. 0 or absent: free ports. */
  readonly port?: number;
  /** How sessions behave until that is changed; `manual` when absent. */
  readonly scenario?: ScenarioName;
  /** Redirect URLs registered with Dwolla, which Visa's and Plaid's mobile sessions must match exactly. */
  readonly redirectUrls?: readonly string[];
  /** Origins to write into created URLs in place of the local ones, e.g. production hosts that a test intercepts. */
  readonly partnerOrigins?: Partial<Record<PartnerName, string>>;
  /** The clock, in milliseconds since 1970. */
  readonly now?: () => number;
  /** Lists Visa among the exchange partners; the official client rejects a list that names it. */
  readonly visa?: boolean;
  /** Subscriptions to webhooks that exist from the start; the URL must be on this machine. */
  readonly webhookSubscriptions?: readonly { readonly url: string; readonly secret: string }[];
  /** Pauses before each retry of a webhook, in milliseconds. Default: Dwolla's eight, from 15 minutes to 72 hours after the event. */
  readonly webhookRetries?: readonly number[];
  /** Knows the ids and tokens that Dwolla's API reference prints, so that its examples can be sent as they are. */
  readonly documentationExamples?: boolean;
}

/** The highest port for Dwolla that leaves one for each partner. */
export const highestPort = 65_535 - partnerNames.length;

/** A type does not stop JavaScript: what is misspelt would count as not given. */
const knownOptions = z.strictObject({
  port: z.optional(z.int().check(z.minimum(0), z.maximum(highestPort))),
  scenario: z.optional(z.unknown()), // the world checks it
  redirectUrls: z.optional(z.array(z.url())),
  partnerOrigins: z.optional(z.partialRecord(z.enum(partnerNames), z.url())),
  now: z.optional(z.custom((now) => typeof now === 'function', 'must be a function')),
  visa: z.optional(z.boolean()),
  webhookSubscriptions: z.optional(
    z.array(
      z.object({
        url: z
          .url()
          .check(
            z.refine(
              (url) => URL.canParse(url) && isLoopback(new URL(url).hostname),
              'must be on this machine',
            ),
          ),
        secret: z.string().check(z.minLength(1), z.maxLength(128)),
      }),
    ),
  ),
  webhookRetries: z.optional(z.array(z.int().check(z.minimum(0), z.maximum(2_147_483_647)))),
  documentationExamples: z.optional(z.boolean()),
});

/**
 * How a backend reaches the partners' own APIs: Flinks' and Mastercard's, where the platform creates the URLs, Plaid's and
 * MX's for processor tokens.
 */
type PartnerAccess = {
  readonly [Name in PartnerName as AccessTo<Name> extends never ? never : Name]: AccessTo<Name>;
};
type AccessTo<Name extends PartnerName> =
  NonNullable<(typeof partners)[Name]['api']> extends PartnerApi<Name, infer Access>
    ? NonNullable<Access>
    : never;

/** A running simulator. */
export interface Simulator extends PartnerAccess {
  /** Base URL of the simulated Dwolla (`serverURL` of the official client). */
  readonly dwollaUrl: string;
  readonly partners: Record<
    PartnerName,
    {
      /** Where it is served. */
      readonly origin: string;
      /** What created URLs say. */
      readonly publicOrigin: string;
    }
  >;
  /** Client id and secret of the application at the simulated Dwolla. */
  readonly key: string;
  readonly secret: string;
  /** Goes into the element's `checkout-public-key`. */
  readonly checkoutPublicKey: string;
  /** What a page passes to `DwollaExchangeLink.configure()` to reach the simulated partners. */
  readonly elementConfiguration: ElementConfiguration;
  /** Everything it knows; tests look in and steer here. */
  readonly world: World;
  /** Stops all servers. */
  close(): Promise<void>;
}

/** The part of the element's configuration that points at other partner origins. */
export interface ElementConfiguration {
  readonly partners: {
    readonly [Name in PartnerName]: ReturnType<(typeof partners)[Name]['configuration']>;
  };
}

/** In the form of Checkout.com's sandbox keys. */
const checkoutPublicKey = 'pk_sbox_simulatedkeyforcheckoutflow';

/**
 * Starts a simulated Dwolla and the partners, each on an origin of its own, on the loopback interface.
 * Rejects when a port is taken, and with a TypeError that names every wrong option; nothing is left running then.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { error } = knownOptions.safeParse(options);
  if (error !== undefined) throw new TypeError(`startSimulator: ${z.prettifyError(error)}`);
  const world = new World({
    ...(options.now === undefined ? {} : { now: options.now }),
    ...(options.scenario === undefined ? {} : { scenario: options.scenario }),
  });
  for (const url of options.redirectUrls ?? []) world.dwolla.redirectUrls.add(url);
  if (options.documentationExamples === true) addDocumentationExamples(world);

  const webhooks = new Webhooks({
    now: world.now,
    newId: world.newId,
    retries: options.webhookRetries,
  });
  for (const { url, secret } of options.webhookSubscriptions ?? []) webhooks.subscribe(url, secret);

  const servers = await openServers(options.port ?? 0);
  const served = mapNames((name) => servers[name].server.origin);
  const publicOrigins: PublicOrigins = { ...served, ...originsOf(options.partnerOrigins ?? {}) };
  servers.dwolla.app = createDwollaApi(world, publicOrigins, { visa: options.visa ?? false, webhooks });
  for (const name of partnerNames)
    servers[name].app = partners[name].createSite({ world, origins: publicOrigins });

  return {
    dwollaUrl: served.dwolla,
    partners: mapPartners((name) => ({ origin: served[name], publicOrigin: publicOrigins[name] })),
    ...simulatedCredentials,
    checkoutPublicKey,
    elementConfiguration: elementConfiguration(publicOrigins),
    ...partnerAccess(served.dwolla, publicOrigins),
    world,
    close: async () => {
      webhooks.close();
      await Promise.all(Object.values(servers).map(({ server }) => server.close()));
    },
  };
}

type ServerName = PartnerName | 'dwolla';

/** A server whose application comes later: created URLs need every port first. */
interface OpenServer {
  readonly server: LoopbackServer;
  app: WebApp;
}

async function openServers(port: number): Promise<Record<ServerName, OpenServer>> {
  const opened: [ServerName, OpenServer][] = [];
  const names: readonly ServerName[] = ['dwolla', ...partnerNames];
  try {
    for (const [index, name] of names.entries()) {
      const slot: { app: WebApp } = { app: new Hono() };
      const server = await serveOnLoopback(port === 0 ? 0 : port + index, (request) =>
        isOwnHost(new URL(request.url).hostname) ? slot.app.fetch(request) : misdirected(),
      );
      opened.push([name, Object.assign(slot, { server })]);
    }
  } catch (error) {
    await Promise.all(opened.map(([, { server }]) => server.close()));
    throw error;
  }
  // Every name was opened, or this line is not reached.
  return Object.fromEntries(opened) as Record<ServerName, OpenServer>;
}

/** 421 for another name than this machine's. */
const misdirected = (): Response =>
  Response.json(
    { code: 'MisdirectedRequest', message: 'The simulator answers to the names of this machine only.' },
    { status: 421 },
  );

function originsOf(given: Partial<Record<PartnerName, string>>): Partial<Record<PartnerName, string>> {
  return Object.fromEntries(Object.entries(given).map(([name, url]) => [name, new URL(url).origin]));
}

function elementConfiguration(origins: PublicOrigins): ElementConfiguration {
  const configurations = partnerNames.map((name) => [name, partners[name].configuration(origins[name])]);
  // One entry for each partner of the registry.
  return { partners: Object.fromEntries(configurations) as ElementConfiguration['partners'] };
}

function partnerAccess(dwollaUrl: string, origins: PublicOrigins): PartnerAccess {
  const accesses = partnerNames.flatMap((name) => {
    const { api } = partners[name];
    return api === null ? [] : [[name, api.access(`${dwollaUrl}/simulator/${api.path}`, origins)] as const];
  });
  // One entry for each partner that has an API.
  return Object.fromEntries(accesses) as unknown as PartnerAccess;
}

function mapPartners<Value>(make: (name: PartnerName) => Value): Record<PartnerName, Value> {
  // The keys are all of the partners' names.
  return Object.fromEntries(partnerNames.map((name) => [name, make(name)])) as Record<PartnerName, Value>;
}

function mapNames(make: (name: ServerName) => string): PublicOrigins {
  return { ...mapPartners(make), dwolla: make('dwolla') };
}
