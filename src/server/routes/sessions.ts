import { z } from 'zod';
import { askHost } from '../ask-host.js';
import { invalidRequest, misconfigured, notFound, ExchangeHandlerError } from '../handler-error.js';
import type { RouteRequest } from '../kit.js';
import { json, linkTo } from '../kit.js';
import type { PartnerName, SelfMintedPartner } from '../partners.js';
import { isSelfMinted } from '../partners.js';
import { parseInput, partnerName, readIdempotencyKey, readJson, resourceId } from '../request-input.js';
import { ownedExchange, partnerOf, withOwnerHint } from './owned.js';

/** What a session is asked for: a partner, or an exchange to re-authenticate (whose partner is then known). */
const sessionRequest = z
  .object({ partner: partnerName.optional(), exchangeId: resourceId.optional() })
  .refine(({ partner, exchangeId }) => partner !== undefined || exchangeId !== undefined, {
    path: ['partner'],
    error: 'name a partner, or the exchange to re-authenticate',
  });

type SessionRequest = z.output<typeof sessionRequest>;

/** `GET /session?partner=…[&exchange=…]`: makes a session and answers it, in one go. */
export async function startSession(request: RouteRequest): Promise<Response> {
  const { searchParams } = request.url;
  const wanted = parseInput(sessionRequest, {
    partner: searchParams.get('partner') ?? undefined,
    exchangeId: searchParams.get('exchange') ?? undefined,
  });
  return readMade(request, await makeSession(request, wanted));
}

/** `POST /sessions` `{ partner, exchangeId? }`: makes a session; 201 with its address. */
export async function createSession(request: RouteRequest): Promise<Response> {
  const wanted = parseInput(sessionRequest, await readJson(request.request));
  const id = await request.kit.ids.seal(await makeSession(request, wanted), request.owner);
  const url = linkTo(request, `/sessions/${id}`);
  return json({ id, url }, 201, { location: url });
}

/** `GET /sessions/{id}`: reads a session of the same owner; 404 for anybody else's. */
export async function readSession(request: RouteRequest): Promise<Response> {
  const id = await request.kit.ids.open(request.id, request.owner);
  if (id === null) throw notFound('The session');
  return readMade(request, id);
}

/** Our own id of a session that the platform mints when it is read: Dwolla has no session for it. */
const selfMintedId = /^(flinks|mastercard)-/;

/** Makes a session at Dwolla (or prepares one of our own); the id of it, without its seal. */
async function makeSession(request: RouteRequest, { partner, exchangeId }: SessionRequest): Promise<string> {
  const { kit, owner } = request;
  if (exchangeId !== undefined) return makeReauthSession(request, exchangeId, partner);
  if (partner === undefined) throw notFound('The partner');
  if (isSelfMinted(partner)) {
    mintOf(request, partner);
    return `${partner}-${crypto.randomUUID()}`;
  }
  const session = {
    partnerHref: await kit.partners.hrefOf(partner),
    redirectUrl: await redirectUrlFor(request, partner),
    idempotencyKey: await keyFor(request, `session ${partner}`),
  };
  return kit.dwolla.createSession(owner, session).catch((error: unknown) => {
    throw withOwnerHint(owner, error);
  });
}

async function makeReauthSession(
  request: RouteRequest,
  exchangeId: string,
  expected: PartnerName | undefined,
): Promise<string> {
  const { kit, owner } = request;
  const exchange = await ownedExchange(kit, owner, exchangeId);
  const partner = await partnerOf(kit, exchange);
  if (expected !== undefined && partner !== expected)
    throw invalidRequest([
      { path: '/partner', code: 'Invalid', message: `the exchange is not with ${expected}` },
    ]);
  return kit.dwolla.createReauthSession(exchange.id, {
    redirectUrl: partner === null ? null : await redirectUrlFor(request, partner),
    idempotencyKey: await keyFor(request, `session of ${exchange.id}`),
  });
}

/** Answers a session in Dwolla's own form, with no more than the element needs. */
async function readMade(request: RouteRequest, id: string): Promise<Response> {
  const selfMinted = selfMintedId.exec(id)?.[1];
  if (selfMinted === 'flinks' || selfMinted === 'mastercard')
    return json({
      _links: { 'external-provider-session': { href: await mintUrl(request, selfMinted) } },
    });
  return json(await request.kit.dwolla.readSession(id));
}

function mintOf({ kit, owner }: RouteRequest, partner: SelfMintedPartner): () => Promise<string> {
  const mint = kit.options.partnerUrls?.[partner];
  if (mint === undefined)
    throw new ExchangeHandlerError(400, 'UnsupportedPartner', `This backend offers no ${partner} sessions.`);
  return () => mint(owner);
}

async function mintUrl(request: RouteRequest, partner: SelfMintedPartner): Promise<string> {
  const url = await askHost(
    mintOf(request, partner),
    (cause) =>
      new ExchangeHandlerError(502, 'PartnerUnavailable', `${partner} gave no session. Try again later.`, {
        cause,
      }),
  );
  if (typeof url === 'string' && isShowable(url)) return url;
  throw misconfigured(`partnerUrls.${partner} must answer an https URL.`);
}

/** https, or http on this machine (a simulator). */
function isShowable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  const loopback = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
  return protocol === 'https:' || (protocol === 'http:' && loopback);
}

/** Visa always needs a redirect URL; for Plaid the host's function decides; the others have none. */
async function redirectUrlFor(request: RouteRequest, partner: PartnerName): Promise<string | null> {
  if (partner !== 'visa' && partner !== 'plaid') return null;
  const { redirectUrl } = request.kit.options;
  const url =
    typeof redirectUrl === 'function'
      ? await askHost(
          () => redirectUrl({ partner, owner: request.owner, request: request.request }),
          (cause) => misconfigured('redirectUrl() failed.', cause),
        )
      : partner === 'visa'
        ? redirectUrl
        : null;
  if (url === undefined || url === null || url === '') {
    if (partner !== 'visa') return null;
    throw misconfigured('A Visa session needs the option redirectUrl, registered at Dwolla.');
  }
  if (typeof url !== 'string') throw misconfigured('redirectUrl() must answer a string or null.');
  return url;
}

function keyFor({ kit, request, owner }: RouteRequest, purpose: string): Promise<string> {
  return kit.ids.idempotencyKey(readIdempotencyKey(request), owner, purpose);
}
