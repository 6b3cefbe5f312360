// `npm run build`: installs what is missing, then writes everything a user gets into dist/.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { preparePackages } from './prepare-packages.mjs';
import { projectNode } from './project-node.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (tool, ...parameters) =>
  execFileSync(projectNode(), [`${root}node_modules/${tool}`, ...parameters], {
    cwd: root,
    stdio: 'inherit',
  });

process.chdir(root);
await preparePackages();
rmSync(`${root}dist`, { recursive: true, force: true });
for (const mode of ['script', 'script-add-funding-source', 'autoload', 'package', 'node'])
  run('vite/bin/vite.js', 'build', '--mode', mode, '--logLevel', 'warn');
run('typescript/bin/tsc', '-p', 'tsconfig.build.json');
for (const script of ['public-types', 'editor-data', 'script-tag', 'simulator-pages'])
  run('tsx/dist/cli.mjs', `scripts/${script}.ts`);
