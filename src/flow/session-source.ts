import { configuration } from '../configuration.js';
import { ExchangeLinkError, isExchangeLinkError } from '../errors.js';
import { nextTask } from '../platform/next-task.js';
import { parseUrl } from '../platform/parse-url.js';
import type { PartnerName } from '../partners/registry.js';
import { choosePartner, type Choice } from '../session/choose-partner.js';
import { readSession, sessionKey } from '../session/read-session.js';
import { expiredSession, requestSession, type FetchSession } from '../session/request-session.js';
import { credentialKey } from '../session/session.js';

/** Why a session is asked for: the first time, again because the last one is used up, or for a way back without a record. */
export type SessionReason = 'start' | 'restart' | 'return';
/** Asked for a session in place of `session-url`: the way to mint a fresh one for every attempt. */
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

/** A session that is in hand. */
export interface ChosenSession extends Choice {
  readonly exchangePartnerHref: string | null;
  /** In ms since 1970. */
  readonly receivedAt: number;
  /** Where the user came back to with it, or null on a first start. */
  readonly returnUrl: string | null;
}

export interface SessionQuestion {
  readonly reason: SessionReason;
  /** The credential that the partner's UI was started with last, or null. */
  readonly spent: string | null;
  /** Key of the `session` that was used up, or ''. */
  readonly spentSession: string;
  /** Where the session came from that the user left the page with; used where the page names nothing. */
  readonly fallbackUrl: string | null;
  /** Bound over the whole question, in ms. */
  readonly timeout: number;
  /** Called when there is nothing to do but wait for the connection. */
  readonly onOffline: () => void;
  readonly signal: AbortSignal;
}

/** Whether a new session can be had: a `session` alone is all there is. */
export const canAsk = (source: SessionSource, fallbackUrl: string | null): boolean =>
  !!(source.getSession ?? (source.sessionUrl || fallbackUrl));

/** Where the host's session URL points, or null if it is none that can be fetched. */
export function absoluteSessionUrl({ sessionUrl, baseURI }: SessionSource): string | null {
  const url = sessionUrl ? parseUrl(sessionUrl, baseURI) : null;
  // fetch() refuses user info by itself, with a message that quotes the whole URL.
  return url && /^https?:$/.test(url.protocol) && !url.username && !url.password ? url.href : null;
}

/** In a task of its own: on a slow phone the first view and a request are 20 ms of work each, too long for one task. */
const fetchInNextTask: FetchSession = async (url, init) => {
  await nextTask();
  return fetch(url, init);
};

async function ask(source: SessionSource, question: SessionQuestion): Promise<unknown> {
  const { reason, spentSession, fallbackUrl, timeout, onOffline, signal } = question;
  const { session, getSession } = source;
  const canAskAgain = canAsk(source, fallbackUrl);
  if (
    session &&
    sessionKey(session) !== spentSession &&
    reason !== 'return' &&
    (reason === 'start' || !canAskAgain)
  )
    return session;
  if (!canAskAgain) throw expiredSession({ retryable: false });
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
  return requestSession({
    url,
    fetchSession: source.fetchSession ?? fetchInNextTask,
    credentials: source.credentials,
    isRestart: reason === 'restart',
    timeout,
    onOffline,
    signal,
  });
}

/**
 * Gets a session from the host and finds out whose it is. Never the one that is spent.
 * @returns null if the host says, asked about a way back, that it is none of its own
 * @throws ExchangeLinkError any `session-…` code, `invalid-session-url`, `partner-mismatch`, `untrusted-origin`
 */
export async function obtainSession(
  source: SessionSource,
  question: SessionQuestion,
): Promise<ChosenSession | null> {
  const { reason, spent } = question;
  const answer = await ask(source, question).catch((error: unknown) => {
    // A restart that is told so a second time would go round in circles.
    if (reason === 'restart' && isExchangeLinkError(error) && error.code === 'session-expired')
      throw expiredSession({ status: error.status, retryable: false });
    throw error;
  });
  if (answer === null && reason === 'return') return null;
  const session = readSession(answer);
  const hosts = Object.fromEntries(
    Object.entries(configuration.partners).map(([name, given]) => [name, given.hosts ?? []]),
  );
  const choice = choosePartner(session, { partner: source.partner, hosts });
  if (reason === 'restart' && credentialKey(choice.credential) === spent)
    throw expiredSession({ retryable: false });
  return {
    ...choice,
    exchangePartnerHref: session.exchangePartnerHref,
    receivedAt: Date.now(),
    returnUrl: null,
  };
}
