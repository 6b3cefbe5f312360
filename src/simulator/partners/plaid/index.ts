import type { SimulatedPartner } from '../partner.js';
import type { PlaidAccess } from './access.js';
import { createPlaidApi, platform } from './api.js';
import { behaviors } from './behaviors.js';
import { driver } from './driver.js';
import { session } from './session.js';
import { createPlaidSite } from './site.js';

/** Plaid Link, by script. */
export const plaid: SimulatedPartner<
  'plaid',
  typeof driver.outcomes,
  { readonly scriptUrl: string },
  typeof behaviors,
  PlaidAccess
> = {
  session,
  dwolla: {
    name: 'Plaid',
    id: 'f53ffb32-c84f-496a-9d9d-acd100d396ef',
    otherIds: ['3aef60d1-878f-4692-8c06-c6b478efb60d'],
    created: '2022-07-23T00:18:21.419Z',
    isListed: true,
    sessionOwners: ['customer'],
    canReauthenticate: true,
    redirectUrl: 'mobile',
    takesToken: true,
    isDirect: true,
  },
  createSite: createPlaidSite,
  complete: (world, session) => world.linkPlaid(session),
  configuration: (origin) => ({ scriptUrl: `${origin}/link/v2/stable/link-initialize.js` }),
  behaviors,
  api: { path: 'plaid', create: createPlaidApi, access: (apiUrl) => ({ apiUrl, ...platform }) },
  driver,
};
