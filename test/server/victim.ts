/**
 * A real server process with the kit, for tests that try to bring it down. Its settings come in `VICTIM`; each request has
 * in `x-host` how the host's functions behave, and in `x-owner` whose it is. It ends with exit code 0 when its standard input ends.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { ExchangeHandlerSettings, Owner } from '../../src/server/index.js';
import { createExchangeHandler, createWebhookHandler, ExchangeHandlerError } from '../../src/server/index.js';

interface Settings {
  readonly serverUrl: string;
  readonly customerId: string;
  readonly canary: string;
  /** Empty: without `onError`. */
  readonly silent: string;
  /** In ms, of both handlers. */
  readonly timeout: number;
}
const settings = JSON.parse(process.env['VICTIM'] ?? '{}') as Partial<Settings>;
const { serverUrl, customerId = '', canary, silent, timeout = 1500 } = settings;
let behavior = '';
let owner: Owner = { customerId };

/** The owners that `authorize` may answer. */
export type OwnerName = 'customer' | 'external party' | 'account';
const owners: Readonly<Record<string, Owner>> = {
  'external party': { externalPartyId: customerId },
  account: { account: true },
};

const circular: Record<string, unknown> = {};
circular['self'] = circular;
const getterThrows = {
  get customerId(): string {
    throw new Error(`getter ${canary}`);
  },
};
const thenThrows = {
  get then(): never {
    throw new Error(`then ${canary}`);
  },
};

/** What a function of the host does in place of its work. */
const misdeeds: Readonly<Record<string, () => unknown>> = {
  throws: () => {
    throw new Error(`thrown ${canary}`);
  },
  'throws-text': () => {
    throw `text ${canary}` as unknown as Error;
  },
  'throws-nothing': () => {
    throw undefined as unknown as Error;
  },
  rejects: () => Promise.reject(new Error(`rejected ${canary}`)),
  hangs: () => new Promise(() => undefined),
  undefined: () => undefined,
  null: () => null,
  number: () => 7,
  symbol: () => Symbol('x'),
  circular: () => circular,
  bigint: () => ({ customerId: 1n, token: 1n, finicity: 1n }),
  getter: () => getterThrows,
  then: () => thenThrows,
  'status-204': () => {
    throw new ExchangeHandlerError(204, 'Odd', 'Odd.');
  },
  'status-0': () => {
    throw new ExchangeHandlerError(0, 'Odd', 'Odd.');
  },
  'status-nan': () => {
    throw new ExchangeHandlerError(Number.NaN, 'Odd', 'Odd.');
  },
  'details-circular': () => {
    throw new ExchangeHandlerError(403, 'Odd', 'Odd.', { details: circular });
  },
  'details-bigint': () => {
    throw new ExchangeHandlerError(403, 'Odd', 'Odd.', { details: { a: 1n } });
  },
  'bad-header': () => {
    throw new ExchangeHandlerError(403, 'Odd', 'Odd.', { headers: { 'bad name': 'a\nb' } });
  },
};
export const misdeedNames = Object.keys(misdeeds);

const [, , which] = process.argv;
function host<Result>(name: string, work: () => Result): Result {
  const [wanted, misdeed = ''] = behavior.split('=');
  return wanted === name ? (misdeeds[misdeed]?.() as Result) : work();
}

if (which === 'serve') {
  const options: ExchangeHandlerSettings = {
    authorize: () => host('authorize', () => owner),
    redirectUrl: () => host('redirectUrl', () => 'https://shop.example/linked'),
    partnerUrls: {
      flinks: () => host('partnerUrls', () => Promise.resolve('https://x.private.fin.ag/')),
      mastercard: () => host('partnerUrls', () => Promise.resolve('https://connect2.finicity.com/')),
    },
    exchangeBody: {
      flinks: () => host('exchangeBody', () => Promise.resolve({ token: 'token' })),
      mastercard: () => host('exchangeBody', () => Promise.resolve({ finicity: { receiptId: 'r' } })),
    },
    ...(silent ? { onError: () => host('onError', () => undefined) } : {}),
    basePath: '/api',
    timeout,
    processorTokens: true,
    fetch: (input, init) => host('fetch', () => fetch(input, init)),
  };
  const handler = createExchangeHandler({
    key: `key-${canary}`,
    secret: `secret-${canary}`,
    serverUrl: serverUrl ?? '',
    ...options,
  });
  const webhooks = createWebhookHandler({
    secret: `secret-${canary}`,
    timeout: Math.min(timeout, 9000),
    onEvent: () => host('onEvent', () => undefined),
    ...(silent ? { onError: () => host('onError', () => undefined) } : {}),
  });
  const server = createServer(
    // The adapter's promise never rejects.
    // eslint-disable-next-line @typescript-eslint/no-misused-promises
    getRequestListener((request) => {
      behavior = request.headers.get('x-host') ?? '';
      owner = owners[request.headers.get('x-owner') ?? ''] ?? { customerId };
      return new URL(request.url).pathname === '/api/webhooks' ? webhooks(request) : handler(request);
    }),
  ).listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
  process.stdin.resume().on('end', () => process.exit());
}
