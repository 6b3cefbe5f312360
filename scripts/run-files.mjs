import { projectNode } from './project-node.mjs';
import { run } from './run.mjs';

const isAmong = (folder) => (file) => file.startsWith(folder);
const inNode = (file) => file.endsWith('.node.test.ts') || isAmong('test/package/')(file);
const counting = [
  ['--test-reporter=spec', '--test-reporter-destination=stdout'],
  ['--test-reporter=./test/support/reporters/node-counts.mjs', '--test-reporter-destination=stderr'],
].flat();
const npmRun = (script, args) => run.bind(null, 'npm', ['run', '--silent', script, '--', ...args]);

/** Which runner a test file belongs to, and how that one is told to run single files. The first that matches has it. */
const runners = [
  { has: isAmong('test/frameworks/'), with: (files) => npmRun('test:frameworks', files) },
  { has: (file) => file.endsWith('.spec.ts'), with: (files) => npmRun('test:e2e', files) },
  {
    has: inNode,
    with: (files) => run.bind(null, projectNode(), ['--import', 'tsx', '--test', ...counting, ...files]),
  },
  { has: () => true, with: (files) => npmRun('test:unit', ['--files', ...files]) },
];

/**
 * Runs single test files, each with the runner that it is written for.
 *
 * @param {readonly string[]} files paths from the project's folder
 * @param {Record<string, string>} [environment]
 * @returns {Promise<number>} the first exit code that is not 0, else 0
 */
export async function runFiles(files, environment = {}) {
  const codes = [];
  for (const runner of runners) {
    const own = files.filter((file) => runners.find(({ has }) => has(file)) === runner);
    if (own.length) codes.push(await runner.with(own)(environment));
  }
  return codes.find((code) => code !== 0) ?? 0;
}
