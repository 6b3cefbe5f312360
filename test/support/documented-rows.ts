/**
 * The error tables of Dwolla's documentation, row by row, and a backend that makes each mistake.
 */
import { expect } from '@playwright/test';
import { at, type ApiClient } from '../simulator/api-client.js';

/** A request of the backend to Dwolla, before it is sent. */
export interface Sent {
  readonly url: string;
  readonly body: string;
}

/** Makes a request wrong, as a mistake in a backend would. */
export type Mistake = (sent: Sent) => Sent;

/** One row of an error table of Dwolla's documentation. */
export interface Row {
  /** As it is printed: status, code and sentence. */
  readonly printed: string;
  /** What is done wrong; switches of the simulator are thrown here as well. */
  readonly mistake: (dwolla: ApiClient) => Mistake | Promise<Mistake>;
  /** The name it has on the page, where that is not the printed code. */
  readonly named?: string;
}

/** Stands between the demo's backend and Dwolla, and makes one request wrong. */
export class WrongBackend {
  /** What Dwolla said to it. */
  answer: { readonly status: number; readonly body: unknown } | null = null;
  #mistake: { readonly path: RegExp; readonly make: Mistake } | null = null;

  /** The next `POST` to such a path is the wrong one. */
  plan(path: RegExp, make: Mistake): void {
    this.#mistake = { path, make };
    this.answer = null;
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const mistake = this.#mistake;
    if (mistake === null || init?.method !== 'POST' || !mistake.path.test(url.pathname))
      return fetch(input, init);
    this.#mistake = null;
    const wrong = mistake.make({ url: url.href, body: typeof init.body === 'string' ? init.body : '' });
    const answer = await fetch(wrong.url, { ...init, body: wrong.body });
    this.answer = { status: answer.status, body: await answer.clone().json() };
    return answer;
  };
}

/** Sends a link with another address. */
export const withLink =
  (name: string, href: string): Mistake =>
  ({ url, body }) => {
    const sent = JSON.parse(body || '{}') as { readonly _links?: object };
    return { url, body: JSON.stringify({ ...sent, _links: { ...sent._links, [name]: { href } } }) };
  };
const withoutScope = async (dwolla: ApiClient, name: string): Promise<Mistake> => {
  await dwolla.control('PUT', '/scopes', { refused: [name] });
  return (sent) => sent;
};

const badRedirect: Row = {
  printed: '400 | Invalid | /_links/redirect-url/href is invalid.',
  named: 'ValidationError',
  mistake: () => withLink('redirect-url', 'nowhere'),
};
const foreignRedirect: Row = {
  printed:
    '400 | Invalid | The provided redirect URL must exactly match one of the configured URLs for the account.',
  named: 'ValidationError',
  mistake: () => withLink('redirect-url', 'https://www.yourdomain.com/iav-callback'),
};
const noScope: Row = {
  printed: '401 | InvalidScope | Missing or invalid scopes for requested endpoint.',
  mistake: (dwolla) => withoutScope(dwolla, 'exchange-sessions'),
};
const notFound: Row = {
  printed: '404 | NotFound | The requested resource was not found.',
  mistake:
    () =>
    ({ url, body }) => ({ url: url.replace(/[\w-]{36}(?=\/exchange-sessions$)/, crypto.randomUUID()), body }),
};

/** "Create an exchange session for an external party". */
export const externalPartySession: readonly Row[] = [
  {
    printed: '400 | Invalid | /_links/exchange-partner/href is invalid.',
    named: 'ValidationError',
    mistake: ({ simulator }) =>
      withLink('exchange-partner', `${simulator.dwollaUrl}/exchange-partners/${crypto.randomUUID()}`),
  },
  badRedirect,
  foreignRedirect,
  noScope,
  {
    printed: '403 | Forbidden | The exchange partner specified does not support this product.',
    mistake: async (dwolla) => withLink('exchange-partner', await dwolla.partnerHref('Finicity')),
  },
  notFound,
];

/** "… to initiate a new exchange session to refresh a user's bank account connection". */
export const reauthentication: readonly Row[] = [badRedirect, foreignRedirect, noScope, notFound];

/** "… how to create an exchange for a reseller partner or client account". */
export const accountExchange: readonly Row[] = [
  {
    printed:
      '400 | InvalidExchangeToken | The exchange token is not valid to perform this operation. Either the token is expired or invalid, or the products permissions to the token are invalid or expired.',
    mistake:
      () =>
      ({ url, body }) => ({ url, body: body.replace(/"token":"[^"]*"/, '"token":"expired"') }),
  },
  {
    printed: '400 | InactiveExchange | Exchange was removed or disabled.',
    mistake: async (dwolla) => {
      const given = await dwolla.post('/simulator/processor-tokens', { partner: 'plaid' });
      const body = {
        _links: { 'exchange-partner': { href: await dwolla.partnerHref('Plaid') } },
        token: at(given.body, 'token'),
      };
      const exchange = await dwolla.create('/exchanges', body);
      await dwolla.control('PATCH', `/exchanges/${exchange.split('/').at(-1) ?? ''}`, { status: 'removed' });
      return ({ url }) => ({ url, body: JSON.stringify(body) });
    },
  },
  {
    printed:
      '401 | InvalidScope | The scopes for creating an exchange resource for an account is not enabled for this application. Reach out to Dwolla for more information.',
    mistake: (dwolla) => withoutScope(dwolla, 'exchanges'),
  },
];

/** Does the row's mistake at the next such request while `act` is done, and checks Dwolla's answer against the row. */
export async function getWrong(
  { dwolla, backend }: { readonly dwolla: ApiClient; readonly backend: WrongBackend },
  path: RegExp,
  row: Row,
  act: () => Promise<void>,
): Promise<void> {
  backend.plan(path, await row.mistake(dwolla));
  try {
    await act();
    await expect.poll(() => backend.answer).not.toBeNull();
  } finally {
    await dwolla.control('PUT', '/scopes', { refused: [] });
  }
  const { status, body } = backend.answer ?? { status: 0, body: null };
  const codes = [at(body, 'code'), at(body, '_embedded', 'errors', 0, 'code')];
  const printed = row.printed.split(' | ');
  expect([String(status), codes.includes(printed[1]), at(body, 'message')]).toEqual([
    printed[0],
    true,
    printed[2],
  ]);
}
