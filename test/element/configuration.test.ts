import { expect } from '@open-wc/testing';
import { configuration, configure, type ExchangeLinkConfiguration } from '../../src/element/configuration.js';
import { DwollaExchangeLink } from '../../src/element/dwolla-exchange-link.js';
import { classifySession } from '../../src/element/session/resolve-partner.js';
import '../support/exchange-link.js';

describe('configure: points the element at a simulator or a proxy', () => {
  it('is the element’s static method', () => {
    DwollaExchangeLink.configure({ partners: { mx: { hosts: ['http://localhost:4010'] } } });
    expect(configuration.partners.mx?.hosts).to.deep.equal(['http://localhost:4010']);
  });

  it('one call does not undo another: partners, their options and texts are merged', () => {
    configure({
      partners: { checkout: { scriptUrl: 'https://proxy.test/flow.js' } },
      texts: { en: { start: 'Go' } },
    });
    configure({
      partners: { checkout: { appearance: { colorAction: '#f00' } }, mx: { hosts: ['https://mx.test'] } },
      texts: { en: { retry: 'Again' }, de: { start: 'Los' } },
    });
    expect(configuration.partners.checkout).to.deep.equal({
      scriptUrl: 'https://proxy.test/flow.js',
      appearance: { colorAction: '#f00' },
    });
    expect(configuration.partners.mx?.hosts).to.deep.equal(['https://mx.test']);
    expect(configuration.texts).to.deep.equal({ en: { start: 'Go', retry: 'Again' }, de: { start: 'Los' } });
  });

  it('takes the last word for one and the same option', () => {
    configure({ partners: { mx: { hosts: ['https://one.test'] } } });
    configure({ partners: { mx: { hosts: ['https://two.test'] } } });
    expect(configuration.partners.mx?.hosts).to.deep.equal(['https://two.test']);
  });

  it('of a host it keeps the origin', () => {
    configure({ partners: { mx: { hosts: ['http://LOCALHOST:4010/', 'https://mx.test:443/path?x#y'] } } });
    expect(configuration.partners.mx?.hosts).to.deep.equal(['http://localhost:4010', 'https://mx.test']);
  });

  it('keeps no hold on what the host passed in', () => {
    const hosts = ['https://mx.test'];
    configure({ partners: { mx: { hosts } } });
    hosts.push('https://evil.test');
    expect(configuration.partners.mx?.hosts).to.deep.equal(['https://mx.test']);
  });

  it('takes nothing, and empty things, for nothing', () => {
    configure({});
    configure({ partners: {}, texts: {} });
    configure({
      partners: { mx: undefined } as unknown as NonNullable<ExchangeLinkConfiguration['partners']>,
    });
    expect(classifySession({ externalProviderSessionToken: 'link-1' })).to.equal('plaid');
  });

  const goodScripts = [
    'https://proxy.test/plaid.js',
    'http://localhost:4011/plaid.js',
    'http://127.0.0.1:4011/plaid.js',
    'http://127.1.2.3/plaid.js',
    'http://[::1]:4011/plaid.js',
    'http://plaid.localhost:4011/plaid.js',
  ];
  for (const scriptUrl of goodScripts)
    it(`a script from ${scriptUrl} may be loaded`, () => {
      configure({ partners: { plaid: { scriptUrl } } });
      expect(configuration.partners.plaid?.scriptUrl).to.equal(scriptUrl);
    });

  const badScripts = [
    'http://proxy.test/plaid.js',
    'http://localhost.evil.test/plaid.js',
    'http://127.0.0.1.evil.test/plaid.js',
    'http://notlocalhost/plaid.js',
    'http://10.0.0.1/plaid.js',
    'http://localhost@evil.test/plaid.js',
    'data:text/javascript,alert(1)',
    'javascript:alert(1)',
    'blob:https://proxy.test/1',
    'file:///plaid.js',
    '/plaid.js',
    'plaid.js',
    'https://',
  ];
  for (const scriptUrl of badScripts)
    it(`a script from ${scriptUrl} is refused, and nothing of the call counts`, () => {
      const before = structuredClone(configuration.partners);
      expect(() =>
        configure({
          partners: { mx: { hosts: ['https://mx.test'] }, plaid: { scriptUrl } },
          texts: { en: { start: 'Go' } },
        }),
      ).to.throw(TypeError);
      expect(configuration.partners).to.deep.equal(before);
      expect(configuration.texts).to.deep.equal({});
    });

  const wrong: [name: string, config: unknown][] = [
    ['a misspelled partner', { partners: { plaids: {} } }],
    ['partner for partners', { partner: { mx: { hosts: ['https://mx.test'] } } }],
    ['a misspelled option', { partners: { plaid: { scripturl: 'https://proxy.test/plaid.js' } } }],
    [
      'a script as a URL object',
      { partners: { plaid: { scriptUrl: new URL('http://proxy.test/plaid.js') } } },
    ],
    ['a good script as a URL object', { partners: { plaid: { scriptUrl: new URL('https://proxy.test/') } } }],
    ['a script in a list', { partners: { plaid: { scriptUrl: ['https://proxy.test/plaid.js'] } } }],
    ['a script that is null', { partners: { plaid: { scriptUrl: null } } }],
    [
      'a script with a toString()',
      { partners: { plaid: { scriptUrl: { toString: () => 'https://a.test/' } } } },
    ],
    ['a host as a URL object', { partners: { mx: { hosts: [new URL('https://mx.test')] } } }],
    ['hosts as a string', { partners: { mx: { hosts: 'https://mx.test' } } }],
    ['hosts as a set', { partners: { mx: { hosts: new Set(['https://mx.test']) } } }],
    ['partners as a list', { partners: [] }],
    ['a partner as a string', { partners: { mx: 'https://mx.test' } }],
    ['texts as a list', { texts: [] }],
    ['a text that is no string', { texts: { en: { start: 7 } } }],
    ['a list', []],
    ['null', null],
  ];
  for (const [name, config] of wrong)
    it(`${name} is refused, and nothing of the call counts`, () => {
      const before = structuredClone(configuration);
      expect(() => configure(config as ExchangeLinkConfiguration)).to.throw(TypeError, 'configure(): ');
      expect(configuration).to.deep.equal(before);
    });

  for (const host of [
    'javascript:alert(1)',
    'data:text/html,x',
    'mx.com',
    '*',
    '',
    'ftp://mx.test',
    'file:///',
  ])
    it(`${JSON.stringify(host)} is no host, and nothing of the call counts`, () => {
      expect(() => configure({ partners: { mx: { hosts: ['https://mx.test', host] } } })).to.throw(TypeError);
      expect(configuration.partners).to.deep.equal({});
    });
});
