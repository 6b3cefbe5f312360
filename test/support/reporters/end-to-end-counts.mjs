import { writeCounts } from './write-counts.mjs';

/** A reporter of Playwright that only counts, in each browser; it stands beside the one that prints. */
export default class EndToEndCounts {
  #suite;
  #errors = 0;

  onBegin(_config, suite) {
    this.#suite = suite;
  }

  /** A test file that does not load, a server that does not start: no test has such an error. */
  onError() {
    this.#errors += 1;
  }

  onEnd() {
    const engines = {};
    for (const project of this.#suite?.suites ?? []) {
      const outcomes = project.allTests().map((test) => test.outcome());
      const count = (...names) => outcomes.filter((outcome) => names.includes(outcome)).length;
      // Two projects may run in one browser.
      const browser = project.project()?.use.browserName ?? project.title;
      const { passed = 0, failed = 0, skipped = 0 } = engines[browser] ?? {};
      engines[browser] = {
        passed: passed + count('expected', 'flaky'),
        failed: failed + count('unexpected'),
        skipped: skipped + count('skipped'),
      };
    }
    writeCounts({ failed: this.#errors, engines });
  }

  printsToStdio() {
    return false;
  }
}
