import { writeCounts } from './write-counts.mjs';

/** A reporter of web-test-runner that only counts, over all files and browsers. */
export function countBrowserTests() {
  let sessions;
  return {
    start(run) {
      sessions = run.sessions;
    },
    onTestRunFinished() {
      const counts = { passed: 0, failed: 0, skipped: 0 };
      const add = (suite) => {
        for (const test of suite?.tests ?? [])
          counts[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed'] += 1;
        suite?.suites?.forEach(add);
      };
      for (const session of sessions.all()) {
        add(session.testResults);
        // A file that does not load, or a page that crashes, has no result of any test.
        if (!session.passed && !session.testResults) counts.failed += 1;
      }
      writeCounts(counts);
    },
  };
}
