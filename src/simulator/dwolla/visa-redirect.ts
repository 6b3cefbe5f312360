import type { Hono } from 'hono/tiny';
import type { DwollaContext } from './context.js';

/** The codes that Dwolla documents for a Visa session that came to nothing; others pass as they are if they look like one. */
const errorCode = /^[A-Z_]{1,64}$/;

/**
 * `GET /redirect/tink`: the second hop of a Visa session. Visa sends the browser here with the session's `state`; Dwolla
 * sends it on to the platform's redirect URL, with `?exchange=<id>` or `?error=<code>`.
 */
export function serveVisaRedirect(app: Hono, { world }: DwollaContext): void {
  app.get('/redirect/tink', (context) => {
    const session = world.sessionById(context.req.query('state') ?? '');
    if (session === undefined || session.redirectUrl === null)
      return context.text('This return belongs to no exchange session of the simulated Dwolla.', 404);
    const error = context.req.query('error');
    const exchange = world.visaExchangeOf(session.id);
    const [name, value] =
      error === undefined && exchange !== undefined
        ? ['exchange', exchange]
        : ['error', error !== undefined && errorCode.test(error) ? error : 'TEMPORARY_ERROR'];
    const target = new URL(session.redirectUrl);
    target.searchParams.set(name, value);
    return context.redirect(target.href, 302);
  });
}
