import { writeCounts } from './write-counts.mjs';

/** A reporter of `node --test` that only counts; it stands beside the one that prints. */
export default async function* countNodeTests(events) {
  let counts;
  let coverage;
  for await (const { type, data } of events) {
    if (type === 'test:coverage') coverage = coverageOf(data.summary.totals);
    // Each file has a summary of its own; the one without a file is over all of them.
    if (type !== 'test:summary' || data.file) continue;
    const { passed, failed, cancelled, skipped, todo } = data.counts;
    counts = { passed, failed: failed + cancelled, skipped: skipped + todo };
  }
  writeCounts({ ...counts, ...(coverage && { coverage }) });
  yield '';
}

function coverageOf({ totalLineCount, coveredLineCount, totalBranchCount, coveredBranchCount }) {
  return {
    of: 'kit and simulator',
    lines: { covered: coveredLineCount, total: totalLineCount },
    branches: { covered: coveredBranchCount, total: totalBranchCount },
  };
}
