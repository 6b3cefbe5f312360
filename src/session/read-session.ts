import { ExchangeLinkError } from '../errors.js';
import type { CredentialKind, Credentials, ExchangeSession } from './session.js';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const fieldsOf = (value: unknown): Fields => (isObject(value) ? value : {});
const malformed = (message: string, cause?: unknown): ExchangeLinkError =>
  new ExchangeLinkError('session-malformed', message, { cause });

/**
 * Reads an exchange session in either spelling: HAL as on the wire, or the camelCase of Dwolla's TypeScript client.
 *
 * The copy is plain data, so that a framework's proxy never reaches a partner's script and the host's object is
 * neither frozen nor changed.
 * @param value what the backend answered; anything
 * @throws ExchangeLinkError `session-malformed` if it is no JSON object
 * @see GET /exchange-sessions/\{id\} in Dwolla's API reference
 */
export function readSession(value: unknown): ExchangeSession {
  let copy: unknown;
  try {
    copy = JSON.parse(JSON.stringify(value));
  } catch (cause) {
    throw malformed('The session is not plain data.', cause);
  }
  if (!isObject(copy))
    throw malformed('The session is not a JSON object: answer with the exchange session itself.');
  const links = { ...fieldsOf(copy['links']), ...fieldsOf(copy['_links']) };
  const { href } = fieldsOf(links['exchange-partner'] || links['exchangePartner']);
  return {
    data: copy['externalProviderSessionData'],
    token: copy['externalProviderSessionToken'],
    link: fieldsOf(links['external-provider-session'] || links['externalProviderSession'])['href'],
    exchangePartnerHref: typeof href === 'string' && href ? href : null,
  };
}

function readText(value: unknown, field: string): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw malformed(`${field} is not a string.`);
  return value;
}

/** How each kind of credential is read: null where it is absent, `session-malformed` where it is there and broken. */
export const readCredential: {
  readonly [Kind in CredentialKind]: (session: ExchangeSession) => Credentials[Kind] | null;
} = {
  data: ({ data }) => {
    const field = 'externalProviderSessionData';
    if (data === undefined || data === null || data === '') return null;
    if (!isObject(data)) throw malformed(`${field} is not an object.`);
    const { paymentSessionSecret, paymentSessionToken, ...others } = data;
    const id = readText(data['id'], `${field}.id`);
    const secret = readText(
      data['payment_session_secret'] || paymentSessionSecret,
      `${field}.payment_session_secret`,
    );
    const token = readText(
      data['payment_session_token'] || paymentSessionToken,
      `${field}.payment_session_token`,
    );
    if (!id && !secret && !token) return null;
    if (!id || !secret || !token)
      throw malformed(`${field} needs all of id, payment_session_secret and payment_session_token.`);
    return { ...others, id, payment_session_secret: secret, payment_session_token: token };
  },
  token: ({ token }) => readText(token, 'externalProviderSessionToken'),
  link: ({ link }) => readText(link, 'The external-provider-session link'),
};
