import { ExchangeLinkError } from '../errors.js';
import { bare, ownFields } from '../browser/own.js';
import { parseUrl } from '../browser/parse-url.js';
import { partnerNames, partners, type PartnerName } from '../partners/registry.js';
import { readCredential, parseSession } from './parse-session.js';
import type { Credential, CredentialKind, ExchangeSession } from './session.js';

/** The partner a session belongs to, and the one field of the session that partner needs. */
export interface ResolvedPartner {
  readonly partner: PartnerName;
  readonly credential: Credential;
}

export interface ChoiceOptions {
  /** The partner that the host requires. */
  readonly partner?: PartnerName | '' | null | undefined;
  /** Origins added to the built-in hosts of each partner, such as `http://localhost:4010`. */
  readonly hosts?: Readonly<Partial<Record<PartnerName, readonly string[]>>> | undefined;
}

// The host is read from the raw text and must be what the parser makes of it: user info, tabs, backslashes, percent
// signs, full-width letters and trailing dots all change on the way through, and are refused for it.
const plainLink = /^https:\/\/([a-z\d-]+(?:\.[a-z\d-]+)+)(?::443)?(?:[/?#][!-[\]-~]*)?$/i;

/**
 * Resolves the partner of a link.
 * @param link the raw link; used exactly as it came or not at all
 * @param first looked at before the others, with whom it may share an added origin
 * @returns the partner on whose host it is, or null: never frame, load or redirect to such a link
 */
function partnerOfLink(
  link: string,
  first: ChoiceOptions['partner'],
  hosts: ChoiceOptions['hosts'],
): PartnerName | null {
  const url = parseUrl(link);
  const added = ownFields(hosts);
  const host = plainLink.exec(link)?.[1]?.toLowerCase();
  const isOn = (known: string): boolean =>
    !!host && host === url?.hostname && (host === known || host.endsWith(`.${known}`));
  // The raw text too: without its slashes a link is resolved against the page, and is one of the page's own.
  const isAdded = (origin: string): boolean =>
    origin === url?.origin &&
    link.startsWith(origin) &&
    /^([/?#][!-[\]-~]*)?$/.test(link.slice(origin.length));
  const isPartners = (name: PartnerName): boolean =>
    partners[name].hosts.some(isOn) || (added[name] as readonly string[] | undefined)?.some(isAdded) === true;
  return first && isPartners(first) ? first : (partnerNames.find(isPartners) ?? null);
}

/**
 * Resolves the partner of a session: the host's `partner` first, then the most specific field (data, token, link), then the
 * link's host.
 * @throws ExchangeLinkError `partner-mismatch`, `untrusted-origin`, `session-malformed`, `session-unsupported`
 */
export function resolvePartner(session: ExchangeSession, options: ChoiceOptions = {}): ResolvedPartner {
  const { partner, hosts }: ChoiceOptions = ownFields(options);
  if (partner && !partnerNames.includes(partner))
    throw new ExchangeLinkError('partner-mismatch', `partner must be one of ${partnerNames.join(', ')}.`);

  const kinds: readonly CredentialKind[] = partner ? [partners[partner].needs] : ['data', 'token', 'link'];
  for (const kind of kinds) {
    const credential = readCredential[kind](session);
    if (!credential) continue;
    const rest = kinds.slice(kinds.indexOf(kind) + 1).filter((other) => session[other]);
    if (rest.length)
      console.warn(
        `<dwolla-exchange-link>: the session has ${[kind, ...rest].join(' and ')}; ${kind} decides. Set partner to choose.`,
      );
    const found =
      kind === 'link'
        ? partnerOfLink(credential as string, partner, hosts)
        : partner || partnerNames.find((name) => partners[name].needs === kind);
    if (!found)
      throw new ExchangeLinkError(
        'untrusted-origin',
        "The session's link is no plain URL on a known partner's host. Add origins with configure({ partners }).",
      );
    if (!partner || found === partner) return bare({ partner: found, credential });
  }
  throw partner
    ? new ExchangeLinkError('partner-mismatch', `The session is not one for ${partner}.`)
    : new ExchangeLinkError(
        'session-unsupported',
        'The session has no externalProviderSessionData, externalProviderSessionToken or external-provider-session link.',
      );
}

/**
 * Returns a session's partner by the same rules as the element, without one.
 * @param session an exchange session in either spelling; anything
 * @returns the partner's name
 * @throws ExchangeLinkError `partner-mismatch`, `untrusted-origin`, `session-malformed`, `session-unsupported`
 */
export const classifySession = (session: unknown, options: ChoiceOptions = {}): PartnerName =>
  resolvePartner(parseSession(session), options).partner;
