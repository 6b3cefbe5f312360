import { expect } from '@open-wc/testing';
import { ExchangeLinkError } from '../../../src/element/errors.js';
import { fetchExchangeSession, type SessionRequest } from '../../../src/element/session/fetch-session.js';
import { Backend, later, replace, until } from '../../support/exchange-link.js';

const session = { externalProviderSessionToken: 'link-1' };

/**
 * Timers run at once and are written down with what they were set to: the pauses between tries are looked at, not
 * waited for. Time goes on by what was waited.
 */
function skipPauses(): number[] {
  const pauses: number[] = [];
  const { setTimeout: set } = window;
  let now = Date.now();
  replace(Date, 'now', () => now);
  replace(window, 'setTimeout', ((work: () => void, ms = 0) => {
    // The harness's own short waits go on as they are.
    if (ms < 100) return set(work, ms);
    pauses.push(ms);
    now += ms;
    return set(work);
  }) as typeof setTimeout);
  return pauses;
}

const request = (backend: Backend, more: Partial<SessionRequest> = {}): Promise<unknown> =>
  fetchExchangeSession({
    url: `${location.origin}/session`,
    fetchSession: backend.fetchSession,
    credentials: 'same-origin',
    isRestart: false,
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

const status =
  (status: number, headers: HeadersInit = {}) =>
  () =>
    new Response('{}', { status, headers });

describe('fetchExchangeSession: asks the host’s backend for a session', () => {
  it('GETs the URL with the credentials that are set, and returns what was answered', async () => {
    const backend = new Backend(session);
    expect(await request(backend, { credentials: 'include' })).to.deep.equal(session);
    const [{ url, init } = { url: '', init: {} as RequestInit }] = backend.requests;
    expect(url).to.equal(`${location.origin}/session`);
    expect(init.method ?? 'GET').to.equal('GET');
    expect(init.credentials).to.equal('include');
    expect(Object.keys(init).sort()).to.deep.equal(['credentials', 'headers', 'signal']);
    expect(Object.keys(init.headers ?? {})).to.deep.equal(['accept']);
    expect(init.signal).to.be.instanceOf(AbortSignal);
    expect(init.body ?? null).to.equal(null);
  });

  it('goes past every cache where an earlier answer would not do', async () => {
    const repeated = new Backend(status(503), session);
    await request(repeated);
    const restarted = new Backend(session);
    await request(restarted, { isRestart: true });
    expect([repeated.requests[0]?.init.cache, repeated.requests[1]?.init.cache]).to.deep.equal([
      undefined,
      'no-store',
    ]);
    expect(restarted.requests[0]?.init.cache).to.equal('no-store');
  });

  it('reads a body that has begun to its end, also when nobody waits any more', async () => {
    const attempt = new AbortController();
    let pull = (): void => undefined;
    const asked = new Promise<void>((resolve) => (pull = resolve));
    let finish = (): void => undefined;
    let isCanceled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pull();
        return new Promise((resolve) => {
          finish = () => {
            controller.enqueue(new TextEncoder().encode('{}'));
            controller.close();
            resolve();
          };
        });
      },
      cancel: () => void (isCanceled = true),
    });
    let given: AbortSignal | null | undefined;
    const answer = request(new Backend(() => new Response(body)), {
      signal: attempt.signal,
      fetchSession: (_, { signal }) => {
        given = signal;
        return Promise.resolve(new Response(body));
      },
    });
    await asked;
    attempt.abort();
    expect([given?.aborted, isCanceled]).to.deep.equal([false, false]);
    finish();
    expect(await answer).to.deep.equal({});
  });

  it('a request without an answer is over with the attempt', async () => {
    const attempt = new AbortController();
    let given: AbortSignal | null | undefined;
    const answer = request(new Backend(session), {
      signal: attempt.signal,
      fetchSession: (_, { signal }) => {
        given = signal;
        return new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason as Error));
        });
      },
    });
    attempt.abort();
    await refused(answer);
    expect(given?.aborted).to.be.true;
  });

  for (const [body, partnerCode] of [
    ['{"code":"Forbidden","message":"hunter2"}', 'Forbidden'],
    ['{"code":"no code: hunter2"}', undefined],
    ['{"code":7}', undefined],
    ['<h1>hunter2</h1>', undefined],
    ['', undefined],
  ] as const)
    it(`a refusal says ${body || 'nothing'}: its code is part of the error`, async () => {
      const error = await refused(request(new Backend(() => new Response(body, { status: 403 }))));
      expect([error.code, error.partnerCode]).to.deep.equal(['session-http', partnerCode]);
      expect(JSON.stringify([error.message, error.cause])).not.to.contain('hunter2');
    });

  for (const type of [
    'application/vnd.dwolla.v1.hal+json',
    'application/json; charset=utf-8',
    'text/plain',
    'text/html',
    '',
  ])
    it(`reads JSON whatever it is called: ${type || 'nothing'}`, async () => {
      const answer = (): Response =>
        new Response(new Blob([JSON.stringify(session)]), type ? { headers: { 'content-type': type } } : {});
      expect(await request(new Backend(answer))).to.deep.equal(session);
    });

  it('reads JSON behind a byte order mark and with letters that arrive in halves', async () => {
    const bytes = new TextEncoder().encode('\uFEFF{"externalProviderSessionToken":"é€😀"}');
    const answer = (): Response =>
      new Response(
        new ReadableStream({
          start: (stream) => {
            for (const byte of bytes) stream.enqueue(new Uint8Array([byte]));
            stream.close();
          },
        }),
      );
    expect(await request(new Backend(answer))).to.deep.equal({ externalProviderSessionToken: 'é€😀' });
  });

  describe('what cannot be a session is session-malformed, at once', () => {
    const bodies: Record<string, BodyInit | null> = {
      'a page to sign in at': '<!doctype html><title>Sign in</title>',
      'half a body': '{"externalProviderSessionToken":',
      nothing: '',
      'no body': null,
    };
    for (const [name, body] of Object.entries(bodies))
      it(name, async () => {
        const backend = new Backend(() => new Response(body));
        expect((await refused(request(backend))).code).to.equal('session-malformed');
        expect(backend.requests.length).to.equal(1);
      });

    it('quotes nothing of the body', async () => {
      const error = await refused(request(new Backend(() => new Response('link-sandbox-secret'))));
      expect(`${error.message}${error.stack ?? ''}${JSON.stringify(error.cause)}`).not.to.contain(
        'link-sandbox',
      );
    });

    const padded = (size: number): string => JSON.stringify({ a: 'x'.repeat(size - 8) });
    it('takes 256 KiB and not a byte more', async () => {
      expect(padded(256 * 1024).length).to.equal(256 * 1024);
      await request(new Backend(() => new Response(padded(256 * 1024))));
      const backend = new Backend(() => new Response(padded(256 * 1024 + 1)));
      expect((await refused(request(backend))).code).to.equal('session-malformed');
      expect(backend.requests.length).to.equal(1);
    });

    it('cuts an endless body off', async () => {
      let isCancelled = false;
      const endless = new ReadableStream({
        pull: (stream) => stream.enqueue(new Uint8Array(64 * 1024).fill(32)),
        cancel: () => {
          isCancelled = true;
        },
      });
      expect((await refused(request(new Backend(() => new Response(endless))))).code).to.equal(
        'session-malformed',
      );
      await until(() => isCancelled, 'the body to be cancelled');
    });
  });

  describe('what may pass is tried three times', () => {
    for (const code of [408, 429, 500, 502, 503, 504])
      it(`${code}`, async () => {
        skipPauses();
        const backend = new Backend(status(code));
        const error = await refused(request(backend));
        expect([error.code, error.status, error.retryable]).to.deep.equal(['session-http', code, true]);
        expect(backend.requests.length).to.equal(3);
      });

    it('a network failure, and its cause is reported by its name only', async () => {
      skipPauses();
      const backend = new Backend(new TypeError('Failed to fetch https://host/session?token=secret'));
      const error = await refused(request(backend));
      expect([error.code, error.retryable]).to.deep.equal(['session-network', true]);
      expect(error.cause).to.deep.equal({ name: 'TypeError' });
      expect(`${error.message}${error.stack ?? ''}`).not.to.contain('secret');
      expect(backend.requests.length).to.equal(3);
    });

    it('a body that breaks off', async () => {
      skipPauses();
      const broken = (): Response =>
        new Response(new ReadableStream({ pull: (stream) => stream.error(new TypeError('network error')) }));
      const backend = new Backend(broken, session);
      expect(await request(backend)).to.deep.equal(session);
      expect(backend.requests.length).to.equal(2);
    });

    it('stops at the first answer that is good', async () => {
      skipPauses();
      const backend = new Backend(status(503), new TypeError('Failed to fetch'), session);
      expect(await request(backend)).to.deep.equal(session);
      expect(backend.requests.length).to.equal(3);
    });

    it('reports the error of the last try', async () => {
      skipPauses();
      const backend = new Backend(status(503), status(500), status(403));
      const error = await refused(request(backend));
      expect([error.code, error.status, error.retryable]).to.deep.equal(['session-http', 403, false]);
    });

    it('pauses twice as long the second time', async () => {
      replace(Math, 'random', () => 0.5);
      const pauses = skipPauses();
      await refused(request(new Backend(status(503))));
      expect(pauses).to.deep.equal([500, 1000]);
    });

    it('longer the second time, whatever chance says', async () => {
      const chances = [0.999, 0];
      replace(Math, 'random', () => chances.shift() ?? 0);
      const [first = 0, second = 0] = await (async () => {
        const pauses = skipPauses();
        await refused(request(new Backend(status(503))));
        return pauses;
      })();
      expect(second).to.be.greaterThan(first);
    });

    it('never pauses twice the same', async () => {
      const pauses = skipPauses();
      for (let round = 0; round < 4; round++) await refused(request(new Backend(status(503))));
      expect(pauses.length).to.equal(8);
      expect(new Set(pauses).size).to.equal(8);
    });
  });

  describe('what will not pass is tried once', () => {
    for (const code of [300, 400, 401, 403, 404, 405, 422, 425, 501, 505])
      it(`${code}`, async () => {
        const backend = new Backend(status(code));
        const error = await refused(request(backend));
        expect([error.code, error.status]).to.deep.equal(['session-http', code]);
        expect(error.retryable).to.equal([425, 501, 505].includes(code));
        expect(backend.requests.length).to.equal(1);
      });

    for (const code of [409, 410])
      for (const isRestart of [false, true])
        it(`${code} is session-expired at a ${isRestart ? 'restart' : 'start'}`, async () => {
          const backend = new Backend(status(code));
          const error = await refused(request(backend, { isRestart }));
          expect([error.code, error.status]).to.deep.equal(['session-expired', code]);
          expect(error.message)
            .to.match(/session URL/)
            .and.match(/getSession/);
          expect(backend.requests.length).to.equal(1);
        });

    it('404 is session-expired at a restart', async () => {
      const backend = new Backend(status(404));
      const error = await refused(request(backend, { isRestart: true }));
      expect([error.code, error.status]).to.deep.equal(['session-expired', 404]);
      expect(backend.requests.length).to.equal(1);
    });
  });

  describe('Retry-After of a 429 is waited for', () => {
    it('in seconds', async () => {
      const pauses = skipPauses();
      await request(new Backend(status(429, { 'retry-after': '7' }), session));
      expect(pauses).to.deep.equal([7000]);
    });

    it('as a date', async () => {
      const pauses = skipPauses();
      const date = new Date(Date.now() + 9000).toUTCString();
      await request(new Backend(status(429, { 'retry-after': date }), session));
      expect(pauses.length).to.equal(1);
      expect(pauses[0]).to.be.within(7000, 9000);
    });

    for (const value of ['0', '-1', 'soon', '', new Date(0).toUTCString()])
      it(`${JSON.stringify(value)} asks for no more than the usual pause`, async () => {
        const pauses = skipPauses();
        await request(new Backend(status(429, { 'retry-after': value }), session));
        expect(pauses.length).to.equal(1);
        expect(pauses[0]).to.be.within(100, 1000);
      });

    it('is not waited for beyond the deadline: the 429 is reported at once', async () => {
      const pauses = skipPauses();
      const backend = new Backend(status(429, { 'retry-after': '3600' }), session);
      const error = await refused(request(backend));
      expect([error.code, error.status, error.retryable]).to.deep.equal(['session-http', 429, true]);
      expect(pauses).to.deep.equal([]);
      expect(backend.requests.length).to.equal(1);
    });
  });

  describe('one deadline over all tries', () => {
    it('keeps no try that could only come after it', async () => {
      skipPauses();
      const backend = new Backend(status(503));
      const error = await refused(request(backend, { timeout: 200 }));
      expect(error.status).to.equal(503);
      expect(backend.requests.length).to.equal(1);
    });
  });

  describe('a browser that says it is offline', () => {
    it('is asked for the session all the same: this machine can be reached without any network', async () => {
      replace(navigator, 'onLine', false);
      expect(await request(new Backend(session))).to.deep.equal(session);
    });

    it('waits, after a failure, until there is a connection, and says so once per try', async () => {
      skipPauses();
      replace(navigator, 'onLine', false);
      let reported = 0;
      const backend = new Backend(new TypeError('Failed to fetch'), session);
      const promise = request(backend, { onOffline: () => reported++ });
      await until(() => reported === 1, 'the word that it is offline');
      expect(backend.requests.length).to.equal(1);
      dispatchEvent(new Event('online'));
      expect(await promise).to.deep.equal(session);
      expect(reported).to.equal(1);
    });

    it('waits no longer than the attempt lasts', async () => {
      replace(navigator, 'onLine', false);
      const over = new AbortController();
      let isWaiting = false;
      const backend = new Backend(new TypeError('Failed to fetch'));
      const promise = refused(request(backend, { signal: over.signal, onOffline: () => (isWaiting = true) }));
      await until(() => isWaiting, 'the word that it is offline');
      over.abort();
      await promise;
      expect(backend.requests.length).to.equal(1);
    });
  });

  describe('an attempt that is over', () => {
    it('asks no more, and ends the pause it is in', async () => {
      const over = new AbortController();
      const backend = new Backend(status(503, { 'retry-after': '15' }));
      const promise = refused(request(backend, { signal: over.signal }));
      await until(() => backend.requests.length === 1, 'the first try');
      over.abort();
      await promise;
      expect(backend.requests.length).to.equal(1);
    });

    it('hands its signal to the request itself', async () => {
      const over = new AbortController();
      const never = later<Response>();
      const backend = new Backend(() => never.promise);
      const promise = refused(request(backend, { signal: over.signal }));
      over.abort();
      expect(backend.requests[0]?.init.signal?.aborted).to.be.true;
      never.reject(new DOMException('The user aborted a request.', 'AbortError'));
      await promise;
      expect(backend.requests.length).to.equal(1);
    });
  });

  it("leaves the host's own ExchangeLinkError as it is, and does not try again", async () => {
    const own = new ExchangeLinkError('session-expired', 'Signed out.', { retryable: false });
    const backend = new Backend(own);
    expect(await refused(request(backend))).to.equal(own);
    expect(backend.requests.length).to.equal(1);
  });
});
