import { fromProject, writeCounts } from './write-counts.mjs';

/** A reporter of `node --test` that only counts; it stands beside the one that prints. */
export default async function* countNodeTests(events) {
  let counts;
  let coverage;
  const failures = [];
  for await (const { type, data } of events) {
    if (type === 'test:coverage') coverage = coverageOf(data.summary.totals);
    // A suite fails with each test of it that does; only the test is of interest.
    if (type === 'test:fail' && data.details?.type !== 'suite') {
      const { error } = data.details ?? {};
      failures.push({
        name: data.name,
        ...(data.file && { file: fromProject(data.file) }),
        message: error?.cause?.message ?? error?.message,
      });
    }
    // Each file has a summary of its own; the one without a file is over all of them.
    if (type !== 'test:summary' || data.file) continue;
    const { passed, failed, cancelled, skipped, todo } = data.counts;
    counts = { passed, failed: failed + cancelled, skipped: skipped + todo };
  }
  writeCounts({ ...counts, failures, ...(coverage && { coverage }) });
  yield '';
}

function coverageOf({ totalLineCount, coveredLineCount, totalBranchCount, coveredBranchCount }) {
  return {
    of: 'kit and simulator',
    lines: { covered: coveredLineCount, total: totalLineCount },
    branches: { covered: coveredBranchCount, total: totalBranchCount },
  };
}
