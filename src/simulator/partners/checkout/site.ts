import { Hono } from 'hono/tiny';
import type { Context } from 'hono';
import { z } from '../../zod.js';
import type { PartnerSiteContext } from '../partner.js';
import { serveBehaviors } from '../shared/serve-behaviors.js';
import { behaviors } from './behaviors.js';
import { judgeCard } from './cards.js';
import { flowTexts } from './texts.js';
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

const sessionBody = z.object({
  id: z.string(),
  payment_session_secret: z.string().check(z.minLength(1)),
  payment_session_token: z.string().check(z.minLength(1)),
});
const payBody = z.object({
  sessionId: z.string(),
  card: z.object({
    number: z.string().check(z.regex(/^\d{12,19}$/)),
    expirationMonth: z.int().check(z.minimum(1), z.maximum(12)),
    expirationYear: z.int().check(z.minimum(2000), z.maximum(2999)),
  }),
  /** The issuer's challenge was passed or not; null while nobody was asked. */
  challenge: z.nullable(z.enum(['passed', 'failed'])),
});

/**
 * The simulated Checkout.com Flow: the script at `/index.js`, one frame per card field (`/field.html`), and the routes they
 * ask. A session may be shown once; one that waited too long is shown and then fails as expired when it is paid, since
 * it is not known which of the two the real one does.
 * @see https://www.checkout.com/docs/payments/accept-payments/accept-a-payment-on-your-website
 */
export function createCheckoutSite({ world }: PartnerSiteContext<'checkout'>): Hono {
  const app = new Hono();
  servePageFiles(app);
  const readBehaviors = serveBehaviors(app, 'checkout', behaviors);

  app.get('/index.js', (context) =>
    deliverScript(context, 'checkout/index.js', scriptScenario(world, 'checkout'), readBehaviors().script),
  );
  app.get('/field.html', (context) => sendPage(context, 'checkout/field.html', {}));
  app.get('/challenge.html', (context) => sendPage(context, 'checkout/challenge.html', {}));

  // The script runs on the host's page and asks from there.
  const readable = (context: Context): void => context.header('Access-Control-Allow-Origin', '*');

  app.get('/simulator/prepare', async (context) => {
    readable(context);
    const scenario = scenarioOf(world, 'checkout', context.req.query('id') ?? '');
    const held = await deliver(context, scenario);
    const texts = flowTexts(context.req.query('locale') ?? 'en-US');
    return held ?? context.json({ scenario, behaviors: readBehaviors(), texts });
  });

  app.post('/simulator/start', async (context) => {
    readable(context);
    const body = await readBody(context, sessionBody);
    const started = body === null ? ({ refused: 'malformed' } as const) : world.start('checkout', body.id);
    return context.json('refused' in started ? started : { refused: null });
  });

  app.post('/simulator/pay', async (context) => {
    const body = await readBody(context, payBody);
    if (body === null) return badRequest(context, 'Not a card.');
    const session = world.find('checkout', body.sessionId);
    // Shown although it had expired (see above): the payment is where that comes out.
    if (session?.startedAt === null) return context.json({ type: 'expired' });
    const running = runningSession(world, 'checkout', body.sessionId);
    if (running === null || running.finished) return context.json({ type: 'used' });
    const verdict = judgeCard(body.card.number, running.scenario, body.challenge);
    if (verdict.type !== 'approved')
      return context.json({ ...verdict, paymentId: newPaymentId(world.newId) });
    const { status } = readBehaviors();
    // Unfinished or refused, and Flow tells of it all the same: there is no payment then to make an exchange of.
    if (status === 'Pending' || status === 'Declined')
      return context.json({ type: 'approved', paymentId: newPaymentId(world.newId) });
    const { paymentId } = world.payCheckout(running, body.card);
    return context.json({ type: 'approved', paymentId });
  });
  return app;
}

const newPaymentId = (newId: () => string): string => `pay_${newId().replaceAll('-', '').slice(0, 26)}`;
