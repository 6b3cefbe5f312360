import { expect } from '@open-wc/testing';
import { classifySession, ExchangeLinkError } from '../../src/element/index.js';
import { afterwards, Backend, settled, start, until } from '../support/exchange-link.js';
import { frameLink, partnerPage, trustOtherOrigin } from '../support/framed.js';
import { linkSession } from '../support/sessions.js';
import { goodLinks, hostileLinks, hosts } from './hostile-links.js';
import { override } from './page-watch.js';

/** The partner's name, or the code of the error. */
function answer(href: unknown, options: Parameters<typeof classifySession>[1] = {}): string {
  try {
    return classifySession({ _links: { 'external-provider-session': { href } } }, options);
  } catch (error) {
    return error instanceof ExchangeLinkError ? error.code : `not ours: ${String(error)}`;
  }
}

/** Everything that the element frames, loads, opens or leaves for, from now to the end of the test. */
function watchWaysOut(): string[] {
  const ways: string[] = [];
  for (const { prototype } of [HTMLIFrameElement, HTMLScriptElement])
    afterwards(override(prototype, 'src', { set: (url: string) => void ways.push(url) }));
  afterwards(override(window, 'open', { value: (url: string) => void ways.push(url) }));
  afterwards(
    override(window, 'fetch', {
      value: async (url: string) => {
        ways.push(url);
        return new Response('{}');
      },
    }),
  );
  return ways;
}

const here = location.href;
const framedOrLeft = ['mx', 'visa', 'flinks', 'mastercard'] as const;

describe('the gate for links', () => {
  it('knows more than 150 hostile links, each in one way only', () => {
    expect(hostileLinks.length).to.be.greaterThan(150);
    expect(new Set(hostileLinks.map(([, link]) => link)).size).to.equal(hostileLinks.length);
    console.log(`${hostileLinks.length} hostile links`);
    for (const host of hosts) expect(hostileLinks.filter(([trick]) => trick.endsWith(`(${host})`))).not.empty;
  });

  it('refuses every hostile link, whether the host names a partner or not', () => {
    for (const [trick, link] of hostileLinks) {
      expect(answer(link), `${trick}: ${JSON.stringify(link)}`).to.equal('untrusted-origin');
      for (const partner of framedOrLeft)
        expect(answer(link, { partner }), `${trick} for ${partner}`).to.equal('untrusted-origin');
    }
  });

  it('takes no link of another partner than the one the host names', () => {
    for (const [owner, link] of goodLinks)
      for (const partner of framedOrLeft)
        expect(answer(link, { partner })).to.equal(partner === owner ? owner : 'partner-mismatch');
  });

  it('refuses what is no string at all', () => {
    const good = 'https://link.visa.com/';
    for (const href of [1, true, [good], [[good]], { href: good }, { toString: () => good }])
      expect(answer(href), JSON.stringify(href)).to.equal('session-malformed');
  });

  it('refuses what only looks like an origin that the page has added', () => {
    const options = { hosts: { mx: ['http://localhost:4010'], visa: ['https://proxy.example'] } };
    expect(answer('http://localhost:4010/md/connect?a=b', options)).to.equal('mx');
    expect(answer('http://localhost:4010', options)).to.equal('mx');
    expect(answer('https://proxy.example/1.0/', options)).to.equal('visa');
    for (const link of [
      'https://localhost:4010/',
      'http://localhost/',
      'http://localhost:40100/',
      'http://localhost:4010.evil.test/',
      'http://localhost:4010@evil.test/',
      'http://user@localhost:4010/',
      'http://user:password@localhost:4010/',
      'http://sub.localhost:4010/',
      'http://127.0.0.1:4010/',
      'http://proxy.example/',
      'https://proxy.example:444/',
      'https://proxy.example.evil.test/',
      'https://www.proxy.example/',
      'https://evil.test/https://proxy.example/',
      'blob:https://proxy.example/1',
      'ws://localhost:4010/',
      // Read beside the page's own address, these two are paths of the page itself.
      'http:localhost:4010/',
      'https:proxy.example/',
    ])
      expect(answer(link, options), link).to.equal('untrusted-origin');
  });

  it('lets the good ones through', () => {
    for (const [partner, link] of goodLinks) expect(answer(link), link).to.equal(partner);
  });

  it('hands the good ones on as they came, every character of them', async () => {
    const ways = watchWaysOut();
    for (const [partner, link] of goodLinks.filter(([name]) => name !== 'visa')) {
      const watched = start({ session: linkSession(link) });
      await until(() => ways.length, `a frame of ${partner}`);
      expect(ways.splice(0)).to.deep.equal([link]);
      watched.element.remove();
    }
    for (const [, link] of goodLinks.filter(([partner]) => partner === 'visa')) {
      const watched = start({ session: linkSession(link) });
      watched.element.addEventListener('exchange-opening', (event) => event.preventDefault());
      await watched.press();
      expect((await watched.detail('exchange-opening')).url).to.equal(link);
      watched.element.remove();
    }
  });

  it('frames, loads, opens and leaves for nothing, whatever is pressed', async () => {
    const ways = watchWaysOut();
    const sample = hostileLinks.filter((_, at) => at % 11 === 0);
    expect(sample.length).to.be.greaterThan(50);
    for (const [trick, link] of sample) {
      const watched = start({ session: linkSession(link) });
      const { code, retryable, message } = await watched.detail('exchange-error');
      expect(code, trick).to.equal('untrusted-origin');
      expect(retryable, trick).to.equal(false);
      expect(message).not.to.include(link.length > 3 ? link : '\0');
      expect(watched.button, trick).to.equal(null);
      await watched.element.open();
      await watched.element.reload();
      watched.element.launch = 'manual';
      await watched.element.open();
      expect(watched.all('exchange-opening'), trick).to.be.empty;
      expect(watched.part('frame'), trick).to.equal(null);
      watched.element.remove();
    }
    await settled();
    expect(ways).to.be.empty;
    expect(location.href).to.equal(here);
  });
});

describe('the gate for the session URL', () => {
  const refused = [
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    'data:application/json,{"externalProviderSessionToken":"link"}',
    'blob:https://example.com/9b7fb629-0fad-44f4-8c5e-44c25a0bfa8e',
    'file:///etc/passwd',
    'ftp://example.com/session',
    'ws://example.com/session',
    'wss://example.com/session',
    'about:blank',
    'chrome://settings',
    'view-source:https://example.com/',
    'filesystem:https://example.com/temporary/session',
    'mailto:someone@example.com',
    'https://user@example.com/session',
    'https://user:password@example.com/session',
    'https://:password@example.com/session',
    '//user:password@example.com/session',
    'http://[::1/session',
    'https://',
    'https://example.com:99999/',
    'https://%00/session',
  ];
  for (const sessionUrl of refused)
    it(`asks nobody for ${JSON.stringify(sessionUrl)}`, async () => {
      const ways = watchWaysOut();
      const asked: string[] = [];
      const watched = start({
        sessionUrl,
        fetchSession: async (url) => (asked.push(url), new Response('{}')),
      });
      const { code, retryable, message } = await watched.detail('exchange-error');
      expect(code).to.equal('invalid-session-url');
      expect(retryable).to.equal(false);
      expect(message).not.to.include('password');
      await watched.element.open();
      await watched.element.reload();
      expect(asked).to.be.empty;
      expect(ways).to.be.empty;
    });

  const asked: readonly (readonly [string, string])[] = [
    ['/session?partner=plaid', `${location.origin}/session?partner=plaid`],
    ['//api.example.com/session', `${location.protocol}//api.example.com/session`],
    ['https://api.example.com:8443/session#x', 'https://api.example.com:8443/session#x'],
    ['http://127.0.0.1:4000/session', 'http://127.0.0.1:4000/session'],
  ];
  for (const [sessionUrl, absolute] of asked)
    it(`asks ${absolute} for ${sessionUrl}`, async () => {
      const backend = new Backend({});
      const watched = start({ sessionUrl, fetchSession: backend.fetchSession });
      expect((await watched.detail('exchange-error')).code).to.equal('session-unsupported');
      expect(backend.requests.map(({ url }) => url)).to.deep.equal([absolute]);
    });
});

describe("the gate for the bank's window, which Mastercard asks for", () => {
  it('opens https and nothing else', async () => {
    trustOtherOrigin('mastercard');
    const watched = start({ session: linkSession(frameLink()) });
    const page = await partnerPage(watched);
    const opened: unknown[] = [];
    afterwards(override(window, 'open', { value: (url: unknown) => void opened.push(url) }));
    for (const url of [
      'javascript:alert(1)',
      'JavaScript:alert(1)',
      'java\nscript:alert(1)',
      'data:text/html,<script>alert(1)</script>',
      'blob:null/1',
      'file:///etc/passwd',
      'about:blank',
      'http://bank.example/',
      'ftp://bank.example/',
      'intent://bank.example/',
      '//bank.example/',
      '/bank',
      'bank.example',
      'https://',
      '',
      null,
      7,
      ['https://bank.example/'],
      { href: 'https://bank.example/' },
    ])
      await page.say({ type: 'url', url });
    expect(opened).to.be.empty;
    expect(watched.element.state).to.equal('open');

    await page.say({ type: 'url', url: 'https://bank.example/login?a=b#c' });
    expect(opened).to.deep.equal(['https://bank.example/login?a=b#c']);
  });
});
