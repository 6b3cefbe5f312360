import { ExchangeLinkError } from '../errors.js';
import { bare, isObject, ownFields, plainCopy, toJson } from '../browser/own.js';
import type { CredentialKind, Credentials, ExchangeSession, PaymentSession } from './session.js';

const malformed = (message: string): ExchangeLinkError => new ExchangeLinkError('session-malformed', message);

/**
 * Reads an exchange session in either spelling: HAL as on the wire, or the camelCase of Dwolla's TypeScript client.
 *
 * The copy is plain data, so that a framework's proxy never reaches a partner's script and the host's object is
 * neither frozen nor changed.
 * @param value what the backend answered; anything
 * @throws ExchangeLinkError `session-malformed` if it is no JSON object
 * @see GET /exchange-sessions/\{id\} in Dwolla's API reference
 */
export function parseSession(value: unknown): ExchangeSession {
  let copy: unknown;
  try {
    copy = plainCopy(value, bare);
  } catch {
    // No plain data, and so no object of it either.
  }
  if (!isObject(copy))
    throw malformed('The session is not a JSON object: answer with the exchange session itself.');
  const links = ownFields({ ...ownFields(copy['links']), ...ownFields(copy['_links']) });
  const { href } = ownFields(links['exchange-partner'] || links['exchangePartner']);
  return {
    data: copy['externalProviderSessionData'],
    token: copy['externalProviderSessionToken'],
    link: ownFields(links['external-provider-session'] || links['externalProviderSession'])['href'],
    exchangePartnerHref: typeof href === 'string' && href ? href : null,
  };
}

let unreadable = 0;

/**
 * Identifies a session object by its credentials, whatever its other fields and spelling. An invalid one differs from
 * all others.
 */
export function sessionKey(session: object | null): string {
  if (!session) return '';
  try {
    const { data, token, link } = parseSession(session);
    return toJson([ownFields(data)['id'] ?? data, token, link]);
  } catch {
    return String(++unreadable);
  }
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === '';

function readText(value: unknown, field: string): string | null {
  if (isAbsent(value)) return null;
  if (typeof value !== 'string') throw malformed(`${field} is not a string.`);
  return value;
}

/** How each kind of credential is read: null where it is absent, `session-malformed` where it is there and broken. */
export const readCredential: {
  readonly [Kind in CredentialKind]: (session: ExchangeSession) => Credentials[Kind] | null;
} = {
  data: ({ data }) => {
    if (isAbsent(data)) return null;
    const { paymentSessionSecret, paymentSessionToken, ...rest } = ownFields(data);
    const others = ownFields(rest);
    const strings = {
      id: others['id'],
      payment_session_secret: others['payment_session_secret'] || paymentSessionSecret,
      payment_session_token: others['payment_session_token'] || paymentSessionToken,
    };
    const texts = Object.entries(strings).map(([name, value]) => readText(value, name));
    if (isObject(data) && !texts.some(Boolean)) return null;
    if (!texts.every(Boolean))
      throw malformed(`externalProviderSessionData needs all of ${Object.keys(strings).join(', ')}.`);
    // With ordinary prototypes: it is for a partner's script.
    return plainCopy({ ...others, ...strings }) as PaymentSession;
  },
  token: ({ token }) => readText(token, 'externalProviderSessionToken'),
  link: ({ link }) => readText(link, 'The external-provider-session link'),
};
