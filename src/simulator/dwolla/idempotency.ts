import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { DwollaProblem } from './answers.js';
import type { DwollaContext } from './context.js';

interface KeptAnswer {
  /** Null while the first request is still at work. */
  answer: Response | null;
  readonly until: number;
}

const dayInMilliseconds = 86_400_000;

/**
 * `Idempotency-Key` on a POST: the same key with the same body gets the first answer again for 24 hours, and 409 while the
 * first is still at work. Only what was made is kept: a refused request may be sent again.
 * @see https://developers.dwolla.com/docs/api-reference/api-fundamentals/idempotency-key
 */
export function keepIdempotent({ world }: DwollaContext): MiddlewareHandler {
  const kept = new Map<string, KeptAnswer>();
  return async (context, next) => {
    const header = context.req.header('idempotency-key');
    if (header === undefined || context.req.method !== 'POST') return next();
    const body = createHash('sha256')
      .update(await context.req.text())
      .digest('hex');
    const key = `${header} ${context.req.path} ${body}`;
    const known = kept.get(key);
    if (known !== undefined && world.now() < known.until) {
      if (known.answer === null)
        throw new DwollaProblem(
          409,
          'Conflict',
          'The original request with this Idempotency-Key is still being processed.',
        );
      return known.answer.clone();
    }
    const entry: KeptAnswer = { answer: null, until: world.now() + dayInMilliseconds };
    kept.set(key, entry);
    try {
      await next();
    } finally {
      if (context.res.ok) entry.answer = context.res.clone();
      else kept.delete(key);
    }
    return undefined;
  };
}
