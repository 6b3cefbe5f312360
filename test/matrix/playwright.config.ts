import { defineConfig } from '@playwright/test';
import { chromiumLaunchOptions } from '../../scripts/engines.mjs';
import everywhere from '../../playwright.config.js';

/** One row of the matrix, served at `MATRIX_SITE`. `npm run test:matrix` builds and serves it first. */
export default defineConfig({
  ...everywhere,
  testDir: '.',
  testMatch: 'row.spec.ts',
  // Not below the other tests' folder, which a run of those empties.
  outputDir: '../../node_modules/.cache/matrix-results',
  reporter: 'list',
  workers: 1,
  projects: [{ name: 'chromium', use: { browserName: 'chromium', launchOptions: chromiumLaunchOptions() } }],
});
