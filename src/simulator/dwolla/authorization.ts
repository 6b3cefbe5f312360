import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import type { Hono } from 'hono/tiny';
import { DwollaProblem } from './answers.js';
import type { Credentials, DwollaContext } from './context.js';

/** How long an access token of Dwolla lives, in seconds. */
const accessTokenSeconds = 3600;

/** `POST /token`: client credentials, by HTTP Basic or in the form, for a bearer token of an hour. */
export function serveTokens(app: Hono, { world, credentials }: DwollaContext): void {
  app.post('/token', async (context) => {
    const form = new URLSearchParams(await context.req.text());
    if (!isApplication(readCredentials(context, form), credentials))
      return context.json({ error: 'invalid_client' }, 401);
    if (form.get('grant_type') !== 'client_credentials')
      return context.json({ error: 'unsupported_grant_type' }, 400);
    const token = randomBytes(38).toString('base64').replace(/\W/g, '').slice(0, 50);
    world.dwolla.accessTokens.set(token, world.now() + accessTokenSeconds * 1000);
    return context.json({ access_token: token, token_type: 'Bearer', expires_in: accessTokenSeconds });
  });
}

/** Lets only requests with a living access token through. */
export function requireAccessToken({ world }: DwollaContext): MiddlewareHandler {
  return async (context, next) => {
    const token = /^Bearer (\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
    if (token === undefined)
      throw new DwollaProblem(401, 'InvalidCredentials', 'Missing or invalid Authorization header.');
    const end = world.dwolla.accessTokens.get(token);
    if (end === undefined) throw new DwollaProblem(401, 'InvalidAccessToken', 'Invalid access token.');
    if (world.now() >= end)
      throw new DwollaProblem(
        401,
        'ExpiredAccessToken',
        'Generate a new access token using your client credentials.',
      );
    await next();
  };
}

function readCredentials(context: Context, form: URLSearchParams): Credentials {
  const basic = /^Basic (\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
  if (basic === undefined)
    return { key: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
  const [key = '', ...secret] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { key, secret: secret.join(':') };
}

function isApplication(given: Credentials, expected: Credentials): boolean {
  return sameText(given.key, expected.key) && sameText(given.secret, expected.secret);
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
