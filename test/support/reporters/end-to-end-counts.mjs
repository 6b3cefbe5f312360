import { writeCounts } from './write-counts.mjs';

/** A reporter of Playwright that only counts; it stands beside the one that prints. */
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
    const outcomes = this.#suite?.allTests().map((test) => test.outcome()) ?? [];
    const count = (...names) => outcomes.filter((outcome) => names.includes(outcome)).length;
    writeCounts({
      passed: count('expected', 'flaky'),
      failed: count('unexpected') + this.#errors,
      skipped: count('skipped'),
    });
  }

  printsToStdio() {
    return false;
  }
}
