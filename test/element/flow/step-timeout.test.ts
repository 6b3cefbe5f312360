import { expect } from '@open-wc/testing';
import type { ExchangeLinkError } from '../../../src/element/errors.js';
import { timeoutError, withTimeout, type TimedStep } from '../../../src/element/flow/step-timeout.js';
import { later, replace } from '../../support/exchange-link.js';

const step = (more: Partial<TimedStep> = {}): TimedStep => ({
  code: 'session-timeout',
  timeout: 60_000,
  signal: new AbortController().signal,
  ...more,
});
const reasonOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no rejection',
    (reason: unknown) => reason,
  );

describe('withTimeout: one step with a timeout', () => {
  it('hands on what the work came to', async () => {
    expect(await withTimeout(step(), () => Promise.resolve(7))).to.equal(7);
  });

  it('hands on why the work failed', async () => {
    const error = new Error('why');
    expect(await reasonOf(withTimeout(step(), () => Promise.reject(error)))).to.equal(error);
  });

  for (const code of ['session-timeout', 'partner-timeout'] as const)
    it(`is ${code} when it takes too long, and aborts the signal of the work`, async () => {
      let signal: AbortSignal | undefined;
      const reason = await reasonOf(
        withTimeout(step({ code, timeout: 20 }), (given) => {
          signal = given;
          return later<never>().promise;
        }),
      );
      expect((reason as ExchangeLinkError).code).to.equal(code);
      expect((reason as ExchangeLinkError).message).to.contain('20 ms');
      expect(signal?.aborted).to.be.true;
    });

  for (const isIsolated of [true, false])
    it(`${isIsolated ? 'says' : 'says nothing'} about isolation where the page is ${isIsolated ? '' : 'not '}cross-origin isolated`, () => {
      replace(globalThis as unknown as { crossOriginIsolated: boolean }, 'crossOriginIsolated', isIsolated);
      const messageOf = (code: TimedStep['code']): string => timeoutError({ code, timeout: 20 }).message;
      expect(messageOf('partner-timeout').includes('Cross-Origin-Embedder-Policy')).to.equal(isIsolated);
      expect(messageOf('session-timeout')).not.to.contain('Cross-Origin-Embedder-Policy');
    });

  it('ends with the attempt, and aborts the signal of the work', async () => {
    const over = new AbortController();
    let signal: AbortSignal | undefined;
    const waiting = withTimeout(step({ signal: over.signal }), (given) => {
      signal = given;
      return later<never>().promise;
    });
    over.abort();
    expect(((await reasonOf(waiting)) as Error).name).to.equal('AbortError');
    expect(signal?.aborted).to.be.true;
  });

  it('does not begin when the attempt is over already', async () => {
    let hasBegun = false;
    const waiting = withTimeout(step({ signal: AbortSignal.abort() }), () => {
      hasBegun = true;
      return Promise.resolve(7);
    });
    expect(((await reasonOf(waiting)) as Error).name).to.equal('AbortError');
    expect(hasBegun).to.be.false;
  });

  it('aborts the signal it has given when the work is done: nothing of it runs on', async () => {
    let signal: AbortSignal | undefined;
    await withTimeout(step(), (given) => {
      signal = given;
      return Promise.resolve(7);
    });
    await Promise.resolve();
    expect(signal?.aborted).to.be.true;
  });
});
