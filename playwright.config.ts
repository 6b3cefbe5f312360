import { availableParallelism } from 'node:os';
import { defineConfig, type Project } from '@playwright/test';
import {
  chromiumLaunchOptions,
  findFirefox,
  firefoxLaunchOptions,
  isWanted,
  wholeChromiumLaunchOptions,
} from './scripts/engines.mjs';

const minute = 60_000;

/** Measures time, so nothing else runs beside it. */
const measuring = /performance\.spec\.ts/;
const browserName = 'chromium';
const projects: Project[] = [
  {
    name: 'chromium',
    testIgnore: measuring,
    use: { browserName, launchOptions: chromiumLaunchOptions() },
  },
];
const { channel, ...launchOptions } = firefoxLaunchOptions();
// Where there is none, `npm test` says so. A test that needs what only Chromium or its driver can do
// says `@chromium`, and so does one whose subject is the same in every browser.
if (findFirefox())
  projects.push({
    name: 'firefox',
    grepInvert: /@chromium/,
    use: { browserName: 'firefox', channel, launchOptions },
  });
const wanted = projects.filter(({ name = '' }) => isWanted(name));
if (isWanted('chromium'))
  wanted.push({
    name: 'performance',
    testMatch: measuring,
    fullyParallel: false,
    // After a busy moment of the machine it is measured again, in a new browser and against the same limits.
    retries: 2,
    dependencies: wanted.map(({ name = '' }) => name),
    use: { browserName, launchOptions: wholeChromiumLaunchOptions() },
  });

/** The built files and the demo, driven from outside in real browsers. Run `npm run build` before it. */
export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // The pictures that looks are compared with are those of the documentation.
  snapshotPathTemplate: 'docs/pictures/{arg}{ext}',
  fullyParallel: true,
  // A test waits for as long as it works: one more than there are cores keeps them busy.
  workers: availableParallelism() + 1,
  forbidOnly: true,
  // What passes then is listed as flaky, by name, at the end of `npm test`.
  retries: 1,
  // None of these is a measure of speed: a busy machine of two cores needs them.
  timeout: 3 * minute,
  expect: { timeout: minute },
  reporter: [['list'], ['./test/support/reporters/end-to-end-counts.mjs']],
  use: {
    actionTimeout: minute,
    navigationTimeout: minute,
    // To record one takes time in every test: a test that fails is traced when it runs once more.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
  },
  projects: wanted,
});
