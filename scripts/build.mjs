// `npm run build`: writes everything a user gets into dist/.
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (tool, ...parameters) =>
  execFileSync(process.execPath, [`${root}node_modules/${tool}`, ...parameters], {
    cwd: root,
    stdio: 'inherit',
  });

rmSync(`${root}dist`, { recursive: true, force: true });
for (const mode of ['script', 'package', 'server', 'simulator'])
  run('vite/bin/vite.js', 'build', '--mode', mode, '--logLevel', 'warn');
run('typescript/bin/tsc', '-p', 'tsconfig.build.json');
for (const script of ['public-types', 'editor-data', 'script-tag'])
  run('tsx/dist/cli.mjs', `scripts/${script}.ts`);
// The simulator reads the partners' screens from beside itself.
cpSync(`${root}src/simulator/pages`, `${root}dist/simulator/pages`, { recursive: true });
