import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { createExchangeHandler } from '../../src/server/index.js';
import { partnerNames } from '../../src/simulator/index.js';
import { at, text } from './api-client.js';

const start = (...args: string[]) =>
  spawn(process.execPath, ['--import', 'tsx', 'src/simulator/cli.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** Runs the command until it has printed what is awaited, then ends it; what it printed. */
async function printed(
  args: readonly string[],
  isLast: (line: string) => boolean,
  look: (lines: readonly string[]) => Promise<void>,
): Promise<void> {
  const running = start('simulator', '--port', '0', ...args);
  const lines: string[] = [];
  for await (const line of createInterface(running.stdout)) {
    lines.push(line);
    if (!isLast(line)) continue;
    try {
      await look(lines);
    } finally {
      running.kill('SIGTERM');
    }
  }
  const [code] = running.exitCode === null ? ((await once(running, 'exit')) as [number]) : [running.exitCode];
  assert.equal(code, 0);
}

test('the command prints what to paste, follows its options, and stops when asked', () => {
  let ends = 0;
  return printed(
    ['--scenario', 'cancel', '--redirect-url', 'https://app.example/'],
    // The backend's options end so, and then the element's configuration.
    (line) => line === '});' && (ends += 1) === 2,
    async (lines) => {
      const named = new Map(
        lines.map((line) => {
          const [name = '', value = ''] = line.split(/\s{2,}/);
          return [name, value];
        }),
      );
      for (const name of ['Dwolla', 'Key', 'Secret', 'Customer', 'Switches', ...partnerNames])
        assert.ok(named.get(name), name);
      const state: unknown = await (await fetch(named.get('Switches') ?? '')).json();
      assert.deepEqual(
        [at(state, 'scenario'), at(state, 'redirectUrls'), at(state, 'customers')],
        ['cancel', ['https://app.example/'], [named.get('Customer')]],
      );
      const pasted = lines.join('\n');
      assert.match(pasted, /createExchangeHandler\(\{\n {2}serverUrl: 'http:\/\/localhost:\d+',/);
      const configuration = /DwollaExchangeLink\.configure\(([^)]+)\);/.exec(pasted)?.[1] ?? '';
      const partners = at(JSON.parse(configuration), 'partners');
      assert.deepEqual(Object.keys(Object(partners) as object).sort(), [...partnerNames].sort());
    },
  );
});

test('the command prints JSON, and what is in it opens a session', () =>
  printed(
    ['--json', '--visa', '--webhook-url', 'http://localhost:9/hooks', '--webhook-secret', 'shh'],
    () => true,
    async ([line = '']) => {
      const running: unknown = JSON.parse(line);
      const handler = createExchangeHandler({
        serverUrl: text(running, 'dwollaUrl'),
        key: text(running, 'key'),
        secret: text(running, 'secret'),
        authorize: () => ({ customerId: text(running, 'customerId') }),
      });
      const session = await handler(new Request('http://localhost/session?partner=plaid'));
      assert.equal(session.status, 200, await session.clone().text());
      assert.match(text(running, 'checkoutPublicKey'), /^pk_/);
      assert.match(text(running, 'plaid', 'apiUrl'), /\/simulator\/plaid$/);
      assert.equal((await fetch(text(running, 'controlUrl'))).status, 200);
    },
  ));

for (const [wrong, says] of [
  [
    ['simulator', '--scenario', 'unheard-of'],
    /There is no scenario "unheard-of"\. There are: manual, success/,
  ],
  [['simulator', '--port', '70000'], /"70000" is no port/],
  [['simulator', '--port', ''], /"" is no port/],
  [['simulator', '--unheard-of'], /--unheard-of[\s\S]*Usage: dwolla-exchange-link simulator/],
  [['simulator', '--webhook-url', 'https://elsewhere.example/'], /must be on this machine/],
  [['simulate'], /The command is "simulator", not "simulate"[\s\S]*Usage:/],
  [[], /Usage:/],
] as const)
  test(`the command starts nothing with ${wrong.join(' ')}`, async () => {
    const refused = start(...wrong);
    let complaint = '';
    refused.stderr.on('data', (piece: Buffer) => (complaint += piece.toString()));
    const [code] = (await once(refused, 'close')) as [number];
    assert.equal(code, 1);
    assert.match(complaint, says);
    assert.doesNotMatch(complaint, /\n {4}at /);
  });

test('the command explains itself', async () => {
  const explaining = start('--help');
  let said = '';
  explaining.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
  const [code] = (await once(explaining, 'close')) as [number];
  assert.equal(code, 0);
  for (const option of ['--port', '--scenario', '--visa', '--json']) assert.ok(said.includes(option));
});
