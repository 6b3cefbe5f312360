import { writeCounts } from './write-counts.mjs';

/** A reporter of web-test-runner that only counts: over all files, in each browser. */
export function countBrowserTests() {
  let sessions;
  return {
    start(run) {
      sessions = run.sessions;
    },
    onTestRunFinished({ testCoverage }) {
      const engines = {};
      const add = (counts, suite) => {
        for (const test of suite?.tests ?? [])
          counts[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed'] += 1;
        for (const inner of suite?.suites ?? []) add(counts, inner);
      };
      for (const session of sessions.all()) {
        const counts = (engines[session.browser.name] ??= { passed: 0, failed: 0, skipped: 0 });
        add(counts, session.testResults);
        // A file that does not load, or a page that crashes, has no result of any test.
        if (!session.passed && !session.testResults) counts.failed += 1;
      }
      writeCounts({ engines, ...(testCoverage && { coverage: coverageOf(testCoverage.summary) }) });
    },
  };
}

const coverageOf = ({ lines, branches }) => ({ of: 'the element', lines, branches });
