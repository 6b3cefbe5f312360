import { prepareTestPackages } from './prepare-packages.mjs';
import { runInNode } from './run.mjs';
import { runners } from './runners.mjs';

/** Which runner a test file is written for. The first that matches has it. */
const kinds = [
  { runner: runners.frameworks, has: (file) => file.startsWith('test/frameworks/') },
  { runner: runners.e2e, has: (file) => file.endsWith('.spec.ts') },
  { runner: runners.node, has: (file) => file.endsWith('.node.test.ts') },
  { runner: runners.package, has: (file) => file.startsWith('test/package/') },
  { runner: runners.unit, has: () => true, option: '--files' },
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
  for (const kind of kinds) {
    const own = files.filter((file) => kinds.find(({ has }) => has(file)) === kind);
    if (!own.length) continue;
    const { command, packages } = kind.runner;
    await prepareTestPackages(packages);
    codes.push(await runInNode([...command, ...(kind.option ? [kind.option] : []), ...own], environment));
  }
  return codes.find((code) => code !== 0) ?? 0;
}
