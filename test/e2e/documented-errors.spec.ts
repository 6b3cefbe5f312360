import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { startDemo } from '../../demo/server.js';
import type { Simulator } from '../../src/simulator/index.js';
import { ApiClient, at } from '../simulator/api-client.js';
import { expect, test as base } from '../support/end-to-end.js';
import type { Linking } from '../support/linking.js';

/** A request of the backend to Dwolla, before it is sent. */
interface Sent {
  readonly url: string;
  readonly body: string;
}

/** Makes a request wrong, as a mistake in a backend would. */
type Mistake = (sent: Sent) => Sent;

/** One row of an error table of Dwolla's documentation. */
interface Row {
  /** As it is printed: status, code and sentence. */
  readonly printed: string;
  /** What is done wrong; switches of the simulator are thrown here as well. */
  readonly mistake: (dwolla: ApiClient) => Mistake | Promise<Mistake>;
  /** The name it has on the page, where that is not the printed code. */
  readonly named?: string;
}

/** Stands between the demo's backend and Dwolla, and makes one request wrong. */
class WrongBackend {
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

interface World {
  readonly url: string;
  readonly simulator: Simulator;
  readonly dwolla: ApiClient;
  readonly backend: WrongBackend;
}

const test = base.extend<object, { world: World }>({
  world: [
    // Playwright reads what a fixture needs from the pattern of its first parameter.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const backend = new WrongBackend();
      const demo = await startDemo({ port: 0, simulatorPort: 0, mode: 'built', fetch: backend.fetch });
      await use({ ...demo, dwolla: new ApiClient(demo.simulator), backend });
      await demo.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

const withLink =
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
const externalPartySession: readonly Row[] = [
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
const reauthentication: readonly Row[] = [badRedirect, foreignRedirect, noScope, notFound];

/** "… how to create an exchange for a reseller partner or client account". */
const accountExchange: readonly Row[] = [
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

// `@chromium` throughout: what is tested is what backend and host page make of an answer, the same in every browser.

const host = (page: Page) => page.locator('.host');

/** Does the row's mistake at the next such request while `act` is done, and checks Dwolla's answer against the row. */
async function getWrong({ dwolla, backend }: World, path: RegExp, row: Row, act: () => Promise<void>) {
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

/** The page names the error and says what the user can do about it. */
async function expectNamed(page: Page, row: Row, sentence: string): Promise<void> {
  await expect(host(page)).toContainText(sentence);
  await expect(host(page).locator('.host-code code')).toHaveText(
    row.named ?? row.printed.split(' | ')[1] ?? '',
  );
}

/** No session, no linking: the element says so, and the host page names the backend's reason. */
async function expectNoSession(page: Page, linking: Linking, row: Row): Promise<void> {
  const error = await linking.waitForEnding('exchange-error');
  expect(error).toMatchObject({ code: 'session-http', retryable: false });
  expect(await linking.readMessage()).toBe('This cannot be opened here. Please contact support.');
  await expectNamed(page, row, 'Code for our support:');
}

for (const row of externalPartySession)
  test(`a session for an external party: ${row.printed} @chromium`, async ({ page, linking, world }) => {
    await getWrong(world, /^\/external-parties\/[\w-]+\/exchange-sessions$/, row, async () => {
      await page.goto(`${world.url}/#partner=visa&owner=external-party`);
    });
    await expectNoSession(page, linking, row);
  });

test("a customer's session: ValidationError | /_links/exchange-partner/href is invalid @chromium", async ({
  page,
  linking,
  world,
}) => {
  const mistake = withLink('exchange-partner', 'https://api.dwolla.com/exchange-partners/none');
  world.backend.plan(/^\/customers\/[\w-]+\/exchange-sessions$/, mistake);
  await page.goto(`${world.url}/#partner=plaid`);
  await expectNoSession(page, linking, { printed: '400 | ValidationError', mistake: () => mistake });
  expect(world.backend.answer).toMatchObject({
    status: 400,
    body: { code: 'ValidationError', message: '/_links/exchange-partner/href is invalid' },
  });
});

for (const row of reauthentication)
  test(`a session to re-authenticate: ${row.printed} @chromium`, async ({ page, linking, world }) => {
    await page.goto(`${world.url}/#partner=visa&owner=external-party`);
    await linking.waitForState('ready');
    const { world: held, dwollaUrl } = world.simulator;
    await world.dwolla.complete(`${dwollaUrl}/exchange-sessions/${held.sessions().at(-1)?.id ?? ''}`);
    const exchange = [...held.exchanges.keys()].at(-1) ?? '';
    await getWrong(world, /^\/exchanges\/[\w-]+\/exchange-sessions$/, row, async () => {
      await page.goto(`${world.url}/#partner=visa&owner=external-party&exchange=${exchange}`);
    });
    await expectNoSession(page, linking, row);
  });

for (const row of accountExchange)
  test(`an exchange for the account: ${row.printed} @chromium`, async ({ page, world }) => {
    const before = world.simulator.world.exchanges.size;
    await getWrong(world, /^\/exchanges$/, row, async () => {
      await page.goto(`${world.url}/#partner=flinks&owner=account&scenario=success`);
    });
    if (row.printed.startsWith('401')) await expectNamed(page, row, 'Please contact our support');
    else await expectNamed(page, row, 'no longer valid. Please link it again.');
    if (row.printed.startsWith('401')) return;

    // What the sentence asks for can be done, and helps.
    await host(page).getByRole('button', { name: 'Link again' }).click();
    await expect(host(page).getByRole('button', { name: 'Save account' })).toBeVisible();
    await expect(host(page).locator('.host-code')).toHaveCount(0);
    expect(world.simulator.world.exchanges.size).toBeGreaterThan(before);
  });

test('UpdateCredentials on a bank balance check: the user needs to re-authenticate with their bank @chromium', async ({
  page,
  world,
}) => {
  await page.goto(`${world.url}/#partner=plaid&scenario=success`);
  await host(page).getByRole('button', { name: 'Save account' }).click();
  await host(page)
    .getByRole('button', { name: /^Simulate/ })
    .click();
  await expect(host(page)).toContainText('Your bank wants you to log in again');
  await expect(host(page).locator('.host-code code')).toHaveText('UpdateCredentials');
  await host(page).getByRole('button', { name: 'Renew the connection' }).click();
  await expect(host(page).getByRole('heading', { name: 'Renew your bank connection' })).toBeVisible();
});

test.describe('the documents themselves', () => {
  const folder = new URL('../../../shared/seeds/', import.meta.url);
  // The documents are beside the project, not in it: a copy of the project alone has nothing to compare with.
  // eslint-disable-next-line no-restricted-syntax
  test.skip(!existsSync(folder), `NOT RUN: the documents are not at ${folder.pathname}`);

  test('have no row that is not here @chromium', () => {
    const here = [...externalPartySession, ...reauthentication, ...accountExchange];
    const printed = readdirSync(folder)
      .flatMap((name) => readFileSync(new URL(name, folder), 'utf8').split('\n'))
      .filter((line) => /^[45]\d\d \| /.test(line));
    expect(printed).toHaveLength(here.length);
    for (const line of printed) expect(here.filter((row) => line.startsWith(row.printed))).not.toEqual([]);
  });
});
