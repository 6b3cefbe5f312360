import { expect } from '@open-wc/testing';
import { frozenCopy } from '../../../src/element/browser/frozen-copy.js';

describe('frozenCopy: what a host is handed cannot be changed and shares nothing with what the element keeps', () => {
  const original = { account: { mask: '0000' }, list: [{ id: 'a' }], nothing: null };

  it('is equal and apart, at every level', () => {
    const copy = frozenCopy(original);
    expect(copy).to.deep.equal(original);
    expect(copy.account).not.to.equal(original.account);
    expect(copy.list[0]).not.to.equal(original.list[0]);
  });

  it('is frozen at every level, and leaves the original as it was', () => {
    const copy = frozenCopy(original);
    expect([copy, copy.account, copy.list, copy.list[0]].every(Object.isFrozen)).to.be.true;
    expect([original, original.account, original.list, original.list[0]].some(Object.isFrozen)).to.be.false;
  });
});
