import { expect } from '@open-wc/testing';
import { CDN_URL } from '@checkout.com/checkout-web-components';
import { configure } from '../../../src/element/configuration.js';
import { partners } from '../../../src/element/partners/registry.js';
import { scriptUrlOf, trustScript } from '../../../src/element/flow/script-policy.js';
import { afterwards, replace } from '../../support/exchange-link.js';

const page = globalThis as unknown as Record<symbol | string, unknown>;
const key = Symbol.for('dwolla-exchange-link.script-policy');
const plaidScript = 'https://cdn.plaid.com/link/v2/stable/link-initialize.js';
const proxy = 'https://proxy.test/plaid.js';

/** Browsers with Trusted Types give an object that stands for the text. */
const text = (url: unknown): string => String(url);

/** A page on which no element has loaded a script yet. */
function freshPage(): void {
  const before = Object.getOwnPropertyDescriptor(page, key);
  Reflect.deleteProperty(page, key);
  afterwards(() => {
    Reflect.deleteProperty(page, key);
    if (before) Object.defineProperty(page, key, before);
  });
}

describe('trustScript: which scripts a page with Trusted Types lets the element load', () => {
  beforeEach(freshPage);

  it('knows the scripts of Plaid and of Checkout.com, whoever was used first', () => {
    for (const url of [plaidScript, CDN_URL]) expect(text(trustScript(url))).to.equal(url);
    expect(partners.checkout.script).to.equal(CDN_URL);
  });

  it('accepts what configure() was given, from then on', () => {
    expect(() => trustScript(proxy)).to.throw(TypeError);
    configure({ partners: { plaid: { scriptUrl: proxy } } });
    expect(text(trustScript(proxy))).to.equal(proxy);
    expect(scriptUrlOf('plaid')).to.equal(proxy);
  });

  for (const url of [
    'https://evil.test/link-initialize.js',
    `${plaidScript}?`,
    `${plaidScript}/`,
    plaidScript.replace('https', 'http'),
    '',
    'undefined',
  ])
    it(`refuses ${JSON.stringify(url)}`, () => {
      expect(() => trustScript(url)).to.throw(TypeError);
    });

  it('creates one policy, whose own rule refuses everything else', () => {
    const rules: { createScriptURL: (url: string) => string }[] = [];
    replace(globalThis as unknown as { trustedTypes: unknown }, 'trustedTypes', {
      createPolicy: (_: string, given: { createScriptURL: (url: string) => string }) => {
        rules.push(given);
        return given;
      },
    });
    trustScript(plaidScript);
    trustScript(CDN_URL);
    expect(rules.length).to.equal(1);
    expect(rules[0]?.createScriptURL(CDN_URL)).to.equal(CDN_URL);
    expect(() => rules[0]?.createScriptURL('https://evil.test/x.js')).to.throw(TypeError);
    // The browser reads a policy's rules as a dictionary: nothing inherited is one of them.
    expect(Object.getPrototypeOf(rules[0])).to.equal(null);
  });

  it('passes on that the page does not allow the policy', () => {
    replace(globalThis as unknown as { trustedTypes: unknown }, 'trustedTypes', {
      createPolicy: () => {
        throw new TypeError('Policy refused.');
      },
    });
    expect(() => trustScript(plaidScript)).to.throw(TypeError);
  });

  it('does without Trusted Types where an element of the page has their name', () => {
    replace(globalThis as unknown as { trustedTypes: unknown }, 'trustedTypes', document.createElement('a'));
    expect(text(trustScript(plaidScript))).to.equal(plaidScript);
  });

  it('takes no policy that is only inherited', () => {
    Object.defineProperty(Object.prototype, key, {
      value: { inForce: [], createScriptURL: (url: string) => url },
      configurable: true,
      writable: true,
    });
    afterwards(() => Reflect.deleteProperty(Object.prototype, key));
    expect(() => trustScript('https://evil.test/x.js')).to.throw(TypeError);
  });

  it('takes no script that is only inherited', () => {
    Object.defineProperty(Object.prototype, 'scriptUrl', {
      value: 'http://localhost:1/evil.js',
      configurable: true,
      writable: true,
    });
    afterwards(() => Reflect.deleteProperty(Object.prototype, 'scriptUrl'));
    expect(scriptUrlOf('plaid')).to.equal(plaidScript);
    expect(() => trustScript('http://localhost:1/evil.js')).to.throw(TypeError);
  });
});
