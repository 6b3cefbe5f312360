import { Hono } from 'hono';
import type { PartnerAppContext } from './partner-app.js';
import type { PartnerName } from './partner-session.js';

/** The six partners' stand-ins, by name. */
export function createPartnerApps(_context: PartnerAppContext): Record<PartnerName, Hono> {
  return {
    checkout: new Hono(),
    plaid: new Hono(),
    mx: new Hono(),
    visa: new Hono(),
    flinks: new Hono(),
    mastercard: new Hono(),
  };
}
