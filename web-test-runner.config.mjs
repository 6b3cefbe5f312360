import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { chromiumLaunchOptions } from './scripts/prepare-browser.mjs';
import { countBrowserTests } from './test/support/reporters/browser-counts.mjs';

const minute = 60_000;

/** The element's unit tests, each file in a page of its own, in a real browser. */
export default {
  files: ['test/**/*.test.ts', '!test/**/*.node.test.ts', '!test/{e2e,package,support}/**'],
  nodeResolve: true,
  browsers: [playwrightLauncher({ product: 'chromium', launchOptions: chromiumLaunchOptions() })],
  concurrency: 2,
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      define: { __VERSION__: '"0.0.0-test"' },
      tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)),
    }),
  ],
  reporters: [defaultReporter({ reportTestProgress: false }), countBrowserTests()],
  coverageConfig: { include: ['src/**/*.ts'] },
  // None of these is a measure of speed: a busy machine of two cores needs them.
  browserStartTimeout: 2 * minute,
  testsStartTimeout: 2 * minute,
  testsFinishTimeout: 10 * minute,
  testFramework: { config: { timeout: `${minute / 2}` } },
};
