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
      engines[project.title] = {
        passed: count('expected', 'flaky'),
        failed: count('unexpected'),
        skipped: count('skipped'),
      };
    }
    writeCounts({ failed: this.#errors, engines });
  }

  printsToStdio() {
    return false;
  }
}
