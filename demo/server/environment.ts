import { z } from 'zod';

/** Keys of an application at Dwolla itself; without them the demo talks to its own simulator. */
export interface DwollaKeys {
  readonly environment: 'sandbox' | 'production';
  readonly key: string;
  readonly secret: string;
  /** Checkout.com's public key; without it the demo does not offer cards. */
  readonly checkoutPublicKey: string | null;
  /** A redirect URL registered at Dwolla; without it the demo does not offer Visa. */
  readonly redirectUrl: string | null;
}

/** What the environment variables say. */
export interface DemoEnvironment {
  /** Null: simulate. */
  readonly dwolla: DwollaKeys | null;
  /** Null: 5180, or the next free one. */
  readonly port: number | null;
}

const port = z.coerce.number().int().min(0).max(65_535);

/**
 * Reads `DWOLLA_ENV` (`sandbox` or `production`), `DWOLLA_KEY`, `DWOLLA_SECRET`, `CHECKOUT_PUBLIC_KEY`,
 * `DWOLLA_REDIRECT_URL` and `PORT`. Throws an Error that says what is missing or wrong, without any value of a secret.
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): DemoEnvironment {
  const given = (name: string): string | null => variables[name]?.trim() || null;
  return { dwolla: readKeys(given), port: readPort(given('PORT')) };
}

function readKeys(given: (name: string) => string | null): DwollaKeys | null {
  const names = ['DWOLLA_ENV', 'DWOLLA_KEY', 'DWOLLA_SECRET'] as const;
  const [environment, key, secret] = names.map(given);
  if (!environment && !key && !secret) return null;
  if (!environment || !key || !secret) {
    const missing = names.filter((name) => given(name) === null).join(' and ');
    throw new Error(
      `To talk to Dwolla itself, ${missing} must be set too. Set none of the three to simulate Dwolla.`,
    );
  }
  if (environment !== 'sandbox' && environment !== 'production')
    throw new Error('DWOLLA_ENV must be "sandbox" or "production".');
  return {
    environment,
    key,
    secret,
    checkoutPublicKey: given('CHECKOUT_PUBLIC_KEY'),
    redirectUrl: given('DWOLLA_REDIRECT_URL'),
  };
}

function readPort(text: string | null): number | null {
  if (text === null) return null;
  const parsed = port.safeParse(text);
  if (!parsed.success) throw new Error('PORT must be a number from 0 to 65535.');
  return parsed.data;
}
