import type { ExchangeSummary } from '../../server/answers.js';
import type { ExchangeClient } from '../../client/client.js';
import type { PartnerName } from '../../element/partners/registry.js';
import { bare, ownFields, startTimer } from '../../element/shared.js';
import type { AccountAction, Job, Refusal } from '../state.js';

/** How long an exchange that was asked for may take to be there, and how far two clocks may be apart. */
const longestExchange = 15_000; // ms
const clockDifference = 10_000; // ms

/**
 * The exchange that came of a request, or null: the only one of the partner that works and was made since, by Dwolla's
 * clock. Of two nobody knows which it is.
 */
function madeSince(
  exchanges: readonly ExchangeSummary[],
  partner: PartnerName | null,
  at: number,
): string | null {
  const [only, ...others] = exchanges.filter(({ partner: of, status, created }) => {
    const time = Date.parse(created ?? '');
    return (
      (!of || of === partner) &&
      (status ?? 'active') === 'active' &&
      time >= at - clockDifference &&
      time <= Date.now() + clockDifference
    );
  });
  return (others.length === 0 && only?.id) || null;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads what a client threw. The message of anything but a client's own error may quote a request. */
function refusalOf(thrown: unknown): Refusal {
  const isOwn = thrown instanceof Error && thrown.name === 'ExchangeClientError';
  const fields = ownFields(isOwn ? Object.assign({}, thrown, { message: thrown.message }) : {});
  return {
    status: typeof fields['status'] === 'number' ? fields['status'] : 0,
    code: text(fields['code']) || 'NetworkError',
    message: text(fields['message']) || 'The client failed, or nothing was answered in time.',
    errors: fields['errors'],
    exchangeId: text(fields['exchangeId']),
    fundingSourceId: text(fields['fundingSourceId']),
    sessionUrl: text(fields['sessionUrl']),
  };
}

/** What a job takes beside itself. */
export interface JobOptions {
  readonly client: ExchangeClient;
  /** The run's. */
  readonly partner: PartnerName | null;
  /** Ends the job: of the run, and at its timeout. */
  readonly signal: AbortSignal;
}

async function ask(job: Job, { client, partner, signal }: JobOptions): Promise<AccountAction> {
  switch (job.type) {
    case 'begin':
      return { type: 'begun' };
    case 'check': {
      const { status } = await client.getExchange(job.account.exchangeId, { signal });
      return { type: 'checked', isThere: (status ?? 'active') === 'active' };
    }
    case 'find': {
      const { at } = job.sent;
      for (;;) {
        const exchanges = await client.listExchanges({ signal });
        const exchangeId = madeSince(exchanges, partner, at);
        // The backend may still be at it.
        if (exchangeId || Math.abs(Date.now() - at) > longestExchange) return { type: 'found', exchangeId };
        await new Promise<void>((resolve) => {
          startTimer(signal, 1000, resolve);
        });
      }
    }
    case 'list':
      return { type: 'listed', connections: await client.listConnections({ signal }) };
    case 'exchange': {
      const { id } = await client.createExchange(job.claim, { signal, idempotencyKey: job.key });
      return { type: 'exchanged', exchangeId: id };
    }
    case 'add': {
      const source = { exchangeId: job.account.exchangeId, ...job.source };
      const options = { signal, idempotencyKey: job.account.key };
      return { type: 'made', source: await client.createFundingSource(source, options), isDuplicate: false };
    }
    default:
      return job satisfies never;
  }
}

/** Sends a job's request to the backend. Never rejects, and ends with its signal: a refusal is an answer too. */
export async function runJob(job: Job, options: JobOptions): Promise<AccountAction> {
  const { signal } = options;
  // A client of the host's own may not listen to the signal.
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), bare({ once: true }));
  });
  try {
    return await Promise.race([ask(job, options), ended]);
  } catch (thrown) {
    const refusal = refusalOf(thrown);
    const { code, fundingSourceId: id } = refusal;
    if (job.type !== 'add' || code !== 'DuplicateResource' || !id) return { type: 'refused', refusal };
    // An account that is there already is what was asked for.
    const source = await options.client.getFundingSource(id, { signal }).catch(() => null);
    return { type: 'made', source: { ...ownFields(source), id }, isDuplicate: true };
  }
}
