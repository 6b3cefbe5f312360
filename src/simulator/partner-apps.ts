import type { Hono } from 'hono';
import type { PartnerAppContext } from './partner-app.js';
import type { PartnerName } from './partner-session.js';
import { createCheckoutApp } from './partners/checkout.js';
import { createFlinksApp } from './partners/flinks.js';
import { createMastercardApp } from './partners/mastercard.js';
import { createMxApp } from './partners/mx.js';
import { createPlaidApp } from './partners/plaid.js';
import { createVisaApp } from './partners/visa.js';

/** The six simulated partners, by name. */
export function createPartnerApps(context: PartnerAppContext): Record<PartnerName, Hono> {
  return {
    checkout: createCheckoutApp(context),
    plaid: createPlaidApp(context),
    mx: createMxApp(context),
    visa: createVisaApp(context),
    flinks: createFlinksApp(context),
    mastercard: createMastercardApp(context),
  };
}
