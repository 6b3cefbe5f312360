import type { Hono } from 'hono/tiny';
import { z } from '../zod.js';
import { created, DwollaProblem, hal, invalidFields, link, notFound } from './answers.js';
import type { DwollaContext } from './context.js';
import { parseBody, readBody, requireScope } from './context.js';
import type { CustomerRecord } from './state.js';

const name = z.string().check(z.trim(), z.minLength(1), z.maxLength(50));

const customerRequest = z.object({
  firstName: name,
  lastName: name,
  email: z.email(),
  type: z._default(z.enum(['unverified', 'receive-only', 'personal', 'business']), 'unverified'),
  businessName: z.optional(z.string()),
  correlationId: z.optional(z.string().check(z.regex(/^[\w.-]{1,255}$/))),
  address1: z.optional(z.string()),
  address2: z.optional(z.string()),
  city: z.optional(z.string()),
  state: z.optional(z.string()),
  postalCode: z.optional(z.string()),
});

const externalPartyRequest = z.union([
  z.object({ firstName: name, lastName: name, email: z.email(), correlationId: z.optional(z.string()) }),
  z.object({ businessName: name, email: z.email(), correlationId: z.optional(z.string()) }),
]);

/** `/`, `/accounts/{id}`, and creating, listing and reading customers and external parties. */
export function serveOwners(app: Hono, dwolla: DwollaContext): void {
  serveAccount(app, dwolla);
  serveCustomers(app, dwolla);
  serveExternalParties(app, dwolla);
}

function serveAccount(app: Hono, { origins, accountId }: DwollaContext): void {
  const accountLink = link(`${origins.dwolla}/accounts/${accountId}`, 'account');
  app.get('/', (context) =>
    hal(context, {
      _links: {
        account: accountLink,
        customers: link(`${origins.dwolla}/customers`, 'customer'),
        'exchange-partners': link(`${origins.dwolla}/exchange-partners`, 'exchange-partner'),
        exchanges: link(`${origins.dwolla}/exchanges`, 'exchange'),
        'external-parties': link(`${origins.dwolla}/external-parties`, 'external-party'),
      },
    }),
  );
  app.get('/accounts/:id', (context) => {
    if (context.req.param('id') !== accountId) throw notFound();
    return hal(context, {
      _links: {
        self: accountLink,
        'funding-sources': link(`${accountLink.href}/funding-sources`, 'funding-source'),
        exchanges: link(`${origins.dwolla}/exchanges`, 'exchange'),
      },
      id: accountId,
      name: 'Simulated Platform',
      timezoneOffset: -6,
      type: 'Commercial',
    });
  });
}

function serveCustomers(app: Hono, dwolla: DwollaContext): void {
  const { world, origins } = dwolla;
  const { customers } = world.dwolla;
  const body = ({ id, createdAt, fields }: CustomerRecord): Record<string, unknown> => {
    const self = `${origins.dwolla}/customers/${id}`;
    return {
      _links: {
        self: link(self, 'customer'),
        'funding-sources': link(`${self}/funding-sources`, 'funding-source'),
        exchanges: link(`${self}/exchanges`, 'exchange'),
      },
      id,
      ...fields,
      created: new Date(createdAt).toISOString(),
    };
  };

  app.post('/customers', async (context) => {
    requireScope(dwolla, 'customers');
    const fields = parseBody(customerRequest, await readBody(context));
    if ([...customers.values()].some((customer) => customer.fields['email'] === fields.email))
      throw invalidFields({
        code: 'Duplicate',
        message: 'A customer with the specified email already exists.',
        path: '/email',
      });
    const id = world.newId();
    const verified = fields.type === 'personal' || fields.type === 'business';
    const status = verified ? 'verified' : 'unverified';
    customers.set(id, { id, createdAt: world.now(), fields: { ...fields, status } });
    return created(context, `${origins.dwolla}/customers/${id}`);
  });
  app.get('/customers', (context) => {
    const { search } = context.req.query();
    const all = [...customers.values()].filter(({ fields }) => matches(fields, search));
    const { limit, offset } = pageOf(context.req.query());
    return hal(context, {
      _links: { self: link(`${origins.dwolla}/customers`, 'customer') },
      _embedded: { customers: all.slice(offset, offset + limit).map(body) },
      total: all.length,
    });
  });
  app.get('/customers/:id', (context) => {
    const customer = customers.get(context.req.param('id'));
    if (customer === undefined) throw notFound('Customer not found.', 'notFound');
    return hal(context, body(customer));
  });
}

/** External parties belong to Dwolla Connect; the official client has no methods for them. */
function serveExternalParties(app: Hono, dwolla: DwollaContext): void {
  const { world, origins } = dwolla;
  const { externalParties } = world.dwolla;
  const body = ({ id, createdAt, fields }: CustomerRecord): Record<string, unknown> => ({
    _links: { self: link(`${origins.dwolla}/external-parties/${id}`, 'external-party') },
    id,
    created: new Date(createdAt).toISOString(),
    ...fields,
    externalPartyType: 'businessName' in fields ? 'business' : 'personal',
  });

  app.post('/external-parties', async (context) => {
    requireScope(dwolla, 'external-parties');
    const fields = parseBody(externalPartyRequest, await readBody(context));
    if ([...externalParties.values()].some((party) => party.fields['email'] === fields.email))
      throw new DwollaProblem(
        400,
        'BadRequest',
        'An external party with the specified email has already been registered.',
      );
    const id = world.newId();
    externalParties.set(id, { id, createdAt: world.now(), fields });
    return created(context, `${origins.dwolla}/external-parties/${id}`);
  });
  app.get('/external-parties', (context) => {
    const all = [...externalParties.values()];
    const { limit, offset } = pageOf(context.req.query());
    return hal(context, {
      _links: { self: link(`${origins.dwolla}/external-parties`, 'external-party') },
      _embedded: { 'external-parties': all.slice(offset, offset + limit).map(body) },
      total: all.length,
    });
  });
  app.get('/external-parties/:id', (context) => {
    const party = externalParties.get(context.req.param('id'));
    if (party === undefined) throw notFound();
    return hal(context, body(party));
  });
}

function matches(fields: Readonly<Record<string, unknown>>, search: string | undefined): boolean {
  if (search === undefined || search === '') return true;
  const text = [fields['firstName'], fields['lastName'], fields['email'], fields['businessName']].join(' ');
  return text.toLowerCase().includes(search.toLowerCase());
}

/** Dwolla's pages: 25 entries unless asked otherwise, 200 at most. */
function pageOf(query: Readonly<Record<string, string>>): { limit: number; offset: number } {
  const whole = z.coerce.number().check(z.int(), z.minimum(0));
  const limit = whole.safeParse(query['limit'] ?? 25);
  const offset = whole.safeParse(query['offset'] ?? 0);
  return { limit: limit.success ? Math.min(limit.data, 200) : 25, offset: offset.success ? offset.data : 0 };
}
