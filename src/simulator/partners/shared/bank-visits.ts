import type { Hono } from 'hono/tiny';
import { z } from '../../zod.js';
import { badRequest, readBody, sendPage } from './serve-pages.js';

/** What the user did at the bank, in a window of its own or on a page the partner left for. */
export type BankDecision = 'approved' | 'denied';

interface BankVisit {
  decision: BankDecision | null;
  /** Where the bank sends the user when it was reached by leaving the page; null for a window. */
  readonly returnTo: string | null;
}

const decisionBody = z.object({ decision: z.enum(['approved', 'denied']) });

/**
 * The bank that a partner sends the user to for OAuth, on the partner's own origin: `GET /simulator/bank?visit=<uuid>`,
 * the user's decision there, and a route that the partner's frame polls, as the real ones poll their APIs (a window's
 * opener may be cut off, and storage is partitioned). A visit that nobody announced is one in a window.
 */
export class BankVisits {
  readonly #visits = new Map<string, BankVisit>();

  /** Adds the bank's page and routes to a partner's app. */
  serve(app: Hono): void {
    app.get('/simulator/bank', (context) => sendPage(context, 'shared/bank.html', {}));
    app.post('/simulator/bank-visits/:id', async (context) => {
      const body = await readBody(context, decisionBody);
      if (body === null) return badRequest(context, 'A decision is "approved" or "denied".');
      const id = context.req.param('id');
      const visit = this.#visits.get(id) ?? { decision: null, returnTo: null };
      visit.decision = body.decision;
      this.#visits.set(id, visit);
      return context.json({ returnTo: visit.returnTo });
    });
    app.get('/simulator/bank-visits/:id', (context) =>
      context.json({ decision: this.decisionOf(context.req.param('id')) }),
    );
  }

  /** Announces a visit for which the page is left, and the address to come back to. */
  expect(id: string, returnTo: string): void {
    this.#visits.set(id, { decision: null, returnTo });
  }

  /** What was decided in a visit; null while it is not. */
  decisionOf(id: string): BankDecision | null {
    return this.#visits.get(id)?.decision ?? null;
  }
}
