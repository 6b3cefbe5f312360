import { expect } from '@open-wc/testing';
import { DwollaExchangeLink } from '../../../src/element/index.js';
import type { PartnerSurroundings } from '../../../src/element/flow/partner-context.js';
import { preloadScript } from '../../../src/element/flow/preload-script.js';
import { override } from '../../security/page-watch.js';
import { afterwards, settled } from '../../support/exchange-link.js';

let addresses = 0;

/** Configures an address of its own for a partner's script. */
function configureScript(partner: 'plaid' | 'checkout'): string {
  // A file that is there: what is in it does not matter.
  const scriptUrl = new URL(`/package.json?${++addresses}`, location.href).href;
  DwollaExchangeLink.configure({ partners: { [partner]: { scriptUrl } } });
  afterwards(() => tags(scriptUrl).forEach((tag) => tag.remove()));
  return scriptUrl;
}
const tags = (url: string): HTMLLinkElement[] =>
  [...document.querySelectorAll<HTMLLinkElement>('link[rel=preload]')].filter(({ href }) => href === url);

function ask(partner: 'plaid' | 'checkout' | 'mx', host: Partial<PartnerSurroundings> = {}): AbortController {
  const controller = new AbortController();
  preloadScript(partner, controller.signal, {
    nonce: '',
    checkoutPublicKey: '',
    ...host,
  } as PartnerSurroundings);
  return controller;
}

describe('preloadScript: a partner’s script beside the partner’s code', () => {
  it('is asked for with the element’s nonce, once per page', async () => {
    const url = configureScript('plaid');
    ask('plaid', { nonce: 'abc' });
    ask('plaid', { nonce: 'abc' });
    await settled();
    const asked = tags(url).map(({ as, nonce, parentNode }) => [as, nonce, parentNode]);
    expect(asked).to.deep.equal([['script', 'abc', document.head]]);
  });

  it('is asked for where the page configures it in the same task', async () => {
    const before = configureScript('plaid');
    ask('plaid');
    const after = configureScript('plaid');
    await settled();
    expect([tags(before).length, tags(after).length]).to.deep.equal([0, 1]);
  });

  for (const event of ['DOMContentLoaded', 'load'])
    it(`waits for the scripts of a page that is still being read, until ${event}`, async () => {
      const loading = { get: (): string => 'interactive' };
      afterwards(override(Document.prototype, 'readyState', loading));
      const before = configureScript('plaid');
      ask('plaid');
      await settled();
      const after = configureScript('plaid');
      expect([tags(before).length, tags(after).length]).to.deep.equal([0, 0]);
      window.dispatchEvent(new Event(event));
      expect([tags(before).length, tags(after).length]).to.deep.equal([0, 1]);
    });

  it('is not asked for by an attempt that is over', async () => {
    const url = configureScript('plaid');
    ask('plaid').abort();
    await settled();
    expect(tags(url)).to.deep.equal([]);
  });

  it('is not asked for where the page has a tag of its own', async () => {
    const url = configureScript('plaid');
    const script = document.createElement('script');
    script.type = 'text/plain';
    script.src = url;
    document.head.append(script);
    afterwards(() => script.remove());
    ask('plaid');
    await settled();
    expect(tags(url)).to.deep.equal([]);
  });

  for (const [checkoutPublicKey, asked] of [
    ['', 0],
    ['sk_sbox_secret', 0],
    [' sk_secret', 0],
    ['pk_sbox_key', 1],
  ] as const)
    it(`Checkout.com's is asked for ${asked} times with the key "${checkoutPublicKey}"`, async () => {
      const url = configureScript('checkout');
      ask('checkout', { checkoutPublicKey });
      await settled();
      expect(tags(url).length).to.equal(asked);
    });

  it('a partner without a script asks for nothing', async () => {
    const before = document.querySelectorAll('link').length;
    ask('mx');
    await settled();
    expect(document.querySelectorAll('link').length).to.equal(before);
  });
});
