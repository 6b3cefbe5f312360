import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'node:test';
import { skipWhenQuick } from '../support/quick.js';

const script = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));

/** Starts what `npm start` runs, from another folder. */
function start(environment: Record<string, string>): { npmStart: ChildProcess; output: () => string } {
  const npmStart = spawn(process.execPath, [script], { cwd: '/', env: { ...process.env, ...environment } });
  let output = '';
  for (const stream of [npmStart.stdout, npmStart.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  return { npmStart, output: () => output };
}

/** The address that was printed; rejects when the process ends before it. */
async function printedUrl({ npmStart, output }: ReturnType<typeof start>): Promise<string> {
  for (;;) {
    const url = /http:\/\/localhost:\d+/.exec(output())?.[0];
    if (url !== undefined) return url;
    assert.equal(npmStart.exitCode, null, output());
    await Promise.race([once(npmStart.stdout!, 'data'), once(npmStart, 'close')]);
  }
}

describe('npm start', { skip: skipWhenQuick }, () => {
  it('prints where the demo is, and stops with it', async () => {
    const started = start({ PORT: '0' });
    try {
      const url = await printedUrl(started);
      const answer = await fetch(`${url}/api/configuration`);
      assert.equal(answer.status, 200);

      const second = start({ PORT: new URL(url).port });
      const [busy] = (await once(second.npmStart, 'close')) as [number];
      assert.equal(busy, 1);
      assert.match(second.output(), /^Port \d+ is taken\. .*PORT=\d+ npm start/);

      started.npmStart.kill('SIGTERM');
      const [code] = (await once(started.npmStart, 'close')) as [number];
      assert.equal(code, 0);
      await assert.rejects(fetch(url));
    } finally {
      started.npmStart.kill('SIGKILL');
    }
  });

  it('says in a sentence what is wrong with the settings', async () => {
    const started = start({ DWOLLA_ENV: 'sandbox', DWOLLA_KEY: 'key-of-the-test' });
    const [code] = (await once(started.npmStart, 'close')) as [number];
    assert.equal(code, 1);
    assert.match(started.output(), /^To talk to Dwolla itself, DWOLLA_SECRET must be set too\./);
    assert.doesNotMatch(started.output(), /key-of-the-test|at .*\.ts:/);
  });
});
