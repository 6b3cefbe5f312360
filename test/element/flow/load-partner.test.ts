import { expect } from '@open-wc/testing';
import type { ExchangeLinkError } from '../../../src/element/errors.js';
import { loadPartner } from '../../../src/element/flow/load-partner.js';
import { partners } from '../../../src/element/partners/registry.js';
import { replace } from '../../support/exchange-link.js';

const { load } = partners.mx;
const failure = new TypeError('Failed to fetch dynamically imported module.');

/** Whether trying again can help, for each of these tries to load MX's code; null for one that succeeds. */
async function retryables(...succeeds: boolean[]): Promise<(boolean | null)[]> {
  const found: (boolean | null)[] = [];
  for (const isThere of succeeds) {
    replace(partners.mx, 'load', isThere ? load : () => Promise.reject(failure));
    try {
      await loadPartner('mx');
      found.push(null);
    } catch (error) {
      const { code, retryable, message } = error as ExchangeLinkError;
      expect(code).to.equal('partner-script');
      expect(message.includes('keep old files')).to.equal(!retryable);
      found.push(retryable);
    }
  }
  return found;
}

describe("loadPartner: a partner's code out of an app's own bundle", () => {
  it('that fails once can be tried again; that fails twice in a row is gone', async () => {
    expect(await retryables(false, false, false)).to.deep.equal([true, false, false]);
  });

  it('that has come in between is not gone', async () => {
    expect(await retryables(true, false, true, false, false)).to.deep.equal([null, true, null, true, false]);
  });
});
