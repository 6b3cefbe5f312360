import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { at, fieldsOf, withSimulator } from './api-client.js';

/** Requests of Dwolla's API reference, as printed there, but for the host. */
const printedAuthorization = 'Bearer pBA9fVDBEyYZCEsLf/wKehyh1RTpzjUj5KzIRfDi0wKTii7DqY';
const customer = '/customers/74a207b2-b7b7-4efa-8bf8-582148e7b980';
const partnerLink = (id: string, host = 'api'): object => ({
  'exchange-partner': { href: `https://${host}.dwolla.com/exchange-partners/${id}` },
});

const sessionRequests = [
  {
    name: 'Plaid web',
    path: `${customer}/exchange-sessions`,
    body: { _links: partnerLink('f53ffb32-c84f-496a-9d9d-acd100d396ef') },
    field: ['externalProviderSessionToken'],
  },
  {
    name: 'Plaid Android',
    path: `${customer}/exchange-sessions`,
    body: {
      _links: {
        ...partnerLink('f53ffb32-c84f-496a-9d9d-acd100d396ef'),
        'redirect-url': { href: 'com.example.app123' },
      },
    },
    field: ['externalProviderSessionToken'],
  },
  {
    name: 'Plaid iOS',
    path: `${customer}/exchange-sessions`,
    body: {
      _links: {
        ...partnerLink('f53ffb32-c84f-496a-9d9d-acd100d396ef'),
        'redirect-url': { href: 'https://example.com/app123' },
      },
    },
    field: ['externalProviderSessionToken'],
  },
  {
    name: 'MX',
    path: `${customer}/exchange-sessions`,
    body: { _links: partnerLink('2164407f-33c3-4555-a6a1-40d5e9e58744') },
    field: ['_links', 'external-provider-session', 'href'],
  },
  {
    name: 'Checkout.com',
    path: '/customers/bb0e1dc7-f2ea-4cca-b053-4049d49a1c0d/exchange-sessions',
    body: { _links: partnerLink('d652517d-9c02-4ea4-87af-2977e6cf3850', 'api-sandbox') },
    authorization: 'Bearer your_dwolla_access_token',
    field: ['externalProviderSessionData', 'payment_session_token'],
  },
  {
    name: 're-authentication with Visa',
    path: '/exchanges/74a207b2-b7b7-4efa-8bf8-582148e7b980/exchange-sessions',
    body: { _links: { 'redirect-url': { href: 'https://www.yourdomain.com/iav-callback' } } },
    field: ['_links', 'external-provider-session', 'href'],
  },
] as const;

const exchangeRequests = [
  {
    name: 'MX',
    body: { _links: partnerLink('292317ec-e252-47d8-93c3-2d128e037aa4'), token: 'someMXProcessorToken' },
  },
  {
    name: 'Flinks',
    body: {
      _links: partnerLink('a0b22a57-68df-4450-b507-47c937e64e89'),
      token:
        'MTExYTFhMWEtMTExMS0xYWExLTExMTEtMTFhMTExYTExMTFhOjIyMmIyYjFiLTIyMjItMmJiMi0yMjIyLTIyYjIyMmIyMjIyYg==',
    },
  },
  {
    name: 'Mastercard',
    body: {
      _links: partnerLink('292317ec-e252-47d8-93c3-2d128e037aa4'),
      finicity: {
        profile: 3,
        version: '1',
        receiptId: 'cr_4N47ou7SlppuIxq0ZUtACh10vYcloY',
        receiptVersion: '1',
        customerId: '5454874858510164117',
        partnerId: 2445583946651,
        products: [
          {
            product: 'moneyTransferDetails',
            accountId: '1015199035827334916',
            accessPeriod: {
              type: 'timeframe',
              startTime: '2022-07-06',
              endTime: '2022-08-16T06:06:20Z',
            },
          },
        ],
        timestamp: '2022-07-11T06:06:23Z',
      },
    },
  },
  {
    name: 'Plaid',
    body: { _links: partnerLink('3aef60d1-878f-4692-8c06-c6b478efb60d'), token: 'somePlaidProcessorToken' },
  },
] as const;

describe("the examples of Dwolla's API reference, as printed", () => {
  for (const request of sessionRequests)
    it(`201 with a Location for an exchange session: ${request.name}`, () =>
      withSimulator({ documentationExamples: true }, async (client, { dwollaUrl }) => {
        const authorization = 'authorization' in request ? request.authorization : printedAuthorization;
        const { status, headers } = await client.post(request.path, request.body, { authorization });
        assert.equal(status, 201);
        const location = headers.get('location') ?? '';
        assert.match(location, new RegExp(`^${dwollaUrl}/exchange-sessions/[0-9a-f-]{36}$`));
        const { body } = await client.get(location);
        assert.equal(typeof at(body, ...request.field), 'string', JSON.stringify(body));
      }));

  for (const { name, body } of exchangeRequests)
    it(`201 with a Location for an exchange of the account: ${name}`, () =>
      withSimulator({ documentationExamples: true }, async (client, { dwollaUrl }) => {
        const headers = { authorization: printedAuthorization };
        const answer = await client.post('/exchanges', body, headers);
        assert.equal(answer.status, 201, JSON.stringify(answer.body));
        assert.match(
          answer.headers.get('location') ?? '',
          new RegExp(`^${dwollaUrl}/exchanges/[0-9a-f-]{36}$`),
        );
        assert.equal((await client.post('/exchanges', body, headers)).status, 201, 'and again');
      }));

  it('answers the printed session, with the fields of three partners at once', () =>
    withSimulator({ documentationExamples: true }, async (client, { dwollaUrl }) => {
      const { body } = await client.send(
        'GET',
        '/exchange-sessions/e5e9f2d3-a96c-4abd-a097-8ec7ae28aa8a',
        undefined,
        {
          authorization: printedAuthorization,
        },
      );
      assert.equal(at(body, 'created'), '2024-03-25T17:13:38.430Z');
      assert.deepEqual(at(body, '_links', 'self'), {
        href: `${dwollaUrl}/exchange-sessions/9b7fb629-0fad-44f4-8c5e-44c25a0bfa8e`,
        type: 'application/vnd.dwolla.v1.hal+json',
        'resource-type': 'exchange-sessions',
      });
      assert.match(
        String(at(body, '_links', 'external-provider-session', 'href')),
        /^https:\/\/www\.mx\.com\//,
      );
      assert.equal(
        at(body, 'externalProviderSessionToken'),
        'link-production-b41e8ed3-0874-4c64-b07d-a77088979d5f',
      );
      assert.deepEqual(Object.keys(fieldsOf(at(body, 'externalProviderSessionData'))), [
        'id',
        'payment_session_secret',
        'payment_session_token',
      ]);
    }));

  it('prints the error of a wrong partner link exactly so', () =>
    withSimulator({ documentationExamples: true }, async (client) => {
      const { body } = await client.post(`${customer}/exchange-sessions`, { _links: partnerLink('nobody') });
      assert.deepEqual(body, {
        code: 'ValidationError',
        message: '/_links/exchange-partner/href is invalid',
      });
    }));

  it('knows none of this unless asked to', () =>
    withSimulator({}, async (client) => {
      const { status } = await client.post(`${customer}/exchange-sessions`, sessionRequests[0].body);
      assert.equal(status, 404);
    }));
});
