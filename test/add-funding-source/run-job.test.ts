import { expect } from '@open-wc/testing';
import { runJob } from '../../src/add-funding-source/account-step/run-job.js';
import type { Job } from '../../src/add-funding-source/state.js';
import type { ExchangeClient } from '../../src/client/index.js';
import { exchangeId, fundingSourceId, refusal } from '../support/funding.js';

const account = { exchangeId, known: { name: '', suggestion: '', type: null }, key: 'key-0001' };
const add: Job = { type: 'add', account, source: { name: 'Mine', bankAccountType: 'checking' } };

/** What comes of a job with a client that has these methods only. */
const outcomeOf = (job: Job, client: Partial<ExchangeClient>, signal = new AbortController().signal) =>
  runJob(job, { client: client as ExchangeClient, partner: 'plaid', signal });

describe('a job of the account step', () => {
  it('ends with its signal, whether the client listens to it or not', async () => {
    const limit = new AbortController();
    const hangs = outcomeOf(add, { createFundingSource: () => new Promise(() => undefined) }, limit.signal);
    limit.abort();
    expect(await hangs).to.have.nested.property('refusal.code', 'NetworkError');
  });

  it('says nothing of an error that is not the client’s own', async () => {
    const thrown = new Error('POST /funding-sources {"secret":1}');
    const action = await outcomeOf(add, { createFundingSource: () => Promise.reject(thrown) });
    expect(action).to.have.nested.property('refusal.code', 'NetworkError');
    expect(JSON.stringify(action)).not.to.contain('secret');
  });

  it('is a refusal too where a method is missing', async () => {
    expect(await outcomeOf({ type: 'list' }, {})).to.have.property('type', 'refused');
  });

  it('takes an account that was added before for what was asked for, read back or not', async () => {
    const duplicate = refusal(409, 'DuplicateResource', { fundingSourceId });
    const createFundingSource = () => Promise.reject(duplicate);
    const readBack = await outcomeOf(add, {
      createFundingSource,
      getFundingSource: () => Promise.resolve({ id: fundingSourceId, name: 'Mine' }),
    });
    expect(readBack).to.deep.equal({
      type: 'made',
      source: { id: fundingSourceId, name: 'Mine' },
      isDuplicate: true,
    });
    const notReadBack = await outcomeOf(add, {
      createFundingSource,
      getFundingSource: () => Promise.reject(refusal(500, 'UnexpectedError')),
    });
    expect(notReadBack).to.have.deep.property('source', { id: fundingSourceId });
  });
});
