import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { pathWithProjectNode } from '../../scripts/project-node.mjs';
import { expect, test } from './partner-visit.js';

const notInstalled = (process.env['APPS_NOT_INSTALLED'] ?? '').split(',');
const run = promisify(execFile);

/** The runners of an app's unit tests, by their script in package.json. */
const runners = ['vitest-jsdom', 'vitest-happy-dom', 'jest-jsdom', 'jest-happy-dom'];

for (const runner of runners)
  test(`${runner}: an app's unit tests render the element, with nothing in the console`, async () => {
    // eslint-disable-next-line no-restricted-syntax -- the app needs packages that this machine may not get; `npm test` says so
    test.skip(notInstalled.includes('unit-tests'), 'The npm registry could not be reached.');
    // Rejects, with what the runner wrote, where a test fails or something is thrown that nothing catches.
    const { stdout, stderr } = await run('npm', ['run', '--silent', `test:${runner}`], {
      cwd: 'demo/frameworks/unit-tests',
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', CI: '1', PATH: pathWithProjectNode() },
    });
    const output = `${stdout}\n${stderr}`;
    expect(output).toMatch(/Tests:? +8 passed/);
    expect(output).not.toMatch(/error|exception|warn/i);
  });
