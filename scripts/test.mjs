#!/usr/bin/env node
/**
 * `npm test`: installs what is missing, then runs every check once, in Chromium, one after the other, and ends with one
 * plain line over all of them. `npm test -- --all` adds Firefox, WebKit, the framework apps and ten times as many random
 * sequences and messages; it is what `.ci/run` calls. A step that fails does not keep the next ones from running.
 * `npm test -- --only unit` runs one step, `npm test -- test/element/errors.test.ts` one file, and `npm run test:soak` the long
 * versions of those tests that try a thing over and over. `npm run test:quick` runs what needs no build, in two minutes: few
 * random sequences, no measure of what is covered, and nothing that says `skipWhenQuick`.
 *
 * What failed runs once more, by itself, but for what tries random things. What passes then is `flaky`: it is listed by
 * name in the last lines, as is what failed.
 *
 * This file itself runs on whatever Node is there (20 or newer) with nothing installed; the steps run on the project's own.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { engines, isWanted } from './engines.mjs';
import { prepareBrowsers } from './prepare-browsers.mjs';
import { prepareTestPackages, preparePackages } from './prepare-packages.mjs';
import { run, runInNode } from './run.mjs';
import { runFiles } from './run-files.mjs';
import { runners } from './runners.mjs';
import { isCovered, printCoverage, printFailures, printTable } from './test-summary.mjs';

const { values: options, positionals: files } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
    soak: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const leftOut = process.env.TEST_ENGINES ? 'left out by TEST_ENGINES' : 'npm test -- --all runs it';
if (!options.all && !options.soak) process.env.TEST_ENGINES ??= 'chromium';

const { node, unit, e2e, frameworks } = runners;
const unlessQuick = (...parameters) => (options.quick ? [] : parameters);
const typescript = 'node_modules/typescript/bin/tsc';
const build = { name: 'build', commands: [['scripts/build.mjs']], counts: false };

/**
 * In the order they run: each is a script of `package.json`, or command lines for the project's own Node. `packages` are
 * the folders of `test` whose packages it needs. A step that `counts` writes how many tests it ran, in each browser where it
 * is to run in some; each of the others is one check. With `again`, what has failed is run once more here; Playwright does so
 * itself.
 */
const everything = [
  {
    name: 'types',
    commands: [
      [typescript, '--noEmit'],
      [typescript, '--noEmit', '--project', 'tsconfig.pages.json'],
      [typescript, '--noEmit', '--project', 'test/partner-packages'],
    ],
    packages: ['partner-packages'],
    counts: false,
  },
  { name: 'lint', script: 'lint', counts: false },
  {
    name: 'node',
    commands: [
      [
        ...node.command,
        ...unlessQuick(
          '--experimental-test-coverage',
          '--test-coverage-include=src/server/**/*.ts',
          '--test-coverage-include=src/simulator/**/*.ts',
          '--test-coverage-lines=95',
          '--test-coverage-branches=95',
        ),
        'test/**/*.node.test.ts',
      ],
    ],
    packages: node.packages,
    environment: options.quick ? { TEST_QUICK: '1' } : {},
    counts: true,
    again: true,
  },
  {
    name: 'unit',
    // Chromium alone can say what was run.
    commands: [[...unit.command, ...(isWanted('Chromium') ? unlessQuick('--coverage') : [])]],
    environment: options.all ? { TEST_EFFORT: '1' } : options.quick ? { TEST_EFFORT: '0.02' } : {},
    counts: true,
    again: true,
    browsers: ['Chromium', 'Firefox', 'WebKit'],
  },
  build,
  {
    name: 'package',
    commands: [[...runners.package.command, 'test/package/*.test.ts']],
    packages: runners.package.packages,
    counts: true,
    again: true,
  },
  {
    name: 'e2e',
    commands: [e2e.command],
    packages: e2e.packages,
    counts: true,
    browsers: ['Chromium', 'Firefox'],
  },
  { name: 'frameworks', commands: [frameworks.command], counts: true, browsers: ['Chromium'] },
];

/** The same for a long run: ten times as many sequences and messages, a thousand mounts and removals in each state. */
const longVersions = [
  {
    name: 'unit',
    commands: [[...unit.command, '--files', 'test/security/{one-outcome,message-gate}.test.ts']],
    environment: { TEST_EFFORT: '10' },
    counts: true,
    browsers: ['Chromium', 'Firefox', 'WebKit'],
  },
  build,
  {
    name: 'e2e',
    commands: [[...e2e.command, 'lifecycle.spec.ts', '--grep', 'nothing is left', '--project', 'chromium']],
    packages: e2e.packages,
    environment: { MOUNT_CYCLES: '1000' },
    counts: true,
    browsers: ['Chromium'],
  },
];

function chosenSteps({ all, only, quick, soak }) {
  const steps = soak ? longVersions : everything;
  if (quick) return steps.filter(({ name }) => ['types', 'node', 'unit'].includes(name));
  if (!only) return all ? steps : steps.filter(({ name }) => name !== 'frameworks');
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
  if (!isWanted(name)) return { ...row, notRun: leftOut };
  if (!find()) return { ...row, notRun: `not on this machine and not to be had (${packages.join(', ')})` };
  const [, counts] = Object.entries(counted).find(([key]) => key.toLowerCase() === name.toLowerCase()) ?? [];
  if (!counts || counts.passed + counts.failed === 0) return { ...row, failed: 1, note: 'no test was run' };
  return { ...row, ...counts };
}

const isSame = (one, other) =>
  one.name === other.name && one.file === other.file && one.browser === other.browser;

/** Runs the files of what has failed once more, each in its browser, and returns what fails in them now. */
async function runAgain(failures, folder) {
  const failing = [];
  for (const browser of new Set(failures.map(({ browser }) => browser))) {
    const before = failures.filter((failure) => failure.browser === browser);
    const files = [...new Set(before.map(({ file }) => file))];
    console.log(`\n──── once more: ${files.join(', ')}${browser ? ` in ${browser}` : ''} ────`);
    const countsFile = join(folder, `again-${browser ?? 'node'}.json`);
    const code = await runFiles(files, {
      TEST_COUNTS_FILE: countsFile,
      ...(browser && { TEST_ENGINES: browser.toLowerCase() }),
    });
    const { failures: now = [] } = readCounts(countsFile) ?? {};
    failing.push(...(code !== 0 && now.length === 0 ? before : now));
  }
  return failing;
}

// What random sequences and messages have found once is a fault, and other random ones do not disprove it.
const isRandom = ({ file }) => /\/(one-outcome|one-funding-outcome|message-gate)\.test\.ts$/.test(file);

/** Counts a failure that was not there the second time as a test that has passed, and lists it as flaky. */
async function settleFailures(result, folder) {
  const failures = result.failures ?? [];
  if (!failures.length || failures.length !== result.failed || failures.some(({ file }) => !file)) return;
  const again = await runAgain(
    failures.filter((failure) => !isRandom(failure)),
    folder,
  );
  const failing = [...failures.filter(isRandom), ...again];
  result.flaky = failures.filter((failure) => !failing.some((other) => isSame(failure, other)));
  result.failures = failing;
  const settle = (counts, ofThis) => {
    counts.passed += result.flaky.filter(ofThis).length;
    counts.failed = failing.filter(ofThis).length;
  };
  settle(result, () => true);
  for (const row of result.inBrowsers)
    settle(row, ({ browser }) => browser.toLowerCase() === row.name.trim().toLowerCase());
}

/** Runs a step's command lines one after the other, as far as they succeed, and returns the last exit code. */
async function runCommands({ script, commands, environment = {} }, countsFile) {
  if (script) return run('npm', ['run', '--silent', script]);
  for (const command of commands) {
    const code = await runInNode(command, { ...environment, TEST_COUNTS_FILE: countsFile });
    if (code !== 0) return code;
  }
  return 0;
}

async function runStep(step, folder) {
  const { name, counts, again, browsers = [] } = step;
  console.log(`\n──── ${name} ────`);
  const startedAt = Date.now();
  const countsFile = join(folder, `${name}.json`);
  const code = await runCommands(step, countsFile);
  const secondsSoFar = () => (Date.now() - startedAt) / 1000;
  const result = { ...none, name, seconds: secondsSoFar(), note: '', inBrowsers: [] };
  if (!counts)
    return code === 0 ? { ...result, passed: 1 } : { ...result, failed: 1, note: `exit code ${code}` };

  const { engines: counted, ...all } = readCounts(countsFile) ?? {};
  Object.assign(result, all); // `coverage`, `failures` and `flaky` too, where the step knows of them
  result.inBrowsers = browsers.map((browser) => resultIn(browser, counted));
  for (const inBrowser of result.inBrowsers)
    for (const field of Object.keys(none)) result[field] += inBrowser[field];
  if (result.passed + result.failed === 0) return { ...result, failed: 1, note: 'no test was run' };
  if (code !== 0 && result.failed === 0) return { ...result, failed: 1, note: `exit code ${code}` };
  if (again) await settleFailures(result, folder);
  // A runner whose tests fail does not say by its exit code that too little was covered as well.
  if (result.coverage && !isCovered(result.coverage))
    return { ...result, failed: result.failed + 1, note: 'less than 95 % covered' };
  return { ...result, seconds: secondsSoFar() };
}

async function runSteps(chosen, folder) {
  await preparePackages();
  await prepareTestPackages([...new Set(chosen.flatMap(({ packages = [] }) => packages))]);
  if (chosen.some(({ browsers }) => browsers)) await prepareBrowsers();
  const results = [];
  for (const step of chosen) results.push(await runStep(step, folder));
  printTable(results);
  printCoverage(results);
  printFailures(results);
  const sum = (field) => results.reduce((total, result) => total + result[field], 0);
  const skipped = sum('skipped');
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped ? `, ${skipped} skipped` : ''}`);
  return sum('failed') ? 1 : 0;
}

async function runTheseFiles() {
  await preparePackages();
  await prepareBrowsers();
  return runFiles(files);
}

const folder = mkdtempSync(join(tmpdir(), 'exchange-link-tests-'));
try {
  process.chdir(fileURLToPath(new URL('..', import.meta.url)));
  process.exitCode = files.length ? await runTheseFiles() : await runSteps(chosenSteps(options), folder);
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
