import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

/**
 * Gives the counts of one runner to `npm test`, which names the file in `TEST_COUNTS_FILE`. Without that variable (the
 * runner was started by itself) nothing is written.
 *
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ covered: number, total: number }} Share
 * @typedef {{ of: string, lines: Share, branches: Share }} Coverage
 * @typedef {{ name: string, file?: string, browser?: string }} Failure `file`: from the project's folder
 * @param {Partial<Counts> & {
 *   engines?: Record<string, Counts>,
 *   coverage?: Coverage,
 *   failures?: Failure[],
 *   flaky?: Failure[],
 * }} counts `engines`: by the browser in which the tests ran; `flaky`: failed first and passed when the runner tried
 * them again
 */
export function writeCounts(counts) {
  const file = process.env.TEST_COUNTS_FILE;
  if (file) writeFileSync(file, JSON.stringify(counts));
}

/** A file's path from the project's folder, which is how the runners are told which files to run. */
export const fromProject = (file) => relative(process.cwd(), file);
