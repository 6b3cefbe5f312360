import { fromProject, writeCounts } from './write-counts.mjs';

/** A reporter of web-test-runner that only counts: over all files, in each browser. */
export function countBrowserTests() {
  let sessions;
  return {
    start(run) {
      sessions = run.sessions;
    },
    onTestRunFinished({ testCoverage }) {
      const engines = {};
      const failures = [];
      for (const { browser, testFile, testResults, passed, errors } of sessions.all()) {
        // Of a hook that fails every test of its suite; none of them has it.
        const [ofHook] = errors;
        const counts = (engines[browser.name] ??= { passed: 0, failed: 0, skipped: 0 });
        const fail = (name, { message } = ofHook ?? {}) => {
          counts.failed += 1;
          failures.push({ name, file: fromProject(testFile), browser: browser.name, message });
        };
        const add = (suite, titles) => {
          for (const test of suite?.tests ?? [])
            if (test.skipped) counts.skipped += 1;
            else if (test.passed) counts.passed += 1;
            else fail([...titles, test.name].join(' › '), test.error);
          for (const inner of suite?.suites ?? []) add(inner, [...titles, inner.name]);
        };
        add(testResults, []);
        // A file that does not load, or a page that crashes, has no result of any test.
        if (!passed && !testResults) fail('the file did not run');
      }
      writeCounts({
        engines,
        failures,
        ...(testCoverage && { coverage: coverageOf(testCoverage.summary) }),
      });
    },
  };
}

const coverageOf = ({ lines, branches }) => ({ of: 'the element', lines, branches });
