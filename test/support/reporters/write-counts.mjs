import { writeFileSync } from 'node:fs';

/**
 * Hands the counts of one runner to `npm test`, which names the file in `TEST_COUNTS_FILE`. Without that variable (the
 * runner was started by itself) nothing is written.
 *
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ covered: number, total: number }} Share
 * @typedef {{ of: string, lines: Share, branches: Share }} Coverage
 * @param {Partial<Counts> & { engines?: Record<string, Counts>, coverage?: Coverage }} counts `engines`: by the browser, in
 * which the tests ran
 */
export function writeCounts(counts) {
  const file = process.env.TEST_COUNTS_FILE;
  if (file) writeFileSync(file, JSON.stringify(counts));
}
