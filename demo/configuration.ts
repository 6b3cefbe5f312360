import { fieldsOf } from './backend.js';
import { ownerNames, partnerNames, type OwnerName, type PartnerName } from './catalogue.js';
import type { ExchangeLinkConfiguration } from './exchange-link.js';

/** What the demo backend offers. */
export interface DemoConfiguration {
  /** `simulator`, or the Dwolla environment that the backend holds keys for. */
  readonly mode: string;
  /** Checkout.com's public key, or empty where the backend has none. */
  readonly checkoutPublicKey: string;
  /** The argument of `DwollaExchangeLink.configure`: the simulator's addresses; empty against Dwolla itself. */
  readonly element: ExchangeLinkConfiguration;
  readonly partners: readonly PartnerName[];
  readonly owners: readonly OwnerName[];
  /** Names of the simulator's scenarios; none against Dwolla itself. */
  readonly scenarios: readonly string[];
}

/** Reads `GET /api/configuration`. What is missing or of the wrong kind counts as not offered. */
export function readConfiguration(answer: unknown): DemoConfiguration {
  const { mode, checkoutPublicKey, element, partners, owners, scenarios } = fieldsOf(answer);
  return {
    mode: text(mode),
    checkoutPublicKey: text(checkoutPublicKey),
    // The backend is this project's own, and `configure` checks every address in it.
    element: fieldsOf(element),
    partners: offered(partners, partnerNames),
    owners: offered(owners, ownerNames),
    scenarios: Array.isArray(scenarios) ? scenarios.map(text).filter((name) => name !== '') : [],
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function offered<Name extends string>(value: unknown, names: readonly Name[]): readonly Name[] {
  return names.filter((name) => Array.isArray(value) && value.includes(name));
}
