import type { ExchangeAccess } from '../partner-grant.js';
import { defaultInstitution, openAccounts } from '../accounts.js';
import type { PartnerName } from '../partner-session.js';
import type { World } from '../world.js';

/** Ids and tokens that Dwolla's API reference prints in its examples. */
const printed = {
  accessTokens: ['pBA9fVDBEyYZCEsLf/wKehyh1RTpzjUj5KzIRfDi0wKTii7DqY', 'your_dwolla_access_token'],
  customers: ['74a207b2-b7b7-4efa-8bf8-582148e7b980', 'bb0e1dc7-f2ea-4cca-b053-4049d49a1c0d'],
  externalParty: '74a207b2-b7b7-4efa-8bf8-582148e7b980',
  exchange: '74a207b2-b7b7-4efa-8bf8-582148e7b980',
  redirectUrls: ['https://www.yourdomain.com/iav-callback', 'https://example.com/app123'],
  session: {
    asked: 'e5e9f2d3-a96c-4abd-a097-8ec7ae28aa8a',
    answered: '9b7fb629-0fad-44f4-8c5e-44c25a0bfa8e',
    created: '2024-03-25T17:13:38.430Z',
    partnerId: 'bca8d065-49a5-475b-a6b4-509bc8504d22',
    href: 'https://www.mx.com/connect/lAfkc7m897s3t1ks9mmwyj4ry7Zq0xql4grzAg1kz77x7c9jrwls1t22w6xt8d2lsxx9zpqv30js3wswfdwcrpAsqgbAfkqwpksp7c2chsx167xy90Asfc67dkj9y48y8p142xw3yp4x5l9t9gkk6m3yk5vwsvyq2qq7w9trszxwdl14lmkg7l6949bn5n41chdkbnxycy40n9b6fkbdwl6qt5wl107k1x8srvlkpz325p412x9tkyA5clf39109lsfrgz2lkgsvntqf7l0zzwb5hl658gdjbxwhb52krwybnbdAqfq69cdy54l05jkvfwyf01q89x48jtgtx290lzjdfcty1lwb8d648wns/eyJ1aV9tZXNzYWdlX3ZlcnNpb24iOjQsInVpX21lc3NhZ2Vfd2Vidmlld191cmxfc2NoZW1lIjoibXgiLCJtb2RlIjoidmVyaWZpY2F0aW9uIn0%3D',
    linkToken: 'link-production-b41e8ed3-0874-4c64-b07d-a77088979d5f',
    paymentSession: {
      id: 'ps_39vhHjFxZuJRKOw5Hexbnv39fC7',
      payment_session_secret: 'pss_2400dd88-171d-4a9c-bebf-e06b56d59bb6',
      payment_session_token: 'YmFzZTY0:eyJpZCI6InBzXzM5dmhIakZ4WnVKUktPdzVIZXhibnYzOWZDNyIs...',
    },
  },
} as const;

/** Tokens of the examples with the partner that each is said to come from. */
const printedTokens: readonly (readonly [token: string, partner: PartnerName])[] = [
  ['someMXProcessorToken', 'mx'],
  [
    'MTExYTFhMWEtMTExMS0xYWExLTExMTEtMTFhMTExYTExMTFhOjIyMmIyYjFiLTIyMjItMmJiMi0yMjIyLTIyYjIyMmIyMjIyYg==',
    'flinks',
  ],
  ['cr_4N47ou7SlppuIxq0ZUtACh10vYcloY', 'mastercard'],
  ['somePlaidProcessorToken', 'plaid'],
];

/** An access token that does not end while a simulator runs. */
const forever = Number.MAX_SAFE_INTEGER;

/**
 * Puts everything that the examples of Dwolla's API reference take for granted into a world: its access tokens, customers,
 * external party, exchange, session, redirect URLs and partner tokens. Each example then gets its documented answer, as
 * often as it is sent.
 */
export function addDocumentationExamples(world: World): void {
  const { dwolla } = world;
  for (const token of printed.accessTokens) dwolla.accessTokens.set(token, forever);
  for (const url of printed.redirectUrls) dwolla.redirectUrls.add(url);
  for (const [index, id] of printed.customers.entries()) {
    const email = `jane.doe.${index}@example.com`;
    const fields = { firstName: 'Jane', lastName: 'Doe', email, type: 'unverified', status: 'unverified' };
    dwolla.customers.set(id, { id, createdAt: world.now(), fields });
  }
  dwolla.externalParties.set(printed.externalParty, {
    id: printed.externalParty,
    createdAt: world.now(),
    fields: { firstName: 'Jane', lastName: 'Doe', email: 'some-email@email.com' },
  });
  addExchange(world);
  addSession(world);
  for (const [token, partner] of printedTokens)
    world.grants.set(token, {
      partner,
      owner: null,
      access: bankAccess(world),
      expiresAt: forever,
      foreign: false,
      exchangeable: true,
      reusable: true,
      exchangeId: null,
    });
}

/** The exchange of the re-authentication example, which is Visa's. */
function addExchange(world: World): void {
  world.exchanges.set(printed.exchange, {
    id: printed.exchange,
    partner: 'visa',
    owner: { type: 'customer', id: printed.customers[0] },
    access: bankAccess(world),
    createdAt: world.now(),
    status: 'active',
    needsUpdate: true,
    tokenValid: true,
  });
}

/** The session example carries the fields of three partners at once, and another id than it was asked by. */
function addSession({ dwolla }: World): void {
  const { asked, answered, created, partnerId, href, linkToken, paymentSession } = printed.session;
  const record = { id: answered, createdAt: Date.parse(created), partnerId, href, linkToken, paymentSession };
  dwolla.exchangeSessions.set(asked, record);
  dwolla.exchangeSessions.set(answered, record);
}

function bankAccess(world: World): ExchangeAccess {
  return { kind: 'bank', institution: defaultInstitution, accounts: openAccounts(world.newId) };
}
