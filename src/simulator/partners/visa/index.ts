import type { SimulatedPartner } from '../partner.js';
import { driver } from './driver.js';
import { session } from './session.js';
import { createVisaSite } from './site.js';

/** Visa's bank login (Tink), at the top level. */
export const visa: SimulatedPartner<
  'visa',
  typeof driver.outcomes,
  { readonly hosts: readonly string[] },
  null,
  null
> = {
  session,
  dwolla: {
    name: 'Visa',
    id: '2d36c06f-e283-49d8-829f-d4941a73fd6a',
    otherIds: ['bca8d065-49a5-475b-a6b4-509bc8504d22'],
    created: '2024-05-20T09:12:44.000Z',
    isListed: false,
    sessionOwners: ['customer', 'external-party'],
    canReauthenticate: true,
    redirectUrl: 'required',
    takesToken: false,
    isDirect: true,
  },
  createSite: createVisaSite,
  complete: (world, session) => world.linkVisa(session),
  configuration: (origin) => ({ hosts: [origin] }),
  behaviors: null,
  api: null,
  driver,
};
