import { askHost } from '../ask-host.js';
import { stillAtWork } from '../dwolla/connection.js';
import { invalidRequest, misconfigured, notFound, ExchangeHandlerError } from '../handler-error.js';
import type { RouteRequest } from '../kit.js';
import { json, linkTo } from '../kit.js';
import { ownerKey } from '../owner.js';
import type { PartnerName, PlatformPartner } from '../partners.js';
import { isPlatformPartner, isRedirectPartner, partnerNames, rowOf } from '../partners.js';
import { parseInput, partnerName, readIdempotencyKey, readJson, resourceId } from '../request-input.js';
import { z } from '../zod.js';
import { ownedExchange, partnerOf } from './owned.js';

/** What a session is asked for: a partner, or an exchange to re-authenticate (whose partner is then known). */
const sessionRequest = z
  .object({ partner: z.optional(partnerName), exchangeId: z.optional(resourceId) })
  .check(
    z.refine(({ partner, exchangeId }) => partner !== undefined || exchangeId !== undefined, {
      path: ['partner'],
      error: 'name a partner, or the exchange to re-authenticate',
    }),
  );

type SessionRequest = z.output<typeof sessionRequest>;

/** `GET /session?partner=…[&exchange=…]`: makes a session and answers it, in one go. */
export async function startSession(request: RouteRequest): Promise<Response> {
  const { searchParams } = request.url;
  const wanted = parseInput(sessionRequest, {
    partner: searchParams.get('partner') ?? undefined,
    exchangeId: searchParams.get('exchange') ?? undefined,
  });
  const plan = await planSession(request, wanted);
  // A caller who sends a key decides what is a repetition; what the platform creates is not at Dwolla.
  if ('id' in plan || readIdempotencyKey(request.request) !== null)
    return readMade(request, await makeSession(request, plan));
  return deliverOnce(request, plan);
}

/** Answers with a session that an earlier, failed request of the same owner for the same asked for, or with a new one. */
async function deliverOnce(request: RouteRequest, plan: PlannedSession): Promise<Response> {
  const { owner, kit, signal } = request;
  const name = [ownerKey(owner), plan.purpose, plan.redirectUrl].join('\n');
  const session = kit.unfinishedSessions.take(name);
  session.tries += 1;
  try {
    session.id ??= await plan.create(session.idempotencyKey);
    const answer = await readMade(request, session.id);
    // Too late, or for nobody: the repetition shall have it.
    if (signal.aborted) kit.unfinishedSessions.keep(name, session);
    return answer;
  } catch (error) {
    if (!(error instanceof ExchangeHandlerError)) throw error;
    const isAtWork = session.tries > 1 && error.status === 409;
    if (error.status >= 500 || isAtWork) kit.unfinishedSessions.keep(name, session);
    // Dwolla is still at work on the first request. To the element a 409 would say that the session is used up.
    throw isAtWork ? stillAtWork() : error;
  }
}

/** `POST /sessions` `{ partner, exchangeId? }`: makes a session; 201 with its address. */
export async function createSession(request: RouteRequest): Promise<Response> {
  const wanted = parseInput(sessionRequest, await readJson(request.request));
  const id = await request.kit.ids.seal(
    await makeSession(request, await planSession(request, wanted)),
    request.owner,
  );
  const url = linkTo(request, `/sessions/${id}`);
  return json({ id, url }, 201, { location: url });
}

/** `GET /sessions/{id}`: reads a session of the same owner; 404 for anybody else's. */
export async function readSession(request: RouteRequest): Promise<Response> {
  const id = await request.kit.ids.open(request.id, request.owner);
  if (id === null) throw notFound('The session');
  return readMade(request, id);
}

/** Partners of sessions that the platform creates when they are read. Dwolla has no session for them: the id is our own. */
const platformPartners = partnerNames.filter(isPlatformPartner);

/** A session that is to be made at Dwolla. */
interface PlannedSession {
  /** What it is for, as part of the `Idempotency-Key`. */
  readonly purpose: string;
  readonly redirectUrl: string | null;
  /** Makes it; the id of it. */
  readonly create: (idempotencyKey: string) => Promise<string>;
}

/** Checks what a session is asked for: one to make at Dwolla, or the id of one that the platform creates when it is read. */
async function planSession(
  request: RouteRequest,
  { partner, exchangeId }: SessionRequest,
): Promise<PlannedSession | { readonly id: string }> {
  const { kit, owner } = request;
  if (exchangeId !== undefined) return planReauthSession(request, exchangeId, partner);
  if (partner === undefined) throw notFound('The partner');
  if (isPlatformPartner(partner)) {
    urlCreatorOf(request, partner);
    return { id: `${partner}-${crypto.randomUUID()}` };
  }
  const partnerHref = await kit.partners.hrefOf(partner);
  const redirectUrl = await redirectUrlFor(request, partner);
  return {
    purpose: `session ${partner}`,
    redirectUrl,
    create: (idempotencyKey) => kit.dwolla.createSession(owner, { partnerHref, redirectUrl, idempotencyKey }),
  };
}

async function planReauthSession(
  request: RouteRequest,
  exchangeId: string,
  expected: PartnerName | undefined,
): Promise<PlannedSession> {
  const { kit, owner } = request;
  const exchange = await ownedExchange(kit, owner, exchangeId);
  const partner = await partnerOf(kit, exchange);
  if (expected !== undefined && partner !== expected)
    throw invalidRequest([
      { path: '/partner', code: 'Invalid', message: `the exchange is not with ${expected}` },
    ]);
  const redirectUrl = partner === null ? null : await redirectUrlFor(request, partner);
  return {
    purpose: `session of ${exchange.id}`,
    redirectUrl,
    create: (idempotencyKey) => kit.dwolla.createReauthSession(exchange.id, { redirectUrl, idempotencyKey }),
  };
}

/** Makes a planned session at Dwolla; the id of it, without its seal. */
async function makeSession(
  { kit, owner, request }: RouteRequest,
  plan: PlannedSession | { readonly id: string },
): Promise<string> {
  if ('id' in plan) return plan.id;
  return plan.create(await kit.ids.idempotencyKey(readIdempotencyKey(request), owner, plan.purpose));
}

/** Answers a session in Dwolla's own form, with no more than the element needs. */
async function readMade(request: RouteRequest, id: string): Promise<Response> {
  const partner = platformPartners.find((name) => id.startsWith(`${name}-`));
  if (partner !== undefined)
    return json({
      _links: { 'external-provider-session': { href: await createUrl(request, partner) } },
    });
  return json(await request.kit.dwolla.readSession(id));
}

function urlCreatorOf({ kit, owner }: RouteRequest, partner: PlatformPartner): () => Promise<string> {
  const create = kit.options.partnerUrls?.[partner];
  if (create === undefined)
    throw new ExchangeHandlerError(400, 'UnsupportedPartner', `This backend offers no ${partner} sessions.`, {
      hint: `Set partnerUrls.${partner} to offer them.`,
    });
  return () => create(owner);
}

async function createUrl(request: RouteRequest, partner: PlatformPartner): Promise<string> {
  const url = await askHost(
    urlCreatorOf(request, partner),
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
  if (!isRedirectPartner(partner)) return null;
  const isRequired = rowOf(partner).redirectUrl === 'required';
  const { redirectUrl } = request.kit.options;
  const url =
    typeof redirectUrl === 'function'
      ? await askHost(
          () => redirectUrl({ partner, owner: request.owner, request: request.request }),
          (cause) => misconfigured('redirectUrl() failed.', cause),
        )
      : isRequired
        ? redirectUrl
        : null;
  if (url === undefined || url === null || url === '') {
    if (!isRequired) return null;
    throw misconfigured('A Visa session needs the option redirectUrl, registered at Dwolla.');
  }
  if (typeof url !== 'string') throw misconfigured('redirectUrl() must answer a string or null.');
  return url;
}
