import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SharedWork } from '../../src/server/dwolla/shared-work.js';
import { ExchangeHandlerError } from '../../src/server/index.js';

const never = (): Promise<string> => new Promise(() => undefined);
/** Lets everything run that waits for promises only. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('work that requests share', () => {
  it('is done once for all who ask at the same time, and anew for who asks later', async () => {
    const shared = new SharedWork<number>();
    let times = 0;
    const work = () => Promise.resolve((times += 1));
    assert.deepEqual(
      await Promise.all([shared.share(work), shared.share(work), shared.share(work)]),
      [1, 1, 1],
    );
    assert.equal(await shared.share(work), 2);
  });

  it('fails for all who wait, where it fails by itself', async () => {
    const shared = new SharedWork<string>();
    let times = 0;
    const refuse = (): Promise<string> => {
      times += 1;
      return Promise.reject(new ExchangeHandlerError(502, 'DwollaUnreachable', 'No.'));
    };
    const all = await Promise.allSettled([shared.share(refuse), shared.share(refuse)]);
    assert.deepEqual(
      all.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.equal(times, 1);
    assert.equal(await shared.share(() => Promise.resolve('later')), 'later');
  });

  it('is done again, once, after two seconds without an end: who began it may be gone', async (context) => {
    context.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
    const shared = new SharedWork<string>();
    void shared.share(never);
    let times = 0;
    const again = (): Promise<string> => {
      times += 1;
      return Promise.resolve('again');
    };
    const waiting = [shared.share(again), shared.share(again)];
    context.mock.timers.tick(1999);
    await settled();
    assert.equal(times, 0);
    context.mock.timers.tick(1);
    assert.deepEqual(await Promise.all(waiting), ['again', 'again']);
    assert.equal(times, 1);
    // Nobody waits for the first one anymore.
    assert.equal(await shared.share(again), 'again');
  });

  it('is done again where the runtime cut it off', async () => {
    const shared = new SharedWork<string>();
    let cutOff = (_error: Error): void => undefined;
    const first = shared.share(() => new Promise((_resolve, reject) => (cutOff = reject)));
    const second = shared.share(() => Promise.resolve('again'));
    cutOff(new Error('This promise was created by a request that has since ended'));
    await assert.rejects(first, /has since ended/);
    assert.equal(await second, 'again');
  });
});
