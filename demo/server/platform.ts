import type { ExchangeHandlerOptions, RedirectUrlRequest } from '../../src/server/index.js';
import type { Simulator } from '../../src/simulator/index.js';
import { scenarioNames } from '../../src/simulator/index.js';
import type { DwollaKeys } from './environment.js';
import { Flinks } from './flinks.js';
import { Mastercard } from './mastercard.js';
import type { OwnerName } from './users.js';

/** Which Dwolla the demo works with, and what it can offer there. */
export interface Platform {
  readonly serverUrl: string;
  readonly key: string;
  readonly secret: string;
  /** The handler's options for the partners. */
  readonly handler: Pick<ExchangeHandlerOptions, 'redirectUrl' | 'partnerUrls' | 'exchangeBody'>;
  /** The answer of `GET /api/configuration`: everything here is public. */
  readonly configuration: {
    readonly mode: 'simulator' | 'sandbox' | 'production';
    readonly checkoutPublicKey: string;
    /** What the page passes to `DwollaExchangeLink.configure()`, or null. */
    readonly element: unknown;
    readonly partners: readonly string[];
    readonly owners: readonly OwnerName[];
    /** Names of the simulator's scenarios. */
    readonly scenarios: readonly string[];
  };
}

/**
 * The platform with the simulator: all partners, all owners. The page's own address is the way back from Visa, and from a
 * bank that Plaid leaves for in the scenario `oauth`.
 */
export function simulatedPlatform(simulator: Simulator): Platform {
  const { key, secret, checkoutPublicKey, elementConfiguration, world } = simulator;
  const flinks = new Flinks(simulator.flinks);
  const mastercard = new Mastercard(simulator.mastercard);
  return {
    serverUrl: simulator.dwollaUrl,
    key,
    secret,
    handler: {
      redirectUrl: ({ partner, request }: RedirectUrlRequest) =>
        partner === 'visa' || world.scenarioFor('plaid') === 'oauth'
          ? `${new URL(request.url).origin}/`
          : null,
      partnerUrls: {
        flinks: () => flinks.mintUrl(),
        mastercard: (owner) => mastercard.mintUrl(JSON.stringify(owner)),
      },
      exchangeBody: {
        flinks: (login) => flinks.tokenOf(login),
        mastercard: (_result, owner) => mastercard.receiptOf(JSON.stringify(owner)),
      },
    },
    configuration: {
      mode: 'simulator',
      checkoutPublicKey,
      element: elementConfiguration,
      partners: ['plaid', 'mx', 'checkout', 'visa', 'flinks', 'mastercard'],
      owners: ['customer', 'external-party', 'account'],
      scenarios: scenarioNames,
    },
  };
}

const servers = { sandbox: 'https://api-sandbox.dwolla.com', production: 'https://api.dwolla.com' };

/** The platform with Dwolla itself: what its keys allow. Flinks and Mastercard would need accounts of their own. */
export function realPlatform(keys: DwollaKeys): Platform {
  const { environment, key, secret, checkoutPublicKey, redirectUrl } = keys;
  return {
    serverUrl: servers[environment],
    key,
    secret,
    handler: redirectUrl === null ? {} : { redirectUrl },
    configuration: {
      mode: environment,
      checkoutPublicKey: checkoutPublicKey ?? '',
      element: null,
      partners: [
        'plaid',
        'mx',
        ...(checkoutPublicKey === null ? [] : ['checkout']),
        ...(redirectUrl === null ? [] : ['visa']),
      ],
      owners: ['customer', 'external-party'],
      scenarios: [],
    },
  };
}
