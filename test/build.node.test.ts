import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, test } from 'node:test';

test('npm run build installs what a fresh checkout lacks, before it builds', () => {
  const checkout = mkdtempSync(join(tmpdir(), 'exchange-link-checkout-'));
  after(() => rmSync(checkout, { recursive: true, force: true }));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(checkout, file)), { recursive: true });
    writeFileSync(join(checkout, file), text, { mode: 0o755 });
  };
  cpSync('scripts', join(checkout, 'scripts'), { recursive: true });
  const lock = JSON.stringify({ packages: { 'node_modules/vite': { version: '1.0.0' } } });
  write('package-lock.json', lock);
  // In the places of npm and of what it would install: programs that note that they ran.
  const note = "require('node:fs').appendFileSync('ran', `${name} `);";
  const tool = (name: string): string => `const name = '${name}'; ${note}`;
  const installed = Object.entries({
    '.package-lock.json': lock,
    'vite/bin/vite.js': tool('vite'),
    'typescript/bin/tsc': tool('tsc'),
    'tsx/dist/cli.mjs': "await import('node:fs').then((fs) => fs.appendFileSync('ran', 'tsx '));",
  });
  write(
    'bin/npm',
    `#!${process.execPath}
    ${tool('npm')}
    const { mkdirSync, writeFileSync } = require('node:fs');
    for (const [file, text] of ${JSON.stringify(installed)}) {
      mkdirSync(require('node:path').dirname('node_modules/' + file), { recursive: true });
      writeFileSync('node_modules/' + file, text);
    }`,
  );
  const build = (): string => {
    writeFileSync(join(checkout, 'ran'), '');
    const PATH = `${join(checkout, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`;
    const script = join(checkout, 'scripts/build.mjs');
    execFileSync(process.execPath, [script], { env: { ...process.env, PATH }, stdio: 'pipe' });
    return readFileSync(join(checkout, 'ran'), 'utf8');
  };
  const built = 'vite vite vite vite vite tsc tsx tsx tsx tsx ';
  assert.equal(build(), `npm ${built}`);
  assert.equal(build(), built);
});
