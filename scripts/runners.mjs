import { availableParallelism } from 'node:os';

const inNode = [
  // By itself Node keeps one core free, which is half of two. Some files wait most of the time.
  ...['--import', 'tsx', '--test', `--test-concurrency=${availableParallelism() + 1}`],
  ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
  ...['--test-reporter=./test/support/reporters/node-counts.mjs', '--test-reporter-destination=stderr'],
];

/**
 * What runs each kind of test file: a command line for the project's own Node, which takes files and options after it, and
 * the folders of `test` whose packages such files need.
 */
export const runners = {
  node: { command: inNode, packages: ['hosts', 'partner-packages'] },
  unit: { command: ['node_modules/@web/test-runner/dist/bin.js'], packages: [] },
  package: { command: inNode, packages: ['checkers'] },
  e2e: { command: ['node_modules/@playwright/test/cli.js', 'test'], packages: ['hosts', 'partner-packages'] },
  frameworks: { command: ['scripts/test-frameworks.mjs'], packages: [] },
};
