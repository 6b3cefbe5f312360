import { expect } from '@open-wc/testing';
import { ExchangeLinkError } from '../../../src/element/errors.js';
import {
  afterwards,
  Backend,
  consoleLines,
  settled,
  start,
  type Watched,
} from '../../support/exchange-link.js';
import { frameLink, partnerPage, trustOtherOrigin } from '../../support/framed.js';
import { linkSession } from '../../support/sessions.js';

const message = (watched: Watched): string => watched.part('message')?.textContent ?? '';

describe('what the user reads for an error', () => {
  const sentences: [name: string, answer: () => Response, sentence: RegExp, button: string | null][] = [
    ['401', () => new Response('{}', { status: 401 }), /sign in again/i, null],
    ['403', () => new Response('{}', { status: 403 }), /contact support/i, null],
    ['404', () => new Response('{}', { status: 404 }), /contact support/i, null],
    ['501', () => new Response('{}', { status: 501 }), /trouble on our side/i, 'Try again'],
    ['no JSON', () => new Response('<p>', { status: 200 }), /contact support/i, null],
  ];
  for (const [name, answer, sentence, button] of sentences)
    it(name, async () => {
      const backend = new Backend(answer);
      const watched = start({ sessionUrl: '/session', fetchSession: backend.fetchSession });
      await watched.detail('exchange-error');
      await watched.element.updateComplete;
      expect(message(watched)).to.match(sentence);
      expect(watched.button?.textContent.trim() ?? null).to.equal(button);
    });

  it('the network: the connection', async () => {
    const getSession = (): Promise<object> => Promise.reject(new TypeError('Failed to fetch'));
    const watched = start({ getSession });
    await watched.detail('exchange-error');
    await watched.element.updateComplete;
    expect(message(watched)).to.match(/connection/i);
  });

  it('code that is gone: a newer version, with a button that loads the page again', async () => {
    const getSession = (): Promise<object> =>
      Promise.reject(new ExchangeLinkError('partner-script', 'Gone.', { retryable: false }));
    const watched = start({ getSession });
    await watched.detail('exchange-error');
    await watched.element.updateComplete;
    expect(message(watched)).to.match(/newer version/i);
    expect(watched.button?.textContent).to.equal('Reload page');
  });
});

describe('an error that the page does not handle', () => {
  const fail = (): Promise<object> =>
    Promise.reject(new ExchangeLinkError('session-http', 'Why.', { status: 403 }));

  it('is one line in the console, with where to read on', async () => {
    const watched = start({ getSession: fail });
    await watched.detail('exchange-error');
    expect(consoleLines).to.deep.equal([
      '<dwolla-exchange-link> session-http: Why. (dwolla-exchange-link/docs/errors.md#session-http)',
    ]);
  });

  it('is silent where a listener calls preventDefault()', async () => {
    const handle = (event: Event): void => event.preventDefault();
    addEventListener('exchange-error', handle);
    afterwards(() => removeEventListener('exchange-error', handle));
    const watched = start({ getSession: fail });
    await watched.detail('exchange-error');
    expect(consoleLines).to.deep.equal([]);
    expect(watched.element.state).to.equal('error');
  });

  it('nothing but an error is said there', async () => {
    const watched = start({ getSession: () => new Promise(() => undefined) });
    await watched.state('loading');
    watched.element.close();
    await watched.detail('exchange-exit');
    expect(consoleLines).to.deep.equal([]);
  });
});

describe('a double press', () => {
  it('on the close button leaves once, and does not start anew', async () => {
    trustOtherOrigin('mx');
    const backend = new Backend(linkSession(frameLink('1')), linkSession(frameLink('2')));
    const watched = start({ sessionUrl: '/session', fetchSession: backend.fetchSession });
    const page = await partnerPage(watched);
    await page.say({ mx: true, type: 'mx/load' });
    await watched.state('open');
    await watched.element.updateComplete;
    watched.part('close-button')?.click();
    await watched.detail('exchange-exit');
    await watched.element.updateComplete;
    expect(watched.button?.textContent).to.equal('Try again');
    watched.button?.click();
    await settled();
    expect([watched.element.state, backend.requests.length]).to.deep.equal(['exited', 1]);
  });
});
