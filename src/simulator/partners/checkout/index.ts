import type { SimulatedPartner } from '../partner.js';
import { behaviors } from './behaviors.js';
import { driver } from './driver.js';
import { session } from './session.js';
import { createCheckoutSite } from './site.js';

/** The debit card of Dwolla's push-to-card guide. */
const testCard = { number: '4024764449971519', expirationMonth: 12, expirationYear: 2030 };

/** Checkout.com Flow, by script. */
export const checkout: SimulatedPartner<
  'checkout',
  typeof driver.outcomes,
  { readonly scriptUrl: string },
  typeof behaviors,
  null
> = {
  session,
  dwolla: {
    name: 'Checkout.com',
    id: 'd652517d-9c02-4ea4-87af-2977e6cf3850',
    otherIds: [],
    created: '2025-10-01T14:02:10.000Z',
    isListed: true,
    sessionOwners: ['customer'],
    canReauthenticate: false,
    redirectUrl: 'ignored',
    takesToken: true,
    isDirect: true,
  },
  createSite: createCheckoutSite,
  complete: (world, session) => world.payCheckout(session, testCard),
  configuration: (origin) => ({ scriptUrl: `${origin}/index.js` }),
  behaviors,
  api: null,
  driver,
};
