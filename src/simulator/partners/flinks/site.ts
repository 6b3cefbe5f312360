import { Hono } from 'hono/tiny';
import { z } from '../../zod.js';
import type { PartnerSiteContext } from '../partner.js';
import { BankVisits } from '../shared/bank-visits.js';
import { serveBehaviors } from '../shared/serve-behaviors.js';
import { behaviors } from './behaviors.js';
import {
  badRequest,
  deliver,
  readBody,
  runningSession,
  scenarioOf,
  sendPage,
  servePageFiles,
} from '../shared/serve-pages.js';

const linkBody = z.object({
  credential: z.string(),
  institution: z.object({
    id: z.string().check(z.minLength(1), z.maxLength(40)),
    name: z.string().check(z.minLength(1), z.maxLength(100)),
  }),
});

/**
 * The simulated Flinks Connect: `GET /v2/?authorizeToken=…` with the query options the guide documents. The token is good
 * for one view; another one gets the page, which says `TOKEN_INVALID` and can come to nothing.
 * @see https://docs.flinks.com/guides/connect/flinks-connect/widget
 */
export function createFlinksSite({ world }: PartnerSiteContext<'flinks'>): Hono {
  const app = new Hono();
  servePageFiles(app);
  new BankVisits().serve(app);
  const readBehaviors = serveBehaviors(app, 'flinks', behaviors);

  app.get('/v2/', async (context) => {
    const credential = context.req.query('authorizeToken') ?? '';
    if (context.req.method === 'HEAD') return context.body(null, 200);
    const held = await deliver(context, scenarioOf(world, 'flinks', credential));
    if (held !== null) return held;
    const started = world.start('flinks', credential);
    const outcome =
      'refused' in started ? { refused: started.refused } : { scenario: started.session.scenario };
    return sendPage(context, 'flinks/connect.html', { credential, ...outcome, behaviors: readBehaviors() });
  });

  app.post('/simulator/link', async (context) => {
    const body = await readBody(context, linkBody);
    const session = body && runningSession(world, 'flinks', body.credential);
    if (!body || !session || session.finished) return badRequest(context, 'No such session is running.');
    return context.json(world.linkFlinks(session, body.institution));
  });
  return app;
}
