import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { partnerNames } from '../../src/simulator/index.js';

const start = (...args: string[]) =>
  spawn(process.execPath, ['--import', 'tsx', 'src/simulator/cli.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });

test('the simulator alone says where everything is, does as it was told, and stops when asked', async () => {
  const running = start('--port', '0', '--scenario', 'cancel', '--redirect-url', 'https://app.example/');
  const lines: string[] = [];
  for await (const line of createInterface(running.stdout)) {
    lines.push(line);
    if (!line.startsWith('Switches')) continue;
    const switches = line.split(/\s+/)[1] ?? '';
    const told = (await (await fetch(switches)).json()) as { scenario: string; redirectUrls: string[] };
    assert.deepEqual([told.scenario, told.redirectUrls], ['cancel', ['https://app.example/']]);
    running.kill('SIGTERM');
  }
  const [code] = running.exitCode === null ? ((await once(running, 'exit')) as [number]) : [running.exitCode];
  assert.equal(code, 0);
  assert.deepEqual(
    lines.map((line) => line.split(/\s+/)[0]),
    ['Dwolla', ...partnerNames, 'Switches'],
  );
});

for (const [wrong, says] of [
  [['--scenario', 'unheard-of'], /There is no scenario "unheard-of"\. There are: manual, success/],
  [['--port', '70000'], /"70000" is no port/],
] as const)
  test(`the simulator alone starts nothing with ${wrong.join(' ')}`, async () => {
    const refused = start(...wrong);
    let complaint = '';
    refused.stderr.on('data', (piece: Buffer) => (complaint += piece.toString()));
    const [code] = (await once(refused, 'close')) as [number];
    assert.equal(code, 1);
    assert.match(complaint, says);
  });
