import { configuration } from '../configuration.js';
import { ExchangeLinkError, isExchangeLinkError } from '../errors.js';
import { parseUrl } from '../browser/parse-url.js';
import type { PartnerName } from '../partners/registry.js';
import { resolvePartner, type ResolvedPartner } from './resolve-partner.js';
import { parseSession, sessionKey } from './parse-session.js';
import { expiredSession, fetchExchangeSession, type FetchSession } from './fetch-session.js';
import { credentialKey } from './session.js';

/** Why a session is requested: the first time, again because the last one is consumed, or for a return without a record. */
export type SessionReason = 'start' | 'restart' | 'return';
/** Gets a session in place of `session-url`: creates a new one for every attempt. */
export type GetSession = (request: {
  readonly reason: SessionReason;
  readonly signal: AbortSignal;
}) => Promise<object | null>;

/** The properties of the element that say where a session comes from. */
export interface SessionSource {
  readonly session: object | null;
  readonly getSession: GetSession | null;
  readonly sessionUrl: string;
  readonly fetchSession: FetchSession | null;
  readonly credentials: RequestCredentials;
  readonly partner: PartnerName | '';
  readonly baseURI: string;
}

/** A session with its resolved partner. */
export interface ResolvedSession extends ResolvedPartner {
  readonly exchangePartnerHref: string | null;
  /** In ms since 1970. */
  readonly receivedAt: number;
  /** The address of the return, or null on a first start. */
  readonly returnUrl: string | null;
}

export interface GetSessionOptions {
  readonly reason: SessionReason;
  /** The credential that the partner's UI was started with last, or null. */
  readonly consumed: string | null;
  /** Key of the consumed `session`, or ''. */
  readonly consumedSession: string;
  /** URL of the session that the user was redirected with; used if the page sets no source. */
  readonly fallbackUrl: string | null;
  /** Timeout for the whole step, in ms. */
  readonly timeout: number;
  /** Called when there is nothing to do but wait for the connection. */
  readonly onOffline: () => void;
  readonly signal: AbortSignal;
}

/** Whether a new session can be requested. A `session` alone cannot be renewed. */
export const canGetSession = (source: SessionSource, fallbackUrl: string | null): boolean =>
  !!(source.getSession ?? (source.sessionUrl || fallbackUrl));

/** Where the host's session URL points, or null if it is none that can be fetched. */
export function absoluteSessionUrl({ sessionUrl, baseURI }: SessionSource): string | null {
  const url = sessionUrl ? parseUrl(sessionUrl, baseURI) : null;
  // fetch() refuses user info by itself, with a message that quotes the whole URL.
  return url && /^https?:$/.test(url.protocol) && !url.username && !url.password ? url.href : null;
}

async function requestSession(source: SessionSource, options: GetSessionOptions): Promise<unknown> {
  const { reason, consumedSession, fallbackUrl, timeout, onOffline, signal } = options;
  const { session, getSession } = source;
  const canGetAnother = canGetSession(source, fallbackUrl);
  if (
    session &&
    sessionKey(session) !== consumedSession &&
    reason !== 'return' &&
    (reason === 'start' || !canGetAnother)
  )
    return session;
  if (!canGetAnother) throw expiredSession({ retryable: false });
  if (getSession) {
    try {
      return await getSession({ reason, signal });
    } catch (cause) {
      if (isExchangeLinkError(cause)) throw cause;
      throw new ExchangeLinkError('session-network', 'getSession failed.', { cause });
    }
  }
  const url = source.sessionUrl ? absoluteSessionUrl(source) : fallbackUrl;
  if (!url)
    throw new ExchangeLinkError(
      'invalid-session-url',
      'session-url must be an http(s) URL without user info.',
    );
  return fetchExchangeSession({
    url,
    fetchSession: source.fetchSession ?? ((url, init) => fetch(url, init)),
    credentials: source.credentials,
    isRestart: reason === 'restart',
    timeout,
    onOffline,
    signal,
  });
}

/**
 * Gets a session from the host and resolves its partner. Never returns the consumed one.
 * @returns null if the host reports that a return belongs to something else
 * @throws ExchangeLinkError any `session-…` code, `invalid-session-url`, `partner-mismatch`, `untrusted-origin`
 */
export async function getExchangeSession(
  source: SessionSource,
  options: GetSessionOptions,
): Promise<ResolvedSession | null> {
  const { reason, consumed } = options;
  const answer = await requestSession(source, options).catch((error: unknown) => {
    // A second restart would loop.
    if (reason === 'restart' && isExchangeLinkError(error) && error.code === 'session-expired')
      throw expiredSession({ status: error.status, retryable: false });
    throw error;
  });
  if (answer === null && reason === 'return') return null;
  const session = parseSession(answer);
  const hosts = Object.fromEntries(
    Object.entries(configuration.partners).map(([name, given]) => [name, given.hosts ?? []]),
  );
  const resolved = resolvePartner(session, { partner: source.partner, hosts });
  if (reason === 'restart' && credentialKey(resolved.credential) === consumed)
    throw expiredSession({ retryable: false });
  return {
    ...resolved,
    exchangePartnerHref: session.exchangePartnerHref,
    receivedAt: Date.now(),
    returnUrl: null,
  };
}
