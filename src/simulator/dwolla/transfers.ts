import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import { z } from '../zod.js';
import type { FieldError, DwollaProblem } from './answers.js';
import { created, hal, invalidFields, link, notFound } from './answers.js';
import type { DwollaContext } from './context.js';
import { idInHref, ownerHref, parseBody, readBody } from './context.js';
import { fundingSourceById } from './funding-source-body.js';
import type { FundingSourceRecord, TransferRecord } from './state.js';

const href = z.object({ href: z.string().check(z.minLength(1)) });
const transferRequest = z.object({
  _links: z.object({ source: href, destination: href }),
  amount: z.object({ value: z.string().check(z.minLength(1)), currency: z.string().check(z.minLength(1)) }),
  correlationId: z.optional(z.string().check(z.maxLength(255))),
  metadata: z.optional(z.record(z.string(), z.string())),
});

/**
 * Transfers, as far as a payout to a card goes: `POST /transfers`, `GET /transfers/{id}` and `GET /transfers/{id}/failure`.
 * No money moves: a transfer is `pending` until the switch `PATCH /simulator/transfers/{id}` says otherwise.
 */
export function serveTransfers(app: Hono, dwolla: DwollaContext): void {
  const { transfers } = dwolla.world.dwolla;
  app.post('/transfers', async (context) => createTransfer(context, dwolla));
  const find = (context: Context): TransferRecord => {
    const transfer = transfers.get(context.req.param('id') ?? '');
    if (transfer === undefined) throw notFound();
    return transfer;
  };
  app.get('/transfers/:id', (context) => hal(context, transferBody(dwolla, find(context))));
  app.get('/transfers/:id/failure', (context) => {
    const transfer = find(context);
    if (transfer.failure === null) throw notFound();
    const self = `${dwolla.origins.dwolla}/transfers/${transfer.id}/failure`;
    return hal(context, { _links: { self: link(self, 'failure') }, ...transfer.failure });
  });
}

async function createTransfer(context: Context, dwolla: DwollaContext): Promise<Response> {
  const { world, origins } = dwolla;
  const { _links, amount, correlationId, metadata } = parseBody(transferRequest, await readBody(context));
  const source = sourceAt(dwolla, _links.source.href);
  if (source === undefined) throw refusal('Invalid', 'Funding source not found.', '/_links/source/href');
  if (source.removed) throw refusal('Invalid', 'Invalid funding source.', '/_links/source/href');
  if (source.kind.type === 'card')
    throw refusal('NotAllowed', 'Cards cannot be used as a source for transfers.', '/_links/source/href');
  const destination = sourceAt(dwolla, _links.destination.href);
  if (destination === undefined || destination.removed)
    throw refusal(
      'Invalid',
      'Destination funding source is either removed or does not exist.',
      '/_links/destination/href',
    );
  if (destination.kind.type === 'card' && source.kind.usage !== 'card-network')
    throw refusal(
      'NotAllowed',
      'Source funding source does not support card payouts.',
      '/_links/source/href',
    );
  if (!/^\d+(?:\.\d{1,2})?$/.test(amount.value) || Number(amount.value) <= 0)
    throw refusal(
      'InvalidFormat',
      'Invalid amount. The supplied amount must be a positive number.',
      '/amount/value',
    );
  const transfer: TransferRecord = {
    id: world.newId(),
    createdAt: world.now(),
    source,
    destination,
    amount,
    correlationId: correlationId ?? null,
    metadata: metadata ?? null,
    status: 'pending',
    failure: null,
  };
  world.dwolla.transfers.set(transfer.id, transfer);
  return created(context, `${origins.dwolla}/transfers/${transfer.id}`);
}

function sourceAt(dwolla: DwollaContext, href: string): FundingSourceRecord | undefined {
  return fundingSourceById(dwolla, idInHref(dwolla, href, 'funding-sources') ?? '');
}

const refusal = (code: FieldError['code'], message: string, path: string): DwollaProblem =>
  invalidFields({ code, message, path });

function transferBody(dwolla: DwollaContext, transfer: TransferRecord): Record<string, unknown> {
  const { id, source, destination, amount, status, createdAt, correlationId, metadata, failure } = transfer;
  const root = dwolla.origins.dwolla;
  const self = `${root}/transfers/${id}`;
  return {
    _links: {
      self: link(self, 'transfer'),
      source: link(ownerHref(dwolla, source.owner), source.owner.type),
      destination: link(ownerHref(dwolla, destination.owner), destination.owner.type),
      'source-funding-source': link(`${root}/funding-sources/${source.id}`, 'funding-source'),
      'destination-funding-source': link(`${root}/funding-sources/${destination.id}`, 'funding-source'),
      ...(failure === null ? {} : { failure: link(`${self}/failure`, 'failure') }),
    },
    id,
    status,
    amount,
    created: new Date(createdAt).toISOString(),
    ...(correlationId === null ? {} : { correlationId }),
    ...(metadata === null ? {} : { metadata }),
  };
}
