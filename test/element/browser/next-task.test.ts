import { expect } from '@open-wc/testing';
import { replace } from '../../support/exchange-link.js';
import { nextTask } from '../../../src/element/browser/next-task.js';

it('resolves in a task of its own: after every microtask of this one', async () => {
  const order: string[] = [];
  const task = nextTask().then(() => order.push('task'));
  let microtask = Promise.resolve();
  for (let count = 0; count < 100; count++) microtask = microtask.then(() => undefined);
  void microtask.then(() => order.push('microtask'));
  await task;
  expect(order).to.deep.equal(['microtask', 'task']);
});

it('resolves where there are no message channels', async () => {
  replace(window, 'MessageChannel', undefined as unknown as typeof MessageChannel);
  await nextTask();
});
