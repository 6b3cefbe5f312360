/** Where the rows are installed and built: outside of this project, so that no tool finds its settings in a folder above. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { pathWithProjectNode } from '../../scripts/project-node.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const workspace = process.env.MATRIX_FOLDER ?? join(tmpdir(), 'exchange-link-matrix');
const packed = join(workspace, 'dwolla-exchange-link.tgz');
const element = 'dwolla-exchange-link';

/** Rows of one project share its folder. */
export const folderOf = (name, { from } = {}) => join(workspace, from ? basename(from) : name);

const quiet = {
  NEXT_TELEMETRY_DISABLED: '1',
  NUXT_TELEMETRY_DISABLED: '1',
  ASTRO_TELEMETRY_DISABLED: '1',
  NG_CLI_ANALYTICS: 'false',
  NO_COLOR: '1',
  FORCE_COLOR: '0',
  CI: '1',
};

/** The environment of a row's own programs. */
export const environment = (more = {}) => ({
  // What npm tells its scripts about this project would be read as the row's.
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'))),
  ...quiet,
  ...more,
  PATH: pathWithProjectNode(),
});

/** Runs a command to its end and answers what it printed. Rejects with that where it fails, and after `seconds`. */
export async function runIn(folder, command, { seconds, ...more }) {
  const program = spawn(command, {
    cwd: folder,
    shell: true,
    detached: true, // a group of its own, which ends whole
    env: environment(more.environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    process.kill(-program.pid, 'SIGKILL');
  }, seconds * 1000);
  const ended = new Promise((resolve, reject) => program.on('close', resolve).on('error', reject));
  const [code, ...output] = await Promise.all([ended, text(program.stdout), text(program.stderr)]);
  clearTimeout(timer);
  const printed = output.join('\n');
  if (code !== 0)
    throw new Error(`${command}: ${isLate ? `no end after ${seconds} s` : `exit code ${code}`}\n${printed}`);
  return printed;
}

/** Packs the element once for all rows: what `npm run build` wrote. */
export async function packElement() {
  mkdirSync(workspace, { recursive: true });
  const parameters = `--json --ignore-scripts --pack-destination ${workspace}`;
  const output = await runIn(root, `npm pack ${parameters}`, { seconds: 120 });
  const [{ filename }] = JSON.parse(output);
  renameSync(join(workspace, filename), packed);
}

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Copies a project of this repository, with its lock file; only its packages stay from the last time. */
function copyProject(folder, source) {
  const isOwn = (path) => !/[\\/](node_modules|dist|build)([\\/]|$)/.test(path.slice(source.length));
  mkdirSync(folder, { recursive: true });
  cpSync(source, folder, { recursive: true, filter: isOwn });
}

/** Lays a row's files out. What npm installed before stays where the row asks for the same packages. */
export function writeApp(name, row) {
  const folder = folderOf(name, row);
  if (row.from) return copyProject(folder, join(root, row.from));
  const scripts = Object.fromEntries(
    ['build', 'start', 'test'].filter((step) => row[step]).map((step) => [step, row[step]]),
  );
  const manifest = {
    name: `exchange-link-with-${name}`,
    private: true,
    type: 'module',
    scripts,
    ...row.manifest,
    dependencies: { [element]: `file:../${element}.tgz`, ...row.packages },
  };
  const written = `${JSON.stringify(manifest, null, 2)}\n`;
  const file = join(folder, 'package.json');
  const isSame = existsSync(file) && readFileSync(file, 'utf8') === written;
  if (!isSame) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (row.pages && row.pages !== '.') rmSync(join(folder, row.pages), { recursive: true, force: true });
  for (const source of row.files)
    cpSync(fileURLToPath(new URL(`apps/${source}`, import.meta.url)), folder, { recursive: true });
  const index = join(folder, 'index.html');
  if (row.script)
    writeFileSync(index, readFileSync(index, 'utf8').replace('<script SCRIPT>', `<script ${row.script}>`));
  writeFileSync(file, written);
}

/** Installs a row's packages where they are missing, and the element as it is packed now. */
export async function install(name, row) {
  const folder = folderOf(name, row);
  const own = join(folder, 'node_modules', element);
  const isInstalled = existsSync(join(folder, 'node_modules/.package-lock.json'));
  if (!isInstalled) {
    const quietly = '--no-audit --no-fund --loglevel=error --fetch-retries=1 --fetch-retry-mintimeout=1000';
    const command = row.from ? 'ci' : 'install';
    await runIn(folder, `npm ${command} --ignore-scripts ${quietly}`, { seconds: 300 });
  }
  rmSync(own, { recursive: true, force: true });
  mkdirSync(own, { recursive: true });
  await runIn(folder, `tar -xzf ${packed} --strip-components=1 -C ${own}`, { seconds: 60 });
}

/** The versions that were installed of the packages that the table shows. */
export const versionsOf = (name, row) =>
  row.shown.map((one) => [
    one,
    readJson(join(folderOf(name, row), 'node_modules', one, 'package.json')).version,
  ]);
