import { stripVTControlCharacters } from 'node:util';
import { fromProject, writeCounts } from './write-counts.mjs';

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
    const failures = [];
    const flaky = [];
    for (const project of this.#suite?.suites ?? []) {
      const tests = project.allTests();
      const count = (...names) => tests.filter((test) => names.includes(test.outcome())).length;
      // Two projects may run in one browser.
      const browser = project.project()?.use.browserName ?? project.title;
      const add = (list, outcome) => {
        for (const test of tests.filter((test) => test.outcome() === outcome))
          list.push({
            name: test.title,
            file: fromProject(test.location.file),
            browser,
            message: test.results
              .flatMap(({ errors }) => errors)
              .map(({ message = '' }) => stripVTControlCharacters(message))
              .join('\n'),
          });
      };
      add(failures, 'unexpected');
      add(flaky, 'flaky');
      const { passed = 0, failed = 0, skipped = 0 } = engines[browser] ?? {};
      engines[browser] = {
        passed: passed + count('expected', 'flaky'),
        failed: failed + count('unexpected'),
        skipped: skipped + count('skipped'),
      };
    }
    writeCounts({ failed: this.#errors, engines, failures, flaky });
  }

  printsToStdio() {
    return false;
  }
}
