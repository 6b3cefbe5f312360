#!/usr/bin/env node
/**
 * `npm run test:matrix`: the element in the tools that people build with today. Packs what `npm run build` wrote, and for
 * each row installs it, builds a small app, serves that, and links with Plaid and Visa in Chromium. Then writes the table
 * of docs/compatibility.md. `npm run test:matrix -- --only vite,nuxt` runs some rows and updates those.
 */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findChromium } from '../../scripts/engines.mjs';
import { freePort } from '../../scripts/free-port.mjs';
import { isOffline } from '../../scripts/frameworks.mjs';
import { projectNode } from '../../scripts/project-node.mjs';
import { rows } from './rows.mjs';
import { writeTables } from './table.mjs';
import { environment, folderOf, install, packElement, runIn, versionsOf, writeApp } from './workspace.mjs';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));

/** The whole run ends after this. A row that does not begin in time is named as not run. */
const limit = 30 * 60_000;
const beganAt = performance.now();
const isOver = () => performance.now() - beganAt > limit;

function chosenRows() {
  const { only } = parseArgs({ options: { only: { type: 'string', multiple: true } } }).values;
  const names = only?.flatMap((some) => some.split(',')) ?? Object.keys(rows);
  const unknown = names.filter((name) => !Object.hasOwn(rows, name));
  if (unknown.length)
    throw new Error(`No row named ${unknown.join(', ')}. There are: ${Object.keys(rows).join(', ')}.`);
  return names;
}

/** Starts a program that goes on until it is ended. */
function start(command, parameters, options) {
  const program = spawn(command, parameters, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  let output = '';
  for (const stream of [program.stdout, program.stderr])
    stream.setEncoding('utf8').on('data', (chunk) => (output += chunk));
  return {
    output: () => output,
    hasEnded: () => program.exitCode !== null,
    end: () => program.exitCode === null && process.kill(-program.pid, 'SIGKILL'),
  };
}

/** Waits until something answers at an address, whatever it answers. */
async function waitFor(address, program) {
  for (const until = performance.now() + 60_000; performance.now() < until;) {
    if (program.hasEnded()) break;
    const answers = await fetch(address).then(
      () => true,
      () => false,
    );
    if (answers) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`Nothing answers at ${address}:\n${program.output()}`);
}

/** Serves a row's pages, and visits them. */
async function visit(name, row) {
  const folder = folderOf(name, row);
  const port = await freePort();
  const site = `http://localhost:${port}`;
  const running = [];
  try {
    const behind = { PORT: `${port}`, PAGES: `${folder}/${row.pages}` };
    if (row.start) {
      const own = await freePort(port + 1);
      behind.SERVER = `http://localhost:${own}`;
      const more = { PORT: `${own}`, HOST: 'localhost', NITRO_PORT: `${own}`, NODE_ENV: 'production' };
      running.push(start('npm', ['run', 'start'], { cwd: folder, env: environment(more) }));
      await waitFor(behind.SERVER, running[0]);
    }
    const backend = start(projectNode(), ['test/matrix/backend.mjs'], { env: { ...process.env, ...behind } });
    running.push(backend);
    await waitFor(`${site}/api/simulator`, backend);
    const parameters = 'node_modules/@playwright/test/cli.js test -c test/matrix/playwright.config.ts';
    await runIn('.', `"${projectNode()}" ${parameters}`, {
      seconds: 240,
      environment: { MATRIX_SITE: site, MATRIX_ROW: name },
    }).catch((error) => {
      throw new Error(`${error.message}\n${running.map(({ output }) => output()).join('\n')}`);
    });
  } finally {
    for (const program of running) program.end();
  }
}

async function runTests(name, row) {
  const chromium = findChromium();
  const output = await runIn(folderOf(name, row), `npx ${row.test}`, {
    seconds: 240,
    environment: chromium ? { CHROMIUM_PATH: chromium } : {},
  });
  if (!row.passed.test(output)) throw new Error(`No test has passed:\n${output}`);
}

/** Makes a mistake in a row's file, and takes it back. Throws where the row's checker lets it pass. */
async function refuse(name, row) {
  const { file, write, as, command, says } = row.refuses;
  const folder = folderOf(name, row);
  const path = `${folder}/${file}`;
  const right = readFileSync(path, 'utf8');
  if (!right.includes(write)) throw new Error(`${file} has no ${write}.`);
  const check = () => runIn(folder, `npx ${command}`, { seconds: 120 });
  await check();
  writeFileSync(path, right.replace(write, as));
  const complaint = await check().then(
    () => '',
    ({ message }) => message,
  );
  writeFileSync(path, right);
  if (!says.test(complaint)) throw new Error(`${as} passed ${command}: ${complaint}`);
}

/** One row from its packages to its last test. */
async function runRow(name, row) {
  const startedAt = performance.now();
  const result = { name, date: new Date().toISOString().slice(0, 10) };
  const seconds = () => Math.round((performance.now() - startedAt) / 100) / 10;
  try {
    writeApp(name, row);
    await install(name, row);
    const versions = versionsOf(name, row);
    if (row.refuses) await refuse(name, row);
    if (row.build) await runIn(folderOf(name, row), 'npm run --silent build', { seconds: 300 });
    await (row.test ? runTests : visit)(name, row);
    return { ...result, versions, seconds: seconds(), outcome: 'passes' };
  } catch (error) {
    console.error(`\n──── ${name} ────\n${error.message}\n`);
    const outcome = isOffline(error) ? 'not run: the npm registry could not be reached' : 'fails';
    return { ...result, seconds: seconds(), outcome };
  }
}

const results = [];
try {
  const names = chosenRows();
  await packElement();
  for (const name of names) {
    if (isOver()) results.push({ name, outcome: 'not run: the run was over its 30 minutes' });
    else results.push(await runRow(name, rows[name]));
    const { outcome, seconds } = results.at(-1);
    console.log(`${name}: ${outcome}${seconds ? `, ${seconds} s` : ''}`);
  }
  await writeTables(results);
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
const failed = results.filter(({ outcome }) => outcome === 'fails').length;
const passed = results.filter(({ outcome }) => outcome === 'passes').length;
console.log(`\n${passed} passed, ${failed} failed, ${results.length - passed - failed} skipped`);
if (failed) process.exitCode = 1;
