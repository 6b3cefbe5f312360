import { expect } from '@open-wc/testing';
import { configure } from '../../../src/element/configuration.js';
import { ExchangeLinkError } from '../../../src/element/errors.js';
import {
  absoluteSessionUrl,
  canGetSession,
  getExchangeSession,
  type GetSessionOptions,
  type SessionSource,
} from '../../../src/element/session/get-session.js';
import { Backend } from '../../support/exchange-link.js';
import {
  checkoutSession,
  linkSession,
  linkToken,
  paymentSession,
  plaidSession,
} from '../../support/sessions.js';

const source = (more: Partial<SessionSource> = {}): SessionSource => ({
  session: null,
  getSession: null,
  sessionUrl: '',
  fetchSession: null,
  credentials: 'same-origin',
  partner: '',
  baseURI: 'https://host.test/app/page?x#y',
  ...more,
});
const options = (more: Partial<GetSessionOptions> = {}): GetSessionOptions => ({
  reason: 'start',
  consumed: null,
  consumedSession: '',
  fallbackUrl: null,
  timeout: 20_000,
  onOffline: () => undefined,
  signal: new AbortController().signal,
  ...more,
});
async function refused(promise: Promise<unknown>): Promise<ExchangeLinkError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ExchangeLinkError)) throw new Error(`Not our error: ${String(error)}`);
  return error;
}

describe('absoluteSessionUrl: where the host’s session URL points', () => {
  const good: Record<string, string> = {
    '/session': 'https://host.test/session',
    session: 'https://host.test/app/session',
    '?partner=mx': 'https://host.test/app/page?partner=mx',
    '//api.test/session': 'https://api.test/session',
    'https://api.test/session?a=b': 'https://api.test/session?a=b',
    'http://localhost:3000/session': 'http://localhost:3000/session',
  };
  for (const [sessionUrl, url] of Object.entries(good))
    it(`${sessionUrl}: ${url}`, () => {
      expect(absoluteSessionUrl(source({ sessionUrl }))).to.equal(url);
    });
  for (const sessionUrl of [
    '',
    'javascript:alert(1)',
    'data:application/json,{}',
    'file:///etc/passwd',
    'ftp://host.test/session',
    'blob:https://host.test/1',
    'http://[',
    'https://',
    'https://user:hunter2@host.test/session',
    'https://user@host.test/session',
  ])
    it(`${JSON.stringify(sessionUrl)}: none that can be fetched`, () => {
      expect(absoluteSessionUrl(source({ sessionUrl }))).to.equal(null);
    });
});

describe('canGetSession: whether a new session can be had', () => {
  it('from a URL, a function, or the URL of a return', () => {
    expect(canGetSession(source({ sessionUrl: '/session' }), null)).to.be.true;
    expect(canGetSession(source({ getSession: () => Promise.resolve({}) }), null)).to.be.true;
    expect(canGetSession(source(), 'https://host.test/session')).to.be.true;
  });
  it('not from a session alone, nor from nothing', () => {
    expect(canGetSession(source({ session: plaidSession() }), null)).to.be.false;
    expect(canGetSession(source(), null)).to.be.false;
  });
});

describe('getExchangeSession: gets a session from the host and resolves its partner', () => {
  it('a session in hand comes first, then the function, then the URL', async () => {
    const backend = new Backend(plaidSession(linkToken('url')));
    const all = source({
      session: plaidSession(linkToken('hand')),
      getSession: () => Promise.resolve(plaidSession(linkToken('function'))),
      sessionUrl: '/session',
      fetchSession: backend.fetchSession,
    });
    expect((await getExchangeSession(all, options()))?.credential).to.equal(linkToken('hand'));
    expect((await getExchangeSession({ ...all, session: null }, options()))?.credential).to.equal(
      linkToken('function'),
    );
    expect(
      (await getExchangeSession({ ...all, session: null, getSession: null }, options()))?.credential,
    ).to.equal(linkToken('url'));
    expect(backend.requests.map(({ url }) => url)).to.deep.equal(['https://host.test/session']);
  });

  it('a restart asks for a new one where there is something to requestSession', async () => {
    const asked: string[] = [];
    const all = source({
      session: plaidSession(linkToken('1')),
      getSession: ({ reason }) => {
        asked.push(reason);
        return Promise.resolve(plaidSession(linkToken('2')));
      },
    });
    const got = await getExchangeSession(all, options({ reason: 'restart', consumed: linkToken('1') }));
    expect([got?.credential, asked]).to.deep.equal([linkToken('2'), ['restart']]);
  });

  it('what it hands on: partner, credential, the exchange partner, and when it came', async () => {
    const before = Date.now();
    const got = await getExchangeSession(source({ session: checkoutSession() }), options());
    expect(got?.partner).to.equal('checkout');
    expect(got?.credential).to.deep.equal(paymentSession());
    expect(got?.exchangePartnerHref).to.contain('/exchange-partners/');
    expect(got?.receivedAt).to.be.within(before, Date.now());
    expect(got?.returnUrl).to.equal(null);
  });

  it('the partner that the host names, and the origins it has added, count', async () => {
    configure({ partners: { flinks: { hosts: ['http://localhost:4010'] } } });
    const session = linkSession('http://localhost:4010/v2/');
    expect((await getExchangeSession(source({ session }), options()))?.partner).to.equal('flinks');
    const error = await refused(getExchangeSession(source({ session, partner: 'mx' }), options()));
    expect(error.code).to.equal('partner-mismatch');
  });

  describe('getSession', () => {
    it('receives the reason, and a signal that aborts it', async () => {
      const over = new AbortController();
      let heard: unknown;
      let signal: AbortSignal | undefined;
      await getExchangeSession(
        source({
          getSession: (request) => {
            ({ reason: heard, signal } = request);
            return Promise.resolve(plaidSession());
          },
        }),
        options({ reason: 'restart', signal: over.signal }),
      );
      expect(heard).to.equal('restart');
      over.abort();
      expect(signal?.aborted).to.be.true;
    });

    it('is asked once, whatever it answers', async () => {
      let asked = 0;
      const failing = source({
        getSession: () => {
          asked++;
          return Promise.reject(new TypeError('Failed to fetch https://host.test/?token=hunter2'));
        },
      });
      const error = await refused(getExchangeSession(failing, options()));
      expect([error.code, error.retryable, asked]).to.deep.equal(['session-network', true, 1]);
      expect(`${error.message}${error.stack ?? ''}${JSON.stringify(error.cause)}`).not.to.contain('hunter2');
    });

    it('may throw at once, and reject with anything', async () => {
      for (const getSession of [
        () => {
          throw new Error('no');
        },
        (): Promise<object> =>
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what hosts do
          Promise.reject('no'),
        (): Promise<object> =>
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what hosts do
          Promise.reject(undefined),
      ])
        expect((await refused(getExchangeSession(source({ getSession }), options()))).code).to.equal(
          'session-network',
        );
    });

    it('may reject with an ExchangeLinkError of its own, which is left as it is', async () => {
      const own = new ExchangeLinkError('session-http', 'Signed out.', { status: 401 });
      const error = await refused(
        getExchangeSession(source({ getSession: () => Promise.reject(own) }), options()),
      );
      expect(error).to.equal(own);
    });

    for (const answer of [null, undefined, 'x', 7, []])
      it(`that answers ${JSON.stringify(answer) ?? 'undefined'} has no session to give`, async () => {
        const getSession = (): Promise<object | null> => Promise.resolve(answer as object | null);
        expect((await refused(getExchangeSession(source({ getSession }), options()))).code).to.equal(
          'session-malformed',
        );
      });

    it('null to a return means that it is none of the host’s', async () => {
      const getSession = (): Promise<null> => Promise.resolve(null);
      expect(await getExchangeSession(source({ getSession }), options({ reason: 'return' }))).to.equal(null);
    });
  });

  it('a URL that cannot be fetched is invalid-session-url, and nothing is asked', async () => {
    const backend = new Backend({});
    const error = await refused(
      getExchangeSession(
        source({ sessionUrl: 'https://user:hunter2@host.test/', fetchSession: backend.fetchSession }),
        options(),
      ),
    );
    expect([error.code, error.retryable, backend.requests.length]).to.deep.equal([
      'invalid-session-url',
      false,
      0,
    ]);
    expect(error.message).not.to.contain('hunter2');
  });

  it('the URL of a return is used where the host names none', async () => {
    const backend = new Backend(plaidSession());
    await getExchangeSession(
      source({ fetchSession: backend.fetchSession }),
      options({ fallbackUrl: 'https://host.test/back' }),
    );
    expect(backend.requests[0]?.url).to.equal('https://host.test/back');
  });

  describe('a restart for which there is no other session', () => {
    for (const status of [404, 409, 410])
      it(`by ${status}: session-expired, and no going round in circles`, async () => {
        const asking = source({ sessionUrl: '/session', fetchSession: new Backend(status).fetchSession });
        const error = await refused(getExchangeSession(asking, options({ reason: 'restart' })));
        expect([error.code, error.status, error.retryable]).to.deep.equal(['session-expired', status, false]);
        expect(error.message).to.contain('getSession');
      });

    const same: [string, object, string][] = [
      ['the same token', plaidSession(), linkToken()],
      ['the same payment session', checkoutSession('ps_1'), 'ps_1'],
      ['the same link', linkSession('https://link.visa.com/x'), 'https://link.visa.com/x'],
    ];
    for (const [name, session, consumed] of same)
      it(`by ${name}`, async () => {
        const asking = source({ sessionUrl: '/session', fetchSession: new Backend(session).fetchSession });
        const error = await refused(getExchangeSession(asking, options({ reason: 'restart', consumed })));
        expect([error.code, error.retryable]).to.deep.equal(['session-expired', false]);
        expect(error.message).not.to.contain(consumed);
      });

    it('by the session alone that it has used', async () => {
      const error = await refused(
        getExchangeSession(
          source({ session: plaidSession() }),
          options({ reason: 'restart', consumed: linkToken() }),
        ),
      );
      expect([error.code, error.retryable]).to.deep.equal(['session-expired', false]);
    });

    it('at a start the same session is as good as any', async () => {
      const asking = source({ session: plaidSession() });
      expect((await getExchangeSession(asking, options({ consumed: linkToken() })))?.credential).to.equal(
        linkToken(),
      );
    });
  });
});
