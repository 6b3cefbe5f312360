import { Hono } from 'hono/tiny';
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
  sendScript,
  servePageFiles,
} from '../shared/serve-pages.js';

const linkBody = z.object({ credential: z.string() });

/**
 * The simulated Mastercard Connect: `GET /?…&signature=…`. The page goes on to `/connect` once by itself, so that the host
 * sees a second `load`; there it waits for a ping. A URL may be loaded again until the user has finished.
 * @see https://github.com/Mastercard/connect-web-sdk
 */
export function createMastercardSite({ world }: PartnerSiteContext<'mastercard'>): Hono {
  const app = new Hono();
  servePageFiles(app);
  new BankVisits().serve(app);

  app.get('/', async (context) => {
    const held = await deliver(
      context,
      scenarioOf(world, 'mastercard', context.req.query('signature') ?? ''),
    );
    return held ?? sendPage(context, 'mastercard/start.html', {});
  });

  // The script that older integrations load, with the global `finicityConnect`.
  app.get('/assets/sdk/finicity-connect.min.js', (context) =>
    sendScript(context, 'mastercard/finicity-connect.js'),
  );

  app.get('/connect', async (context) => {
    const credential = context.req.query('signature') ?? '';
    if (context.req.method === 'HEAD') return context.body(null, 200);
    const started = world.start('mastercard', credential);
    const outcome =
      'refused' in started ? { refused: started.refused } : { scenario: started.session.scenario };
    return sendPage(context, 'mastercard/connect.html', { credential, ...outcome });
  });

  app.post('/simulator/link', async (context) => {
    const body = await readBody(context, linkBody);
    const session = body && runningSession(world, 'mastercard', body.credential);
    if (!session || session.finished) return badRequest(context, 'No such session is running.');
    return context.json(world.linkMastercard(session));
  });
  return app;
}
