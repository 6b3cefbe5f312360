import { defineConfig } from '@playwright/test';
import { chromiumLaunchOptions } from './scripts/prepare-browser.mjs';

const minute = 60_000;

/** The built files and the demo, driven from outside in a real browser. Run `npm run build` before it. */
export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  // None of these is a measure of speed: a busy machine of two cores needs them.
  timeout: 3 * minute,
  expect: { timeout: minute },
  reporter: [['list'], ['./test/support/reporters/end-to-end-counts.mjs']],
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
  projects: [{ name: 'chromium', use: { browserName: 'chromium', launchOptions: chromiumLaunchOptions() } }],
});
