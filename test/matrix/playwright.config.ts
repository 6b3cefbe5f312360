import { defineConfig } from '@playwright/test';
import { chromiumLaunchOptions } from '../../scripts/engines.mjs';
import everywhere from '../../playwright.config.js';

/** One row of the matrix, served at `MATRIX_SITE`. `npm run test:matrix` builds and serves it first. */
export default defineConfig({
  ...everywhere,
  testDir: '.',
  testMatch: 'row.spec.ts',
  outputDir: '../../test-results/matrix',
  reporter: 'list',
  workers: 1,
  projects: [{ name: 'chromium', use: { browserName: 'chromium', launchOptions: chromiumLaunchOptions() } }],
});
