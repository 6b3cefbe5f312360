import type { CreatedExchange, ExchangeSummary } from '../answers.js';
import { askHost } from '../ask-host.js';
import type { ExchangeToken } from '../dwolla/client.js';
import { linksOf } from '../dwolla/client.js';
import { ExchangeHandlerError, misconfigured, notFound } from '../handler-error.js';
import type { RouteRequest } from '../kit.js';
import { json, linkTo } from '../kit.js';
import type { PartnerName } from '../partners.js';
import { partnerNames, rowOf } from '../partners.js';
import { parseInput, partnerName, readIdempotencyKey, readJson, resourceId } from '../request-input.js';
import { z } from '../zod.js';
import { isNotOthers, nameExisting, ownedExchange, partnerOf } from './owned.js';

/** A token of a partner: opaque, but of one line and a bounded length. */
const token = z.string().check(z.regex(/^[\x21-\x7e]{1,4096}$/, 'must be a token without spaces'));

const named = z.object({ partner: partnerName });
const processorToken = z.object({
  partner: z.enum(
    partnerNames.filter((name) => rowOf(name).processorTokens),
    'has no processor tokens',
  ),
  processorToken: token,
});
const publicTokenResult = z.object({
  exchangeRequest: z.object({ plaid: z.object({ publicToken: token }) }),
});
const tokenResult = z.object({ exchangeRequest: z.object({ token }) });
const connectionChoice = z.object({ availableConnectionToken: token });
const madeExchange = z.object({ exchangeId: resourceId });
const loginResult = z.object({ loginId: token, accountId: z.optional(token) });
const receiptResult = z.object({ data: z.optional(z.unknown()) });

const receipt = z.looseObject({ receiptId: z.string().check(z.minLength(1)) });
/**
 * What the hook for Mastercard must answer: a receipt, or Mastercard's whole answer to `partners/accessKey`, whose list has
 * one for each account. The fields are Mastercard's and pass as they are.
 * @see https://developer.mastercard.com/open-banking-us/documentation/
 */
const finicityReceipt = z.object({
  finicity: z.union([
    receipt,
    z.pipe(
      z.object({ data: z.tuple([z.object({ receipt })], z.unknown()) }),
      z.transform(({ data }) => data[0].receipt),
    ),
  ]),
});

/**
 * `POST /exchanges`: makes the exchange of what the element reported. The body may be the whole detail of
 * `exchange-success`; only the partner's token is taken from it. 201 with `{ id, partner }`; for Visa, whose exchange Dwolla
 * has made already, 200 once it is known to be the owner's, and not to be another partner's or inactive.
 */
export async function createExchange(request: RouteRequest): Promise<Response> {
  const { kit, owner } = request;
  const body = await readJson(request.request);
  const { partner } = parseInput(named, body);
  const { brings } = rowOf(partner);
  if (brings === 'exchange-id') {
    const id = await madeByPartner(request, partner, parseInput(madeExchange, body).exchangeId);
    return json({ id, partner } satisfies CreatedExchange);
  }
  const idempotencyKey = await kit.ids.idempotencyKey(
    readIdempotencyKey(request.request),
    owner,
    `exchange ${partner}`,
  );
  const exchangeToken = await readToken(request, brings, body);
  const partnerHref = await kit.partners.hrefOf(partner);
  const id = await kit.dwolla
    .createExchange(owner, partnerHref, exchangeToken, idempotencyKey)
    .catch(nameExisting('exchangeId'));
  return json({ id, partner } satisfies CreatedExchange, 201, {
    location: linkTo(request, `/exchanges/${id}`),
  });
}

/**
 * The id of an exchange that is the owner's, and neither another partner's nor inactive at Dwolla: the browser's claim proves
 * none of the three. Dwolla's printed exchanges do not all name their partner and status; a partner that
 * is named, but unknown here, is not this one.
 */
async function madeByPartner(
  { kit, owner }: RouteRequest,
  partner: PartnerName,
  claimed: string,
): Promise<string> {
  const exchange = await ownedExchange(kit, owner, claimed);
  const isNamed = linksOf(exchange)['exchange-partner'] !== undefined;
  if (isNamed && (await partnerOf(kit, exchange)) !== partner) throw notFound('The exchange');
  if ((exchange.status ?? 'active') !== 'active')
    throw new ExchangeHandlerError(400, 'InactiveExchange', 'The exchange was removed or disabled.');
  return exchange.id;
}

/** `GET /exchanges/{id}`: `{ id, partner, status, created }` of an exchange of the owner. */
export async function readExchange(request: RouteRequest): Promise<Response> {
  const exchange = await ownedExchange(request.kit, request.owner, request.id);
  const { id, status, created } = exchange;
  const partner = await partnerOf(request.kit, exchange);
  return json({ id, partner, status, created } satisfies ExchangeSummary);
}

/** `GET /exchanges`: the owner's exchanges, `{ exchanges: [{ id, partner, status, created }] }`. */
export async function listExchanges({ kit, owner }: RouteRequest): Promise<Response> {
  const listed = (await kit.dwolla.listExchanges(owner)).filter(isNotOthers(owner));
  const exchanges = await Promise.all(
    listed.map(async (exchange) => {
      const { id, status, created } = exchange;
      return { id, partner: await partnerOf(kit, exchange), status, created };
    }),
  );
  return json({ exchanges });
}

async function readToken(
  request: RouteRequest,
  brings: keyof typeof tokenReaders,
  body: unknown,
): Promise<ExchangeToken> {
  if (typeof body === 'object' && body !== null && Object.hasOwn(body, 'processorToken')) {
    if (!request.kit.options.processorTokens)
      throw new ExchangeHandlerError(400, 'UnsupportedPartner', 'This backend takes no processor tokens.', {
        hint: 'Set processorTokens: true if your own pages make them.',
      });
    return { token: parseInput(processorToken, body).processorToken };
  }
  return tokenReaders[brings](request, body);
}

/** What the browser brings, in each form that a partner's row can name, and the token that Dwolla takes for it. */
const tokenReaders = {
  token: (_request, body) => ({ token: parseInput(tokenResult, body).exchangeRequest.token }),
  'public-token': (_request, body) => ({
    plaid: { publicToken: parseInput(publicTokenResult, body).exchangeRequest.plaid.publicToken },
  }),
  connection: (_request, body) => ({
    mx: { availableConnectionToken: parseInput(connectionChoice, body).availableConnectionToken },
  }),
  login: (request, body) => flinksToken(request, parseInput(loginResult, body)),
  receipt: (request, body) => mastercardReceipt(request, parseInput(receiptResult, body).data),
} satisfies Record<string, (request: RouteRequest, body: unknown) => ExchangeToken | Promise<ExchangeToken>>;

async function flinksToken(
  { kit, owner }: RouteRequest,
  { loginId, accountId }: z.output<typeof loginResult>,
): Promise<ExchangeToken> {
  const hook = kit.options.exchangeBody?.flinks;
  if (hook === undefined) throw unsupported('flinks');
  const login = accountId === undefined ? { loginId } : { loginId, accountId };
  const answer = z.object({ token }).safeParse(await settled('flinks', () => hook(login, owner)));
  if (!answer.success) throw misconfigured('exchangeBody.flinks must answer { token }.');
  return { token: answer.data.token };
}

async function mastercardReceipt({ kit, owner }: RouteRequest, data: unknown): Promise<ExchangeToken> {
  const hook = kit.options.exchangeBody?.mastercard;
  if (hook === undefined) throw unsupported('mastercard');
  const answer = finicityReceipt.safeParse(await settled('mastercard', () => hook({ data }, owner)));
  if (!answer.success)
    throw misconfigured(
      'exchangeBody.mastercard must answer { finicity: { receiptId, … } }, or { finicity: { data: [{ receipt }] } }.',
    );
  return { finicity: answer.data.finicity };
}

/** What a hook of the host answers; its failure is the partner's, and only `onError` gets the reason. */
const settled = (partner: PartnerName, run: () => unknown): Promise<unknown> =>
  askHost(
    run,
    (cause) =>
      new ExchangeHandlerError(
        502,
        'PartnerUnavailable',
        `${partner} did not confirm what was linked. Try again later.`,
        { cause },
      ),
  );

function unsupported(partner: PartnerName): ExchangeHandlerError {
  return new ExchangeHandlerError(400, 'UnsupportedPartner', `This backend makes no ${partner} exchanges.`, {
    hint: `Set exchangeBody.${partner} to make them.`,
  });
}
