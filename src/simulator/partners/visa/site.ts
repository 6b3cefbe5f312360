import { Hono } from 'hono/tiny';
import { z } from '../../zod.js';
import type { PartnerSiteContext } from '../partner.js';
import {
  badRequest,
  deliver,
  readBody,
  runningSession,
  scenarioOf,
  sendPage,
  sendRefusal,
  servePageFiles,
} from '../shared/serve-pages.js';

const finishBody = z.object({
  credential: z.string(),
  /** The query of the page, as it came. */
  query: z.string(),
  /** Null: the user agreed. */
  error: z.nullable(z.string().check(z.regex(/^[A-Z_]{1,64}$/))),
});

const topLevelOnly = { 'X-Frame-Options': 'DENY' };

/**
 * The bank login behind Dwolla's Visa (Tink) sessions: `GET /1.0/account-check/connect?…`, top level only, one visit.
 * It ends on the `redirect_uri` of its own query, which is Dwolla's, with `state` and, if it came to nothing, `error`;
 * Dwolla makes the last hop to the platform's redirect URL.
 * @see https://docs.tink.com/resources/account-check
 */
export function createVisaSite({ world, origins }: PartnerSiteContext<'visa'>): Hono {
  const app = new Hono();
  servePageFiles(app);

  app.get('/1.0/account-check/connect', async (context) => {
    const url = new URL(context.req.url);
    const credential = url.searchParams.get('authorization_code') ?? '';
    // A frame gets nothing but the refusal, and a look at the headers uses nothing up.
    if (context.req.method === 'HEAD' || isFraming(context.req.header('sec-fetch-dest')))
      return context.body(null, 403, topLevelOnly);
    if (redirectOf(url.search, origins.dwolla) === null)
      return sendPage(
        context,
        'shared/refused.html',
        { partner: 'visa', refusal: 'altered' },
        { status: 400, headers: topLevelOnly },
      );
    const held = await deliver(context, scenarioOf(world, 'visa', credential));
    if (held !== null) return held;
    const started = world.start('visa', credential);
    context.header('X-Frame-Options', 'DENY');
    if ('refused' in started) return sendRefusal(context, 'visa', started.refused);
    return sendPage(context, 'visa/connect.html', { credential, scenario: started.session.scenario });
  });

  app.post('/simulator/finish', async (context) => {
    const body = await readBody(context, finishBody);
    const session = body && runningSession(world, 'visa', body.credential);
    const redirect = body && redirectOf(body.query, origins.dwolla);
    if (!body || !session || !redirect || session.finished)
      return badRequest(context, 'No such session is running.');
    const target = new URL(redirect);
    target.searchParams.set('state', new URLSearchParams(body.query).get('state') ?? '');
    if (body.error === null) world.linkVisa(session);
    else target.searchParams.set('error', body.error);
    return context.json({ location: target.href });
  });
  return app;
}

function isFraming(destination: string | undefined): boolean {
  return destination === 'iframe' || destination === 'frame' || destination === 'embed';
}

/**
 * Where the bank sends the user: the `redirect_uri` of the query, unencoded as Dwolla writes it, and Dwolla's own.
 * Null when it is neither, for instance because somebody re-serialised the link on the way here.
 */
function redirectOf(query: string, dwolla: string): string | null {
  const raw = /[?&]redirect_uri=([^&]*)/.exec(query)?.[1] ?? '';
  if (!URL.canParse(raw)) return null;
  const { origin, protocol, hostname, pathname } = new URL(raw);
  const known = origin === dwolla || (protocol === 'https:' && /(?:^|\.)dwolla\.com$/.test(hostname));
  return known && pathname === '/redirect/tink' ? raw : null;
}
