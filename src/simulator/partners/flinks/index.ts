import type { SimulatedPartner } from '../partner.js';
import type { FlinksAccess } from './access.js';
import { createFlinksApi, customerId, secret } from './api.js';
import { behaviors } from './behaviors.js';
import { driver } from './driver.js';
import { session } from './session.js';
import { createFlinksSite } from './site.js';

/** Flinks Connect, in a frame. Dwolla has no sessions for it: the platform creates the URL. */
export const flinks: SimulatedPartner<
  'flinks',
  typeof driver.outcomes,
  { readonly hosts: readonly string[] },
  typeof behaviors,
  FlinksAccess
> = {
  session,
  dwolla: {
    name: 'Flinks',
    id: 'a0b22a57-68df-4450-b507-47c937e64e89',
    otherIds: [],
    created: '2022-07-23T00:18:21.419Z',
    isListed: true,
    sessionOwners: [],
    canReauthenticate: false,
    redirectUrl: 'ignored',
    takesToken: true,
    isDirect: false,
  },
  createSite: createFlinksSite,
  complete: (world, session) => world.linkFlinks(session),
  configuration: (origin) => ({ hosts: [origin] }),
  behaviors,
  api: {
    path: `flinks/v3/${customerId}`,
    create: createFlinksApi,
    access: (apiUrl, origins) => ({ apiUrl, frameOrigin: origins.flinks, secret }),
  },
  driver,
};
