/**
 * The apps of `demo/frameworks`: each is a project of its own, with its own packages, and uses the element as it is
 * published: the packed file, which lies beside them.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { packagesAreInstalled } from './prepare-packages.mjs';
import { pathWithProjectNode } from './project-node.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const frameworks = `${root}demo/frameworks`;
const packed = `${frameworks}/dwolla-exchange-link.tgz`;

/** By framework: the development server if it is not Vite's, the folder of the built pages, and what remembers packages of before. */
export const apps = {
  vue: { built: 'dist', caches: ['node_modules/.vite'] },
  angular: { dev: ['@angular/cli/bin/ng.js', 'serve'], built: 'dist/browser', caches: ['.angular'] },
  react: { built: 'dist', caches: ['node_modules/.vite'] },
  svelte: { built: 'build', caches: ['node_modules/.vite'] },
};

/**
 * Projects that the tests alone use: what builds each of them, with which environment, and what remembers packages of before.
 */
export const testedProjects = {
  next: {
    builds: [
      { script: 'build', environment: { BUILT: '.next' } },
      { script: 'build:webpack', environment: { BUILT: '.next-webpack' } },
      { script: 'build', environment: { BUILT: '.next-slash', TRAILING_SLASH: 'true' } },
    ],
    caches: ['.next', '.next-webpack', '.next-slash'],
  },
  // An app's own unit tests are not built, but run.
  'unit-tests': { builds: [], caches: ['node_modules/.vite', 'node_modules/.vitest'] },
  // Backends with the kit.
  express: { builds: [], caches: [] },
  worker: { builds: [], caches: [] },
  commonjs: {
    builds: [
      { script: 'build', environment: {} },
      { script: 'build:node10', environment: {} },
    ],
    caches: ['dist'],
  },
};

export const folderOf = (name) => `${frameworks}/${name}`;

/** Runs a program to its end. Throws, with all that it said, where it fails. */
const run = (folder, command, ...parameters) => runWith({}, folder, command, ...parameters);

/** The same with an environment of its own, in addition to this process's. */
async function runWith(environment, folder, command, ...parameters) {
  const program = spawn(command, parameters, {
    cwd: folder,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...environment, PATH: pathWithProjectNode() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve, reject) => program.on('close', resolve).on('error', reject));
  const [code, ...output] = await Promise.all([ended, text(program.stdout), text(program.stderr)]);
  if (code !== 0) throw new Error(`${command} ${parameters.join(' ')} in ${folder}:\n${output.join('\n')}`);
  return output[0];
}

/** Writes the files that a user of the element gets. */
export const buildElement = () => run(root, 'npm', 'run', 'build');

/** Packs what `npm run build` wrote, for the apps to install. */
export async function packElement() {
  const [{ filename }] = JSON.parse(
    await run(root, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', frameworks),
  );
  renameSync(`${frameworks}/${filename}`, packed);
}

/** Installs an app's packages where they are missing, and the element as it is packed now. Throws if npm fails. */
export async function installApp(name) {
  const folder = folderOf(name);
  const own = `${folder}/node_modules/dwolla-exchange-link`;
  if (!packagesAreInstalled(folder)) {
    const soon = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000']; // says so where there is no registry
    await run(
      folder,
      'npm',
      'ci',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      ...soon,
    );
  }
  const { caches } = { ...apps, ...testedProjects }[name];
  for (const stale of [own, ...caches.map((cache) => `${folder}/${cache}`)])
    rmSync(stale, { recursive: true, force: true });
  mkdirSync(own);
  await run(folder, 'tar', '-xzf', packed, '--strip-components=1', '-C', own);
}

/** Whether npm failed for no other reason than that the registry could not be reached. */
export const isOffline = ({ message }) =>
  /npm (error|ERR!) code (ENOTFOUND|EAI_AGAIN|ECONN\w+|ETIMEDOUT|ENETUNREACH|ENOTCACHED|ERR_SOCKET\w+|E5\d\d)\b/.test(
    message,
  );

/** Checks and builds an app, as its own `npm run build` does. Throws where it fails. */
export async function buildApp(name) {
  rmSync(`${folderOf(name)}/${apps[name].built}`, { recursive: true, force: true });
  await run(folderOf(name), 'npm', 'run', 'build');
}

/** Builds a project of the tests in each of its ways. Throws where one fails. */
export async function buildProject(name) {
  for (const { script, environment } of testedProjects[name].builds)
    await runWith(environment, folderOf(name), 'npm', 'run', script);
}
