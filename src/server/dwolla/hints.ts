import { ExchangeHandlerError } from '../handler-error.js';
import type { Owner } from '../owner.js';
import { DwollaRefusal } from './refusal.js';

/** For calls on a path of the owner's: tells the host where Dwolla does not know the owner that `authorize()` named. */
export const hintAtOwner =
  (owner: Owner) =>
  (error: unknown): never => {
    if (!(error instanceof DwollaRefusal) || error.status !== 404 || 'account' in owner) throw error;
    const [[field, id] = []] = Object.entries(owner);
    throw hinted(
      error,
      `Dwolla does not know ${field} ${id}, which authorize() named: is it of this environment?`,
    );
  };

/** For calls that make a session: tells the host where Dwolla does not know the redirect URL. */
export function hintAtRedirectUrl(error: unknown): never {
  if (!(error instanceof DwollaRefusal)) throw error;
  const isAboutRedirect = /redirect.url/i.test(`${error.message} ${JSON.stringify(error.details)}`);
  throw isAboutRedirect
    ? hinted(error, 'Register the redirectUrl at Dwolla, character by character.')
    : error;
}

const hinted = (
  { status, code, message, details, headers }: DwollaRefusal,
  hint: string,
): ExchangeHandlerError => new ExchangeHandlerError(status, code, message, { details, headers, hint });
