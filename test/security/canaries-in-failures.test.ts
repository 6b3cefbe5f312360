import { expect } from '@open-wc/testing';
import {
  classifySession,
  ExchangeLinkError,
  type FetchSession,
  type PartnerName,
} from '../../src/element/index.js';
import { start } from '../support/exchange-link.js';
import { canary, holdsCanary, listenForCanaries, silent } from './canary.js';
import { secretError, secretSession } from './canary-stories.js';
import { meetPartners } from './meet-partners.js';
import type { Manners } from './one-outcome/fakes.js';

/** A rejection with anything at all, as careless hosts make them. */
function rejectWith(reason: unknown): Promise<never> {
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- that it is no error is the point
  return Promise.reject(reason);
}

describe('what is secret is seen nowhere, whatever fails', () => {
  listenForCanaries();

  describe('when the session does not come', () => {
    const answers: Readonly<Record<string, FetchSession>> = {
      'a rejection': async () => Promise.reject(secretError()),
      'a rejection under a false name': async () => Promise.reject(secretError({ name: canary('name') })),
      'a rejection that is a text': () => rejectWith(canary('text')),
      'a rejection that is an object': () => rejectWith({ message: canary('message'), name: canary('name') }),
      'no JSON': async () => new Response(`<!doctype html>${canary('page')}`),
      'half JSON': async () => new Response(`{"externalProviderSessionToken":"${canary('token')}"`),
      'a text': async () => Response.json(canary('text')),
      'a list': async () => Response.json([canary('list')]),
      'nothing usable': async () => Response.json({ token: canary('token') }),
      'a token that is none': async () => Response.json({ externalProviderSessionToken: { t: canary('t') } }),
      'half of the data': async () => Response.json({ externalProviderSessionData: { id: canary('id') } }),
      'a hostile link': async () =>
        Response.json({
          _links: { 'external-provider-session': { href: `https://evil.test/${canary('x')}` } },
        }),
      'too much': async () => new Response(canary('x').repeat(20_000)),
      'a body that breaks off': async () =>
        new Response(
          new ReadableStream({
            start: (controller) => {
              controller.enqueue(new TextEncoder().encode(`{"token":"${canary('token')}`));
              controller.error(secretError());
            },
          }),
        ),
      ...Object.fromEntries(
        [400, 401, 403, 404, 409, 410, 422].map((status) => [
          `${status}`,
          async () =>
            new Response(JSON.stringify({ message: canary('message') }), {
              status,
              statusText: canary('status'),
              headers: { 'x-token': canary('header') },
            }),
        ]),
      ),
    };
    for (const [what, fetchSession] of Object.entries(answers))
      it(`but ${what}`, async () => {
        const watched = start({ sessionUrl: `/session?key=${canary('key')}`, fetchSession, timeout: 300 });
        await watched.detail('exchange-error');
        silent(watched, what);
      });

    const functions: Readonly<Record<string, () => Promise<object | null>>> = {
      'a rejection': () => Promise.reject(secretError()),
      'a rejection under a false name': () => Promise.reject(secretError({ name: canary('name') })),
      'an error whose name cannot be read': () =>
        Promise.reject(
          Object.defineProperty(secretError(), 'name', {
            get: () => {
              throw secretError();
            },
          }),
        ),
      'an exception': () => {
        throw secretError();
      },
      'a getter that throws': async () =>
        Object.defineProperty({}, 'externalProviderSessionToken', {
          enumerable: true,
          get: () => {
            throw secretError();
          },
        }),
      'a toJSON that throws': async () => ({
        toJSON: () => {
          throw secretError();
        },
      }),
      'a circle': async () => {
        const circle: Record<string, unknown> = { [canary('key')]: canary('value') };
        return (circle['self'] = circle);
      },
      'a BigInt': async () => ({ [canary('key')]: 1n }),
    };
    for (const [what, getSession] of Object.entries(functions))
      it(`but ${what} of getSession`, async () => {
        const watched = start({ getSession });
        await watched.detail('exchange-error');
        silent(watched, what);
      });

    for (const sessionUrl of [`https://user:${canary('password')}@example.com/`, `javascript:${canary('x')}`])
      it(`for the URL is ${sessionUrl.split(':')[0]!} with a secret in it`, async () => {
        const watched = start({ sessionUrl });
        await watched.detail('exchange-error');
        silent(watched, sessionUrl);
      });
  });

  describe('when the partner does not come', () => {
    const troubles: readonly (readonly [PartnerName, Partial<Manners>])[] = [
      ['plaid', { plaid: 'throws' }],
      ['plaid', { plaid: 'will not be destroyed' }],
      ['checkout', { checkout: 'rejects' }],
      ['checkout', { checkout: 'throws' }],
      ['checkout', { checkout: 'hangs' }],
      ['checkout', { checkout: 'is not available' }],
      ['mx', {}],
      ['flinks', {}],
      ['mastercard', {}],
    ];
    for (const [partner, manners] of troubles)
      it(`as ${partner}, which ${Object.values(manners)[0] ?? 'is mute'}`, async () => {
        meetPartners(manners);
        const watched = start({
          session: secretSession(partner),
          checkoutPublicKey: 'pk_test_1',
          timeout: 50,
        });
        await watched.detail('exchange-error');
        silent(watched, 'at the end');
      });
  });

  it('in what classifySession() throws', () => {
    const sessions: readonly unknown[] = [
      canary('text'),
      { externalProviderSessionToken: [canary('token')] },
      { externalProviderSessionData: { id: canary('id'), payment_session_secret: canary('secret') } },
      { _links: { 'external-provider-session': { href: `https://evil.test/?${canary('query')}` } } },
      { [canary('key')]: canary('value') },
      {
        toJSON: () => {
          throw secretError();
        },
      },
      secretSession('mx'),
    ];
    for (const session of sessions) {
      let thrown: unknown = null;
      try {
        classifySession(session, { partner: 'plaid' });
      } catch (error) {
        thrown = error;
      }
      expect(thrown).to.be.instanceOf(ExchangeLinkError);
      expect(holdsCanary(thrown)).to.equal(false);
      expect(String(thrown)).not.to.include('kanarienvogel');
    }
  });
});
