import { afterEach, expect, test } from 'vitest';
import { closed, linked } from './link.js';

afterEach(() => document.body.replaceChildren());

test('MX in a frame: the page gets one success', async () => {
  expect(await linked()).toEqual(['exchange-success mx MBR-1']);
});

test('an element that is closed reports an exit', async () => {
  expect(await closed()).toEqual(['exchange-exit host']);
});
