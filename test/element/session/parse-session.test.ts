import { expect } from '@open-wc/testing';
import { ExchangeLinkError } from '../../../src/element/errors.js';
import { readCredential, parseSession } from '../../../src/element/session/parse-session.js';
import { credentialKey } from '../../../src/element/session/session.js';

const href = 'https://int-widgets.moneydesktop.com/md/connect/abc/def%3D';
const partnerHref = 'https://api.dwolla.com/exchange-partners/1';

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof ExchangeLinkError ? error.code : `not ours: ${String(error)}`;
  }
  return 'nothing thrown';
}

describe('parseSession: a session in whatever spelling it comes', () => {
  const spellings: Record<string, object> = {
    'HAL, as on the wire': {
      _links: { 'external-provider-session': { href }, 'exchange-partner': { href: partnerHref } },
    },
    "camelCase, as of Dwolla's client": {
      links: { externalProviderSession: { href }, exchangePartner: { href: partnerHref } },
    },
    'camelCase inside _links': {
      _links: { externalProviderSession: { href }, exchangePartner: { href: partnerHref } },
    },
    'HAL inside links': {
      links: { 'external-provider-session': { href }, 'exchange-partner': { href: partnerHref } },
    },
    'with fields that mean nothing here': {
      created: new Date(),
      id: 7,
      _links: {
        self: { href: 'x' },
        'external-provider-session': { href, type: 'text/html' },
        'exchange-partner': { href: partnerHref },
      },
    },
  };
  for (const [spelling, session] of Object.entries(spellings))
    it(spelling, () => {
      const read = parseSession(session);
      expect(read.link).to.equal(href);
      expect(read.exchangePartnerHref).to.equal(partnerHref);
    });

  it('goes by the field that has something in it where one spelling is empty', () => {
    expect(parseSession({ _links: {}, links: { externalProviderSession: { href } } }).link).to.equal(href);
  });

  it('is without an exchange partner where the session names none, or names it with something else than a string', () => {
    for (const links of [
      undefined,
      null,
      {},
      { 'exchange-partner': null },
      { 'exchange-partner': { href: '' } },
    ])
      expect(parseSession({ _links: links }).exchangePartnerHref).to.equal(null);
    expect(parseSession({ _links: { 'exchange-partner': { href: 7 } } }).exchangePartnerHref).to.equal(null);
  });

  it('copies the session to plain data: a framework’s proxy goes no further, and what the host holds stays as it is', () => {
    const seen: string[] = [];
    const wrap = <Value extends object>(target: Value): Value =>
      new Proxy(target, {
        get: (owner, key, receiver) => {
          seen.push(String(key));
          const value: unknown = Reflect.get(owner, key, receiver);
          return typeof value === 'object' && value !== null ? wrap(value) : value;
        },
        set: () => {
          throw new Error('The host’s object was written to.');
        },
        preventExtensions: () => {
          throw new Error('The host’s object was frozen.');
        },
      });
    const data = {
      id: 'ps_1',
      payment_session_secret: 's',
      payment_session_token: 't',
      region: { code: 'US' },
    };
    const payment = readCredential.data(parseSession(wrap({ externalProviderSessionData: data })));
    seen.length = 0;
    expect(JSON.stringify(payment)).to.contain('"code":"US"');
    expect(seen).to.deep.equal([]);
    expect(Object.isFrozen(data)).to.be.false;
  });

  it('takes what JSON takes: dates, getters and toJSON', () => {
    const read = parseSession({
      created: new Date(0),
      get externalProviderSessionToken() {
        return 'link-sandbox-1';
      },
      _links: { toJSON: () => ({ 'exchange-partner': { href: partnerHref } }) },
    });
    expect(read.token).to.equal('link-sandbox-1');
    expect(read.exchangePartnerHref).to.equal(partnerHref);
  });

  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  const broken: Record<string, unknown> = {
    null: null,
    undefined: undefined,
    'a string': '{"externalProviderSessionToken":"link-1"}',
    'a number': 7,
    true: true,
    'an array': [{ externalProviderSessionToken: 'link-1' }],
    'a function': () => ({}),
    'an object with a cycle': cycle,
    'an object with a BigInt': { id: 1n },
    'a getter that throws': {
      get externalProviderSessionToken(): string {
        throw new Error('link-sandbox-secret');
      },
    },
    'a proxy that was revoked': (() => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return proxy;
    })(),
  };
  for (const [name, value] of Object.entries(broken))
    it(`${name} is session-malformed`, () => {
      expect(codeOf(() => parseSession(value))).to.equal('session-malformed');
    });

  it('says nothing of what a broken session held', () => {
    try {
      parseSession(broken['a getter that throws']);
      expect.fail('nothing thrown');
    } catch (error) {
      const { message, stack = '', cause } = error as Error;
      expect(`${message}${stack}${JSON.stringify(cause)}`).not.to.contain('secret');
    }
  });
});

describe('readCredential: what a session gives its partner to work with', () => {
  const read = parseSession;
  const snake = { id: 'ps_1', payment_session_secret: 'pss_1', payment_session_token: 'pst_1' };

  describe('externalProviderSessionData, for Checkout.com', () => {
    const spellings: Record<string, object> = {
      snake_case: snake,
      camelCase: { id: 'ps_1', paymentSessionSecret: 'pss_1', paymentSessionToken: 'pst_1' },
      'one of each': { id: 'ps_1', payment_session_secret: 'pss_1', paymentSessionToken: 'pst_1' },
      'both at once': { ...snake, paymentSessionSecret: 'pss_1', paymentSessionToken: 'pst_1' },
      'snake_case that is null beside camelCase': {
        id: 'ps_1',
        payment_session_secret: null,
        paymentSessionSecret: 'pss_1',
        payment_session_token: null,
        paymentSessionToken: 'pst_1',
      },
      'snake_case that is empty beside camelCase': {
        id: 'ps_1',
        payment_session_secret: '',
        paymentSessionSecret: 'pss_1',
        payment_session_token: '',
        paymentSessionToken: 'pst_1',
      },
    };
    for (const [spelling, data] of Object.entries(spellings))
      it(`${spelling} comes out in Checkout.com's own spelling`, () => {
        expect(readCredential.data(read({ externalProviderSessionData: data }))).to.deep.equal(snake);
      });

    it('passes unknown fields of the payment session through untouched', () => {
      const more = { ...snake, _urls: { risk: 'x' }, enabledMethods: ['card'], amount: 0, note: null };
      expect(readCredential.data(read({ externalProviderSessionData: more }))).to.deep.equal(more);
    });

    const absent: Record<string, unknown> = {
      undefined: undefined,
      null: null,
      'an empty string': '',
      'an object without any of its fields': {},
      'an object with other fields only': { region: 'US' },
      'three empty strings': { id: '', payment_session_secret: '', payment_session_token: '' },
    };
    for (const [name, data] of Object.entries(absent))
      it(`${name} counts as absent`, () => {
        expect(readCredential.data(read({ externalProviderSessionData: data }))).to.equal(null);
      });

    const partial: Record<string, unknown> = {
      'an id alone': { id: 'ps_1' },
      'no id': { ...snake, id: undefined },
      'an empty id': { ...snake, id: '' },
      'no secret': { ...snake, payment_session_secret: undefined },
      'an empty secret': { ...snake, payment_session_secret: '' },
      'no token': { ...snake, payment_session_token: undefined },
      'a token that is null': { ...snake, payment_session_token: null },
      'an id that is a number': { ...snake, id: 7 },
      'a secret that is an object': { ...snake, payment_session_secret: {} },
      'a string': 'ps_1',
      'a number': 7,
      true: true,
      'an array': [snake],
    };
    for (const [name, data] of Object.entries(partial))
      it(`${name} is session-malformed`, () => {
        expect(codeOf(() => readCredential.data(read({ externalProviderSessionData: data })))).to.equal(
          'session-malformed',
        );
      });
  });

  describe('externalProviderSessionToken, for Plaid', () => {
    it('comes out as it is', () => {
      expect(readCredential.token(read({ externalProviderSessionToken: ' link-1 ' }))).to.equal(' link-1 ');
    });
    for (const absent of [undefined, null, ''])
      it(`${JSON.stringify(absent) ?? 'undefined'} counts as absent`, () => {
        expect(readCredential.token(read({ externalProviderSessionToken: absent }))).to.equal(null);
      });
    for (const broken of [7, true, {}, ['link-1'], { token: 'link-1' }])
      it(`${JSON.stringify(broken)} is session-malformed`, () => {
        expect(codeOf(() => readCredential.token(read({ externalProviderSessionToken: broken })))).to.equal(
          'session-malformed',
        );
      });
  });

  describe('the external-provider-session link', () => {
    const withHref = (value: unknown) => read({ _links: { 'external-provider-session': { href: value } } });
    it('comes out exactly as it came', () => {
      const raw =
        'https://link.visa.com/x?redirect_uri=https://api-uat.dwolla.com/redirect/tink&state=a+/b==';
      expect(readCredential.link(withHref(raw))).to.equal(raw);
    });
    for (const absent of [undefined, null, ''])
      it(`${JSON.stringify(absent) ?? 'undefined'} counts as absent`, () => {
        expect(readCredential.link(withHref(absent))).to.equal(null);
      });
    for (const link of [null, 'https://mx.com', 7, []])
      it(`a link that is ${JSON.stringify(link)} and no object counts as absent`, () => {
        expect(readCredential.link(read({ _links: { 'external-provider-session': link } }))).to.equal(null);
      });
    for (const broken of [7, true, ['https://mx.com/'], { url: 'https://mx.com/' }])
      it(`an href that is ${JSON.stringify(broken)} is session-malformed`, () => {
        expect(codeOf(() => readCredential.link(withHref(broken)))).to.equal('session-malformed');
      });
  });
});

describe('credentialKey: what tells one session from another', () => {
  it('is the token or the link itself, and of a payment session its id', () => {
    expect(credentialKey('link-1')).to.equal('link-1');
    const payment = { id: 'ps_1', payment_session_secret: 's', payment_session_token: 't' };
    expect(credentialKey(payment)).to.equal('ps_1');
  });
});
