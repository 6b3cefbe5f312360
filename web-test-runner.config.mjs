import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { playwrightLauncher } from '@web/test-runner-playwright';
import {
  chromiumLaunchOptions,
  findFirefox,
  findWebKit,
  firefoxLaunchOptions,
  isWanted,
} from './scripts/engines.mjs';
import { bundledElement } from './test/support/bundled-element.mjs';
import { countBrowserTests } from './test/support/reporters/browser-counts.mjs';
import { webkitLauncher } from './test/support/webkit/launcher.mjs';

const minute = 60_000;
/** How often random things are tried, as a multiple of what `npm test -- --all` does: 10 in `npm run test:soak`. */
const effort = Number(process.env.TEST_EFFORT ?? 0.1);

/** What Vite's build puts in, and what `test/security/effort.ts` reads. */
const define = { __VERSION__: '"0.0.0-test"', __CHUNK_ID__: '""', __TEST_EFFORT__: String(effort) };

const webkit = findWebKit();
/** Those that this machine has; `npm test` tells of the others. */
const browsers = [
  playwrightLauncher({ product: 'chromium', launchOptions: chromiumLaunchOptions() }),
  ...(findFirefox()
    ? [playwrightLauncher({ product: 'firefox', launchOptions: firefoxLaunchOptions() })]
    : []),
  ...(webkit ? [webkitLauncher(webkit)] : []),
];

/** The element's unit tests, each file in a page of its own, in real browsers. `TEST_ENGINES=chromium,webkit` limits them. */
export default {
  files: ['test/**/*.test.ts', '!test/**/*.node.test.ts', '!test/{e2e,package,support}/**'],
  nodeResolve: true,
  browsers: browsers.filter(({ name }) => isWanted(name)),
  // WebKit waits much for its driver; three engines at once keep each other from their pages for seconds.
  concurrentBrowsers: 2,
  concurrency: 2,
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      define,
      tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)),
    }),
    bundledElement(define),
  ],
  reporters: [defaultReporter({ reportTestProgress: false }), countBrowserTests()],
  // Every page says it once; it is no news of a test.
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  // Measured with `--coverage`, as `npm test` does.
  coverageConfig: { include: ['src/**/*.ts'], threshold: { lines: 95, branches: 95 } },
  // None of these is a measure of speed: a busy machine of two cores needs them.
  browserStartTimeout: 2 * minute,
  testsStartTimeout: 2 * minute,
  testsFinishTimeout: 25 * minute * Math.max(1, effort),
  testFramework: { config: { timeout: `${minute}` } },
};
