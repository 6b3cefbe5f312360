import { Hono } from 'hono/tiny';
import type { Context } from 'hono';
import { z } from '../../zod.js';
import type { PartnerSiteContext } from '../partner.js';
import { BankVisits } from '../shared/bank-visits.js';
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

const linkBody = z.object({
  credential: z.string(),
  institution: z.string().check(z.minLength(1), z.maxLength(100)),
});

/**
 * The simulated MX Connect: `GET /md/connect/{token}/{config}` (and `/connect/…`, the form of Dwolla's OpenAPI example).
 * The token dies at its first load; a second one gets a page of words that sends no message.
 * @see https://docs.mx.com/connect/widget-events
 */
export function createMxSite({ world }: PartnerSiteContext<'mx'>): Hono {
  const app = new Hono();
  servePageFiles(app);
  new BankVisits().serve(app);

  const connect = async (context: Context): Promise<Response> => {
    const credential = context.req.param('token') ?? '';
    // Looking at the headers is not opening the widget.
    if (context.req.method === 'HEAD') return context.body(null, 200);
    const held = await deliver(context, scenarioOf(world, 'mx', credential));
    if (held !== null) return held;
    const started = world.start('mx', credential);
    if ('refused' in started) return sendRefusal(context, 'mx', started.refused);
    const { session } = started;
    return sendPage(context, 'mx/connect.html', {
      credential,
      scenario: session.scenario,
      userGuid: world.mxUserGuid(session),
      sessionGuid: `SES-${session.id}`,
    });
  };
  app.get('/md/connect/:token/:config', connect);
  app.get('/connect/:token/:config', connect);

  app.post('/simulator/link', async (context) => {
    const body = await readBody(context, linkBody);
    const session = body && runningSession(world, 'mx', body.credential);
    if (!body || !session) return badRequest(context, 'No such session is running.');
    return context.json(world.linkMx(session, body.institution));
  });
  return app;
}
