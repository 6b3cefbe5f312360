import { Hono } from 'hono/tiny';
import { openAccounts } from '../../accounts.js';
import { z } from '../../zod.js';
import type { PartnerSiteContext } from '../partner.js';
import type { PartnerWorld } from '../partner-world.js';
import type { SessionRecord } from '../../session-record.js';
import { BankVisits } from '../shared/bank-visits.js';
import { serveBehaviors } from '../shared/serve-behaviors.js';
import { behaviors } from './behaviors.js';
import {
  badRequest,
  deliver,
  readBody,
  runningSession,
  scenarioOf,
  scriptScenario,
  sendPage,
  servePageFiles,
} from '../shared/serve-pages.js';
import { deliverScript } from '../shared/script-delivery.js';

const openBody = z.object({ token: z.string(), receivedRedirectUri: z.nullable(z.string()) });
const tokenBody = z.object({ token: z.string() });
const linkBody = z.object({
  token: z.string(),
  institution: z.object({
    id: z.string().check(z.minLength(1), z.maxLength(40)),
    name: z.string().check(z.minLength(1), z.maxLength(100)),
  }),
});

/** Plaid's error object without its sentences. */
interface PlaidError {
  readonly error_type: 'INVALID_INPUT' | 'INVALID_REQUEST' | 'OAUTH_ERROR';
  readonly error_code: string;
}

/** A bank login for which the page was left: which token it belongs to, and whether its return was used already. */
interface OauthVisit {
  readonly token: string;
  processed: boolean;
}

/**
 * The simulated Plaid Link: the script at `/link/v2/stable/link-initialize.js`, its frame beside it, and the routes that
 * the frame asks.
 * @see https://plaid.com/docs/link/web/
 */
export function createPlaidSite({ world }: PartnerSiteContext<'plaid'>): Hono {
  const app = new Hono();
  const visits = new BankVisits();
  const oauthVisits = new Map<string, OauthVisit>();
  servePageFiles(app);
  visits.serve(app);
  const readBehaviors = serveBehaviors(app, 'plaid', behaviors);

  app.get('/link/v2/stable/link-initialize.js', (context) =>
    deliverScript(
      context,
      'plaid/link-initialize.js',
      scriptScenario(world, 'plaid'),
      readBehaviors().script,
    ),
  );
  app.get('/link/v2/stable/link.html', (context) => sendPage(context, 'plaid/link.html', {}));
  app.get('/link/v2/stable/link-open.html', (context) => sendPage(context, 'plaid/link-open.html', {}));

  // Asked as soon as the handler was made: how this session will behave. Starts nothing.
  app.post('/simulator/prepare', async (context) => {
    const body = await readBody(context, tokenBody);
    const scenario = scenarioOf(world, 'plaid', body?.token ?? '');
    const held = await deliver(context, scenario);
    return held ?? context.json({ scenario, behaviors: readBehaviors() });
  });

  app.post('/simulator/open', async (context) => {
    const body = await readBody(context, openBody);
    if (body === null) return badRequest(context, 'A token is a string.');
    const { token, receivedRedirectUri } = body;
    if (receivedRedirectUri !== null) {
      const visit = oauthReturn(oauthVisits, token, receivedRedirectUri);
      if ('error_code' in visit) return context.json({ error: visit });
      const session = runningSession(world, 'plaid', token);
      if (session === null || session.finished) return context.json({ error: invalidLinkToken });
      return context.json({ ...opening(world, session), returned: visits.decisionOf(visit.stateId) });
    }
    const started = world.start('plaid', token);
    if ('refused' in started) return context.json({ error: invalidLinkToken });
    return context.json({ ...opening(world, started.session), returned: null });
  });

  app.post('/simulator/oauth', async (context) => {
    const body = await readBody(context, tokenBody);
    const session = body && runningSession(world, 'plaid', body.token);
    if (!session?.redirectUrl) return badRequest(context, 'The token was made without a redirect URI.');
    const stateId = world.newId();
    oauthVisits.set(stateId, { token: session.credential, processed: false });
    const target = new URL(session.redirectUrl);
    target.searchParams.set('oauth_state_id', stateId);
    visits.expect(stateId, target.href);
    return context.json({ path: `/simulator/bank?visit=${stateId}` });
  });

  app.post('/simulator/link', async (context) => {
    const body = await readBody(context, linkBody);
    const session = body && runningSession(world, 'plaid', body.token);
    if (!body || !session || session.finished) return badRequest(context, 'No such session is running.');
    return context.json(world.linkPlaid(session, body.institution));
  });
  return app;
}

const invalidLinkToken: PlaidError = { error_type: 'INVALID_INPUT', error_code: 'INVALID_LINK_TOKEN' };

/** What the frame receives about a session that starts. The accounts are for choosing; ids come with the link. */
function opening(world: PartnerWorld<'plaid'>, session: SessionRecord): Record<string, unknown> {
  return {
    isUpdateMode: session.reauthOf !== null,
    canLeavePage: session.redirectUrl !== null && /^https?:/.test(session.redirectUrl),
    accounts: openAccounts(world.newId).map(({ name, type, mask }) => ({ name, type, mask })),
  };
}

/** The visit that a return address names, used once and with the token it began with, or Plaid's error. */
function oauthReturn(
  visits: ReadonlyMap<string, OauthVisit>,
  token: string,
  receivedRedirectUri: string,
): { stateId: string } | PlaidError {
  const stateId = URL.canParse(receivedRedirectUri)
    ? new URL(receivedRedirectUri).searchParams.get('oauth_state_id')
    : null;
  if (stateId === null) return { error_type: 'INVALID_REQUEST', error_code: 'INVALID_FIELD' };
  const visit = visits.get(stateId);
  if (visit === undefined) return { error_type: 'OAUTH_ERROR', error_code: 'OAUTH_STATE_ID_NOT_FOUND' };
  if (visit.token !== token) return { error_type: 'OAUTH_ERROR', error_code: 'INCORRECT_LINK_TOKEN' };
  if (visit.processed) return { error_type: 'OAUTH_ERROR', error_code: 'OAUTH_STATE_ID_ALREADY_PROCESSED' };
  visit.processed = true;
  return { stateId };
}
