import type { SimulatedPartner } from '../partner.js';
import type { MastercardAccess } from './access.js';
import { createMastercardApi, platform } from './api.js';
import { driver } from './driver.js';
import { session } from './session.js';
import { createMastercardSite } from './site.js';

/** Mastercard Connect, in a frame. Dwolla has no sessions for it and lists it under its old name. */
export const mastercard: SimulatedPartner<
  'mastercard',
  typeof driver.outcomes,
  { readonly hosts: readonly string[] },
  null,
  MastercardAccess
> = {
  session,
  dwolla: {
    name: 'Finicity',
    id: 'a12a48fe-65b6-4b09-9419-715ce39ca40c',
    otherIds: ['292317ec-e252-47d8-93c3-2d128e037aa4'],
    created: '2022-07-23T00:18:21.419Z',
    isListed: true,
    sessionOwners: [],
    canReauthenticate: false,
    redirectUrl: 'ignored',
    takesToken: false,
    isDirect: false,
  },
  createSite: createMastercardSite,
  complete: (world, session) => world.linkMastercard(session),
  configuration: (origin) => ({ hosts: [origin] }),
  behaviors: null,
  api: { path: 'mastercard', create: createMastercardApi, access: (apiUrl) => ({ apiUrl, ...platform }) },
  driver,
};
