#!/usr/bin/env node
/**
 * `npm test`: installs what is missing, then runs every check, one after the other, and ends with one plain line over
 * all of them. A step that fails does not keep the next ones from running. `npm test -- --only unit` runs one step, and
 * `npm run test:soak` the long versions of those tests that try a thing over and over.
 *
 * This file itself runs on whatever Node is there (20 or newer) with nothing installed; the steps run through
 * `npm run`, and so on the project's own Node.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { engines, isWanted } from './engines.mjs';
import { prepareBrowsers } from './prepare-browsers.mjs';
import { prepareTestPackages, preparePackages } from './prepare-packages.mjs';
import { run } from './run.mjs';

/**
 * In the order they run. A step that `counts` writes how many tests it ran, in each browser where it is to run in some;
 * each of the others is one check.
 */
const everything = [
  { name: 'types', script: 'types', counts: false },
  { name: 'lint', script: 'lint', counts: false },
  { name: 'node', script: 'test:node', counts: true },
  {
    name: 'unit',
    script: 'test:unit',
    // Chromium alone can say what was run.
    args: isWanted('Chromium') ? ['--coverage'] : [],
    counts: true,
    browsers: ['Chromium', 'Firefox', 'WebKit'],
  },
  { name: 'build', script: 'build', counts: false },
  { name: 'package', script: 'test:package', counts: true },
  { name: 'e2e', script: 'test:e2e', counts: true, browsers: ['Chromium', 'Firefox'] },
  { name: 'frameworks', script: 'test:frameworks', counts: true, browsers: ['Chromium'] },
];

/** The same for a long run: ten times as many sequences and messages, a thousand mounts and removals in each state. */
const longVersions = [
  {
    name: 'unit',
    script: 'test:unit',
    args: ['--files', 'test/security/{one-outcome,message-gate}.test.ts'],
    environment: { TEST_EFFORT: '10' },
    counts: true,
    browsers: ['Chromium', 'Firefox', 'WebKit'],
  },
  { name: 'build', script: 'build', counts: false },
  {
    name: 'e2e',
    script: 'test:e2e',
    args: ['lifecycle.spec.ts', '--grep', 'nothing is left', '--project', 'chromium'],
    environment: { MOUNT_CYCLES: '1000' },
    counts: true,
    browsers: ['Chromium'],
  },
];

function chosenSteps() {
  const options = { only: { type: 'string', multiple: true }, soak: { type: 'boolean' } };
  const { only, soak } = parseArgs({ options }).values;
  const steps = soak ? longVersions : everything;
  if (!only) return steps;
  const unknown = only.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length)
    throw new Error(
      `No step named ${unknown.join(', ')}. There are: ${steps.map(({ name }) => name).join(', ')}.`,
    );
  return steps.filter(({ name }) => only.includes(name));
}

/** What a step's reporter wrote, or null where it did not get that far. */
function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

const none = { passed: 0, failed: 0, skipped: 0 };

/** What a step came to in one browser. One that is not there has not passed, and one that ran nothing has failed. */
function resultIn(name, counted = {}) {
  const { find, packages } = engines.find((engine) => engine.name === name);
  const row = { ...none, name: `  ${name}`, note: '' };
  if (!isWanted(name)) return { ...row, notRun: 'left out by TEST_ENGINES' };
  if (!find()) return { ...row, notRun: `not on this machine and not to be had (${packages.join(', ')})` };
  const [, counts] = Object.entries(counted).find(([key]) => key.toLowerCase() === name.toLowerCase()) ?? [];
  if (!counts || counts.passed + counts.failed === 0) return { ...row, failed: 1, note: 'no test was run' };
  return { ...row, ...counts };
}

async function runStep({ name, script, args = [], environment = {}, counts, browsers = [] }, folder) {
  console.log(`\n──── ${name} ────`);
  const startedAt = Date.now();
  const countsFile = join(folder, `${name}.json`);
  const code = await run('npm', ['run', '--silent', script, '--', ...args], {
    ...environment,
    TEST_COUNTS_FILE: countsFile,
  });
  const result = { ...none, name, seconds: (Date.now() - startedAt) / 1000, note: '', inBrowsers: [] };
  if (!counts)
    return code === 0 ? { ...result, passed: 1 } : { ...result, failed: 1, note: `exit code ${code}` };

  const { engines: counted, ...all } = readCounts(countsFile) ?? {};
  Object.assign(result, all); // `coverage` too, where the step has measured it
  result.inBrowsers = browsers.map((browser) => resultIn(browser, counted));
  for (const inBrowser of result.inBrowsers)
    for (const field of Object.keys(none)) result[field] += inBrowser[field];
  if (result.passed + result.failed === 0) return { ...result, failed: 1, note: 'no test was run' };
  if (code !== 0 && result.failed === 0) return { ...result, failed: 1, note: `exit code ${code}` };
  return result;
}

function printTable(results) {
  const row = (cells) =>
    console.log(cells.map((cell, at) => (at ? cell.padStart(8) : cell.padEnd(10))).join(' '));
  const print = ({ name, passed, failed, skipped, seconds, note, notRun }) =>
    notRun
      ? row([name, 'NOT RUN', `  ${notRun}`])
      : row([name, `${passed}`, `${failed}`, `${skipped}`, seconds?.toFixed(1) ?? '', note && `  ${note}`]);
  console.log('\n──── all ────');
  row(['step', 'passed', 'failed', 'skipped', 'seconds']);
  for (const result of results) [result, ...result.inBrowsers].forEach(print);
  for (const { name, inBrowsers } of results)
    for (const browser of inBrowsers.filter(({ notRun }) => notRun))
      console.log(
        `\n!!!! ${name} was NOT RUN in ${browser.name.trim()}: ${browser.notRun}. Nothing is known of it. !!!!`,
      );
}

/** How much of `src/` the tests have run, by lines and by branches. */
function printCoverage(results) {
  const measured = results.filter(({ coverage }) => coverage);
  if (!measured.length) return;
  const percent = ({ covered, total }) => `${((100 * covered) / total).toFixed(2)} %`;
  const print = (name, { lines, branches }) =>
    console.log(`${name.padEnd(22)} ${percent(lines)} of lines, ${percent(branches)} of branches`);
  console.log('\n──── coverage of src/ ────');
  for (const { coverage } of measured) print(coverage.of, coverage);
  if (measured.length < 2) return;
  const sum = (kind) => ({
    covered: measured.reduce((all, { coverage }) => all + coverage[kind].covered, 0),
    total: measured.reduce((all, { coverage }) => all + coverage[kind].total, 0),
  });
  print('all', { lines: sum('lines'), branches: sum('branches') });
  console.log(
    "The screens of the simulator's partners (src/simulator/partners/*/pages) run end to end and are not measured.",
  );
}

async function prepare(chosen) {
  await preparePackages();
  if (chosen.some(({ script }) => script === 'test:e2e')) await prepareTestPackages();
  if (chosen.some(({ browsers }) => browsers)) await prepareBrowsers();
}

const folder = mkdtempSync(join(tmpdir(), 'exchange-link-tests-'));
const results = [];
try {
  process.chdir(fileURLToPath(new URL('..', import.meta.url)));
  const chosen = chosenSteps();
  await prepare(chosen);
  for (const step of chosen) results.push(await runStep(step, folder));
  printTable(results);
  printCoverage(results);
} catch (error) {
  console.error(`\n${error.message}`);
  results.push({ passed: 0, failed: 1, skipped: 0 });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const sum = (field) => results.reduce((total, result) => total + result[field], 0);
const skipped = sum('skipped');
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exitCode = sum('failed') ? 1 : 0;
