import { expect } from '@open-wc/testing';
import { closed, linked } from './link.js';

afterEach(() => document.body.replaceChildren());

it('MX in a frame: the page gets one success', async () => {
  expect(await linked()).to.deep.equal(['exchange-success mx MBR-1']);
});

it('an element that is closed reports an exit', async () => {
  expect(await closed()).to.deep.equal(['exchange-exit host']);
});
