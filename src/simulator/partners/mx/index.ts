import type { SimulatedPartner } from '../partner.js';
import type { MxAccess } from './access.js';
import { createMxApi, platform } from './api.js';
import { driver } from './driver.js';
import { session } from './session.js';
import { createMxSite } from './site.js';

/** MX Connect, in a frame. */
export const mx: SimulatedPartner<
  'mx',
  typeof driver.outcomes,
  { readonly hosts: readonly string[] },
  null,
  MxAccess
> = {
  session,
  dwolla: {
    name: 'MX',
    id: '2164407f-33c3-4555-a6a1-40d5e9e58744',
    otherIds: ['292317ec-e252-47d8-93c3-2d128e037aa4'],
    created: '2024-03-05T15:40:51.000Z',
    isListed: true,
    sessionOwners: ['customer', 'external-party'],
    canReauthenticate: true,
    redirectUrl: 'ignored',
    takesToken: true,
    isDirect: true,
  },
  createSite: createMxSite,
  complete: (world, session) => world.linkMx(session, 'MX Bank'),
  configuration: (origin) => ({ hosts: [origin] }),
  behaviors: null,
  api: { path: 'mx', create: createMxApi, access: (apiUrl) => ({ apiUrl, ...platform }) },
  driver,
};
