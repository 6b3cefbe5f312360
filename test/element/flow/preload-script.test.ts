import { expect } from '@open-wc/testing';
import { preloadScript } from '../../../src/element/flow/preload-script.js';
import { partnerContext } from '../../../src/element/flow/partner-context.js';
import type { PartnerName } from '../../../src/element/partners/registry.js';
import { afterwards } from '../../support/exchange-link.js';

/** Asks for a script of an address of its own, and gives the tags that this has put into the page. */
function preload(partner: PartnerName, more: Partial<ReturnType<typeof partnerContext>> = {}) {
  const context = {
    ...partnerContext(partner, new AbortController().signal),
    scriptUrl: URL.createObjectURL(new Blob([], { type: 'text/javascript' })),
    ...more,
  };
  const ask = (): HTMLLinkElement[] => {
    preloadScript(partner, context);
    return tags(context.scriptUrl);
  };
  afterwards(() => tags(context.scriptUrl).forEach((tag) => tag.remove()));
  return { ask, url: context.scriptUrl };
}
const tags = (url: string): HTMLLinkElement[] =>
  [...document.querySelectorAll<HTMLLinkElement>('link[rel=preload]')].filter(({ href }) => href === url);

describe('preloadScript: a partner’s script beside the partner’s code', () => {
  it('is asked for with the element’s nonce, once per page', () => {
    const { ask } = preload('plaid', { nonce: 'abc' });
    expect(ask().map(({ as, nonce, parentNode }) => [as, nonce, parentNode])).to.deep.equal([
      ['script', 'abc', document.head],
    ]);
    expect(ask().length).to.equal(1);
  });

  it('is not asked for where the page has a tag of its own', () => {
    const { ask, url } = preload('plaid');
    const script = document.createElement('script');
    script.type = 'text/plain';
    script.src = url;
    document.head.append(script);
    afterwards(() => script.remove());
    expect(ask()).to.deep.equal([]);
  });

  for (const checkoutPublicKey of ['', 'sk_sbox_secret', ' sk_secret'])
    it(`Checkout.com's is not asked for with the key "${checkoutPublicKey}"`, () => {
      expect(preload('checkout', { checkoutPublicKey }).ask()).to.deep.equal([]);
    });

  it('Checkout.com’s is asked for with a public key', () => {
    expect(preload('checkout', { checkoutPublicKey: 'pk_sbox_key' }).ask().length).to.equal(1);
  });

  it('a partner without a script asks for nothing', () => {
    expect(preload('mx', { scriptUrl: '' }).ask()).to.deep.equal([]);
  });
});
