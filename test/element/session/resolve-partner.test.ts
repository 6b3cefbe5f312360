import { expect } from '@open-wc/testing';
import { ExchangeLinkError } from '../../../src/element/errors.js';
import type { PartnerName } from '../../../src/element/partners/registry.js';
import {
  resolvePartner,
  classifySession,
  type ChoiceOptions,
} from '../../../src/element/session/resolve-partner.js';
import { parseSession } from '../../../src/element/session/parse-session.js';
import { consoleLines } from '../../support/exchange-link.js';

const data = { id: 'ps_1', payment_session_secret: 'pss_secret', payment_session_token: 'pst_token' };
const token = 'link-sandbox-b41e8ed3';
const mxLink = 'https://int-widgets.moneydesktop.com/md/connect/abc/def%3D';
const visaLink =
  'https://link.visa.com/1.0/account-check/connect?redirect_uri=https://api-uat.dwolla.com/redirect/tink&state=a+/=';

const links = (href: unknown): object => ({ _links: { 'external-provider-session': { href } } });

/** The partner's name, or the code of the error. */
function answer(session: unknown, options?: ChoiceOptions): string {
  try {
    return classifySession(session, options);
  } catch (error) {
    return error instanceof ExchangeLinkError ? error.code : `not ours: ${String(error)}`;
  }
}

describe('resolvePartner: whose a session is', () => {
  describe('by its most specific field, where the host says nothing', () => {
    const cases: [string, unknown, string][] = [
      ['payment session data', { externalProviderSessionData: data }, 'checkout'],
      ['a link token', { externalProviderSessionToken: token }, 'plaid'],
      ['a link', links(mxLink), 'mx'],
      [
        'data and token',
        { externalProviderSessionData: data, externalProviderSessionToken: token },
        'checkout',
      ],
      ['token and link', { externalProviderSessionToken: token, ...links(mxLink) }, 'plaid'],
      ['data and link', { externalProviderSessionData: data, ...links(mxLink) }, 'checkout'],
      [
        'empty data and a token',
        { externalProviderSessionData: {}, externalProviderSessionToken: token },
        'plaid',
      ],
      [
        'null data, empty token, a link',
        { externalProviderSessionData: null, externalProviderSessionToken: '', ...links(mxLink) },
        'mx',
      ],
      [
        'data without its fields, and a link',
        { externalProviderSessionData: { region: 'US' }, ...links(mxLink) },
        'mx',
      ],
      [
        'broken data and a token: no falling through',
        { externalProviderSessionData: { id: 'ps_1' }, externalProviderSessionToken: token },
        'session-malformed',
      ],
      [
        'data that is a string, and a token',
        { externalProviderSessionData: 'ps_1', externalProviderSessionToken: token },
        'session-malformed',
      ],
      [
        'a token that is a number, and a link',
        { externalProviderSessionToken: 7, ...links(mxLink) },
        'session-malformed',
      ],
      [
        'good data and a hostile link',
        { externalProviderSessionData: data, ...links('javascript:alert(1)') },
        'checkout',
      ],
      ['nothing', {}, 'session-unsupported'],
      [
        'an error body',
        { code: 'notFound', message: 'The requested resource was not found.' },
        'session-unsupported',
      ],
      ['empty links', { _links: {} }, 'session-unsupported'],
      ['an empty href', links(''), 'session-unsupported'],
      ['a list', [], 'session-malformed'],
      ['null', null, 'session-malformed'],
    ];
    for (const [name, session, expected] of cases)
      it(`${name}: ${expected}`, () => {
        expect(answer(session)).to.equal(expected);
      });
  });

  describe('where more than one field is there', () => {
    const all = { externalProviderSessionData: data, externalProviderSessionToken: token, ...links(mxLink) };

    it('names the ambiguity in one console warning, without the credentials', () => {
      expect(answer(all)).to.equal('checkout');
      expect(consoleLines.length).to.equal(1);
      expect(consoleLines[0])
        .to.match(/data/)
        .and.match(/token/)
        .and.match(/link/)
        .and.match(/partner/);
      for (const secret of ['ps_1', 'pss_secret', 'pst_token', token, mxLink])
        expect(consoleLines[0]).not.to.contain(secret);
    });
    it('is silent where the host has said which', () => {
      expect(answer(all, { partner: 'plaid' })).to.equal('plaid');
      expect(consoleLines).to.deep.equal([]);
    });
    it('is silent where the other fields are empty', () => {
      answer({ externalProviderSessionData: {}, externalProviderSessionToken: token, ...links('') });
      expect(consoleLines).to.deep.equal([]);
    });
  });

  describe('by the word of the host, where there is one', () => {
    const all = {
      externalProviderSessionData: data,
      externalProviderSessionToken: token,
      ...links(visaLink),
    };
    const cases: [PartnerName | '' | null, unknown, string][] = [
      ['checkout', all, 'checkout'],
      ['plaid', all, 'plaid'],
      ['visa', all, 'visa'],
      ['mx', all, 'partner-mismatch'],
      ['flinks', all, 'partner-mismatch'],
      ['', all, 'checkout'],
      [null, all, 'checkout'],
      ['checkout', { externalProviderSessionToken: token }, 'partner-mismatch'],
      ['checkout', { externalProviderSessionData: {} }, 'partner-mismatch'],
      ['plaid', links(mxLink), 'partner-mismatch'],
      ['plaid', { externalProviderSessionToken: '' }, 'partner-mismatch'],
      ['mx', { externalProviderSessionToken: token }, 'partner-mismatch'],
      ['mx', links(visaLink), 'partner-mismatch'],
      ['visa', links(mxLink), 'partner-mismatch'],
      ['mx', links('https://evil.test/'), 'untrusted-origin'],
      ['visa', links('https://link.visa.com.evil.test/'), 'untrusted-origin'],
      ['checkout', { externalProviderSessionData: { id: 'ps_1' } }, 'session-malformed'],
      [
        'plaid',
        { externalProviderSessionData: { id: 'ps_1' }, externalProviderSessionToken: token },
        'plaid',
      ],
      ['nobody' as PartnerName, all, 'partner-mismatch'],
      ['constructor' as PartnerName, all, 'partner-mismatch'],
    ];
    for (const [partner, session, expected] of cases)
      it(`${partner ?? 'null'} with ${JSON.stringify(session).slice(0, 60)}…: ${expected}`, () => {
        expect(answer(session, { partner })).to.equal(expected);
      });
  });

  describe('by its link, compared as a URL', () => {
    const trusted: Record<string, PartnerName> = {
      'https://mx.com/': 'mx',
      'https://www.mx.com/connect/a/b': 'mx',
      'https://int-widgets.moneydesktop.com/md/connect/a/b': 'mx',
      'https://widgets.moneydesktop.com/md/connect/a/b': 'mx',
      'https://moneydesktop.com': 'mx',
      'https://link.visa.com/1.0/account-check/connect?a=b#c': 'visa',
      'https://link.visa.com:443/x': 'visa',
      'https://LINK.VISA.COM/x': 'visa',
      'HTTPS://link.visa.com/x': 'visa',
      'https://link.visa.com?client_id=1': 'visa',
      'https://link.visa.com#x': 'visa',
      'https://link.tink.com/1.0/x': 'visa',
      'https://toolbox-iframe.private.fin.ag/v2/?authorizeToken=1': 'flinks',
      'https://demo.flinks.com/v2/?authorizeToken=1': 'flinks',
      'https://flinks.com/v2/': 'flinks',
      'https://connect2.finicity.com?customerId=1&origin=url': 'mastercard',
      'https://connect.openbanking.mastercard.com/x': 'mastercard',
      'https://openbanking.mastercard.com/x': 'mastercard',
    };
    for (const [href, expected] of Object.entries(trusted))
      it(`${href} is ${expected}'s`, () => {
        expect(answer(links(href))).to.equal(expected);
      });

    const hostile = [
      'http://link.visa.com/',
      'javascript:alert(1)//link.visa.com',
      'javascript://link.visa.com/%0aalert(1)',
      'data:text/html,<script>alert(1)</script>',
      'blob:https://link.visa.com/9b7fb629',
      'about:blank',
      'ftp://link.visa.com/',
      'wss://link.visa.com/',
      'filesystem:https://link.visa.com/temporary/x',
      '//link.visa.com/',
      '/1.0/connect',
      'link.visa.com/1.0',
      'https:link.visa.com/',
      'https:/link.visa.com/',
      'https:///link.visa.com/',
      'https:\\\\link.visa.com\\',
      'https://link.visa.com.evil.test/',
      'https://link.visa.com.evil.test/?x=link.visa.com',
      'https://evil.test/link.visa.com',
      'https://evil.test/?https://link.visa.com/',
      'https://evil.test#.visa.com',
      'https://evil.test\\.visa.com/',
      'https://link.visa.com\\.evil.test/',
      'https://link.visa.com@evil.test/',
      'https://evil.test@link.visa.com/',
      'https://user:pass@link.visa.com/',
      'https://@link.visa.com/',
      'https://:@link.visa.com/',
      'https://notmx.com/',
      'https://notvisa.com/',
      'https://xmx.com/',
      'https://mx.com.evil.test/',
      'https://mx.co/',
      'https://com/',
      'https://visa.com./',
      'https://link.visa.com./',
      'https://.visa.com/',
      'https://link..visa.com/',
      'https://link.visa.com:8443/',
      'https://link.visa.com:80/',
      'https://link.visa.com:/',
      'https://link.visa.com:0443/',
      'https://link%2evisa.com/',
      'https://%6cink.visa.com/',
      'https://ｌｉｎｋ.visa.com/',
      'https://link.vіsa.com/',
      'https://link。visa。com/',
      'https://li\tnk.visa.com/',
      'https://link.visa.com/\n',
      ' https://link.visa.com/',
      'https://link.visa.com/ ',
      '\u0000https://link.visa.com/',
      'ht\ntps://link.visa.com/',
      'https://link.visa.com/a b',
      'https://link.visa.com/é',
      'https://fin.ag/',
      'https://notprivate.fin.ag/',
      'https://mastercard.com/',
      'https://127.0.0.1/',
      'https://[::1]/',
      'https://',
      'not a url',
      '%',
    ];
    for (const href of hostile)
      it(`${JSON.stringify(href)} is nobody's: untrusted-origin`, () => {
        expect(answer(links(href))).to.equal('untrusted-origin');
      });

    it('hands the link on exactly as it came, and never writes it anew', () => {
      for (const href of [visaLink, 'https://LINK.visa.com:443/x?a=%7e&b=[1]', 'https://link.visa.com'])
        if (answer(links(href)) === 'visa')
          expect(resolvePartner(parseSession(links(href))).credential).to.equal(href);
      expect(resolvePartner(parseSession(links(visaLink))).credential).to.equal(visaLink);
    });
  });

  describe("by origins that the host adds to a partner's own", () => {
    const hosts = { mx: ['http://localhost:4010'], visa: ['https://bank.test', 'http://127.0.0.1:4011'] };
    const cases: [string, string][] = [
      ['http://localhost:4010/md/connect/1', 'mx'],
      ['http://localhost:4010', 'mx'],
      ['https://bank.test/x', 'visa'],
      ['http://127.0.0.1:4011/x', 'visa'],
      ['https://int-widgets.moneydesktop.com/x', 'mx'],
      ['http://localhost:4011/x', 'untrusted-origin'],
      ['https://localhost:4010/x', 'untrusted-origin'],
      ['http://localhost/x', 'untrusted-origin'],
      ['http://sub.localhost:4010/x', 'untrusted-origin'],
      ['https://sub.bank.test/x', 'untrusted-origin'],
      ['https://bank.test:8443/x', 'untrusted-origin'],
      ['http://user@localhost:4010/x', 'untrusted-origin'],
      ['http://localhost:4010@evil.test/x', 'untrusted-origin'],
      ['blob:http://localhost:4010/9b7fb629', 'untrusted-origin'],
    ];
    for (const [href, expected] of cases)
      it(`${href}: ${expected}`, () => {
        expect(answer(links(href), { hosts })).to.equal(expected);
      });

    it('one origin may be added to several: the word of the host decides then', () => {
      const shared = { mx: ['http://localhost:4010'], flinks: ['http://localhost:4010'] };
      for (const partner of ['mx', 'flinks'] as const)
        expect(answer(links('http://localhost:4010/x'), { hosts: shared, partner })).to.equal(partner);
    });
  });

  it('takes camelCase as well as HAL', () => {
    expect(
      answer({
        externalProviderSessionData: { id: '1', paymentSessionSecret: '2', paymentSessionToken: '3' },
      }),
    ).to.equal('checkout');
    expect(answer({ links: { externalProviderSession: { href: visaLink } } })).to.equal('visa');
  });

  it('says nothing of the credential in its errors', () => {
    for (const session of [
      links('https://evil.test/?token=hunter2'),
      { externalProviderSessionData: { id: 'hunter2' } },
      { externalProviderSessionToken: ['hunter2'] },
    ])
      try {
        classifySession(session);
        expect.fail('nothing thrown');
      } catch (error) {
        const { message, stack = '', cause } = error as Error;
        expect(`${message}${stack}${JSON.stringify(cause)}`).not.to.contain('hunter2');
      }
  });
});
