import { defineConfig } from '@playwright/test';
import { chromiumLaunchOptions } from '../../scripts/engines.mjs';
import everywhere from '../../playwright.config.js';

/** The apps of `demo/frameworks`, as they were built. `npm test -- --only frameworks` builds them first. */
export default defineConfig({
  ...everywhere,
  testDir: '.',
  outputDir: '../../test-results/frameworks',
  reporter: [['list'], ['../support/reporters/end-to-end-counts.mjs']],
  projects: [{ name: 'chromium', use: { browserName: 'chromium', launchOptions: chromiumLaunchOptions() } }],
});
