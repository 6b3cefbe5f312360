import { ExchangeLinkError } from '../errors.js';
import { bare, ownFields } from '../browser/own.js';
import { parseUrl } from '../browser/parse-url.js';
import { partnerNames, partners, type PartnerName } from '../partners/registry.js';
import { readCredential, readSession } from './parse-session.js';
import type { Credential, CredentialKind, ExchangeSession } from './session.js';

/** The partner a session belongs to, and the one field of the session that partner needs. */
export interface Choice {
  readonly partner: PartnerName;
  readonly credential: Credential;
}

export interface ChoiceOptions {
  /** The partner the host insists on. */
  readonly partner?: PartnerName | '' | null | undefined;
  /** Origins added to the built-in hosts of each partner, such as `http://localhost:4010`. */
  readonly hosts?: Readonly<Partial<Record<PartnerName, readonly string[]>>> | undefined;
}

// The host is read from the raw text and must be what the parser makes of it: user info, tabs, backslashes, percent
// signs, full-width letters and trailing dots all change on the way through, and are refused for it.
const plainLink = /^https:\/\/([a-z\d-]+(?:\.[a-z\d-]+)+)(?::443)?(?:[/?#][!-[\]-~]*)?$/i;

/**
 * Whose link this is.
 * @param link the raw link; used exactly as it came or not at all
 * @param first looked at before the others, with whom it may share an added origin
 * @returns the partner on whose host it is, or null: such a link must never be framed, loaded or left for
 */
function ownerOf(
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
  const isOwner = (name: PartnerName): boolean =>
    partners[name].hosts.some(isOn) || (added[name] as readonly string[] | undefined)?.some(isAdded) === true;
  return first && isOwner(first) ? first : (partnerNames.find(isOwner) ?? null);
}

/**
 * Picks the partner of a session: the host's word first, then the most specific field (data, token, link), then the
 * link's host.
 * @throws ExchangeLinkError `partner-mismatch`, `untrusted-origin`, `session-malformed`, `session-unsupported`
 */
export function choosePartner(session: ExchangeSession, options: ChoiceOptions = {}): Choice {
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
    const owner =
      kind === 'link'
        ? ownerOf(credential as string, partner, hosts)
        : partner || partnerNames.find((name) => partners[name].needs === kind);
    if (!owner)
      throw new ExchangeLinkError(
        'untrusted-origin',
        "The session's link is no plain URL on a known partner's host. Add origins with configure({ partners }).",
      );
    if (!partner || owner === partner) return bare({ partner: owner, credential });
  }
  throw partner
    ? new ExchangeLinkError('partner-mismatch', `The session is not one for ${partner}.`)
    : new ExchangeLinkError(
        'session-unsupported',
        'The session has no externalProviderSessionData, externalProviderSessionToken or external-provider-session link.',
      );
}

/**
 * Says whose a session is, by the same rules as the element and without one.
 * @param session an exchange session in either spelling; anything
 * @returns the partner's name
 * @throws ExchangeLinkError `partner-mismatch`, `untrusted-origin`, `session-malformed`, `session-unsupported`
 */
export const classifySession = (session: unknown, options: ChoiceOptions = {}): PartnerName =>
  choosePartner(readSession(session), options).partner;
